//! The platform's own entities: queues, languages, skills, deployments and versions of configurations.

use std::sync::LazyLock;

use regex_lite::Regex;
use url::Url;

use crate::organisation::{Deployment, DeploymentKind, Fact, Language, Pinned, Queue};
use crate::protocol::regions;
use crate::protocol::regions::HostKind;
use crate::text::json::{Kind, Member, Node};

use super::features::{PUBLIC, Paths, REST};
use super::fields;
use super::fields::Fields;
use super::kind::Entity;
use super::told::{Configuration, Told};

/// An entity of which only its id, its name and its state are of use.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    id: Option<Fact<String>>,
    name: Option<Fact<String>>,
    state: Option<Fact<String>>,
}

impl Plain {
    pub(super) fn of(fields: &mut Fields<'_>, node: Node<'_>) -> Self {
        Self {
            id: fields.text(node, &["id"]),
            name: fields.text(node, &["name"]),
            state: fields.text(node, &["state"]),
        }
    }

    /// It has what a language and a skill have.
    pub(super) fn has_state(&self) -> bool {
        self.id.is_some() && self.name.is_some() && self.state.is_some()
    }

    /// Adds it as an entity of this kind; whether it says enough for that.
    pub(super) fn add(self, entity: Entity, told: &mut Told) -> bool {
        match entity {
            Entity::Queue => self.queue(told),
            Entity::Language | Entity::Skill => self.language(entity, told),
            Entity::Deployment | Entity::ChatDeployment => {
                let Some(id) = self.id else { return false };
                let mut deployment = Deployment::new(id.value, id.at);
                deployment.name = self.name.map(|name| name.value);
                deployment.kind = Some(kind_of(entity));
                told.deployments.push(deployment);
                true
            }
            Entity::Configuration => false,
        }
    }

    fn queue(self, told: &mut Told) -> bool {
        let Some(id) = self.id else { return false };
        told.queues.push(Queue {
            id: id.value,
            name: self.name.map(|name| name.value),
            at: id.at,
            languages: None,
            required: Vec::new(),
        });
        true
    }

    fn language(self, entity: Entity, told: &mut Told) -> bool {
        let Some(name) = self.name else { return false };
        let language = Language { name: name.value, state: self.state, at: name.at };
        match entity {
            Entity::Skill => told.skills.push(language),
            _ => told.languages.push(language),
        }
        true
    }
}

fn kind_of(entity: Entity) -> DeploymentKind {
    match entity {
        Entity::ChatDeployment => DeploymentKind::Chat,
        _ => DeploymentKind::Messaging,
    }
}

/// Reads an entity of a known kind; whether it says enough to be one.
pub(super) fn read(fields: &mut Fields<'_>, node: Node<'_>, entity: Entity, told: &mut Told) -> bool {
    match entity {
        Entity::Queue | Entity::Language | Entity::Skill => Plain::of(fields, node).add(entity, told),
        Entity::Deployment | Entity::ChatDeployment => {
            let Some(deployment) = deployment(fields, node, entity, told) else {
                return false;
            };
            told.deployments.push(deployment);
            true
        }
        Entity::Configuration => {
            let Some(configuration) = configuration(fields, node, &REST) else {
                return false;
            };
            told.configurations.push(configuration);
            true
        }
    }
}

/// A deployment with its id.
fn deployment(fields: &mut Fields<'_>, node: Node<'_>, entity: Entity, told: &mut Told) -> Option<Deployment> {
    let id = fields.text(node, &["id"])?;
    let mut deployment = Deployment::new(id.value, id.at);
    deployment.name = fields.text(node, &["name"]).map(|name| name.value);
    deployment.kind = Some(kind_of(entity));
    domains(fields, node, ["allowAllDomains", "allowedDomains"], &mut deployment);
    if entity == Entity::ChatDeployment {
        deployment.authentication_required = fields.flag(node, &["authenticationRequired"]);
        let status = |disabled: bool| if disabled { "Inactive" } else { "Active" };
        deployment.status = fields
            .flag(node, &["disabled"])
            .map(|disabled| Fact { value: status(disabled.value).to_owned(), at: disabled.at });
        return Some(deployment);
    }
    deployment.status = fields.text(node, &["status"]);
    deployment.configuration = pinned(fields, node);
    told.regions.extend(environment(fields, node));
    Some(deployment)
}

/// The version of a configuration that a deployment holds on to.
pub(super) fn pinned(fields: &mut Fields<'_>, node: Node<'_>) -> Option<Pinned> {
    let id = fields.text(node, &["configuration", "id"]).map(|id| id.value);
    let version = fields.version(node, &["configuration", "version"]);
    (id.is_some() || version.is_some()).then_some(Pinned { id, version, newest: None })
}

/// Which pages may open the chat. A list says so only together with the switch that overrules it, or by being there at all: a
/// deployment that lets in every domain lists none.
pub(super) fn domains(fields: &mut Fields<'_>, node: Node<'_>, [all, list]: [&str; 2], deployment: &mut Deployment) {
    deployment.allow_all_domains = fields.flag(node, &[all]);
    let listed = fields.texts(node, &[list]);
    let is_known = deployment.allow_all_domains.is_some();
    deployment.allowed_domains = listed.filter(|listed| is_known || !listed.value.is_empty());
}

/// A version of a configuration with its id.
pub(super) fn configuration(fields: &mut Fields<'_>, node: Node<'_>, paths: &Paths) -> Option<Configuration> {
    let id = fields.text(node, &["id"])?;
    Some(Configuration {
        id: id.value,
        version: fields.version(node, &["version"]),
        features: paths.features(fields, node),
        authentication: fields.flag(node, paths.authentication),
    })
}

/// A deployment and the configuration that is in force for it, in one object.
pub(super) fn active(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) {
    let part = |key| node.get(key);
    let found = part("deployment").and_then(|node| deployment(fields, node, Entity::Deployment, told));
    let Some(version) = part("configurationVersion") else {
        return;
    };
    if let Some(mut deployment) = found {
        deployment.features = REST.features(fields, version);
        deployment.authentication_required = fields.flag(version, REST.authentication);
        told.deployments.push(deployment);
    }
    // What was passed by there is noted already.
    let mut again = fields.quiet();
    told.configurations.extend(configuration(&mut again, version, &REST));
}

/// A deployment's public `config.json`. Whose it is, it does not say: its id may be that of the configuration.
pub(super) fn config_json(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) {
    let endpoints: [&[&str]; 2] = [&["apiEndpoint"], &["messenger", "apps", "conversations", "messagingEndpoint"]];
    for path in endpoints {
        let region = fields.text(node, path).and_then(|url| {
            let domain = region_of(&url.value)?;
            Some(Fact { value: domain.to_owned(), at: url.at })
        });
        told.regions.extend(region);
    }
    let mut deployment = Deployment::new(String::new(), fields.beginning(node));
    deployment.kind = Some(DeploymentKind::Messaging);
    deployment.status = fields.text(node, &["status"]);
    deployment.features = PUBLIC.features(fields, node);
    deployment.authentication_required = fields.flag(node, PUBLIC.authentication);
    deployment.configuration = {
        let id = fields.text(node, &["id"]).map(|id| id.value);
        let version = fields.version(node, &["version"]);
        (id.is_some() || version.is_some()).then_some(Pinned { id, version, newest: None })
    };
    told.nameless_deployments.push(deployment);
    let mut again = fields.quiet();
    told.configurations.extend(configuration(&mut again, node, &PUBLIC));
}

/// A deployment's public `domains.json`.
pub(super) fn domains_json(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) {
    let mut deployment = Deployment::new(String::new(), fields.beginning(node));
    deployment.kind = Some(DeploymentKind::Messaging);
    domains(fields, node, ["allowAllDomains", "allowedDomains"], &mut deployment);
    told.nameless_deployments.push(deployment);
}

/// The region of a URL's host.
fn region_of(url: &str) -> Option<&'static str> {
    let url = Url::parse(url).ok()?;
    match regions::known().classify(url.host_str()?) {
        HostKind::Region { domain, .. } => Some(domain),
        _ => None,
    }
}

/// The region that a deployment's snippet names.
fn environment(fields: &mut Fields<'_>, node: Node<'_>) -> Option<Fact<String>> {
    static NAMED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"environment['"]?\s*:\s*['"]([A-Za-z0-9-]{1,40})['"]"#).ok());
    let snippet = fields.text(node, &["snippet"])?;
    let found = NAMED.as_ref()?.captures(&snippet.value)?;
    let domain = regions::known().of_environment(found.get(1)?.as_str())?;
    let member = fields::at(node, &["snippet"]).filter(|member| is_text(*member))?;
    Some(Fact { value: domain.to_owned(), at: fields.key(member) })
}

fn is_text(member: Member<'_>) -> bool {
    member.value().kind() == Kind::String
}
