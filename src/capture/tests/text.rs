//! Text logs.

use super::transcript;

pub(super) const CONSOLE: &str = r#"app started
2026-03-02T10:00:01.000Z Connecting to wss://chat.example/s?x=1
2026-03-02T10:00:01.050Z WebSocket connected
2026-03-02T10:00:01.100Z Sending: {"type":"hello"}
2026-03-02T10:00:01.200Z Received: {"type":"welcome","code":1000} (3 ms)
2026-03-02T10:00:01.300Z WebSocket error: [object Event]
2026-03-02T10:00:01.400Z Connection closed with code: 4001, reason: go away, wasClean: true
2026-03-02T10:00:01.500Z Connection closed with code: 1006
"#;

#[test]
fn a_console() {
    insta::assert_snapshot!(transcript(CONSOLE), @r#"
    text
    skipped `app started`
    0 open wss://chat.example/s?x=1 Some(101) @45601050000
    0 client text {"type":"hello"} @45601100000
    0 server text {"type":"welcome","code":1000} @45601200000
    0 error WebSocket error: [object Event] @45601300000
    0 close Closed { code: 4001, reason: Some("go away"), by: None } at `4001` @45601400000
    skipped `2026-03-02T10:00:01.500Z Connection closed with code: 1006`
    "#);
}

#[test]
fn payloads_as_consoles_print_them() {
    let text = r#"Sending: {
  "type": "hello",
  "text": "pretty"
}
Sending: {
  type: 'hello',
  data: { a: 1 }
}
Sending: { type: 'hello', text: '{' }
Sending: {type: 'hello', …}
Received: [object Object]
Sending: "{\"type\":\"hello\"}"
Sending: '{"type":"hello"}'
Sending: {"type":"hello","data":{"a":1,...}}
Sending: {"type":"hello","text":"cut of
Sending: {"type":"hello","id":"a1b2...":{"b":1}}
Sending: {"type":"hello",}
Sending: {"type":'hello'}
Sending: {
  "type": "hello",
}
Sent [17 bytes]: {"type":"hello"}
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    text
    0 client text {\n  "type": "hello",\n  "text": "pretty"\n}
    0 client text {\n  "type": "hello",\n  "data": { "a": 1 }\n}
    0 client text { "type": "hello", "text": "{" }
    0 client unparsed {type: 'hello', …}
    0 server unparsed [object Object]
    0 client text {"type":"hello"}
    0 client text {"type":"hello"}
    0 client elided {"type":"hello","data":{"a":1,...}}
    0 client elided {"type":"hello","text":"cut of
    0 client elided {"type":"hello","id":"a1b2...":{"b":1}}
    0 client text {"type":"hello",}
    0 client text {"type":'hello'}
    0 client text {\n  "type": "hello",\n}
    0 client text {"type":"hello"}
    "#);
}

#[test]
fn directions() {
    let text = r#">> {"a":1}
<<< {"a":2}
ws → {"a":3}
[ws] ← {"a":4}
[OUT] {"a":5}
12:00:00.000 sendMessage {"a":6}
onmessage: {"a":7}
POST /send/x {"a":8}
Object.<anonymous> {"a":9}
> log Received: {"a":10}
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    text
    0 client text {"a":1}
    0 server text {"a":2}
    0 client text {"a":3}
    0 server text {"a":4}
    0 client text {"a":5}
    0 client text {"a":6} ~43200000000
    0 server text {"a":7}
    skipped `POST /send/x {"a":8}`
    skipped `Object.<anonymous> {"a":9}`
    0 server text {"a":10}
    "#);
}

#[test]
fn ends_and_beginnings() {
    let text = r#"const ws = new WebSocket("wss://chat.example/s", ["one"])
onopen
Disconnected (code: 1000, reason: "he said "bye"")
WebSocket connected to wss://chat.example/t.
onclose 1006
WebSocket connection to 'wss://chat.example/u' failed: Error during WebSocket handshake: Unexpected response code: 403
Error: Unexpected server response: 502
Connected (press CTRL+C to quit)
> hello
socket closed code=1001 reason=
WebSocket open
WebSocket closed, wasClean: false
WebSocket open
server closed on port 3000
database connection closed
WebSocket is closed
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    text
    0 open wss://chat.example/s Some(101) protocols=one
    0 close Closed { code: 1000, reason: Some("he said \"bye\""), by: None } at `1000`
    1 open wss://chat.example/t Some(101)
    1 close Dropped { reported: true } at `1006`
    2 open wss://chat.example/u Some(403)
    2 close Refused { status: Some(403) } at `Error during WebSocket handsha ~ d response code: 403`
    3 open - Some(502)
    3 close Refused { status: Some(502) } at `Unexpected server response: 502`
    4 open - Some(101)
    4 client text hello
    4 close Closed { code: 1001, reason: None, by: None } at `1001`
    5 open - Some(101)
    5 close Dropped { reported: false } at `closed`
    6 open - Some(101)
    skipped `server closed on port 3000`
    skipped `database connection closed`
    6 close Unknown at `closed`
    "#);
}

#[test]
fn a_browser_console() {
    let text = r#"10:00:00.123 chat.js:42 [ws] open wss://chat.example/socket?x=1
10:00:00.200 chat.js:50 [ws] → {"type":"hello"}
10:00:00.400 chat.js:61 CloseEvent {isTrusted: true, wasClean: false, code: 1006, reason: '', type: 'close', …}
⬆ {"type":"x"}
⬇	{"type":"y"}
WebSocket is already in CLOSING or CLOSED state.
Firefox can’t establish a connection to the server at wss://chat.example/socket.
2026-03-02 10:00:01 [info] sent frame: {"type":"hello","q
2026-03-02 10:00:02 [info] received frame: {"type":"é"}
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    text
    0 open wss://chat.example/socket?x=1 Some(101) ~36000123000
    0 client text {"type":"hello"} ~36000200000
    0 close Dropped { reported: true } at `1006` ~36000400000
    1 client text {"type":"x"}
    1 server text {"type":"y"}
    skipped `WebSocket is already in CLOSING or CLOSED state.`
    2 open wss://chat.example/socket None
    2 close Refused { status: None } at `Firefox can’t establish a conn ~ chat.example/socket.`
    3 client elided {"type":"hello","q ~45601000000
    3 server text {"type":"é"} ~45602000000
    "#);
}

#[test]
fn a_recorded_terminal() {
    let text = "\r\x1b[2K\x1b[3D\x1b[32mConnected (press CTRL+C to quit)\x1b[39m\r\n\x1b[1G\x1b[0J> \x1b[3G{\"a\":1}\r\r\n\x1b[1G\x1b[0J> \x1b[3G\r\x1b[2K\x1b[3D\x1b[34m< {\"b\":\x1b[1m2}\x1b[39m\r\n\x1b[1G\x1b[0J> \x1b[3G\r\x1b[32mDisconnected (code: 1006, reason: \"\")\x1b[39m\r\n";
    insta::assert_snapshot!(transcript(text), @r#"
    text
    0 open - Some(101)
    0 client text {"a":1}
    0 server text {"b":2}
    0 close Dropped { reported: true } at `1006`
    "#);
}

#[test]
fn a_client_through_a_pipe_tells_no_direction() {
    insta::assert_snapshot!(transcript("> {\"a\":1}\n> {\"b\":2}\n"), @r#"
    text
    0 unknown text {"a":1}
    0 unknown text {"b":2}
    "#);
}

pub(super) const PYTHON: &str = r#"2026-03-02 10:00:01,000 DEBUG websockets.client = connection is CONNECTING
2026-03-02 10:00:01,000 DEBUG websockets.client > GET /s?x=1 HTTP/1.1
2026-03-02 10:00:01,000 DEBUG websockets.client > Host: chat.example
2026-03-02 10:00:01,000 DEBUG websockets.client > Sec-WebSocket-Protocol: one
2026-03-02 10:00:01,100 DEBUG websockets.client < HTTP/1.1 101 Switching Protocols
2026-03-02 10:00:01,100 DEBUG websockets.client = connection is OPEN
2026-03-02 10:00:01,200 DEBUG websockets.client > TEXT '{"type":"it\'s"}' [15 bytes]
2026-03-02 10:00:01,200 DEBUG websockets.client > TEXT '{"type":"hel...o"}' [85 bytes]
2026-03-02 10:00:01,300 DEBUG websockets.client < BINARY 00 01 [2 bytes]
2026-03-02 10:00:01,300 DEBUG websockets.client < PING 'x' [text, 1 byte]
2026-03-02 10:00:01,400 DEBUG websockets.client < CLOSE 1000 (OK) so long [9 bytes]
2026-03-02 10:00:01,400 DEBUG websockets.client > CLOSE 1000 (OK) so long [9 bytes]
2026-03-02 10:00:01,400 DEBUG websockets.client = connection is CLOSED
2026-03-02 10:00:02,000 DEBUG websockets.server = connection is CONNECTING
2026-03-02 10:00:02,000 DEBUG websockets.server < GET /t HTTP/1.1
2026-03-02 10:00:02,000 DEBUG websockets.server < Host: localhost:8080
2026-03-02 10:00:02,000 DEBUG websockets.server = connection is OPEN
2026-03-02 10:00:02,000 DEBUG websockets.server < TEXT '{}' [2 bytes]
2026-03-02 10:00:02,000 DEBUG websockets.server < EOF
2026-03-02 10:00:02,000 DEBUG websockets.server = connection is CLOSED
2026-03-02 10:00:02,000 ERROR root ConnectionClosedError: no close frame received or sent
2026-03-02 10:00:03,000 DEBUG websockets.client = connection is CONNECTING
2026-03-02 10:00:03,000 DEBUG websockets.client < HTTP/1.1 403 Forbidden
2026-03-02 10:00:03,000 ERROR root server rejected WebSocket connection: HTTP 403
"#;

#[test]
fn python_websockets() {
    insta::assert_snapshot!(transcript(PYTHON), @r#"
    text
    0 open wss://chat.example/s?x=1 Some(101) protocols=one ~45601100000
    0 client text {"type":"it's"} ~45601200000
    0 client elided {"type":"hel...o"} ~45601200000
    0 server binary Some(2) 00 01 [2 bytes] ~45601300000
    0 close Closed { code: 1000, reason: Some("so long"), by: Some(Server) } at `1000` ~45601400000
    1 open ws://localhost:8080/t Some(101) ~45602000000
    1 client text {} ~45602000000
    1 close Dropped { reported: false } at `2026-03-02 10:00:02,000 DEBUG  ~ connection is CLOSED` ~45602000000
    skipped `2026-03-02 10:00:02,000 ERROR  ~ ame received or sent`
    2 open - Some(403) ~45603000000
    2 close Refused { status: Some(403) } at `403` ~45603000000
    skipped `2026-03-02 10:00:03,000 ERROR  ~ connection: HTTP 403`
    "#);
}
