//! The page's Origin, in every format that records it.

use super::*;

#[derive(Default)]
struct Origins(Vec<Option<String>>);

impl<'s> Sink<'s> for Origins {
    fn event(&mut self, event: Event<'s>) {
        if let EventKind::Open(open) = event.kind {
            let origin = open.origin.map(|origin| origin.text.into_owned());
            if !self.0.contains(&origin) {
                self.0.push(origin);
            }
        }
    }

    fn payload(&mut self, _: Located<'s>, _: Span) {}

    fn problem(&mut self, _: Problem) {}

    fn skipped(&mut self, _: Span) {}
}

/// The Origins of the sockets of a text, each once.
fn origins(text: &str, format: Format) -> Vec<Option<String>> {
    let source = Source::from_text(InputName::Stdin, text, Masker::new(true));
    let mut found = Origins::default();
    read(&source, format, &Settings::default(), &mut found);
    found.0
}

fn only(origin: &str) -> Vec<Option<String>> {
    vec![Some(origin.to_owned())]
}

#[test]
fn browsers_and_proxies_record_it() {
    let recorded = |name: &str, format| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(root.join("fixtures/recordings").join(name)).unwrap();
        origins(&String::from_utf8_lossy(&bytes), format)
    };
    let page = only("http://127.0.0.1:8733");
    assert_eq!(recorded("cdp/events.ndjson", Format::Cdp), page);
    assert_eq!(recorded("netlog/everything.json", Format::NetLog), page);
    assert_eq!(recorded("chrome-devtools/all-scenes.har", Format::Har), page);
}

#[test]
fn a_log_may_say_it() {
    let log = r#"{"event":"connecting","url":"wss://chat.example/","origin":"https://shop.example"}
{"event":"open","url":"wss://chat.example/","status":101}
{"event":"send","data":{"a":1}}
"#;
    assert_eq!(
        origins(log, Format::FrameLog),
        only("https://shop.example"),
        "the attempt knows it, the confirmation does not"
    );
}

#[test]
fn pythons_websockets_prints_it() {
    let log = "2026-11-25 00:23:48,098 DEBUG    websockets.client = connection is CONNECTING
2026-11-25 00:23:48,098 DEBUG    websockets.client > GET /v1 HTTP/1.1
2026-11-25 00:23:48,098 DEBUG    websockets.client > Host: chat.example
2026-11-25 00:23:48,098 DEBUG    websockets.client > Origin: https://shop.example
2026-11-25 00:23:48,098 DEBUG    websockets.client < HTTP/1.1 101 Switching Protocols
2026-11-25 00:23:48,098 DEBUG    websockets.client = connection is OPEN
2026-11-25 00:23:48,098 DEBUG    websockets.client > TEXT '{\"a\":1}' [7 bytes]
";
    assert_eq!(origins(log, Format::Text), only("https://shop.example"));
}

#[test]
fn tshark_has_it_among_the_lines_of_the_request() {
    let lines = r#"["Host: chat.example\r\n","Origin: https://shop.example\r\n"]"#;
    let packet = format!(
        r#"[{{"_source":{{"layers":{{"frame":{{"frame.time_epoch":"1795425245.1"}},"tcp":{{"tcp.stream":"0"}},"http":{{"http.request.uri":"/v1","http.upgrade":"websocket","http.host":"chat.example","http.request.line":{lines}}}}}}}}}]"#
    );
    assert_eq!(origins(&packet, Format::TsharkJson), only("https://shop.example"));
}
