//! Whose socket is it? A browser's capture also holds other people's sockets, and several protocols may lay claim to one.

use crate::protocol::endpoint::{self, Difference};
use crate::protocol::regions::{self, HostKind};
use crate::protocol::url::UrlParts;
use crate::protocol::{EndpointTemplate, Protocol};

/// Largest edit distance of a path from an endpoint's at which it is still taken for a misspelt one. The endpoints in the
/// wild that are meant as the right one are at most 8 away; paths of other services are beyond 15.
const NEAR_PATH: usize = 8;
/// Least number of segments behind the version that make a path telling by itself: `/v1` alone is anybody's.
const TELLING_SEGMENTS: usize = 2;

/// How strongly a protocol claims a socket. The endpoint weighs more than the frames, a frame more than the bare region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Nothing speaks for it.
    #[default]
    None,
    /// The host is in a region; any of the vendor's protocols may be meant.
    Region,
    /// The host's label is an endpoint's, but its path tells, and this one is far from it.
    Label,
    /// The client sent a message that only this protocol has.
    Frame,
    /// The path is an endpoint's or near one, or the host's label is where the path does not tell.
    Near,
    /// The URL is an endpoint's.
    Endpoint,
    /// The user says so.
    User,
}

/// What a URL says about the protocol that is spoken there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Claim {
    /// This protocol's, how surely, and why.
    Ours(Weight, String),
    /// Another service's, and which.
    Other(String),
    /// It does not say.
    Open,
}

/// What speaks for a protocol on a socket: the URL, and somebody's word.
#[derive(Debug)]
pub(super) struct Claims {
    url: Claim,
    /// What the user or a frame says, and the reason in a sentence.
    said: Option<(Weight, String)>,
}

impl Claims {
    /// Those of a socket of which nothing has been seen; the user may have said that it speaks the protocol.
    pub(super) fn new(by_user: bool) -> Self {
        let said = by_user.then(|| (Weight::User, "--protocol says so".to_owned()));
        Self { url: Claim::Open, said }
    }

    /// The socket was opened by this URL.
    pub(super) fn opened(&mut self, url: &str, protocol: &Protocol) {
        self.url = by_url(url, protocol);
    }

    /// One side sent a message that only this protocol has.
    pub(super) fn sent(&mut self, who: &str, message: &str) {
        self.said.get_or_insert_with(|| (Weight::Frame, format!("the {who} sent {message}")));
    }

    /// How strong they are together.
    pub(super) fn weight(&self) -> Weight {
        let url = match &self.url {
            Claim::Ours(weight, _) => *weight,
            Claim::Other(_) | Claim::Open => Weight::None,
        };
        let said = self.said.as_ref().map(|(weight, _)| *weight);
        url.max(said.unwrap_or_default())
    }

    /// The service that the socket certainly belongs to.
    pub(super) fn service(&self) -> Option<&str> {
        match &self.url {
            Claim::Other(service) if self.weight() == Weight::None => Some(service),
            _ => None,
        }
    }

    /// Why the socket is the protocol's, or why it is not, in a sentence.
    pub(super) fn reason(&self) -> String {
        match (&self.said, &self.url) {
            (Some((said, reason)), Claim::Ours(url, _)) if said > url => reason.clone(),
            (_, Claim::Ours(_, reason)) | (Some((_, reason)), _) | (None, Claim::Other(reason)) => reason.clone(),
            (None, Claim::Open) => "neither its URL nor its frames are of a known protocol".to_owned(),
        }
    }
}

/// Judges by the URL of the handshake whether a socket belongs to `protocol`.
fn by_url(url: &str, protocol: &Protocol) -> Claim {
    let Some(parts) = UrlParts::split(url) else {
        return Claim::Open;
    };
    let host = parts.host_text();
    let kind = regions::known().classify(&host);
    let on_host = |weight| Claim::Ours(weight, format!("its host is {host}"));
    let mut templates = protocol.endpoints.iter();
    let near = templates.clone().any(|template| is_near(&parts, template));
    if let Some(template) = templates.find(|template| template.host.fits(&host, &kind)) {
        let path_tells = template.segments.len() >= template.prefix_len() + TELLING_SEGMENTS;
        return match (is_path(&parts, template), near || !path_tells) {
            (true, _) => Claim::Ours(Weight::Endpoint, "its URL is the endpoint of the protocol".to_owned()),
            (false, true) => on_host(Weight::Near),
            (false, false) => on_host(Weight::Label),
        };
    }
    if near {
        let reason = "its path is an endpoint of the protocol, or near one".to_owned();
        return Claim::Ours(Weight::Near, reason);
    }
    if let HostKind::Region { labels, .. } = &kind
        && let Some(service) = regions::known().service(labels, parts.path.slice(url))
    {
        return Claim::Other(format!("{host} is {}", service.note));
    }
    if protocol.has_host(&host, &kind) {
        return on_host(Weight::Near);
    }
    match kind {
        HostKind::Region { .. } if protocol.is_regional() => {
            Claim::Ours(Weight::Region, format!("its host {host} is in a Genesys Cloud region"))
        }
        HostKind::Internal(note) if protocol.is_regional() => {
            Claim::Ours(Weight::Region, format!("its host {host} is of {note}"))
        }
        _ => Claim::Open,
    }
}

fn is_path(parts: &UrlParts<'_>, template: &EndpointTemplate) -> bool {
    parts.path_text() == template.path()
}

/// Whether the path is an endpoint's, or a misspelt one. A path of few segments must be right, and its parameters there.
fn is_near(parts: &UrlParts<'_>, template: &EndpointTemplate) -> bool {
    let segments = parts.segments();
    let path: Vec<&str> = segments.iter().map(|(segment, _)| segment.as_str()).collect();
    if template.segments.len() < template.prefix_len() + TELLING_SEGMENTS {
        let parameters = parts.parameters();
        let has = |name: &String| parameters.iter().any(|(key, _, _)| key == name);
        return is_path(parts, template) && !template.query.is_empty() && template.query.iter().all(has);
    }
    match endpoint::compare(&path, template) {
        None | Some(Difference::Prefix(_)) => true,
        Some(Difference::Segments { .. }) => endpoint::distance(&path, template) <= NEAR_PATH,
    }
}

#[cfg(test)]
mod tests;
