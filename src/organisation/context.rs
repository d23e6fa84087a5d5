//! What a project says of itself, for the rules that need to know it: its region, its hosts, and what it knows of its
//! organisation.

use crate::protocol::regions::{self, HostKind};
use crate::source::Location;

use super::{Complete, Deployment, DeploymentKind, Fact, Known, Language, Queue, Skill, WithoutId};

/// What the rules know of a project. Empty where nobody said anything: the rules that need it stay silent.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The organisation's region.
    pub region: Option<Region>,
    /// Hosts of the user's own; `*.` and a domain stands for every host under it. In lower case.
    pub hosts: Vec<String>,
    /// The queues, by id.
    pub queues: Known<Queue>,
    /// The languages of routing, by name.
    pub languages: Known<Language>,
    /// The skills of routing, by name.
    pub skills: Known<Skill>,
    /// The deployments of both kinds, by id. Complete where all of the messenger's are known.
    pub deployments: Known<Deployment>,
    /// All deployments of the removed web chat are known.
    pub chat_deployments_complete: Option<Complete>,
    /// What is known by name alone.
    pub without_id: WithoutId,
    /// The regions' domains that exports name, as the endpoints of a deployment's configuration do.
    pub named_regions: Vec<Fact<String>>,
}

/// The organisation's region.
#[derive(Clone, Debug)]
pub struct Region {
    /// Its domain.
    pub domain: String,
    /// Who says so: a place in the configuration, or nothing where an option does.
    pub at: Option<Location>,
}

impl Context {
    /// What says that all deployments of a kind are known.
    pub fn all_deployments(&self, kind: DeploymentKind) -> Option<&Complete> {
        match kind {
            DeploymentKind::Messaging => self.deployments.complete.as_ref(),
            DeploymentKind::Chat => self.chat_deployments_complete.as_ref(),
        }
    }

    /// The region that exports name, where they agree on it.
    pub fn named_region(&self) -> Option<&Fact<String>> {
        let first = self.named_regions.first()?;
        let mut all = self.named_regions.iter();
        all.all(|other| regions::known().same(&first.value, &other.value)).then_some(first)
    }

    /// What `host` (lower case, without a port) is; a host of the user's own is as exempt as a local one.
    pub fn classify<'h>(&self, host: &'h str) -> HostKind<'h> {
        if self.hosts.iter().any(|own| covers(own, host)) {
            return HostKind::Local;
        }
        regions::known().classify(host)
    }
}

fn covers(own: &str, host: &str) -> bool {
    match own.strip_prefix("*.") {
        Some(domain) => {
            host.strip_suffix(domain).and_then(|rest| rest.strip_suffix('.')).is_some_and(|labels| !labels.is_empty())
        }
        None => own == host,
    }
}

#[cfg(test)]
mod tests;
