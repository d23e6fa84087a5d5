//! GL1xx: the URL of the socket.

use crate::finding::{Finding, Role};
use crate::organisation::Context;
use crate::protocol::endpoint::{self, Difference, EndpointTemplate};
use crate::protocol::manifest::Status;
use crate::protocol::regions::{self, HostKind};
use crate::protocol::url::UrlParts;
use crate::protocol::{HostPattern, Protocol};
use crate::rule::*;
use crate::text::span::Span;

use super::place::Place;
use super::{fix, secrets};

/// Judges the URL at `place` by the endpoints of `protocol`, and by what the project says of its region and its hosts.
pub fn check(place: Place<'_>, protocol: &Protocol, context: &Context) -> Vec<Finding> {
    let text = place.text().to_owned();
    let Some(parts) = UrlParts::split(&text) else {
        return vec![invalid(place, Span::new(0, text.len()), "this is no absolute URL", protocol)];
    };
    if let Some(finding) = not_openable(place, &parts, protocol) {
        return vec![finding];
    }
    let host = parts.host_text();
    let kind = context.classify(&host);
    // On a host where the server gives out the paths, no path is wrong.
    let is_endpoint =
        |endpoint: &EndpointTemplate| endpoint.host.fits(&host, &kind) && parts.path_text() == endpoint.path();
    let given_out = protocol.has_host(&host, &kind) && !protocol.endpoints.iter().any(is_endpoint);
    let endpoint = nearest_endpoint(&parts, &kind, protocol).filter(|_| !given_out);
    let mut findings = Vec::new();
    if let Some(fragment) = parts.fragment {
        findings.push(
            Finding::new(&GL114, place.at(fragment), "the URL carries a fragment, and a WebSocket URL must not")
                .label("not allowed here")
                .help("delete everything from `#` on: `new WebSocket(url)` throws a SyntaxError in browsers"),
        );
    }
    findings.extend(scheme(place, &parts, &kind));
    // A protocol without endpoints was removed, or is spoken wherever the server says: no host is the right one.
    let wrong_host = endpoint.and_then(|_| host_finding(place, &parts, &host, &kind, endpoint));
    let of_another_vendor = matches!(kind, HostKind::Foreign(domain) if domain.of_another_vendor);
    let wrong_path = path(place, &parts, &kind, endpoint).filter(|_| !of_another_vendor);
    // What another endpoint needs, nobody knows.
    let is_right = parts.fragment.is_none() && wrong_host.is_none() && wrong_path.is_none();
    findings.extend(wrong_host);
    findings.extend(endpoint.and_then(|_| other_region(place, &parts, &kind, context)));
    findings.extend(wrong_path);
    if is_right {
        findings.extend(endpoint.into_iter().flat_map(|endpoint| missing_parameters(place, &parts, endpoint)));
    }
    // A URL that the server gives out holds what the server put there.
    if !given_out && !protocol.endpoints.is_empty() {
        findings.extend(secrets::in_url(place, &parts));
    }
    findings
}

/// The note that the protocol is in no published API (GL113), at the URL.
pub fn undocumented(place: Place<'_>, protocol: &Protocol) -> Option<Finding> {
    if protocol.manifest.status != Status::Undocumented {
        return None;
    }
    let mut finding =
        Finding::new(&GL113, place.whole(), format!("{} is in no published Genesys Cloud API", protocol.name()));
    if let Some(documented) = &protocol.manifest.documented {
        finding = finding.help(format!("the documented guest socket is {}: {}", documented.name, documented.url));
    }
    Some(finding)
}

fn invalid(place: Place<'_>, span: Span, what: &str, protocol: &Protocol) -> Finding {
    let example = protocol.endpoints.first().map_or("", |endpoint| endpoint.url.as_str());
    Finding::new(&GL114, place.at(span), format!("no WebSocket client can open this URL: {what}"))
        .label("not a WebSocket URL")
        .help(format!("a URL looks like {example}"))
}

/// What makes browsers and libraries refuse the URL before anything is sent.
fn not_openable(place: Place<'_>, parts: &UrlParts<'_>, protocol: &Protocol) -> Option<Finding> {
    if !matches!(parts.scheme_text().as_str(), "ws" | "wss" | "http" | "https") {
        return Some(invalid(place, parts.scheme, "its scheme is not wss", protocol));
    }
    let error = ::url::Url::parse(parts.text()).err()?;
    let span = if parts.host.is_empty() { Span::new(0, parts.text().len()) } else { parts.host };
    Some(invalid(place, span, &error.to_string(), protocol))
}

fn scheme(place: Place<'_>, parts: &UrlParts<'_>, kind: &HostKind<'_>) -> Option<Finding> {
    let scheme = parts.scheme_text();
    if scheme == "wss" || *kind == HostKind::Local {
        return None;
    }
    let rest = &parts.text()[parts.scheme.end..];
    Some(
        Finding::new(&GL101, place.at(parts.scheme), format!("the scheme is {scheme}, not wss"))
            .label("must be wss")
            .help(format!("open {}", place.source.masker().url(&format!("wss{rest}"))))
            // On a host of the platform nothing else can have been meant; what writes `https` may mean a page.
            .fix(
                matches!(kind, HostKind::Region { .. })
                    .then(|| {
                        let title = "write the scheme wss".to_owned();
                        fix::replace(place, parts.scheme, "wss", title, scheme == "ws")
                    })
                    .flatten(),
            ),
    )
}

fn host_finding(
    place: Place<'_>,
    parts: &UrlParts<'_>,
    host: &str,
    kind: &HostKind<'_>,
    endpoint: Option<&EndpointTemplate>,
) -> Option<Finding> {
    let pattern = endpoint.map(|endpoint| &endpoint.host);
    if *kind == HostKind::Local || pattern.is_some_and(|pattern| pattern.fits(host, kind)) {
        return None;
    }
    let label = match pattern {
        Some(HostPattern::Exact(own)) => return Some(another_host(place, parts, host, own)),
        Some(HostPattern::Region(label)) => label,
        None => return None,
    };
    match kind {
        HostKind::Local => None,
        HostKind::Region { domain, labels } => Some(wrong_label(place, parts, domain, labels, label)),
        HostKind::Internal(note) => Some(
            Finding::new(&GL102, place.at(parts.host), format!("the host is of {note}"))
                .severity(Severity::Warning)
                .label("not a customer's region")
                .help("use the domain of the organisation's region"),
        ),
        HostKind::Foreign(domain) => {
            Some(unknown_host(place, parts, host, &format!("it is {}", domain.note), endpoint))
        }
        HostKind::Unknown => {
            Some(unknown_host(place, parts, host, "it belongs to no known Genesys Cloud region", endpoint))
        }
    }
}

/// A protocol that is spoken on one host is not spoken on another.
fn another_host(place: Place<'_>, parts: &UrlParts<'_>, host: &str, own: &str) -> Finding {
    Finding::new(&GL102, place.at(parts.host), format!("the host {host} is not the protocol's: it is spoken on {own}"))
        .label("unknown host")
        .help(format!("open the socket on {own}"))
}

fn unknown_host(
    place: Place<'_>,
    parts: &UrlParts<'_>,
    host: &str,
    why: &str,
    endpoint: Option<&EndpointTemplate>,
) -> Finding {
    let in_domain = |domain: &str| {
        let host = endpoint.map(|endpoint| endpoint.host.for_kind(&HostKind::Unknown));
        host.as_deref().unwrap_or("api.{domain}").replace("{domain}", domain)
    };
    let help = match regions::known().nearest_domain(host) {
        Some(domain) => format!(
            "the nearest region's host is {}; use the domain of the region that the organisation lives in",
            in_domain(domain)
        ),
        None => format!(
            "use {} with the domain of the region that the organisation lives in, for instance {}",
            in_domain("{domain}"),
            in_domain("mypurecloud.com")
        ),
    };
    Finding::new(&GL102, place.at(parts.host), format!("the host {host} is not Genesys Cloud's: {why}"))
        .label("unknown host")
        .help(help)
}

fn wrong_label(place: Place<'_>, parts: &UrlParts<'_>, domain: &str, labels: &str, label: &str) -> Finding {
    let right = format!("{label}.{domain}");
    let right = right.trim_start_matches('.');
    let message = if labels.is_empty() {
        format!("the host lacks the label `{label}` before {domain}")
    } else if label.is_empty() {
        format!("the host begins with `{labels}` where the protocol lives on {domain} itself")
    } else {
        format!("the host begins with `{labels}` where the protocol lives on `{label}`")
    };
    let span =
        if labels.is_empty() { parts.host } else { Span::new(parts.host.start, parts.host.start + labels.len()) };
    Finding::new(&GL103, place.at(span), message)
        .fix(fix::replace(place, parts.host, right, format!("write the host {right}"), false))
        .label(if label.is_empty() { "must not be here".to_owned() } else { format!("must be {label}") })
        .help(format!("the host is {right} for every organisation of the region: an organisation's name, an id or another service's name does not belong there"))
}

/// A host in another region than the organisation's (GL106). A region's alias domains are the same region.
fn other_region(place: Place<'_>, parts: &UrlParts<'_>, kind: &HostKind<'_>, context: &Context) -> Option<Finding> {
    let HostKind::Region { domain, labels } = kind else {
        return None;
    };
    let (right, said) = match (&context.region, context.named_region()) {
        (Some(region), _) => (&region.domain, None),
        (None, named) => {
            let named = named?;
            (&named.value, Some(&named.at))
        }
    };
    if regions::known().same(domain, right) {
        return None;
    }
    let span = Span::new(parts.host.end - domain.len(), parts.host.end);
    let label = if labels.is_empty() { "" } else { "." };
    let finding = Finding::new(
        &GL106,
        place.at(span),
        format!("the endpoint is in the region of {domain}, and the organisation is in that of {right}"),
    )
    .label(format!("must be {right}"))
    .help(format!(
        "open the endpoint on {labels}{label}{right}; if the organisation did move, {}",
        match said {
            Some(_) => "export its deployment again",
            None => "change the configured region",
        }
    ));
    let configured = context.region.as_ref().and_then(|region| region.at.clone());
    Some(match (configured, said) {
        (Some(at), _) => finding.related(Role::Counterpart, "the region is configured", at),
        (None, Some(said)) => {
            finding.related(Role::Counterpart, "an export of the deployment names the region", said.location())
        }
        (None, None) => finding,
    })
}

/// Parameters that the endpoint needs and the URL lacks (GL107).
fn missing_parameters(place: Place<'_>, parts: &UrlParts<'_>, endpoint: &EndpointTemplate) -> Vec<Finding> {
    let given = parts.parameters();
    let filled = |name: &String| given.iter().any(|(key, value, _)| key == name && !value.is_empty());
    let missing = endpoint.query.iter().filter(|name| !filled(name));
    missing
        .map(|name| {
            let empty = given.iter().find(|(key, _, _)| key == name);
            let span =
                empty.map_or(parts.path, |(_, _, span)| Span::new(span.start.saturating_sub(name.len() + 1), span.end));
            let what = if empty.is_some() { "is empty" } else { "is missing" };
            Finding::new(&GL107, place.at(span), format!("the URL's parameter `{name}` {what}"))
                .label(format!("needs {name}"))
                .help(format!("open {}?{name}=… with the value of your own", endpoint.url))
                .pointer(format!("/{name}"))
        })
        .collect()
}

fn nearest_endpoint<'p>(
    parts: &UrlParts<'_>,
    kind: &HostKind<'_>,
    protocol: &'p Protocol,
) -> Option<&'p EndpointTemplate> {
    let segments = parts.segments();
    let actual: Vec<&str> = segments.iter().map(|(segment, _)| segment.as_str()).collect();
    protocol.endpoints.iter().min_by_key(|endpoint| {
        let elsewhere = !endpoint.host.fits(&parts.host_text(), kind);
        (endpoint::distance(&actual, endpoint), elsewhere)
    })
}

fn path(
    place: Place<'_>,
    parts: &UrlParts<'_>,
    kind: &HostKind<'_>,
    endpoint: Option<&EndpointTemplate>,
) -> Option<Finding> {
    let endpoint = endpoint?;
    let segments = parts.segments();
    let actual: Vec<&str> = segments.iter().map(|(segment, _)| segment.as_str()).collect();
    let span = |from: usize, to: usize| {
        let first = segments.get(from).or(segments.last()).map(|(_, span)| *span);
        let last = to.checked_sub(1).and_then(|index| segments.get(index)).map(|(_, span)| *span);
        match (first, last) {
            (Some(first), Some(last)) if to > from => Span::new(first.start, last.end),
            (Some(first), _) => first,
            _ => {
                if parts.path.is_empty() {
                    parts.host
                } else {
                    parts.path
                }
            }
        }
    };
    let right = right_url(parts, kind, endpoint);
    let right = place.source.masker().url(&with_query(right, parts, endpoint));
    let written = place.source.masker().url(parts.path.slice(parts.text()));
    let fix = |safe| {
        let path = endpoint.path();
        let title = format!("write the path {path}");
        fix::replace(place, parts.path, &path, title, safe)
    };
    match endpoint::compare(&actual, endpoint)? {
        Difference::Prefix(len) => {
            let prefix: String = endpoint.segments[..endpoint.prefix_len()].iter().map(|s| format!("/{s}")).collect();
            Some(
                Finding::new(
                    &GL105,
                    place.at(span(0, len.max(1))),
                    format!("the path {written} does not begin with {prefix}"),
                )
                .label(format!("must be {prefix}"))
                .help(format!("open {right}"))
                .fix(fix(true)),
            )
        }
        Difference::Segments { from, to, what, slip } => Some(
            Finding::new(&GL104, place.at(span(from, to)), format!("the path {written} is no known endpoint: {what}"))
                .label("wrong path")
                .help(format!("open {right}"))
                .fix(fix(slip)),
        ),
    }
}

/// The URL with the query that the endpoint needs: as it is written, or with a gap to fill in.
fn with_query(url: String, parts: &UrlParts<'_>, endpoint: &EndpointTemplate) -> String {
    if endpoint.query.is_empty() {
        return url;
    }
    let query = if let Some(query) = parts.query {
        query.slice(parts.text()).to_owned()
    } else {
        let gaps = endpoint.query.iter().map(|name| format!("{name}=…"));
        gaps.collect::<Vec<_>>().join("&")
    };
    format!("{url}?{query}")
}

/// The URL with everything put right that has one right value: the host of a known region keeps its region, an exempt host stays.
fn right_url(parts: &UrlParts<'_>, kind: &HostKind<'_>, endpoint: &EndpointTemplate) -> String {
    let authority = match kind {
        HostKind::Local => {
            let text = parts.text();
            text[parts.scheme.end + 3..parts.path.start].to_owned()
        }
        kind => endpoint.host.for_kind(kind),
    };
    let scheme = if *kind == HostKind::Local { parts.scheme_text() } else { endpoint.scheme.clone() };
    format!("{scheme}://{authority}{}", endpoint.path())
}
