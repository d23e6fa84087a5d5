//! What a project says of itself, for the rules that need to know it: its region, its hosts, and what it knows of its organisation.

use crate::protocol::regions::{self, HostKind};
use crate::source::Location;

use super::organisation::{Deployment, Known, Language, Queue};

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
    /// The deployments, by id. Where the list is complete, it is so for each kind of which it holds any.
    pub deployments: Known<Deployment>,
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
        Some(domain) => host
            .strip_suffix(domain)
            .and_then(|rest| rest.strip_suffix('.'))
            .is_some_and(|labels| !labels.is_empty()),
        None => own == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_hosts_are_exempt_and_no_others() {
        let context = Context {
            hosts: vec!["chat.example".to_owned(), "*.proxy.example".to_owned()],
            ..Context::default()
        };
        for own in ["chat.example", "a.proxy.example", "a.b.proxy.example"] {
            assert_eq!(context.classify(own), HostKind::Local, "{own}");
        }
        for other in [
            "a.chat.example",
            "proxy.example",
            "notproxy.example",
            ".proxy.example",
        ] {
            assert_eq!(context.classify(other), HostKind::Unknown, "{other}");
        }
    }
}
