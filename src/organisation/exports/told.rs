//! What one file tells, before it is joined with what others tell.

use std::collections::HashSet;

use crate::organisation::{Deployment, DeploymentKind, Fact, Facts, Language, Queue, Skill};

use super::kind::{Entity, Shape};
use super::listing::Listing;

/// What one file tells.
#[derive(Default)]
pub(super) struct Told {
    /// Those without an id among them: Terraform's own export strips ids.
    pub(super) queues: Vec<Queue>,
    pub(super) languages: Vec<Language>,
    pub(super) skills: Vec<Skill>,
    /// Those without an id among them.
    pub(super) deployments: Vec<Deployment>,
    /// What public files say of a deployment, which they do not name.
    pub(super) public: Vec<Deployment>,
    pub(super) configurations: Vec<Configuration>,
    pub(super) listings: Vec<Listing>,
    /// Domains of regions.
    pub(super) regions: Vec<Fact<String>>,
    /// What it is, where it is something else than listings and entities.
    pub(super) shapes: Vec<Shape>,
    /// Entities that stand alone.
    pub(super) single: Vec<Entity>,
    /// Languages or skills: nothing tells which.
    pub(super) unclear: usize,
}

/// Why a file is an export and is not read.
pub(super) type Refusal = String;

/// A version of a messenger's configuration.
pub(super) struct Configuration {
    /// Its id; in Terraform's own export the reference to it.
    pub(super) id: String,
    pub(super) version: Option<Fact<String>>,
    pub(super) facts: Facts,
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
            + self.public.len()
            + self.configurations.len()
            + self.unclear
    }

    /// `3 queues, 1 deployment`
    pub(super) fn counted(&self) -> String {
        let all = self.deployments.len() + self.public.len();
        let chats = self.deployments.iter().filter(|one| one.kind == Some(DeploymentKind::Chat)).count();
        let counts = [
            (Entity::Queue, self.queues.len()),
            (Entity::Language, self.languages.len()),
            (Entity::Skill, self.skills.len()),
            (Entity::Deployment, all - chats),
            (Entity::ChatDeployment, chats),
            (Entity::Configuration, self.configurations.len()),
        ];
        let counted = counts.into_iter().filter(|(_, count)| *count > 0);
        let counted: Vec<_> = counted.map(|(kind, count)| kind.counted(count)).collect();
        match counted.as_slice() {
            [] => "nothing of guest chat".to_owned(),
            counted => counted.join(", "),
        }
    }

    /// The listings of a kind.
    pub(super) fn listings_of(&self, entity: Entity) -> impl Iterator<Item = &Listing> {
        self.listings.iter().filter(move |listing| listing.entity == entity)
    }

    /// How many different entities of a kind it shows.
    pub(super) fn distinct(&self, entity: Entity) -> usize {
        self.keys(entity).into_iter().collect::<HashSet<_>>().len()
    }

    /// What names the entities of a kind, in lower case; configurations by their version.
    pub(super) fn keys(&self, entity: Entity) -> Vec<String> {
        let deployments = |kind| {
            let of_kind = self.deployments.iter().filter(move |one| one.kind == Some(kind) && !one.id.is_empty());
            of_kind.map(|one| key(&one.id)).collect()
        };
        match entity {
            Entity::Queue => {
                self.queues.iter().filter(|queue| !queue.id.is_empty()).map(|queue| key(&queue.id)).collect()
            }
            Entity::Language => self.languages.iter().map(|one| key(&one.name)).collect(),
            Entity::Skill => self.skills.iter().map(|one| key(&one.name)).collect(),
            Entity::Deployment => deployments(DeploymentKind::Messaging),
            Entity::ChatDeployment => deployments(DeploymentKind::Chat),
            Entity::Configuration => {
                let version = |one: &Configuration| one.version.as_ref().map_or(String::new(), |one| one.value.clone());
                self.configurations.iter().map(|one| format!("{} {}", key(&one.id), version(one))).collect()
            }
        }
    }
}

/// An id or a name as it is looked up.
pub(super) fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}
