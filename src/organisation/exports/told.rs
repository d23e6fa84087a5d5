//! What one file tells, before it is joined with what others tell.

use std::collections::HashSet;

use crate::organisation::{Deployment, DeploymentKind, Fact, Features, Language, Queue, Skill};

use super::kind::Entity;
use super::listing::Listing;

/// What one file tells.
#[derive(Default)]
pub(super) struct Told {
    pub(super) queues: Vec<Queue>,
    pub(super) languages: Vec<Language>,
    pub(super) skills: Vec<Skill>,
    pub(super) deployments: Vec<Deployment>,
    pub(super) configurations: Vec<Configuration>,
    /// Queues and deployments without an id.
    pub(super) nameless_queues: Vec<Queue>,
    pub(super) nameless_deployments: Vec<Deployment>,
    pub(super) listings: Vec<Listing>,
    /// Domains of regions.
    pub(super) regions: Vec<Fact<String>>,
    /// What it is, in words, where it is something else than listings and entities.
    pub(super) shapes: Vec<&'static str>,
    /// Entities that stand alone.
    pub(super) single: Vec<Entity>,
    /// Languages or skills: nothing tells which.
    pub(super) unclear: usize,
}

/// A version of a messenger's configuration.
pub(super) struct Configuration {
    /// Its id; in Terraform's own export the reference to it.
    pub(super) id: String,
    pub(super) version: Option<Fact<String>>,
    pub(super) features: Features,
    pub(super) authentication: Option<Fact<bool>>,
}

impl Told {
    /// Something in it was recognised.
    pub(super) fn is_something(&self) -> bool {
        self.entities() > 0 || !self.shapes.is_empty() || !self.listings.is_empty()
    }

    /// How many entities it shows.
    pub(super) fn entities(&self) -> usize {
        self.queues.len()
            + self.languages.len()
            + self.skills.len()
            + self.deployments.len()
            + self.configurations.len()
            + self.nameless_queues.len()
            + self.nameless_deployments.len()
            + self.unclear
    }

    /// `3 queues, 1 deployment`
    pub(super) fn counted(&self) -> String {
        let of_kind = |chat| {
            let kinds = self.deployments.iter().map(|deployment| deployment.kind);
            let is_chat = |kind| kind == Some(DeploymentKind::Chat);
            kinds.filter(|kind| is_chat(*kind) == chat).count()
        };
        let counts = [
            (Entity::Queue, self.queues.len() + self.nameless_queues.len()),
            (Entity::Language, self.languages.len()),
            (Entity::Skill, self.skills.len()),
            (Entity::Deployment, of_kind(false) + self.nameless_deployments.len()),
            (Entity::ChatDeployment, of_kind(true)),
            (Entity::Configuration, self.configurations.len()),
        ];
        let counted = counts.into_iter().filter(|(_, count)| *count > 0);
        let counted: Vec<_> = counted.map(|(kind, count)| kind.counted(count)).collect();
        match counted.as_slice() {
            [] => "nothing of guest chat".to_owned(),
            counted => counted.join(", "),
        }
    }
}

impl Told {
    /// The listings of a kind.
    pub(super) fn listings_of(&self, entity: Entity) -> impl Iterator<Item = &Listing> {
        self.listings.iter().filter(move |listing| listing.entity == entity)
    }

    /// How many different entities of a kind it shows.
    pub(super) fn distinct(&self, entity: Entity) -> usize {
        self.keys(entity).collect::<HashSet<_>>().len()
    }

    /// What names the entities of a kind, in lower case; configurations by their version.
    pub(super) fn keys(&self, entity: Entity) -> Box<dyn Iterator<Item = String> + '_> {
        match entity {
            Entity::Queue => Box::new(self.queues.iter().map(|queue| key(&queue.id))),
            Entity::Language => Box::new(self.languages.iter().map(|one| key(&one.name))),
            Entity::Skill => Box::new(self.skills.iter().map(|one| key(&one.name))),
            Entity::Deployment | Entity::ChatDeployment => {
                let kind = match entity {
                    Entity::ChatDeployment => DeploymentKind::Chat,
                    _ => DeploymentKind::Messaging,
                };
                let of_kind = self.deployments.iter().filter(move |deployment| deployment.kind == Some(kind));
                Box::new(of_kind.map(|deployment| key(&deployment.id)))
            }
            Entity::Configuration => Box::new(self.configurations.iter().map(|configuration| {
                let version = configuration.version.as_ref();
                let version = version.map_or("", |version| version.value.as_str());
                format!("{} {version}", key(&configuration.id))
            })),
        }
    }
}

/// An id or a name as it is looked up.
pub(super) fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}
