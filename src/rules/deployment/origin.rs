//! GL110: the page that opens the socket, against the domains that the deployment allows.
//!
//! What is known of the matching is what the vendor's own script does: hosts without case, equal or a sub-domain. Whether the
//! server does the same is not established, so an entry that a lenient server may take to match is no error.

use crate::finding::{Finding, Role};
use crate::organisation::deployment::{ALLOW_ALL_DOMAINS, ALLOWED_DOMAINS};
use crate::organisation::{Context, Deployment, Fact};
use crate::protocol::manifest::Deployment as Places;
use crate::protocol::regions::HostKind;
use crate::rule::*;
use crate::source::Location;
use crate::text::words::shorten;

use super::{Handshake, Standing};

/// Most domains that are listed in full.
const LISTED: usize = 5;

/// Judges the Origin of a session.
pub(super) fn check(
    handshake: Handshake,
    places: &Places,
    deployment: &Deployment,
    context: &Context,
    standing: &Standing,
) -> Option<Finding> {
    let (written, at) = standing.origin.as_ref().filter(|_| places.checks_origin)?;
    let allow_all = deployment.facts.flag(&ALLOW_ALL_DOMAINS);
    if allow_all.is_some_and(|all| all.value) {
        return None;
    }
    let domains = deployment.facts.texts(&ALLOWED_DOMAINS)?;
    // An empty list blocks every page, but only where nothing is allowed instead.
    if domains.value.is_empty() && allow_all.is_none() {
        return None;
    }
    let host = host_of(written)?;
    // The vendor's mobile client sends the socket's own host.
    if standing.host.as_deref() == Some(host.as_str()) {
        return None;
    }
    let refused = handshake_refused(handshake, places);
    // A page under development, or the vendor's own: blocked by the list's letter, but only a refusal shows that it is meant.
    let kind = context.classify(&host);
    let exempt = matches!(kind, HostKind::Local | HostKind::Region { .. } | HostKind::Internal(_));
    if exempt && !refused {
        return None;
    }
    match verdict(&host, &domains.value) {
        Verdict::Allowed => None,
        Verdict::Faulty(entry) => Some(faulty(&host, entry, refused, deployment, at.clone())),
        Verdict::Blocked => Some(blocked(&host, domains, handshake == Handshake::Taken, deployment, at.clone())),
    }
}

/// The server refused the handshake as it does when it does not accept the page.
fn handshake_refused(handshake: Handshake, places: &Places) -> bool {
    let Handshake::Refused(Some(status)) = handshake else {
        return false;
    };
    places.refused_with == Some(status)
}

fn blocked(
    host: &str,
    domains: &Fact<Vec<Fact<String>>>,
    taken: bool,
    deployment: &Deployment,
    at: Location,
) -> Finding {
    let host = shorten(host);
    let entries = domains.value.iter().map(|entry| &entry.value);
    let above = entries.clone().find(|entry| is_within(&clean(entry), &host));
    let entries: Vec<_> = entries.map(|entry| shorten(entry)).collect();
    let mut help = match (above, entries.as_slice()) {
        (_, []) => {
            format!("it allows no domain at all: add {host} to its allowed domains, or allow all")
        }
        (Some(above), _) => format!(
            "add {host} to its allowed domains: the entry {} covers its own sub-domains, not the domain above it",
            shorten(above)
        ),
        (None, [only]) => {
            format!("it allows {only} alone: add {host} to its allowed domains, or open the chat from a page there")
        }
        (None, some @ [.., last]) if some.len() <= LISTED => format!(
            "it allows {} and {last}: add {host} to its allowed domains, or open the chat from a page of one of those",
            some[..some.len() - 1].join(", ")
        ),
        (None, many) => format!(
            "it is in none of the {} allowed domains: add {host}, or open the chat from a page of one of those",
            many.len()
        ),
    };
    let mut finding = Finding::new(
        &GL110,
        at,
        format!("the page's host {host} is not in the allowed domains of {}", deployment.title()),
    )
    .label("not allowed");
    if taken {
        help.push_str("; the server took this socket all the same, so the list may have changed since");
        finding = finding.severity(Severity::Warning);
    }
    finding.help(help).related(Role::Counterpart, "the allowed domains are listed here", domains.at.location())
}

/// An entry that is meant to allow the page, and by what is known of the matching does not.
fn faulty(host: &str, entry: &Fact<String>, refused: bool, deployment: &Deployment, at: Location) -> Finding {
    let finding = Finding::new(
        &GL110,
        at,
        format!(
            "{} allows the page's host {} only as `{}`, and such an entry is not known to match anything",
            deployment.title(),
            shorten(host),
            shorten(&entry.value)
        ),
    )
    .label("allowed by a faulty entry")
    .help(format!(
        "write {} in its allowed domains: a host without scheme, port, path or `*.`, which covers its sub-domains",
        shorten(host)
    ))
    .related(Role::Counterpart, "the entry", entry.at.location());
    if refused { finding } else { finding.severity(Severity::Note) }
}

/// What a list of domains says of a host.
#[derive(Debug)]
enum Verdict<'e> {
    Allowed,
    /// No entry matches as it is written, but this one is meant to.
    Faulty(&'e Fact<String>),
    Blocked,
}

fn verdict<'e>(host: &str, entries: &'e [Fact<String>]) -> Verdict<'e> {
    let matches = |entry: &Fact<String>| is_within(host, &normal(&entry.value));
    if entries.iter().any(matches) {
        return Verdict::Allowed;
    }
    let meant = entries.iter().find(|entry| is_meant(host, &entry.value));
    meant.map_or(Verdict::Blocked, Verdict::Faulty)
}

/// `host` is `domain`, or under it.
fn is_within(host: &str, domain: &str) -> bool {
    let Some(labels) = host.strip_suffix(domain) else {
        return false;
    };
    !domain.is_empty() && (labels.is_empty() || labels.ends_with('.'))
}

/// Whether somebody may have meant the host by an entry that does not match it: with a scheme, a port, a path, a wildcard.
fn is_meant(host: &str, entry: &str) -> bool {
    let entry = clean(entry);
    match entry.split_once('*') {
        None => is_within(host, &entry),
        Some((head, rest)) => {
            let tail = rest.rsplit('*').next().unwrap_or_default();
            host.len() >= head.len() + tail.len() && host.starts_with(head) && host.ends_with(tail)
        }
    }
}

/// The host of an entry, without what does not belong there.
fn clean(entry: &str) -> String {
    let entry = entry.trim();
    let rest = entry.split_once("//").map_or(entry, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit('@').next().unwrap_or_default();
    let rest = without_port(rest);
    let rest = rest.strip_prefix("*.").unwrap_or(rest);
    normal(rest.trim_matches('.'))
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.ends_with(':') => host,
        _ => authority,
    }
}

/// A host in the one form in which hosts are compared: in lower case, its international labels in ASCII.
fn normal(host: &str) -> String {
    let lower = host.trim().to_lowercase();
    if lower.is_ascii() {
        return lower;
    }
    match ::url::Host::parse(&lower) {
        Ok(host) => host.to_string(),
        Err(_) => lower,
    }
}

/// The host that an Origin names; nothing where it names no page of the web (`null`, a file, an app of its own scheme), or where
/// the text is no Origin.
fn host_of(origin: &str) -> Option<String> {
    let origin = origin.trim();
    let (scheme, rest) = match origin.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
        None => (None, origin),
    };
    if scheme.is_some_and(|scheme| !matches!(scheme.as_str(), "http" | "https" | "ws" | "wss")) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = normal(without_port(authority).trim_end_matches('.'));
    // A name without a dot is no page of the web: `null`, `localhost`, a word that a log has under this name.
    let is_host = host.contains('.') && !host.contains(|c: char| c.is_whitespace() || c.is_control());
    is_host.then_some(host)
}

#[cfg(test)]
mod tests;
