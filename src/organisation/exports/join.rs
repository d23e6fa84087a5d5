//! What all exports tell together, and its place beside what the configuration says.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::organisation::{Complete, Context, Deployment, Fact, Language, Queue};

use super::Exports;
use super::kind::Entity;
use super::listing::{self, Listing};
use super::told::{Configuration, Told, key};

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
            *place = place.take().or(complete);
        }
        let mut all = Told::default();
        let mut public: BTreeMap<String, Vec<Deployment>> = BTreeMap::new();
        for (mut told, file) in self.told.into_iter().zip(&self.files) {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if !told.public.is_empty() {
                public.entry(folder.to_owned()).or_default().append(&mut told.public);
            }
            all.append(told);
        }
        all.deployments.extend(public.into_values().flat_map(paired));
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

/// What the public files of one folder say: a `config.json` and a `domains.json` are of one deployment, where there are no others
/// beside them.
fn paired(mut found: Vec<Deployment>) -> Vec<Deployment> {
    let is_pair = found.len() == 2 && found.iter().filter(|found| found.says_domains()).count() == 1;
    if is_pair {
        found.sort_by_key(Deployment::says_domains);
        if let Some(domains) = found.pop() {
            found.iter_mut().for_each(|one| one.add(domains.clone()));
        }
    }
    found
}

impl Told {
    fn append(&mut self, other: Told) {
        self.queues.extend(other.queues);
        self.languages.extend(other.languages);
        self.skills.extend(other.skills);
        self.deployments.extend(other.deployments);
        self.configurations.extend(other.configurations);
        self.regions.extend(other.regions);
    }

    /// Gives the deployments what the configurations say that they hold on to.
    fn configure(&mut self) {
        let mut by_id: HashMap<String, Vec<&Configuration>> = HashMap::new();
        for configuration in &self.configurations {
            by_id.entry(key(&configuration.id)).or_default().push(configuration);
        }
        for deployment in &mut self.deployments {
            let Some(pinned) = &mut deployment.configuration else {
                continue;
            };
            let known = pinned.id.as_deref().and_then(|id| by_id.get(&key(id)));
            let Some(known) = known else { continue };
            pinned.newest = newest(known);
            let version = pinned.version.as_ref().map(|version| version.value.clone());
            for one in held(known, version.as_deref()) {
                deployment.facts.add(one.facts.clone());
            }
        }
    }

    fn join(self, context: &mut Context) {
        for queue in self.queues {
            match queue.id.is_empty() {
                true => context.without_id.queues.push(queue),
                false => put(&mut context.queues.entries, key(&queue.id), queue, Queue::add),
            }
        }
        for (known, more) in [(&mut context.languages, self.languages), (&mut context.skills, self.skills)] {
            for one in more {
                put(&mut known.entries, key(&one.name), one, Language::add);
            }
        }
        for deployment in self.deployments {
            match deployment.id.is_empty() {
                true => context.without_id.deployments.push(deployment),
                false => put(&mut context.deployments.entries, key(&deployment.id), deployment, Deployment::add),
            }
        }
        context.named_regions.extend(self.regions);
    }
}

/// Who speaks first is heard; others add what he left out.
fn put<T>(known: &mut BTreeMap<String, T>, key: String, one: T, add: fn(&mut T, T)) {
    match known.entry(key) {
        Entry::Occupied(mut first) => add(first.get_mut(), one),
        Entry::Vacant(place) => {
            place.insert(one);
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
