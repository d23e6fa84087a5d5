//! What a client's own values say against each other: one region, and one deployment.

use crate::finding::{Finding, Role};
use crate::organisation::{Context, Said};
use crate::protocol::regions::{self, HostKind};
use crate::protocol::url::UrlParts;
use crate::rule::{GL106, GL207, GL310};
use crate::source::Location;

use super::Given;
use super::claim::{Claim, Topic};

/// A place that names a region.
struct Side {
    domain: String,
    /// What says so, in a phrase.
    what: &'static str,
    at: Said,
}

/// Values that name another region than the organisation's, or than the endpoint (GL106), and environments that are none
/// (GL207). The endpoint itself is judged with the payloads.
pub(super) fn regions(endpoint: Option<&Given>, claims: &[Claim], context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut sides = Vec::new();
    for claim in claims {
        match domain(claim, context) {
            Some(domain) => sides.push(Side { domain, what: what(claim), at: claim.at.clone() }),
            None if claim.topic == Topic::Environment => findings.push(no_environment(claim)),
            None => {}
        }
    }
    let Some(reference) = reference(endpoint, &sides, context) else {
        return findings;
    };
    let others = sides.iter().filter(|side| !regions::known().same(&side.domain, &reference.domain));
    findings.extend(others.map(|side| other_region(side, &reference)));
    findings
}

/// What the other places are held against.
struct Reference {
    domain: String,
    /// Whose region it is: `the organisation's`.
    whose: String,
    at: Option<Location>,
}

/// The organisation's region where it is known, else the endpoint's, else that of the first place.
fn reference(endpoint: Option<&Given>, sides: &[Side], context: &Context) -> Option<Reference> {
    if let Some(region) = &context.region {
        return Some(Reference {
            domain: region.domain.clone(),
            whose: "the organisation's".to_owned(),
            at: region.at.clone(),
        });
    }
    if let Some(region) = context.named_region() {
        return Some(Reference {
            domain: region.value.clone(),
            whose: "the export's".to_owned(),
            at: Some(region.at.location()),
        });
    }
    let of_endpoint = endpoint.and_then(|given| {
        Some(Reference {
            domain: domain_of_url(&given.value, context)?,
            whose: "the endpoint's".to_owned(),
            at: Some(given.at.location()),
        })
    });
    of_endpoint.or_else(|| {
        let first = sides.first()?;
        Some(Reference {
            domain: first.domain.clone(),
            whose: format!("that of {}", first.what),
            at: Some(first.at.location()),
        })
    })
}

/// How many places name a region.
pub(super) fn count(endpoint: Option<&Given>, claims: &[Claim], context: &Context) -> usize {
    let of_endpoint = endpoint.and_then(|given| domain_of_url(&given.value, context));
    let claimed = claims.iter().filter_map(|claim| domain(claim, context));
    of_endpoint.into_iter().chain(claimed).count()
}

fn other_region(side: &Side, reference: &Reference) -> Finding {
    let Reference { domain, whose, at } = reference;
    let finding = Finding::new(
        &GL106,
        side.at.location(),
        format!("{} is of the region {}, and {whose} is {domain}", side.what, side.domain),
    )
    .label(format!("the region {}", side.domain))
    .help(format!("take the value for {domain} here: what is of two regions does not find each other"));
    match at {
        Some(at) => finding.related(Role::Counterpart, format!("{whose} region"), at.clone()),
        None => finding,
    }
}

fn no_environment(claim: &Claim) -> Finding {
    let known = regions::known();
    let by_domain = known.regions.iter().find(|region| region.domain.eq_ignore_ascii_case(&claim.value));
    let help = match by_domain.and_then(|region| region.environment.as_deref()) {
        Some(environment) => {
            format!("write environment: '{environment}', which is what the snippet calls that region")
        }
        None => {
            "copy the snippet anew from the deployment: the environment is one of the vendor's names, such as prod-euw1"
                .to_owned()
        }
    };
    Finding::new(&GL207, claim.at.location(), "the snippet's environment is no environment of Genesys Cloud")
        .label("no environment")
        .help(help)
}

/// The domain that a claim names.
fn domain(claim: &Claim, context: &Context) -> Option<String> {
    let known = regions::known();
    match claim.topic {
        Topic::Endpoint => domain_of_url(&claim.value, context),
        Topic::Host => {
            domain_of_url(&claim.value, context).or_else(|| domain_of_host(&claim.value.to_ascii_lowercase(), context))
        }
        Topic::Environment => known.of_environment(&claim.value).map(str::to_owned),
        Topic::Region => {
            let lower = claim.value.to_ascii_lowercase();
            let aws = known.of_aws(&lower).map(str::to_owned);
            aws.or_else(|| domain_of_host(&lower, context))
        }
        Topic::Deployment | Topic::Queue | Topic::Origin => None,
    }
}

fn domain_of_url(url: &str, context: &Context) -> Option<String> {
    domain_of_host(&UrlParts::split(url)?.host_text(), context)
}

fn domain_of_host(host: &str, context: &Context) -> Option<String> {
    match context.classify(host) {
        HostKind::Region { domain, .. } => Some(domain.to_owned()),
        _ => None,
    }
}

fn what(claim: &Claim) -> &'static str {
    match (claim.topic, claim.is_snippet) {
        (Topic::Environment, true) => "the snippet's environment",
        (Topic::Host, true) => "the host of the Messenger script",
        (Topic::Environment, false) => "the environment in the settings",
        (Topic::Region, _) => "the region in the settings",
        _ => "the host in the settings",
    }
}

/// Deployment ids that are not the endpoint's, or not the first one's (GL310): a page that opens one deployment's socket and
/// another's Messenger. Two may be meant, so it is a warning.
pub(super) fn deployments(endpoint: Option<&Given>, claims: &[Claim]) -> Vec<Finding> {
    let claimed = claims.iter().filter(|claim| claim.topic == Topic::Deployment);
    let of_url = endpoint.and_then(|given| {
        let id = id_of_url(&given.value)?;
        Some((id, given.at.location()))
    });
    let mut claimed = claimed.peekable();
    let reference = of_url.or_else(|| {
        let first = claimed.peek()?;
        Some((first.value.clone(), first.at.location()))
    });
    let Some((id, at)) = reference else {
        return Vec::new();
    };
    let others = claimed.filter(|claim| !claim.value.eq_ignore_ascii_case(&id));
    let finding = |claim: &Claim| {
        let mut finding =
            Finding::new(&GL310, claim.at.location(), "the client uses two deployments: this id is not the other one")
                .label("another deployment")
                .help("use the id of one deployment throughout, unless two are meant")
                .related(Role::Counterpart, "the other deployment id", at.clone());
        finding.severity = crate::rule::Severity::Warning;
        finding
    };
    others.map(finding).collect()
}

/// The deployment's id in a URL's query.
pub(super) fn id_of_url(url: &str) -> Option<String> {
    let parts = UrlParts::split(url)?;
    let parameters = parts.parameters().into_iter();
    let mut ids = parameters.filter(|(key, value, _)| key == "deploymentId" && !value.is_empty());
    ids.next().map(|(_, value, _)| value.to_owned())
}
