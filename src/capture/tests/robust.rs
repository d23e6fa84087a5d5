//! Whatever the bytes, nothing panics, every place is in the text, and a cut capture is the beginning of the whole one.

use proptest::prelude::*;

use super::super::{FORMATS, Format, recognise, unsupported};
use super::{source, transcript_as};

fn all(text: &str) {
    let input = source(text);
    recognise(&input);
    unsupported(&input);
    for row in FORMATS {
        transcript_as(text, row.format);
    }
}

const SEEDS: [&str; 14] = [
    super::har::CHROME,
    super::cdp::EVENTS,
    super::messages::MESSAGES,
    super::messages::TRACE,
    super::frame_log::CANONICAL,
    super::text::CONSOLE,
    super::text::PYTHON,
    super::tshark::JSON,
    super::tshark::EK,
    super::mitmproxy::FLOW,
    super::netlog::LOG,
    super::exports::CLOUDWATCH,
    super::exports::TABLE,
    super::terminal::WEBSOCAT,
];

/// The frames of a transcript.
fn frames(lines: &[String]) -> Vec<&String> {
    let is_frame = |line: &&String| {
        let mut words = line.split(' ').skip(1);
        matches!(words.next(), Some("client" | "server" | "unknown")) && matches!(words.next(), Some("text" | "binary"))
    };
    lines.iter().filter(is_frame).collect()
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,200}") {
        all(&text);
    }

    #[test]
    fn fragments(parts in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\n", "\r", "> ", "< ", "Sending: ", "Received ", "…", "...", "é",
        "\u{1b}[2K", "\u{1b}", "\"data\"", "\"event\"", "\"send\"", "\"log\"", "\"entries\"", "\"_webSocketMessages\"",
        "closed code 1006 ", "reason: \"", "WebSocket connected", "wss://a.example/", "connecting ", "{\"log\":{\"entries\":[", "1",
        "new WebSocket(\"", "\"ts\":1", "{\"method\":\"Network.webSocketFrameSent\",\"params\":{", "\"response\":{", "\"payloadData\":\"",
        "{\"type\":\"resource-snapshot\",\"snapshot\":{", "\"_file\":\"a.jsonl\"", "\"message\":\"", "\\u00e9", "\\\"", "TEXT '",
        "{\"log\":\"", "\",\"stream\":\"o\",\"time\":\"1\"}\n", "{\"events\":[{\"timestamp\":1,\"message\":\"", "Date,Message\n", "\"\"",
        "READ 3 \"", "[INFO  websocat::x] incoming None\n", "[ws-1] ", "[ws-2] ", "= connection is CONNECTING\n", "CONT '", "continued]", "2026-03-02 10:00:01 ", "websockets.client > ", " [3 bytes]", "CLOSE 1000 ",
    ]), 0..40)) {
        all(&parts.concat());
    }

    #[test]
    fn mutations(seed in 0..SEEDS.len(), at in any::<prop::sample::Index>(), new in "\\PC|[\n\r\"{}]") {
        let text = SEEDS[seed];
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = places[at.index(places.len())];
        let mut changed = text.to_owned();
        changed.remove(at);
        changed.insert_str(at, &new);
        all(&changed);
    }

    #[test]
    fn a_cut_capture_is_a_beginning(seed in 0..SEEDS.len(), at in any::<prop::sample::Index>()) {
        let format = [
            Format::Har,
            Format::Cdp,
            Format::HarMessages,
            Format::PlaywrightTrace,
            Format::FrameLog,
            Format::Text,
            Format::Text,
            Format::TsharkJson,
            Format::TsharkEk,
            Format::MitmproxyFlow,
            Format::NetLog,
            Format::FrameLog,
            Format::FrameLog,
            Format::Text,
        ][seed];
        let text = SEEDS[seed];
        let mut at = at.index(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        all(&text[..at]);
        let whole = transcript_as(text, format);
        let cut = transcript_as(&text[..at], format);
        prop_assert!(frames(&whole).starts_with(&frames(&cut)), "{cut:?}");
    }
}
