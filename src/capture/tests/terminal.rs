//! What terminals show of clients, and logs of several sockets.

use super::transcript;

#[test]
fn wscat_as_a_server() {
    insta::assert_snapshot!(transcript("Listening on port 8080 (press CTRL+C to quit)\nClient connected\n< {\"a\":1}\n> {\"b\":2}\nDisconnected (code: 1006, reason: \"\")\n"), @r#"
    text
    skipped `Listening on port 8080 (press CTRL+C to quit)`
    0 open - Some(101)
    0 client text {"a":1}
    0 server text {"b":2}
    0 close Dropped { reported: true } at `1006`
    "#);
}

pub(super) const WEBSOCAT: &str = r#"[INFO  websocat::ws_client_peer] Connected to ws, response headers: Headers { Upgrade: websocket
READ 44 "{\"type\":\"hello\",\"text\":\"it's \\\"é\\u{1b}\\\"\"}\n"
WRITE 19 "{\"type\":\"welcome\"}\n"
{"type":"welcome"}
READ 20 "{\"a\":1}\n{\"b\":2}\n{\"c\""
READ 0 ""
[INFO  websocat::ws_peer] incoming None
[INFO  websocat::sessionserve] Reverse finished
"#;

/// websocat 1.14.1 with `-v` and `log:`.
#[test]
fn websocat() {
    insta::assert_snapshot!(transcript(WEBSOCAT), @r#"
    text
    0 open - Some(101)
    0 client text {"type":"hello","text":"it's \"é\u{1b}\""}
    0 server text {"type":"welcome"}
    skipped `{"type":"welcome"}`
    0 client text {"a":1}
    0 client text {"b":2}
    0 client elided {"c"
    0 close Dropped { reported: false } at `[INFO  websocat::ws_peer] incoming None`
    skipped `[INFO  websocat::sessionserve] Reverse finished`
    "#);
    insta::assert_snapshot!(transcript("[INFO  websocat::ws_client_peer] Connected to ws\n{\"a\":1}\n[INFO  websocat::ws_peer] Received WebSocket close message\n"), @r#"
    text
    0 open - Some(101)
    0 unknown text {"a":1}
    0 close Unknown at `[INFO  websocat::ws_peer] Received WebSocket close message`
    "#);
}

#[test]
fn python_puts_fragments_together() {
    insta::assert_snapshot!(transcript(r#"DEBUG websockets.client = connection is CONNECTING
DEBUG websockets.client = connection is OPEN
DEBUG websockets.client < TEXT '{"type":"presence",' [19 bytes, continued]
DEBUG websockets.client > TEXT '{}' [2 bytes]
DEBUG websockets.client < PING '' [0 bytes]
DEBUG websockets.client < CONT '"text":"hé😀"}' [text, 17 bytes]
DEBUG websockets.client < TEXT '{"type":...' [190 bytes, continued]
DEBUG websockets.client < CONT '"}' [text, 2 bytes]
DEBUG websockets.client < BINARY 00 01 [2 bytes, continued]
DEBUG websockets.client < CONT 02 [binary, 1 byte]
DEBUG websockets.client < EOF
DEBUG websockets.client = connection is CLOSED
DEBUG websockets.client x half-closing TCP connection
"#), @r#"
    text
    0 open - Some(101)
    0 client text {}
    0 server text {"type":"presence","text":"hé😀"}
    0 server elided {"type":..."}
    0 server binary Some(3) 02 [binary, 1 byte]
    0 close Dropped { reported: false } at `DEBUG websockets.client = connection is CLOSED`
    "#);
}

#[test]
fn python_connections_that_overlap() {
    insta::assert_snapshot!(transcript(r#"DEBUG websockets.client = connection is CONNECTING
DEBUG websockets.client = connection is OPEN
DEBUG websockets.client > TEXT '{"a":1}' [7 bytes]
DEBUG websockets.client = connection is CONNECTING
DEBUG websockets.client < TEXT '{"a":2}' [7 bytes]
DEBUG websockets.client = connection is CLOSED
DEBUG websockets.client < TEXT '{"a":3}' [7 bytes]
DEBUG websockets.client = connection is CLOSED
DEBUG websockets.client = connection is CONNECTING
DEBUG websockets.client = connection is OPEN
DEBUG websockets.client < TEXT '{"a":4}' [7 bytes]
DEBUG websockets.client < CLOSE 1000 (OK) [2 bytes]
DEBUG websockets.client = connection is CONNECTING
DEBUG websockets.client = connection is CLOSED
DEBUG websockets.client = connection is OPEN
DEBUG websockets.client < TEXT '{"a":5}' [7 bytes]
"#), @r#"
    text
    0 open - Some(101)
    0 client text {"a":1}
    mixed from `DEBUG websockets.client = connection is CONNECTING`
    payload {"a":2}
    payload {"a":3}
    1 open - Some(101)
    1 server text {"a":4}
    1 close Closed { code: 1000, reason: None, by: Some(Server) } at `1000`
    2 open - Some(101)
    2 server text {"a":5}
    "#);
}

#[test]
fn a_text_log_that_runs_backwards() {
    insta::assert_snapshot!(transcript(r#"2026-03-02 10:00:05 socket closed code=1006
2026-03-02 10:00:04 Received: {"a":3}
2026-03-02 10:00:03 Sending: {
  "at": "2026-03-02 10:00:03"
}
2026-03-02 10:00:02 Received: {"a":1}
2026-03-02 10:00:01 WebSocket connected
"#), @r#"
    text
    0 open - Some(101) ~45601000000
    0 server text {"a":1} ~45602000000
    0 client text {\n  "at": "2026-03-02 10:00:03"\n} ~45603000000
    0 server text {"a":3} ~45604000000
    0 close Dropped { reported: true } at `1006` ~45605000000
    "#);
}

#[test]
fn lines_that_name_their_socket() {
    insta::assert_snapshot!(transcript("[ws-1] open wss://a.example/s\n[ws-2] open wss://a.example/t\n[ws-1] Sending: {\"a\":1}\n[ws-2] Sending: {\"b\":1}\n[ws-1] closed code 1006\n[ws-2] Received: {\"b\":2}\n"), @r#"
    text
    0 open wss://a.example/s Some(101)
    1 open wss://a.example/t Some(101)
    0 client text {"a":1}
    1 client text {"b":1}
    0 close Dropped { reported: true } at `1006`
    1 server text {"b":2}
    "#);
    // Numbers of threads: one sends, one receives.
    insta::assert_snapshot!(transcript("[ws-1] Sending: {\"a\":1}\n[ws-2] Received: {\"b\":1}\n"), @r#"
    text
    0 client text {"a":1}
    0 server text {"b":1}
    "#);
    // A line without a name.
    insta::assert_snapshot!(transcript("[ws-1] Sending: {\"a\":1}\n[ws-1] Received: {\"a\":1}\n[ws-2] Sending: {\"a\":1}\n[ws-2] Received: {\"b\":1}\nsocket closed code 1006\n"), @r#"
    text
    0 client text {"a":1}
    0 server text {"a":1}
    0 client text {"a":1}
    0 server text {"b":1}
    0 close Dropped { reported: true } at `1006`
    "#);
}

#[test]
fn logs_of_phones() {
    insta::assert_snapshot!(transcript(r#"11-23 06:57:47.985  1234  5678 D ChatSocket: --> {"a":1}
11-23 06:57:48.085  1234  5678 D ChatSocket: <-- {"b":1}
2026-11-23 06:57:47.985123+0100 MyApp[123:4567] [ws] Sending: {"a":1}
2026-11-23 06:57:47.985 [eventLoop-1] TRACE io.ktor.websocket.WebSocket - Sending Frame TEXT (fin=true, buffer len = 34)
"#), @r#"
    text
    0 client text {"a":1} ~49867985000
    0 server text {"b":1} ~49868085000
    0 client text {"a":1} @13467985123
    skipped `2026-11-23 06:57:47.985 [event ~ ue, buffer len = 34)`
    "#);
}

/// Insomnia keeps a log like this one for each response.
#[test]
fn insomnia() {
    insta::assert_snapshot!(transcript(r#"{"_id":"1","requestId":"ws-req_1","type":"open","timestamp":1795417067985}
{"_id":"2","requestId":"ws-req_1","type":"message","direction":"OUTGOING","data":"{\"a\":1}","timestamp":1795417067986}
{"_id":"3","requestId":"ws-req_1","type":"message","direction":"INCOMING","data":{"type":"Buffer","data":[1,2]},"timestamp":1795417067987}
{"_id":"4","requestId":"ws-req_1","type":"close","code":1006,"reason":"","wasClean":false,"timestamp":1795417067988}
"#), @r#"
    frame-log
    0 open - None @17067985000
    0 client text {"a":1} @17067986000
    0 server binary Some(2) {"type":"Buffer","data":[1,2]} @17067987000
    0 close Dropped { reported: true } at `1006` @17067988000
    "#);
}
