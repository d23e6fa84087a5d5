//! How URLs are taken apart.

use super::*;

#[test]
fn parts_know_their_places() {
    let url = "wss://user@API.example.com:443/a/%62c/?x=1&%74oken=t#frag";
    let parts = UrlParts::split(url).unwrap();
    assert_eq!(parts.scheme.slice(url), "wss");
    assert_eq!(parts.host.slice(url), "API.example.com");
    assert_eq!(parts.host_text(), "api.example.com");
    assert_eq!(parts.path_text(), "/a/bc");
    assert_eq!(parts.segments()[1].1.slice(url), "%62c");
    assert_eq!(parts.fragment.unwrap().slice(url), "#frag");
    let (key, value, span) = &parts.parameters()[1];
    assert_eq!((&**key, *value, span.slice(url)), ("token", "t", "t"));
}

#[test]
fn missing_parts_are_empty() {
    let parts = UrlParts::split("ws://[::1]:80").unwrap();
    assert_eq!(parts.host_text(), "[::1]");
    assert_eq!(parts.path_text(), "");
    assert!(parts.segments().is_empty() && parts.parameters().is_empty());
    assert!(UrlParts::split("api.example.com/x").is_none());
}
