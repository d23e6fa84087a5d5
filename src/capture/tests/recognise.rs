//! Recognising formats.

use super::super::{Format, recognise, unsupported, unsupported_bytes};
use super::source;

#[test]
fn by_content() {
    let known = |text: &str| recognise(&source(text));
    assert_eq!(known(super::har::CHROME), Some(Format::Har));
    assert_eq!(known("{\"log\":{\"creator\":{\"na"), Some(Format::Har));
    assert_eq!(known(super::frame_log::CANONICAL), Some(Format::FrameLog));
    assert_eq!(
        known("{\"event\":\"send\",\"data\":\"{}\"}"),
        Some(Format::FrameLog)
    );
    assert_eq!(
        known("{\"name\":\"x\",\"version\":\"1\"}"),
        Some(Format::Payload)
    );
    assert_eq!(known("{\"a\":1,}"), Some(Format::Payload));
    assert_eq!(known("[]"), Some(Format::Payload));
    // Messages and tables that only resemble exports.
    for message in [
        "{\"events\":[{\"eventType\":\"Presence\"}]}",
        "{\"data\":[{\"id\":1}]}",
        "{\"results\":[1]}",
        "{\"hits\":{\"hits\":[]}}",
    ] {
        assert_eq!(known(message), Some(Format::Payload), "{message}");
    }
    assert_eq!(known("name,price\nshoe,1\n"), None);
    assert_eq!(known("Date,Price\n2026-11-23,1\n"), None);
    assert_eq!(
        known("Date,Message\n2026-11-23,x\n"),
        Some(Format::FrameLog)
    );
    assert_eq!(known(super::text::CONSOLE), Some(Format::Text));
    assert_eq!(known("[INFO] Sending: {\"a\":1}"), Some(Format::Text));
    assert_eq!(known("dear reader,\nthis is prose.\n"), None);
    assert_eq!(known("42\n{\"a\":1}"), None);
    assert_eq!(known(""), None);
    assert_eq!(known("42"), None);
}

#[test]
fn known_but_not_read() {
    let advice = |text: &str| unsupported(&source(text)).unwrap_or_default();
    assert!(advice("{\"method\":\"Network.webSocketCreated\"}").contains("DevTools Protocol"));
    assert!(advice("[{\"_index\":\"packets-1\"}]").contains("tshark"));
    assert!(advice("{\"index\":{\"_index\":\"packets-1\"}}").contains("tshark"));
    assert!(advice("{\"constants\":{\"activeFieldTrialGroups\":[]}}").contains("NetLog"));
    assert!(advice("52:9:websocket;1:0~}").contains("mitmproxy"));
    let mozlog = "[Parent 4321: Main Thread]: D/nsWebSocket AsyncOpen uri=ws://a.example/\n";
    assert!(advice(mozlog).contains("Firefox"));
    assert_eq!(advice("{\"type\":\"hello\"}"), "");
    assert_eq!(advice("12:30:00 a log; of text"), "");
    assert!(unsupported_bytes(b"PK\x03\x04rest").is_some_and(|a| a.contains("zip")));
    assert!(unsupported_bytes(b"\x0a\x0d\x0d\x0a").is_some_and(|a| a.contains("packet")));
}
