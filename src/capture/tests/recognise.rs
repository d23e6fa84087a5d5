//! Recognising formats.

use crate::source::InputName;

use super::super::{Format, recognise, unsupported, unsupported_bytes};
use super::source;

#[test]
fn by_content() {
    let known = |text: &str| recognise(&source(text));
    assert_eq!(known(super::har::CHROME), Some(Format::Har));
    assert_eq!(known("{\"log\":{\"creator\":{\"na"), Some(Format::Har));
    assert_eq!(known(super::frame_log::CANONICAL), Some(Format::FrameLog));
    assert_eq!(known("{\"event\":\"send\",\"data\":\"{}\"}"), Some(Format::FrameLog));
    assert_eq!(known("{\"name\":\"x\",\"version\":\"1\"}"), Some(Format::Payload));
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
    assert_eq!(known("Date,Message\n2026-11-23,x\n"), Some(Format::FrameLog));
    assert_eq!(known(super::text::CONSOLE), Some(Format::Text));
    assert_eq!(known("[INFO] Sending: {\"a\":1}"), Some(Format::Text));
    assert_eq!(known(super::tshark::JSON), Some(Format::TsharkJson));
    assert_eq!(known(super::tshark::EK), Some(Format::TsharkEk));
    let without_index = super::tshark::EK.split_once('\n').map(|(_, rest)| rest);
    assert_eq!(known(without_index.unwrap()), Some(Format::TsharkEk));
    assert_eq!(known(super::mitmproxy::FLOW), Some(Format::MitmproxyFlow));
    assert_eq!(known(&super::netlog::log(true)), Some(Format::NetLog));
    assert_eq!(known("{\"constants\":{\"retries\":3},\"events\":[]}"), Some(Format::Payload));
    assert_eq!(known("[{\"_source\":{\"message\":\"x\"}}]"), Some(Format::Payload));
    assert_eq!(known("12:30:00 a log; of text"), None);
    assert_eq!(known("dear reader,\nthis is prose.\n"), None);
    assert_eq!(known("42\n{\"a\":1}"), None);
    assert_eq!(known(""), None);
    assert_eq!(known("42"), None);
}

#[test]
fn known_but_not_read() {
    let advice = |text: &str| unsupported(&source(text)).unwrap_or_default().into_owned();
    let mozlog = "[Parent 4321: Main Thread]: D/nsWebSocket AsyncOpen uri=ws://a.example/\n";
    assert!(advice(mozlog).contains("Firefox"));
    assert_eq!(advice("{\"type\":\"hello\"}"), "");
    assert_eq!(advice("12:30:00 a log; of text"), "");
    let file = InputName::File("logs/my chat.pcapng".to_owned());
    let advice = |bytes: &[u8]| unsupported_bytes(bytes, &file).unwrap_or_default();
    let pcap = advice(b"\x0a\x0d\x0d\x0a");
    let command = r#"`tshark -r 'logs/my chat.pcapng' -Y "websocket or http or tcp.flags.fin == 1 or tcp.flags.reset == 1" -T ek > 'logs/my chat.pcapng.ndjson'`"#;
    assert!(pcap.contains(command), "{pcap}");
    let stdin = unsupported_bytes(b"\xd4\xc3\xb2\xa1", &InputName::Stdin);
    assert!(stdin.is_some_and(|advice| advice.contains("-r capture.pcap ")));
}
