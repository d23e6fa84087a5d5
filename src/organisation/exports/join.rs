//! What all exports tell together, and its place beside what the configuration says.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::organisation::{Complete, Deployment, Fact, Language};
use crate::rules::settings::Context;

use super::kind::Entity;
use super::listing;
use super::listing::Listing;
use super::told::{Configuration, Told, key};
use super::{Exports, merge};

impl Exports {
    /// Adds what the exports tell to what rules know of the organisation. Where the configuration says something, it stays.
    pub fn join(self, context: &mut Context) {
        for entity in [Entity::Queue, Entity::Language, Entity::Skill, Entity::Deployment, Entity::ChatDeployment] {
            let complete = complete(&self.told, entity);
            let place = match entity {
                Entity::Queue => &mut context.queues.complete,
                Entity::Language => &mut context.languages.complete,
                Entity::Skill => &mut context.skills.complete,
                Entity::ChatDeployment => &mut context.chat_deployments_complete,
                _ => &mut context.deployments.complete,
            };
            merge::fill(place, complete);
        }
        let mut all = Told::default();
        let folders: Vec<String> = self.files.iter().map(|file| folder(&file.path)).collect();
        let mut public = Public::default();
        for (mut told, folder) in self.told.into_iter().zip(folders) {
            if told.shapes.iter().any(|shape| shape.ends_with(".json of a deployment")) {
                for deployment in told.nameless_deployments.drain(..) {
                    public.add(&folder, deployment);
                }
            }
            all.append(told);
        }
        all.nameless_deployments.extend(public.deployments());
        all.configure();
        all.join(context);
    }
}

/// What shows that all entities of a kind are known.
fn complete(told: &[Told], entity: Entity) -> Option<Complete> {
    let listings: Vec<&Listing> = told.iter().flat_map(|told| told.listings_of(entity)).collect();
    let distinct = || {
        let listed = told.iter().filter(|told| told.listings_of(entity).next().is_some());
        let keys = listed.flat_map(|told| told.keys(entity));
        keys.collect::<HashSet<_>>().len()
    };
    let all = listing::complete(&listings, distinct)?;
    Some(Complete { at: all.at.clone() })
}

fn folder(path: &str) -> String {
    path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
}

/// The public files of deployments: a `config.json` and a `domains.json` in one folder are of one deployment, where there are
/// no others beside them.
#[derive(Default)]
struct Public {
    by_folder: BTreeMap<String, Vec<Deployment>>,
}

impl Public {
    fn add(&mut self, folder: &str, deployment: Deployment) {
        self.by_folder.entry(folder.to_owned()).or_default().push(deployment);
    }

    fn deployments(self) -> impl Iterator<Item = Deployment> {
        let says_domains =
            |deployment: &Deployment| deployment.allow_all_domains.is_some() || deployment.allowed_domains.is_some();
        self.by_folder.into_values().flat_map(move |mut found| {
            let is_pair = found.len() == 2 && found.iter().filter(|found| says_domains(found)).count() == 1;
            if is_pair {
                found.sort_by_key(says_domains);
                if let Some(domains) = found.pop() {
                    found.iter_mut().for_each(|one| merge::deployment(one, domains.clone()));
                }
            }
            found
        })
    }
}

impl Told {
    fn append(&mut self, other: Told) {
        self.queues.extend(other.queues);
        self.languages.extend(other.languages);
        self.skills.extend(other.skills);
        self.deployments.extend(other.deployments);
        self.configurations.extend(other.configurations);
        self.nameless_queues.extend(other.nameless_queues);
        self.nameless_deployments.extend(other.nameless_deployments);
        self.regions.extend(other.regions);
    }

    /// Gives the deployments what the configurations say that they hold on to.
    fn configure(&mut self) {
        let mut by_id: HashMap<String, Vec<&Configuration>> = HashMap::new();
        for configuration in &self.configurations {
            by_id.entry(key(&configuration.id)).or_default().push(configuration);
        }
        let deployments = self.deployments.iter_mut();
        for deployment in deployments.chain(&mut self.nameless_deployments) {
            let Some(pinned) = &mut deployment.configuration else {
                continue;
            };
            let known = pinned.id.as_deref().and_then(|id| by_id.get(&key(id)));
            let Some(known) = known else { continue };
            pinned.newest = newest(known);
            let version = pinned.version.as_ref().map(|version| version.value.clone());
            for one in held(known, version.as_deref()) {
                merge::features(&mut deployment.features, one.features.clone());
                let authentication = one.authentication.clone();
                merge::fill(&mut deployment.authentication_required, authentication);
            }
        }
    }

    fn join(self, context: &mut Context) {
        for queue in self.queues {
            match context.queues.entries.entry(key(&queue.id)) {
                std::collections::btree_map::Entry::Occupied(mut known) => {
                    merge::queue(known.get_mut(), queue);
                }
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(queue);
                }
            }
        }
        named(&mut context.languages.entries, self.languages);
        named(&mut context.skills.entries, self.skills);
        for deployment in self.deployments {
            match context.deployments.entries.entry(key(&deployment.id)) {
                std::collections::btree_map::Entry::Occupied(mut known) => {
                    merge::deployment(known.get_mut(), deployment);
                }
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(deployment);
                }
            }
        }
        context.without_id.queues.extend(self.nameless_queues);
        context.without_id.deployments.extend(self.nameless_deployments);
        context.named_regions.extend(self.regions);
    }
}

fn named(known: &mut BTreeMap<String, Language>, more: Vec<Language>) {
    for language in more {
        let name = key(&language.name);
        match known.get_mut(&name) {
            Some(first) => merge::fill(&mut first.state, language.state),
            None => {
                known.insert(name, language);
            }
        }
    }
}

/// The newest version of a configuration.
fn newest(known: &[&Configuration]) -> Option<Fact<u64>> {
    let versions = known.iter().filter_map(|one| {
        let version = one.version.as_ref()?;
        Some(Fact { value: version.value.parse::<u64>().ok()?, at: version.at.clone() })
    });
    versions.max_by_key(|version| version.value)
}

/// Those of the known versions that a deployment holds on to: the one that it names; where it names none, the only one.
fn held<'c>(known: &[&'c Configuration], version: Option<&str>) -> impl Iterator<Item = &'c Configuration> {
    let only = known.len() == 1;
    let same = move |one: &&Configuration| match (&one.version, version) {
        (Some(known), Some(version)) => known.value.eq_ignore_ascii_case(version),
        _ => only,
    };
    known.iter().copied().filter(move |one| same(one)).collect::<Vec<_>>().into_iter()
}
