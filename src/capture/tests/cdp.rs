//! Events of the Chrome DevTools Protocol, as Chromium 156 sends them.

use super::super::Format;
use super::{transcript, transcript_as};

pub(super) const EVENTS: &str = r#"{"method":"Network.requestWillBeSent","params":{"requestId":"1"}}
{"method":"Network.webSocketCreated","params":{"requestId":"9.2","url":"wss://chat.example/socket","initiator":{"type":"script"}}}
{"method":"Network.webSocketWillSendHandshakeRequest","params":{"requestId":"9.2","timestamp":640.5,"wallTime":1772445601.0,"request":{"headers":{"Upgrade":"websocket","Sec-WebSocket-Protocol":"one, two"}}}}
{"method":"Network.webSocketHandshakeResponseReceived","params":{"requestId":"9.2","timestamp":640.6,"response":{"status":101,"headers":{}}}}
{"method":"Network.webSocketFrameSent","params":{"requestId":"9.2","timestamp":640.7,"response":{"opcode":1,"mask":true,"payloadData":"{\"type\":\"hello\",\"text\":\"caf\u00e9\"}"}}}
{"method":"Network.webSocketFrameReceived","params":{"requestId":"9.2","timestamp":640.8,"response":{"opcode":2.0,"mask":false,"payloadData":"AAEC/w=="}}}
{"method":"Network.webSocketFrameReceived","params":{"requestId":"9.2","timestamp":640.85,"response":{"opcode":1.0,"mask":false,"payloadData":"plain"}}}
{"method":"Network.webSocketClosed","params":{"requestId":"9.2","timestamp":641.0}}"#;

/// The events as the items of an array.
fn array(events: &str) -> String {
    format!("[{}]", events.replace("}\n{", "},\n{"))
}

#[test]
fn an_event_a_line() {
    insta::assert_snapshot!(transcript(EVENTS), @r#"
    cdp
    0 open wss://chat.example/socket Some(101) protocols=one, two @45601000000
    0 client text {"type":"hello","text":"café"} @45601200000
    0 server binary Some(4) "AAEC/w==" @45601300000
    0 server text plain @45601350000
    0 close Unknown at `{"method":"Network.webSocketCl ~ ,"timestamp":641.0}}` @45601500000
    "#);
}

#[test]
fn an_array_of_events_says_the_same() {
    assert_eq!(transcript(&array(EVENTS)), transcript(EVENTS));
    let printed: Vec<String> = EVENTS.lines().map(|line| line.replacen(',', ",\n ", 1)).collect();
    assert_eq!(transcript(&printed.join("\n")), transcript(EVENTS));
}

/// The events as ChromeDriver logs them: a JSON text in a JSON text.
fn performance_log(events: &str) -> String {
    let entry = |event: &str| {
        let message = format!(r#"{{"message":{event},"webview":"7A"}}"#);
        let quoted = serde_json::to_string(&message).expect("a string");
        format!(r#"{{"level":"INFO","message":{quoted},"timestamp":1772445601000}}"#)
    };
    events.lines().map(entry).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_performance_log_says_the_same() {
    let plain = transcript_as(EVENTS, Format::Cdp);
    let told = |lines: Vec<String>| -> Vec<String> {
        // Places are quoted as they stand in the file, and here with their escapes.
        let before = |line: String| line.split(" at `").next().unwrap_or_default().to_owned();
        let lines = lines.into_iter().map(before);
        lines.filter(|line| !line.contains(" binary ")).collect()
    };
    let log = performance_log(EVENTS);
    for text in [log.clone(), array(&log)] {
        assert!(transcript(&text).starts_with("cdp\n"));
        assert_eq!(told(transcript_as(&text, Format::Cdp)), told(plain.clone()));
    }
    let parsed = EVENTS.lines().map(|event| format!(r#"{{"message":{event},"webview":"7A"}}"#));
    let parsed = parsed.collect::<Vec<_>>().join("\n");
    assert_eq!(told(transcript_as(&parsed, Format::Cdp)), told(plain));
}

#[test]
fn targets_share_no_sockets() {
    let text = r#"{"sessionId":"A","method":"Network.webSocketCreated","params":{"requestId":"1","url":"wss://a.example/s"}}
{"sessionId":"B","method":"Network.webSocketCreated","params":{"requestId":"1","url":"wss://b.example/s"}}
{"sessionId":"A","method":"Network.webSocketFrameSent","params":{"requestId":"1","timestamp":5,"response":{"opcode":1,"payloadData":"a"}}}
{"sessionId":"B","method":"Network.webSocketFrameSent","params":{"requestId":"1","timestamp":6,"response":{"opcode":1,"payloadData":"b"}}}"#;
    insta::assert_snapshot!(transcript(text), @r#"
    cdp
    0 open wss://a.example/s None
    0 client text a ~5000000
    1 open wss://b.example/s None
    1 client text b ~6000000
    "#);
}

#[test]
fn a_handshake_that_fails() {
    let text = r#"{"method":"Network.webSocketCreated","params":{"requestId":"1","url":"wss://a.example/s"}}
{"method":"Network.webSocketWillSendHandshakeRequest","params":{"requestId":"1","timestamp":5,"wallTime":1772445601,"request":{"headers":{}}}}
{"method":"Network.webSocketFrameError","params":{"requestId":"1","timestamp":6,"errorMessage":"Error during WebSocket handshake: Unexpected response code: 403"}}
{"method":"Network.webSocketClosed","params":{"requestId":"1","timestamp":7}}
{"method":"Network.webSocketCreated","params":{"requestId":"2","url":"wss://a.example/s"}}
{"method":"Network.webSocketHandshakeResponseReceived","params":{"requestId":"2","timestamp":6,"response":{"status":401}}}
{"method":"Network.webSocketCreated","params":{"requestId":"3","url":"wss://a.example/s"}}
{"method":"Network.webSocketHandshakeResponseReceived","params":{"requestId":"3","timestamp":6,"response":{"status":200}}}
{"method":"Network.webSocketFrameError","params":{"requestId":"3","timestamp":6,"errorMessage":"net::ERR_INVALID_RESPONSE"}}"#;
    insta::assert_snapshot!(transcript(text), @r#"
    cdp
    0 open wss://a.example/s Some(403) @45601000000
    0 close Refused { status: Some(403) } at `"Error during WebSocket handsh ~  response code: 403"` @45601000000
    1 open wss://a.example/s Some(401)
    1 close Refused { status: Some(401) } at `401`
    2 open wss://a.example/s None
    2 close Refused { status: None } at `"net::ERR_INVALID_RESPONSE"`
    "#);
}

#[test]
fn an_error_on_an_open_socket_is_no_refusal() {
    let text = r#"{"method":"Network.webSocketFrameSent","params":{"requestId":"1","timestamp":5,"response":{"opcode":1,"payloadData":"a"}}}
{"method":"Network.webSocketFrameError","params":{"requestId":"1","timestamp":6,"errorMessage":"One or more reserved bits are on"}}
{"method":"Network.webSocketClosed","params":{"requestId":"1","timestamp":7}}
{"method":"Network.webSocketCreated","params":{"requestId":"2","url":"wss://h2.example/s"}}
{"method":"Network.webSocketHandshakeResponseReceived","params":{"requestId":"2","timestamp":8,"response":{"status":200}}}
{"method":"Network.webSocketFrameReceived","params":{"requestId":"2","timestamp":9,"response":{"opcode":1,"payloadData":"b"}}}"#;
    insta::assert_snapshot!(transcript(text), @r#"
    cdp
    0 client text a ~5000000
    0 error One or more reserved bits are on ~6000000
    0 close Unknown at `{"method":"Network.webSocketCl ~ :"1","timestamp":7}}` ~7000000
    1 open wss://h2.example/s Some(200)
    1 server text b ~9000000
    "#);
}

#[test]
fn what_is_cut_or_broken_is_told() {
    let cut = EVENTS.find("plain").expect("the last frame");
    let lines = transcript_as(&EVENTS[..cut], Format::Cdp);
    assert_eq!(lines.last(), Some(&format!("truncated at {cut}")));
    assert_eq!(lines[..3], transcript_as(EVENTS, Format::Cdp)[..3], "what stands before the cut");
    let cut = array(EVENTS);
    let cut = &cut[..cut.len() - 20];
    let lines = transcript_as(cut, Format::Cdp);
    assert_eq!(lines.last(), Some(&format!("truncated at {}", cut.len())));
    let broken = EVENTS.replace(r#""opcode":2.0,"#, r#""opcode":2.0,,"#);
    let lines = transcript_as(&broken, Format::Cdp);
    assert!(lines.iter().any(|l| l.starts_with("malformed at `,`")), "{lines:?}");
    assert!(lines.iter().any(|l| l.contains("text plain")), "{lines:?}");
    let other = transcript_as("{\"a\":1}\n", Format::Cdp);
    assert_eq!(other, ["at 0: the input holds no event of the Chrome DevTools Protocol"]);
}

#[test]
fn other_protocols_with_methods_are_no_events() {
    let known = |text: &str| super::super::recognise(&super::source(text));
    assert_eq!(known(r#"{"jsonrpc":"2.0","method":"chat.send","params":{}}"#), Some(Format::Payload));
    assert_eq!(known(r#"{"method":"GET","path":"/"}"#), Some(Format::Payload));
}
