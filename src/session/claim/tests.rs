//! Tests of `session/claim.rs`.

use crate::protocol::embedded;

use super::*;

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
        assert!(matches!(claim(url), Claim::Ours(..)), "{url}");
    }
}

#[test]
fn the_hosts_of_a_manifest_claim_any_path() {
    let webchat = embedded().unwrap();
    let webchat = webchat.iter().find(|p| p.name() == "webchat-v2").unwrap();
    let weight = |url: &str| match by_url(url, webchat) {
        Claim::Ours(weight, _) => weight,
        Claim::Other(_) | Claim::Open => Weight::None,
    };
    for host in ["carrierpigeon", "carrier-pigeon", "streaming"] {
        let url = format!("wss://{host}.mypurecloud.ie/chat/abc");
        assert_eq!(weight(&url), Weight::Near, "{url}");
    }
    // The notification service shares a host with it, and has its own paths there.
    assert_eq!(weight("wss://streaming.mypurecloud.ie/channels/abc"), Weight::None);
    assert_eq!(weight("wss://carrierpigeon.example.com/chat/abc"), Weight::None);
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
    // Another protocol of the vendor's has more to say of it.
    assert!(matches!(claim("wss://webmessaging.mypurecloud.ie/v1?deploymentId=x"), Claim::Ours(Weight::Region, _)));
    assert!(matches!(claim("wss://streaming.mypurecloud.ie/channels/abc"), Claim::Other(_)));
}
