//! The words of clients' logs, and what stands around them: each log tells one connect, its answer, a hello and an end.

use super::transcript;

/// What a log comes to, without what holds nothing.
fn told(log: &str) -> Vec<String> {
    let transcript = transcript(log);
    transcript.lines().skip(1).filter(|line| !line.starts_with("skipped")).map(str::to_owned).collect()
}

/// Frames by who sent them, with the end.
fn shape(log: &str) -> String {
    let words = told(log).into_iter().map(|line| {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        match words[1] {
            "close" => words[2].to_owned(),
            who @ ("client" | "server" | "unknown") => format!("{who}-{}", words[2]),
            other => other.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn directions_of_libraries_and_applications() {
    for (sent, received) in [
        ("write: {}", "recv: {}"),
        ("++Sent decoded: fin=1 opcode=1 data=b'{}'", "++Rcv decoded: fin=1 opcode=1 data=b'{}'"),
        ("sendText {} last=true", "onText {} last=true"),
        ("SEND: {}", "MESSAGE: {}"),
        ("ws out {}", "ws in {}"),
        ("to server {}", "from server {}"),
        ("Client -> Server: {}", "Server -> Client: {}"),
        ("browser => backend {}", "backend => browser {}"),
        ("Server <- Client: {}", "Client <- Server: {}"),
        ("I/TX: {}", "I/RX: {}"),
        ("[chat] > {}", "[chat] < {}"),
        ("level=debug t=1 msg=\"write: {}\"", "level=debug t=1 msg=\"rcvd: {}\""),
    ] {
        let escaped = |line: &str, json: &str| {
            let json = if line.contains("msg=\"") { json.replace('"', "\\\"") } else { json.to_owned() };
            line.replace("{}", &json)
        };
        let log = format!(
            "{}\n{}\n",
            escaped(sent, r#"{"type":"hello"}"#),
            escaped(received, r#"{"type":"welcome","text":"got it"}"#)
        );
        assert_eq!(shape(&log), "client-text server-text", "{log}");
    }
}

#[test]
fn names_that_nobody_knows_and_tags_tell_no_direction() {
    for (line, expected) in [
        ("shop => contact {\"type\":\"hello\"}", "unknown-text"),
        ("10.0.0.9:51840 -> 10.0.0.4:443 {\"type\":\"hello\"}", "unknown-text"),
        ("Sending: {\"type\":\"hello\"}\n<span class=\"x\">{\"type\":\"bye\"}</span>", "client-text unknown-text"),
    ] {
        assert_eq!(shape(&format!("{line}\n")), expected, "{line}");
    }
}

#[test]
fn ends_without_a_close_frame() {
    for end in [
        "onFailure: java.io.EOFException response=null",
        "Error: read ECONNRESET",
        "Error: socket hang up",
        "Task <1>.<1> finished with error [57] Error Domain=NSPOSIXErrorDomain Code=57 \"Socket is not connected\"",
        "The remote party closed the WebSocket connection without completing the close handshake.",
        "read failed: failed to read frame header: EOF",
        "websocket._exceptions.WebSocketConnectionClosedException: Connection to remote host was lost.",
        "reason: transport close",
        "[close] Connection died",
        "State changed from: Connected, to: Reconnecting",
    ] {
        let log = format!("Sending: {{\"type\":\"hello\"}}\n{end}\n");
        assert_eq!(shape(&log), "client-text Dropped", "{log}");
    }
}

/// What an application logs before it sends it was sent once.
#[test]
fn a_message_that_is_told_twice_is_one() {
    let hello = r#"{"type":"hello"}"#;
    for log in [
        format!("Sending: {hello}\nvalidated {hello}\nReceived: {{\"type\":\"welcome\"}}\n"),
        format!(
            "ws open wss://chat.example/v1\nvalidated {hello}\nSending: {hello}\nReceived: {{\"type\":\"welcome\"}}\n"
        ),
    ] {
        let shape = shape(&log);
        assert_eq!(shape.matches("text").count(), 2, "{log}{shape}");
    }
}

/// What was lost may have been another connection: where the socket goes on, it was.
#[test]
fn a_socket_that_goes_on_did_not_end() {
    let log = "Sending: {\"type\":\"hello\"}\nupload: read ECONNRESET\nReceived: {\"type\":\"welcome\"}\nWebSocket closed 1000\n";
    assert_eq!(shape(log), "client-text error server-text Closed");
    let other = "Sending: {\"type\":\"hello\"}\nredis: read ECONNRESET\n";
    assert_eq!(shape(other), "client-text");
}

#[test]
fn refused_handshakes() {
    for (line, status) in [
        ("Error: Unexpected server response: 403", "403"),
        ("websockets.exceptions.InvalidStatus: server rejected WebSocket connection: HTTP 403", "403"),
        ("java.net.ProtocolException: Expected HTTP 101 response but was '403 Forbidden'", "403"),
        ("<-- 403 https://chat.example/v1 (20ms)", "403"),
        ("The HTTP response from the server [403] did not permit the HTTP upgrade", "403"),
        ("The server returned status code '403' when status code '101' was expected.", "403"),
        ("< HTTP/2 403", "403"),
        ("websocket: bad handshake", "None"),
        ("Error Domain=NSURLErrorDomain Code=-1011 \"There was a bad response from the server.\"", "None"),
        ("DeploymentException: Handshake error.", "None"),
        ("Firefox can’t establish a connection to the server at wss://chat.example/v1.", "None"),
    ] {
        let log = format!("connecting to wss://chat.example/v1\n{line}\n");
        let told = told(&log).join("\n");
        assert!(told.contains("close Refused") && told.contains(status), "{log}{told}");
    }
    assert!(!transcript("connecting to wss://chat.example/v1\n<-- 101 Switching Protocols\n").contains("Refused"));
}

/// Whatever stands around a record or a line.
#[test]
fn layers_in_any_order() {
    let row = r#"{"level":20,"time":1795417067801,"dir":"send","data":"{\"type\":\"hello\"}","msg":"ws"}"#;
    for prefix in
        ["gw-1  | ", "2026-11-23T06:57:47.8Z ", "[pod/gw/gw] ", "2026-11-23T06:57:47.8Z stdout F ", "0|gw  | "]
    {
        assert_eq!(shape(&format!("{prefix}{row}\n{prefix}{row}\n")), "client-text client-text", "{prefix}");
    }
    for line in [
        r#"{"labels":{"app":"gw"},"line":"Sending: {\"type\":\"hello\"}","timestamp":"2026-11-23T06:57:47.801Z"}"#,
        r#"{"textPayload":"Sending: {\"type\":\"hello\"}","timestamp":"2026-11-23T06:57:47.801Z"}"#,
        r#"{"jsonPayload":{"direction":"sent","payload":{"type":"hello"},"message":"ws"},"timestamp":"2026-11-23T06:57:47.801Z"}"#,
        r#"{"timestamp":"2026-11-23T06:57:47.801Z","event":"ws_send","payload":"{\"type\":\"hello\"}"}"#,
        r#"{"time":"2026-11-23T06:57:47.801Z","msg":"ws send","payload":{"type":"hello"}}"#,
        "Sending: {&quot;type&quot;:&quot;hello&quot;}",
        "Sending: {“type”:\u{a0}“hello”}",
        "Sending: {type: 'hello'}",
        "> Sending: {'type': 'hello', 'last': None}",
    ] {
        assert_eq!(shape(&format!("{line}\n{line}\n")), "client-text client-text", "{line}");
    }
}

/// The row of a log whose text tells an opening or an end says the rest in members of its own.
#[test]
fn members_beside_a_text_that_tells_an_event() {
    let log = r#"{"time":1795417067701,"level":30,"msg":"WebSocket opened","url":"wss://chat.example/v1"}
{"time":1795417067801,"level":30,"msg":"ws send","payload":{"type":"hello"}}
{"time":1795417067901,"level":40,"msg":"WebSocket closed","code":1006,"reason":"","wasClean":false}
"#;
    assert_eq!(shape(log), "open client-text Dropped");
    let error = r#"{"time":1795417067801,"level":20,"msg":"write","payload":"{\"type\":\"hello\"}"}
{"time":1795417067901,"level":50,"msg":"read","err":"websocket: close 1006 (abnormal closure): unexpected EOF"}
"#;
    assert_eq!(shape(error), "client-text Dropped");
}

/// A call of the vendor's mobile SDK is no frame, and its sanitizer's asterisks are no fault.
#[test]
fn the_mobile_sdk() {
    let log = r#"11-23 06:57:46.425  1  2 I MTSDK   : onOpen
11-23 06:57:46.426  1  2 I MTSDK   : State changed from: Connecting, to: Connected
11-23 06:57:46.433  1  2 I MTSDKws : sendMessage(text = {"action":"hello"}, customAttributes = {})
11-23 06:57:49.001  1  2 I MTSDK   : sendMessage(text = *******rcel, customAttributes = {})
11-23 06:57:49.008  1  2 I MTSDKws : sendMessage(text = {"message":{***********"A1"}}, customAttributes = {})
11-23 06:57:52.700  1  2 E MTSDK   : onFailure(message: Failed to reconnect.)
"#;
    assert_eq!(shape(log), "open client-text client-elided Dropped");
}

/// Lines as applications' loggers write them: each log holds a hello that was sent and a welcome that was received.
#[test]
fn loggers_of_many_languages() {
    for (sent, received) in [
        ("app[web.1]: emit {}", "app[web.1]: on message {}"),
        (
            "Handler : Sending TextMessage payload=[{}], byteCount=35",
            "Handler : Received TextMessage payload=[{}], byteCount=20",
        ),
        ("ws] tx Text(\"{}\")", "ws] rx Text(\"{}\")"),
        ("Connection 12 sending message \"{}\"", "Connection 12 received message \"{}\""),
        ("D, #12] DEBUG -- : ws.send({})", "D, #12] DEBUG -- : ws.onmessage({})"),
        (
            r#"{"@t":"2026-03-02T09:15:00.000Z","@mt":"Sending {Payload}","Payload":"{}"}"#,
            r#"{"@t":"2026-03-02T09:15:01.000Z","@mt":"Received {Payload}","Payload":"{}"}"#,
        ),
        (
            r#"{"__REALTIME_TIMESTAMP":"1772442900000000","MESSAGE":"Sending: {}"}"#,
            r#"{"__REALTIME_TIMESTAMP":"1772442901000000","MESSAGE":"Received: {}"}"#,
        ),
    ] {
        let line = |line: &str, json: &str| {
            let is_escaped = line.starts_with('{') || line.contains("Text(");
            line.replace("{}", &if is_escaped { json.replace('"', "\\\"") } else { json.to_owned() })
        };
        let log = format!("{}\n{}\n", line(sent, r#"{"type":"hello"}"#), line(received, r#"{"type":"welcome"}"#));
        assert_eq!(shape(&log), "client-text server-text", "{log}");
    }
}
