//! Which export tells what, and how to get it: the one list that the documentation's table and messages are made of.

/// How to get an export.
#[derive(Clone, Copy, Debug)]
pub struct Source {
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

macro_rules! sources {
    ($($name:ident $tells:literal: $rest:literal, gc $gc:tt, terraform $terraform:tt, permission $permission:tt;)*) => {
        $(
            #[doc = $tells]
            pub static $name: Source = Source {
                tells: $tells,
                rest: $rest,
                gc: sources!(@ $gc),
                terraform: sources!(@ $terraform),
                permission: sources!(@ $permission),
            };
        )*
        /// Every export, in the order of the documentation.
        pub static SOURCES: &[&Source] = &[$(&$name),*];
    };
    (@ -) => { None };
    (@ $text:literal) => { Some($text) };
}

sources! {
    QUEUES "queues: ids and names":
        "GET /api/v2/routing/queues?pageSize=100",
        gc "gc routing queues list -a", terraform "genesyscloud_routing_queue", permission "routing:queue:view";
    LANGUAGES "languages of routing: names and states":
        "GET /api/v2/routing/languages?pageSize=100",
        gc "gc routing languages list -a", terraform "genesyscloud_routing_language", permission -;
    SKILLS "skills of routing: names and states":
        "GET /api/v2/routing/skills?pageSize=100",
        gc "gc routing skills list -a", terraform "genesyscloud_routing_skill", permission -;
    DEPLOYMENTS "messenger deployments: ids, status, domains, configuration":
        "GET /api/v2/webdeployments/deployments",
        gc "gc webdeployments deployments list -a", terraform "genesyscloud_webdeployments_deployment",
        permission "webDeployments:deployment:view";
    ACTIVE_CONFIGURATION "one messenger deployment, and what its configuration allows":
        "GET /api/v2/webdeployments/deployments/{id}/configurations",
        gc "gc webdeployments deployments configurations get DEPLOYMENT", terraform -, permission -;
    CONFIGURATIONS "what a version of a configuration allows":
        "GET /api/v2/webdeployments/configurations/{id}/versions/{version}",
        gc "gc webdeployments configurations versions get CONFIGURATION VERSION",
        terraform "genesyscloud_webdeployments_configuration", permission "webDeployments:configuration:view";
    CONFIG_JSON "a deployment's region, status, and what it allows":
        "https://api-cdn.{domain}/webdeployments/v1/deployments/{id}/config.json",
        gc -, terraform -, permission -;
    DOMAINS_JSON "a deployment's domains":
        "https://api-cdn.{domain}/webdeployments/v1/deployments/{id}/domains.json",
        gc -, terraform -, permission -;
    CHAT_DEPLOYMENTS "deployments of the removed web chat: ids, whether they are disabled, domains, sign-in":
        "GET /api/v2/widgets/deployments",
        gc "gc widgets deployments list -a", terraform -, permission "widgets:deployment:view";
}

impl Source {
    /// The one command or address to name in a message.
    pub fn command(&self) -> &'static str {
        self.gc.unwrap_or(self.rest)
    }
}
