//! Which export tells what, and how to get it: the one list that the documentation's table and messages are made of.

/// What is to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Queues: their ids and names.
    Queues,
    /// Languages of routing: their names and states.
    Languages,
    /// Skills of routing: their names and states.
    Skills,
    /// Deployments of the messenger: ids, status, domains, and which configuration they hold on to.
    Deployments,
    /// One deployment of the messenger with the configuration that is in force.
    ActiveConfiguration,
    /// What a version of a configuration allows.
    Configurations,
    /// A deployment's region, and what it allows, without a token.
    ConfigJson,
    /// A deployment's domains, without a token.
    DomainsJson,
    /// Deployments of the removed web chat.
    ChatDeployments,
}

/// How to get an export.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// What it tells of.
    pub subject: Subject,
    /// What it tells, for a reader.
    pub tells: &'static str,
    /// What to get from the platform: a path of the REST API, or the address of a public file.
    pub rest: &'static str,
    /// The `gc` command that writes all of it, where there is one.
    pub gc: Option<&'static str>,
    /// The resource that holds it in Terraform.
    pub terraform: Option<&'static str>,
    /// The permission that it takes; none where nobody needs one.
    pub permission: Option<&'static str>,
}

/// Every export, in the order of the documentation.
pub const SOURCES: [Source; 9] = [
    Source {
        subject: Subject::Queues,
        tells: "queues: ids and names",
        rest: "GET /api/v2/routing/queues?pageSize=100",
        gc: Some("gc routing queues list -a"),
        terraform: Some("genesyscloud_routing_queue"),
        permission: Some("routing:queue:view"),
    },
    Source {
        subject: Subject::Languages,
        tells: "languages of routing: names and states",
        rest: "GET /api/v2/routing/languages?pageSize=100",
        gc: Some("gc routing languages list -a"),
        terraform: Some("genesyscloud_routing_language"),
        permission: None,
    },
    Source {
        subject: Subject::Skills,
        tells: "skills of routing: names and states",
        rest: "GET /api/v2/routing/skills?pageSize=100",
        gc: Some("gc routing skills list -a"),
        terraform: Some("genesyscloud_routing_skill"),
        permission: None,
    },
    Source {
        subject: Subject::Deployments,
        tells: "messenger deployments: ids, status, domains, configuration",
        rest: "GET /api/v2/webdeployments/deployments",
        gc: Some("gc webdeployments deployments list -a"),
        terraform: Some("genesyscloud_webdeployments_deployment"),
        permission: Some("webDeployments:deployment:view"),
    },
    Source {
        subject: Subject::ActiveConfiguration,
        tells: "one messenger deployment, and what its configuration allows",
        rest: "GET /api/v2/webdeployments/deployments/{id}/configurations",
        gc: Some("gc webdeployments deployments configurations get DEPLOYMENT"),
        terraform: None,
        permission: None,
    },
    Source {
        subject: Subject::Configurations,
        tells: "what a version of a configuration allows",
        rest: "GET /api/v2/webdeployments/configurations/{id}/versions/{version}",
        gc: Some("gc webdeployments configurations versions get CONFIGURATION VERSION"),
        terraform: Some("genesyscloud_webdeployments_configuration"),
        permission: Some("webDeployments:configuration:view"),
    },
    Source {
        subject: Subject::ConfigJson,
        tells: "a deployment's region, status, and what it allows",
        rest: "https://api-cdn.{domain}/webdeployments/v1/deployments/{id}/config.json",
        gc: None,
        terraform: None,
        permission: None,
    },
    Source {
        subject: Subject::DomainsJson,
        tells: "a deployment's domains",
        rest: "https://api-cdn.{domain}/webdeployments/v1/deployments/{id}/domains.json",
        gc: None,
        terraform: None,
        permission: None,
    },
    Source {
        subject: Subject::ChatDeployments,
        tells: "deployments of the removed web chat: ids, whether they are disabled, domains, sign-in",
        rest: "GET /api/v2/widgets/deployments",
        gc: Some("gc widgets deployments list -a"),
        terraform: None,
        permission: Some("widgets:deployment:view"),
    },
];

impl Subject {
    /// How to get it.
    pub fn source(self) -> Option<&'static Source> {
        SOURCES.iter().find(|source| source.subject == self)
    }
}

impl Source {
    /// The one command or address to name in a message.
    pub fn command(&self) -> &'static str {
        self.gc.unwrap_or(self.rest)
    }
}

/// The table of the documentation, in Markdown.
pub fn reference() -> String {
    let mut table = String::from(
        "| it tells | REST API, or public file | `gc` | Terraform resource | permission |\n|---|---|---|---|---|\n",
    );
    for source in SOURCES {
        let code = |text: Option<&str>| text.map_or("–".to_owned(), |text| format!("`{text}`"));
        let permission = match (source.permission, source.rest.starts_with("https:")) {
            (Some(permission), _) => format!("`{permission}`"),
            (None, true) => "none, and no token".to_owned(),
            (None, false) => "none".to_owned(),
        };
        table.push_str(&format!(
            "| {} | `{}` | {} | {} | {permission} |\n",
            source.tells,
            source.rest,
            code(source.gc),
            code(source.terraform),
        ));
    }
    table
}
