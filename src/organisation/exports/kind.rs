//! What an object of an export is, by its fields: never by the name of its file.

use crate::text::json::{Kind, Node};

/// What an object says something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A queue.
    Queue,
    /// A language of routing.
    Language,
    /// A skill of routing.
    Skill,
    /// A deployment of the messenger.
    Deployment,
    /// A deployment of the removed web chat.
    ChatDeployment,
    /// A version of a messenger's configuration.
    Configuration,
}

/// Paths of the platform, and what stands there.
const PATHS: [(&str, Entity); 7] = [
    ("routing/queues", Entity::Queue),
    ("routing/languages", Entity::Language),
    ("routing/skills", Entity::Skill),
    ("webdeployments/deployments", Entity::Deployment),
    ("webdeployments/configurations", Entity::Configuration),
    ("widgets/deployments", Entity::ChatDeployment),
    ("webchat/deployments", Entity::ChatDeployment),
];

/// Fields that no other kind has, and that hardly stand in other people's files.
const FIELDS: [(Entity, &[(&str, Kind)]); 4] = [
    (
        Entity::Queue,
        &[
            ("mediaSettings", Kind::Object),
            ("acwSettings", Kind::Object),
            ("skillEvaluationMethod", Kind::String),
            ("joinedMemberCount", Kind::Number),
            ("userMemberCount", Kind::Number),
        ],
    ),
    (Entity::Configuration, &[("messenger", Kind::Object), ("headlessMode", Kind::Object)]),
    (Entity::ChatDeployment, &[("authenticationRequired", Kind::Bool), ("clientType", Kind::String)]),
    (Entity::Deployment, &[("allowAllDomains", Kind::Bool), ("allowedDomains", Kind::Array)]),
];

impl Entity {
    /// `queue`, `deployment of the messenger`.
    pub fn singular(self) -> &'static str {
        match self {
            Entity::Queue => "queue",
            Entity::Language => "language",
            Entity::Skill => "skill",
            Entity::Deployment => "deployment",
            Entity::ChatDeployment => "web chat deployment",
            Entity::Configuration => "configuration version",
        }
    }

    /// `1 queue`, `3 queues`.
    pub(super) fn counted(self, count: usize) -> String {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {}{plural}", self.singular())
    }

    /// What stands at a path of the platform, or below it: `/api/v2/routing/queues?pageSize=25`.
    pub(super) fn at_path(uri: &str) -> Option<Self> {
        let (_, path) = uri.split_once("/api/v2/")?;
        let under =
            |known: &str| path.strip_prefix(known).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        // What stands below one entity is another thing, such as a queue's members.
        PATHS.iter().find_map(|(known, entity)| {
            let rest = under(known)?;
            let steps = rest.split('?').next()?.split('/').filter(|step| !step.is_empty());
            let deepest = match entity {
                Entity::Configuration => 3,
                _ => 1,
            };
            (steps.count() <= deepest).then_some(*entity)
        })
    }

    /// What an object is by itself: by its own address, then by its fields.
    pub(super) fn of(node: Node<'_>) -> Option<Self> {
        if !has(node, "id", Kind::String) {
            return None;
        }
        let uri = node.get("selfUri").and_then(Node::as_str);
        if let Some(uri) = uri.filter(|uri| uri.contains("/api/v2/")) {
            return Entity::at_path(uri);
        }
        let known = |(entity, fields): &(Entity, &[(&str, Kind)])| {
            let any = fields.iter().any(|(key, kind)| has(node, key, *kind));
            any.then_some(*entity)
        };
        FIELDS.iter().find_map(known)
    }
}

/// A document that is one object of its own shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `GET …/deployments/{id}/configurations`: a deployment and the configuration in force.
    Active,
    /// A deployment's public `config.json`.
    ConfigJson,
    /// A deployment's public `domains.json`.
    DomainsJson,
    /// `terraform show -json`, of a state.
    TerraformShow,
    /// `terraform show -json`, of a plan.
    TerraformPlan,
    /// `terraform.tfstate`.
    TerraformState,
    /// `genesyscloud.tf.json`.
    TerraformExport,
}

impl Shape {
    /// What it is, for a reader.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Shape::Active => "deployment with its configuration",
            Shape::ConfigJson => "config.json of a deployment",
            Shape::DomainsJson => "domains.json of a deployment",
            Shape::TerraformShow | Shape::TerraformState => "Terraform state",
            Shape::TerraformPlan => "Terraform plan",
            Shape::TerraformExport => "Terraform configuration",
        }
    }

    /// It holds any number of things of several kinds.
    pub(super) fn is_mixed(self) -> bool {
        !matches!(self, Shape::Active | Shape::ConfigJson | Shape::DomainsJson)
    }

    pub(super) fn of(node: Node<'_>) -> Option<Self> {
        let object = |key| has(node, key, Kind::Object);
        if object("deployment") && object("configurationVersion") {
            return Some(Shape::Active);
        }
        if has(node, "format_version", Kind::String)
            && ["values", "planned_values", "prior_state", "terraform_version"]
                .iter()
                .any(|key| node.get(key).is_some())
        {
            let is_plan = node.get("planned_values").is_some();
            return Some(if is_plan { Shape::TerraformPlan } else { Shape::TerraformShow });
        }
        let of_terraform = node.get("terraform_version").is_some() || node.get("lineage").is_some();
        if has(node, "version", Kind::Number) && of_terraform {
            return Some(Shape::TerraformState);
        }
        if object("resource") && is_terraform_export(node) {
            return Some(Shape::TerraformExport);
        }
        if has(node, "apiEndpoint", Kind::String) && object("messenger") {
            return Some(Shape::ConfigJson);
        }
        let mut keys: Vec<_> = node.members().map(|member| member.key()).collect();
        keys.sort_unstable();
        (keys == ["allowAllDomains", "allowedDomains"]).then_some(Shape::DomainsJson)
    }
}

/// The platform's provider made it, or it describes something of the platform's.
fn is_terraform_export(node: Node<'_>) -> bool {
    let resources = node.get("resource").into_iter().flat_map(Node::members);
    let required = node.pointer("/terraform/required_providers/genesyscloud");
    required.is_some() || { resources }.any(|kind| kind.key().starts_with("genesyscloud_"))
}

fn has(node: Node<'_>, key: &str, kind: Kind) -> bool {
    node.get(key).is_some_and(|value| value.kind() == kind)
}

#[cfg(test)]
mod tests;
