//! Whose socket is it? A browser's capture also holds other people's sockets; they get no finding.

use crate::protocol::endpoint::{self, Difference};
use crate::protocol::regions::{self, HostKind};
use crate::protocol::url::UrlParts;
use crate::protocol::{EndpointTemplate, Protocol};

/// Largest edit distance of a path from an endpoint's at which it is still taken for a misspelt one. The endpoints in the
/// wild that are meant as the right one are at most 8 away; paths of other services are beyond 15.
const NEAR_PATH: usize = 8;

/// What a URL says about the protocol that is spoken there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// This protocol's, and why.
    Ours(String),
    /// Another service's, and which.
    Other(String),
    /// It does not say.
    Open,
}

/// Judges by the URL of the handshake whether a socket belongs to `protocol`.
pub(super) fn by_url(url: &str, protocol: &Protocol) -> Claim {
    let Some(parts) = UrlParts::split(url) else {
        return Claim::Open;
    };
    let host = parts.host_text();
    let segments = parts.segments();
    let path: Vec<&str> = segments
        .iter()
        .map(|(segment, _)| segment.as_str())
        .collect();
    let near = protocol
        .endpoints
        .iter()
        .any(|template| is_near(&path, template));
    match regions::known().classify(&host) {
        HostKind::Region { labels, .. } => {
            let service = regions::known().service(labels, parts.path.slice(url));
            if let Some(service) =
                service.filter(|service| !near && service.protocol != protocol.name())
            {
                return Claim::Other(format!("{host} is {}", service.note));
            }
            Claim::Ours(format!("its host {host} is in a Genesys Cloud region"))
        }
        HostKind::Internal(note) => Claim::Ours(format!("its host {host} is of {note}")),
        _ if near => Claim::Ours("its path is an endpoint of the protocol, or near one".to_owned()),
        _ => Claim::Open,
    }
}

fn is_near(path: &[&str], template: &EndpointTemplate) -> bool {
    match endpoint::compare(path, template) {
        None | Some(Difference::Prefix(_)) => true,
        Some(Difference::Segments { .. }) => endpoint::distance(path, template) <= NEAR_PATH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::embedded;

    fn claim(url: &str) -> Claim {
        by_url(url, &embedded().unwrap()[0])
    }

    #[test]
    fn hosts_of_a_region_and_near_paths_are_ours() {
        for url in [
            "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket",
            "wss://acme.mypurecloud.com/anything",
            "ws://127.0.0.1:8765/api/v2/guest/conversations/websocket",
            "ws://localhost/api/v2/guestconversations/websocket",
            "wss://api.mypurecloud.com.evil.example/v2/guest/conversations/websocket",
        ] {
            assert!(matches!(claim(url), Claim::Ours(_)), "{url}");
        }
    }

    #[test]
    fn other_sockets_are_not() {
        for url in [
            "ws://localhost:5173/?token=abc",
            "wss://widget.support.example/socket/websocket",
            "wss://nexus-websocket-a.example.io/pubsub/5-abc",
            "ws://localhost:3000/_next/webpack-hmr",
            "not a url",
        ] {
            assert_eq!(claim(url), Claim::Open, "{url}");
        }
        assert!(matches!(
            claim("wss://webmessaging.mypurecloud.ie/v1?deploymentId=x"),
            Claim::Other(_)
        ));
        assert!(matches!(
            claim("wss://streaming.mypurecloud.ie/channels/abc"),
            Claim::Other(_)
        ));
    }
}
