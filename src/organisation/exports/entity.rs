//! The platform's own entities: queues, languages, skills, deployments and versions of configurations.

use std::sync::LazyLock;

use regex_lite::Regex;
use url::Url;

use crate::organisation::deployment::STATUS;
use crate::organisation::fields::Object;
use crate::organisation::{Deployment, DeploymentKind, Fact, Facts, Language, Pinned, Queue, Said};
use crate::protocol::regions::{self, HostKind};
use crate::text::json::{Kind, Member, Node};

use super::facts;
use super::fields::{self, Fields};
use super::kind::Entity;
use super::told::{Configuration, Refusal, Told};

/// An entity of which only its id, its name and its state are of use.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    id: Option<Fact<String>>,
    name: Option<Fact<String>>,
    state: Option<Fact<String>>,
}

impl Plain {
    pub(super) fn of(fields: &mut Fields<'_>, node: Node<'_>) -> Self {
        let named = Self::named(fields, node);
        Self { state: fields.text(node, "state"), ..named }
    }

    /// Its id and its name alone.
    pub(super) fn named(fields: &mut Fields<'_>, node: Node<'_>) -> Self {
        Self { id: fields.text(node, "id"), name: fields.text(node, "name"), state: None }
    }

    pub(super) fn has_id(&self) -> bool {
        self.id.is_some()
    }

    /// It has what a language and a skill have.
    pub(super) fn has_state(&self) -> bool {
        self.id.is_some() && self.name.is_some() && self.state.is_some()
    }

    /// Adds it as an entity of this kind; whether it says enough for that.
    pub(super) fn add(self, entity: Entity, told: &mut Told) -> bool {
        match entity {
            Entity::Queue if self.has_id() => told.queues.extend(self.queue()),
            Entity::Deployment | Entity::ChatDeployment if self.has_id() => {
                told.deployments.extend(self.deployment(kind_of(entity)));
            }
            Entity::Language if self.name.is_some() => told.languages.extend(self.language()),
            Entity::Skill if self.name.is_some() => told.skills.extend(self.language()),
            _ => return false,
        }
        true
    }

    /// Its id, which may be empty, its name, and where one of them is said.
    fn identity(self) -> Option<(String, Option<String>, Said)> {
        let at = self.id.as_ref().or(self.name.as_ref())?.at.clone();
        Some((self.id.map(|id| id.value).unwrap_or_default(), self.name.map(|name| name.value), at))
    }

    pub(super) fn queue(self) -> Option<Queue> {
        let (id, name, at) = self.identity()?;
        Some(Queue { id, name, at, facts: Facts::default() })
    }

    pub(super) fn deployment(self, kind: DeploymentKind) -> Option<Deployment> {
        let (id, name, at) = self.identity()?;
        Some(Deployment { name, kind: Some(kind), ..Deployment::new(id, at) })
    }

    pub(super) fn language(self) -> Option<Language> {
        let name = self.name?;
        Some(Language { name: name.value, state: self.state, at: name.at })
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
            let found = deployment(fields, node, entity, told);
            let is_one = found.is_some();
            told.deployments.extend(found);
            is_one
        }
        Entity::Configuration => {
            let found = configuration(fields, node, Object::Configuration);
            let is_one = found.is_some();
            told.configurations.extend(found);
            is_one
        }
    }
}

/// A deployment with its id.
fn deployment(fields: &mut Fields<'_>, node: Node<'_>, entity: Entity, told: &mut Told) -> Option<Deployment> {
    let named = Plain::named(fields, node);
    let mut deployment = named.has_id().then(|| named.deployment(kind_of(entity)))??;
    if entity == Entity::ChatDeployment {
        deployment.facts = facts::read(fields, node, Object::ChatDeployment);
        return Some(deployment);
    }
    deployment.facts = facts::read(fields, node, Object::Deployment);
    deployment.configuration = pinned(fields, node, ["configuration.id", "configuration.version"]);
    told.regions.extend(environment(fields, node));
    Some(deployment)
}

/// The version of a configuration that a deployment holds on to, by its paths.
pub(super) fn pinned(fields: &mut Fields<'_>, node: Node<'_>, [id, version]: [&str; 2]) -> Option<Pinned> {
    let id = fields.text(node, id).map(|id| id.value);
    let version = fields.version(node, version);
    (id.is_some() || version.is_some()).then_some(Pinned { id, version, newest: None })
}

/// A version of a configuration with its id.
pub(super) fn configuration(fields: &mut Fields<'_>, node: Node<'_>, object: Object) -> Option<Configuration> {
    let id = fields.text(node, "id")?.value;
    Some(Configuration { id, version: fields.version(node, "version"), facts: facts::read(fields, node, object) })
}

/// A deployment and the configuration that is in force for it, in one object.
pub(super) fn active(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) -> Result<(), Refusal> {
    let part = |key| node.get(key);
    let found = part("deployment").and_then(|node| deployment(fields, node, Entity::Deployment, told));
    let Some(version) = part("configurationVersion") else {
        return Ok(());
    };
    if let Some(mut deployment) = found {
        deployment.facts.add(facts::read(fields, version, Object::Configuration));
        told.deployments.push(deployment);
    }
    // What was passed by there is noted already.
    let mut again = fields.quiet();
    told.configurations.extend(configuration(&mut again, version, Object::Configuration));
    Ok(())
}

/// A deployment's public `config.json`. Whose it is, it does not say: its id may be that of the configuration.
pub(super) fn config_json(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) -> Result<(), Refusal> {
    for path in ["apiEndpoint", "messenger.apps.conversations.messagingEndpoint"] {
        let region = fields.text(node, path).and_then(|url| {
            let domain = region_of(&url.value)?;
            Some(Fact { value: domain.to_owned(), at: url.at })
        });
        told.regions.extend(region);
    }
    let mut deployment = public(fields, node, Object::ConfigJson);
    deployment.configuration = pinned(fields, node, ["id", "version"]);
    told.public.push(deployment);
    let mut again = fields.quiet();
    let mut configuration = configuration(&mut again, node, Object::ConfigJson);
    if let Some(configuration) = &mut configuration {
        // It is the deployment's, not the configuration's.
        configuration.facts.say(&STATUS, None);
    }
    told.configurations.extend(configuration);
    Ok(())
}

/// A deployment's public `domains.json`.
pub(super) fn domains_json(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) -> Result<(), Refusal> {
    let deployment = public(fields, node, Object::Deployment);
    told.public.push(deployment);
    Ok(())
}

/// What a public file says of its deployment, which it does not name.
fn public(fields: &mut Fields<'_>, node: Node<'_>, object: Object) -> Deployment {
    Deployment {
        kind: Some(DeploymentKind::Messaging),
        facts: facts::read(fields, node, object),
        ..Deployment::new(String::new(), fields.beginning(node))
    }
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
    let snippet = fields.text(node, "snippet")?;
    let found = NAMED.as_ref()?.captures(&snippet.value)?;
    let domain = regions::known().of_environment(found.get(1)?.as_str())?;
    let member = fields::at(node, "snippet").filter(|member| is_text(*member))?;
    Some(Fact { value: domain.to_owned(), at: fields.key(member) })
}

fn is_text(member: Member<'_>) -> bool {
    member.value().kind() == Kind::String
}
