//! How templates are taken apart, and how a path differs from one.

use super::*;

fn difference(path: &str) -> Option<Difference> {
    let endpoint = EndpointTemplate::parse("wss://api.{domain}/api/v2/guest/conversations/websocket").unwrap();
    let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    compare(&segments, &endpoint)
}

fn what(path: &str) -> String {
    match difference(path) {
        Some(Difference::Segments { what, .. }) => what,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn templates_are_taken_apart() {
    let endpoint = EndpointTemplate::parse("wss://webmessaging.{domain}/v1").unwrap();
    assert_eq!(
        (endpoint.host.clone(), endpoint.path().as_str(), endpoint.prefix_len()),
        (HostPattern::Region("webmessaging".to_owned()), "/v1", 1)
    );
    let endpoint = EndpointTemplate::parse("wss://Chat.example.com:8443/ws").unwrap();
    assert_eq!(endpoint.host, HostPattern::Exact("chat.example.com".to_owned()));
}

#[test]
fn a_repairable_prefix_is_told_from_other_differences() {
    assert_eq!(difference("/api/v2/guest/conversations/websocket"), None);
    for (path, prefix) in [
        ("/v2/guest/conversations/websocket", 1),
        ("/api/guest/conversations/websocket", 1),
        ("/api/v1/guest/conversations/websocket", 2),
        ("/guest/conversations/websocket", 0),
    ] {
        assert_eq!(difference(path), Some(Difference::Prefix(prefix)), "{path}");
    }
    assert!(matches!(difference("/chat/v2/guest/conversations/websocket"), Some(Difference::Segments { .. })));
}

#[test]
fn differences_are_told_as_a_colleague_would() {
    assert_eq!(
        what("/api/v2/guestconversations/websocket"),
        "a slash is missing: `guestconversations` is `guest/conversations`"
    );
    assert_eq!(
        what("/api/v2/guest-conversations/websocket"),
        "a slash belongs where `guest-conversations` has another sign: `guest/conversations`"
    );
    assert_eq!(
        what("/api/v2/guests/conversations/websockets"),
        "singular and plural: `guests` is `guest`, `websockets` is `websocket`"
    );
    assert_eq!(
        what("/api/v2/conversations/guest/websocket"),
        "the segments are in another order: `conversations/guest` is `guest/conversations`"
    );
    assert_eq!(what("/api/v2/guest/websocket"), "`conversations` is missing");
    assert_eq!(what("/api/v2/Guest/conversations/websocket"), "paths compare with case: `Guest` is `guest`");
    assert_eq!(what("/api/v2/guest/conversations/chat"), "`chat` stands where `websocket` belongs");
}
