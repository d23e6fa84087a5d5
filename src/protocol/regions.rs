//! Genesys Cloud's regions and hosts: `schemas/regions.json`.

use std::net::IpAddr;
use std::sync::LazyLock;

use serde::Deserialize;

/// The embedded `schemas/regions.json`.
const DATA: &str = include_str!("../../schemas/regions.json");

/// What is known of hosts.
#[derive(Debug, Default, Deserialize)]
pub struct Regions {
    /// The regions.
    pub regions: Vec<Region>,
    /// Other domains of the same regions.
    pub aliases: Vec<Region>,
    /// Genesys's own domains.
    pub internal: Vec<NotedDomain>,
    /// Domains that people take for Genesys Cloud's.
    pub foreign: Vec<NotedDomain>,
    /// Names of hosts that are nobody's business.
    pub local: Local,
    /// Services on a region's domain that are none of the protocols'.
    pub services: Vec<Service>,
}

/// A region.
#[derive(Debug, Deserialize)]
pub struct Region {
    /// The AWS region's name.
    pub aws: String,
    /// The domain that its hosts end in.
    pub domain: String,
    /// What the messenger's snippet calls it.
    pub environment: Option<String>,
}

/// A domain and what to know about it.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotedDomain {
    /// The domain.
    pub domain: String,
    /// What it is.
    pub note: String,
    /// Another vendor's: its paths are none of the platform's.
    #[serde(default)]
    pub of_another_vendor: bool,
}

/// Names of hosts that are nobody's business.
#[derive(Debug, Default, Deserialize)]
pub struct Local {
    names: Vec<String>,
    suffixes: Vec<String>,
}

/// A service on a region's domain that is none of the protocols': theirs are in their manifests.
#[derive(Debug, Deserialize)]
pub struct Service {
    /// The label before the domain.
    pub label: String,
    /// What its paths begin with.
    pub path: String,
    /// What it is.
    pub note: String,
}

/// What a host is.
#[derive(Debug, PartialEq)]
pub enum HostKind<'h> {
    /// Loopback, private, link-local, or a name for tests: exempt from checks of scheme and host.
    Local,
    /// A host of a region.
    Region {
        /// The region's domain.
        domain: &'static str,
        /// The labels before the domain, without the dot; empty for the bare domain.
        labels: &'h str,
    },
    /// A host of Genesys's internal domain.
    Internal(&'static str),
    /// A host of a domain that is known not to be Genesys Cloud's.
    Foreign(&'static NotedDomain),
    /// Any other host.
    Unknown,
}

/// The known regions and hosts.
pub fn known() -> &'static Regions {
    // The file is embedded and a test parses it: it cannot fail on a user's machine.
    static KNOWN: LazyLock<Regions> = LazyLock::new(|| serde_json::from_str(DATA).unwrap_or_default());
    &KNOWN
}

impl Regions {
    /// Says what `host` (lower case, without a port) is. Domains match by whole labels from the right.
    pub fn classify<'h>(&'static self, host: &'h str) -> HostKind<'h> {
        if self.is_local(host) {
            return HostKind::Local;
        }
        let domains = self.regions.iter().chain(&self.aliases);
        for region in domains {
            if let Some(labels) = labels_before(host, &region.domain) {
                return HostKind::Region { domain: &region.domain, labels };
            }
        }
        let noted =
            |list: &'static [NotedDomain]| list.iter().find(|noted| labels_before(host, &noted.domain).is_some());
        if let Some(domain) = noted(&self.internal) {
            return HostKind::Internal(&domain.note);
        }
        noted(&self.foreign).map_or(HostKind::Unknown, HostKind::Foreign)
    }

    fn is_local(&self, host: &str) -> bool {
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return is_private(address);
        }
        self.local.names.iter().any(|name| name == host)
            || self
                .local
                .suffixes
                .iter()
                .any(|suffix| labels_before(host, suffix).is_some_and(|labels| !labels.is_empty()))
    }

    /// The domain of the region that the messenger's snippet calls `environment`. The prefix `prod-` may be left out there.
    pub fn of_environment(&self, environment: &str) -> Option<&str> {
        let name = environment.to_ascii_lowercase();
        let name = match name.as_str() {
            "use1" => "prod",
            "fedramp-use2" => "fedramp-use2-core",
            name => name,
        };
        let called = |region: &&Region| {
            region
                .environment
                .as_deref()
                .is_some_and(|known| known == name || known.strip_prefix("prod-").is_some_and(|short| short == name))
        };
        self.regions.iter().find(called).map(|region| region.domain.as_str())
    }

    /// The domain of an AWS region.
    pub fn of_aws(&self, aws: &str) -> Option<&str> {
        let mut regions = self.regions.iter();
        let region = regions.find(|region| region.aws.eq_ignore_ascii_case(aws))?;
        Some(&region.domain)
    }

    /// Whether two domains are of one region: the same, or an alias of it.
    pub fn same(&self, one: &str, other: &str) -> bool {
        let aws = |domain: &str| {
            let mut all = self.regions.iter().chain(&self.aliases);
            all.find(|region| region.domain == domain).map(|region| region.aws.as_str())
        };
        one == other || (aws(one).is_some() && aws(one) == aws(other))
    }

    /// The region domain nearest to `host`: one that the host holds, or the least edit distance to the host's last labels.
    /// `None` when nothing is near.
    pub fn nearest_domain(&'static self, host: &str) -> Option<&'static str> {
        let domains = || self.regions.iter().map(|region| region.domain.as_str());
        if let Some(held) = domains()
            .filter(|domain| format!(".{host}.").contains(&format!(".{domain}.")))
            .max_by_key(|domain| domain.len())
        {
            return Some(held);
        }
        let aws = self.regions.iter().find(|region| host.contains(&region.aws));
        if let Some(region) = aws {
            return Some(&region.domain);
        }
        let (distance, domain) = domains()
            .map(|domain| {
                let tail = last_labels(host, domain.split('.').count());
                (strsim::osa_distance(tail, domain), domain)
            })
            .min_by_key(|(distance, _)| *distance)?;
        (distance <= 3 || (distance <= 5 && host.contains("purecloud"))).then_some(domain)
    }

    /// The service that a region's label and a path belong to.
    pub fn service(&self, labels: &str, path: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.label == labels && path.starts_with(&service.path))
    }
}

/// What stands before `.domain` in `host`; empty when the host is the domain itself.
fn labels_before<'h>(host: &'h str, domain: &str) -> Option<&'h str> {
    let rest = host.strip_suffix(domain)?;
    if rest.is_empty() {
        return Some("");
    }
    rest.strip_suffix('.')
}

fn last_labels(host: &str, count: usize) -> &str {
    let start = host.rmatch_indices('.').nth(count.saturating_sub(1)).map_or(0, |(index, _)| index + 1);
    &host[start..]
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified(),
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.to_ipv4_mapped().is_some_and(|v4| is_private(IpAddr::V4(v4)))
        }
    }
}

#[cfg(test)]
mod tests;
