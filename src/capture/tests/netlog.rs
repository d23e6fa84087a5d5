//! Chrome's NetLog, with raw bytes and without.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::Format;
use super::{transcript, transcript_as};

/// A log with raw bytes of a socket over TLS that compresses.
pub(super) const LOG: &str = include_str!("../../../fixtures/valid/sessions/netlog-deflate.json");
const WITHOUT_BYTES: &str = include_str!("../../../fixtures/invalid/GL904-netlog-without-bytes.json");

const CONSTANTS: &str = r#""constants":{"logEventPhase":{"PHASE_END":2},"logEventTypes":{"REQUEST_ALIVE":1,"SOCKET_ALIVE":2,"SOCKET_BYTES_RECEIVED":3,"SOCKET_BYTES_SENT":4,"SOCKET_READ_ERROR":5,"HTTP_TRANSACTION_READ_RESPONSE_HEADERS":6},"timeTickOffset":"1772445600000"}"#;
const SENT: u32 = 4;
const RECEIVED: u32 = 3;

const REQUEST: &[u8] =
    b"GET /s HTTP/1.1\r\nHost: chat.example:8080\r\nupgrade: WebSocket\r\nSec-WebSocket-Protocol: one, two\r\n\r\n";
const ANSWER: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
const HELLO: &[u8] = b"\x81\x82\x01\x02\x03\x04\x7a\x7f";

fn event(source: u32, kind: u32, time: u32, params: &str) -> String {
    format!(r#"{{"params":{params},"phase":0,"source":{{"id":{source},"type":10}},"time":"{time}","type":{kind}}}"#)
}

fn bytes(source: u32, kind: u32, time: u32, content: &[u8]) -> String {
    let encoded = STANDARD.encode(content);
    let params = format!(r#"{{"byte_count":{},"bytes":"{encoded}"}}"#, content.len());
    event(source, kind, time, &params)
}

/// A log of a socket without TLS that was dropped; `first`: the constants come first.
pub(super) fn log(first: bool) -> String {
    let events = [
        bytes(7, SENT, 1000, REQUEST),
        bytes(7, RECEIVED, 1010, ANSWER),
        bytes(7, SENT, 1020, HELLO),
        event(7, RECEIVED, 1030, r#"{"byte_count":0}"#),
    ];
    let events = format!("\"events\":[\n{}]", events.join(",\n"));
    match first {
        true => format!("{{{CONSTANTS},\n{events},\n\"polledData\":{{}}}}"),
        false => format!("{{{events},\n{CONSTANTS}}}"),
    }
}

fn of(events: &[String]) -> String {
    let log = format!("{{{CONSTANTS},\"events\":[{}]}}", events.join(",\n"));
    transcript(&log)
}

#[test]
fn compressed_frames_under_tls() {
    insta::assert_snapshot!(transcript(LOG));
}

#[test]
fn a_drop_without_tls_wherever_the_constants_stand() {
    insta::assert_snapshot!(transcript(&log(true)), @r#"
        netlog
        0 open ws://chat.example:8080/s Some(101) protocols=one, two @45601000000
        0 client text {} @45601020000
        0 close Dropped { reported: false } at `{"params":{"byte_count":0},"ph ~ me":"1030","type":3}` @45601030000
        "#);
    assert_eq!(transcript(&log(true)), transcript(&log(false)));
}

#[test]
fn a_killed_browser_leaves_no_end() {
    let whole = log(true);
    let cut = whole.find("],\n\"polledData").unwrap();
    let lines = transcript_as(&whole[..cut], Format::NetLog);
    let complete = transcript_as(&whole, Format::NetLog);
    assert_eq!(lines[..complete.len()], complete);
    assert_eq!(lines.last().unwrap(), &format!("truncated at {cut}"));
}

#[test]
fn pieces_of_heads_and_frames_other_requests_and_other_connections() {
    let (head, rest) = REQUEST.split_at(20);
    let mut answer = ANSWER.to_vec();
    answer.extend(b"\x01\x01a\x89\x00\x80");
    insta::assert_snapshot!(of(&[
        bytes(8, SENT, 1, b"\x16\x03\x01 a hello of TLS"),
        bytes(7, SENT, 2, b"GET / HTTP/1.1\r\nHost: chat.example\r\n\r\n"),
        bytes(7, RECEIVED, 3, b"HTTP/1.1 200 OK\r\n\r\nGET "),
        bytes(7, SENT, 4, head),
        bytes(7, SENT, 5, rest),
        bytes(8, RECEIVED, 6, ANSWER),
        bytes(7, RECEIVED, 7, &answer),
        bytes(7, RECEIVED, 8, b"\x01b\x88\x05\x03\xe8bye"),
        bytes(7, SENT, 9, b"\x88\x80\x01\x02\x03\x04"),
        event(7, RECEIVED, 10, r#"{"byte_count":0}"#),
    ]), @r#"
        netlog
        0 open ws://chat.example:8080/s Some(101) protocols=one, two @45600005000
        0 server text ab @45600007000
        0 close Closed { code: 1000, reason: Some("bye"), by: Some(Server) } at `"AWKIBQPoYnll"` @45600008000
        "#);
}

#[test]
fn refused_failed_and_unanswered() {
    insta::assert_snapshot!(of(&[
        bytes(1, SENT, 1, REQUEST),
        bytes(2, SENT, 2, REQUEST),
        bytes(1, RECEIVED, 3, b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
        event(1, RECEIVED, 4, r#"{"byte_count":0}"#),
        bytes(3, SENT, 5, REQUEST),
        bytes(3, RECEIVED, 6, ANSWER),
        event(3, 5, 7, r#"{"net_error":-101}"#),
        bytes(4, SENT, 8, REQUEST),
        bytes(4, RECEIVED, 9, ANSWER),
        event(4, 2, 10, "{}").replace("\"phase\":0", "\"phase\":2"),
        bytes(5, SENT, 11, REQUEST),
        event(5, RECEIVED, 12, r#"{"byte_count":0}"#),
    ]), @r#"
        netlog
        0 open ws://chat.example:8080/s Some(403) protocols=one, two @45600001000
        0 close Refused { status: Some(403) } at `"SFRUUC8xLjEgNDAzIEZvcmJpZGRlb ~ C1MZW5ndGg6IDANCg0K"` @45600003000
        1 open ws://chat.example:8080/s Some(101) protocols=one, two @45600005000
        1 close Dropped { reported: false } at `{"params":{"net_error":-101}," ~ "time":"7","type":5}` @45600007000
        2 open ws://chat.example:8080/s Some(101) protocols=one, two @45600008000
        2 close Unknown at `{"params":{},"phase":2,"source ~ time":"10","type":2}` @45600010000
        3 open ws://chat.example:8080/s None protocols=one, two @45600011000
        3 close Refused { status: None } at `{"params":{"byte_count":0},"ph ~ time":"12","type":3}` @45600012000
        4 open ws://chat.example:8080/s None protocols=one, two @45600002000
        "#);
}

#[test]
fn without_bytes_the_frames_are_only_counted() {
    insta::assert_snapshot!(transcript(WITHOUT_BYTES));
    let url = r#"{"url":"wss://chat.example/s"}"#;
    let failed = event(1, 1, 20, r#"{"net_error":-102}"#).replace("\"phase\":0", "\"phase\":2");
    insta::assert_snapshot!(of(&[event(1, 1, 10, url), failed]), @r#"
        netlog
        0 open wss://chat.example/s None @45600020000
        0 close Refused { status: None } at `{"params":{"net_error":-102}," ~ time":"20","type":1}` @45600020000
        "#);
    let refused = event(1, 6, 20, r#"{"headers":["HTTP/1.1 401 Unauthorized"]}"#);
    insta::assert_snapshot!(of(&[event(1, 1, 10, url), refused]), @r#"
        netlog
        0 open wss://chat.example/s Some(401) @45600020000
        0 close Refused { status: Some(401) } at `"HTTP/1.1 401 Unauthorized"` @45600020000
        "#);
}

#[test]
fn sockets_over_http_2_are_told() {
    let url = r#"{"url":"wss://chat.example/s"}"#;
    let answer = r#"{"headers":["HTTP/1.1 200"]}"#;
    let lines = of(&[event(1, 1, 10, url), bytes(2, SENT, 11, b"PRI * HTTP/2.0"), event(1, 6, 20, answer)]);
    assert!(lines.contains("they run over HTTP/2"), "{lines}");
}

#[test]
fn what_is_no_netlog_is_told() {
    for text in ["[1]", "{\"a\":1}", "{\"constants\":{},\"events\":[]}", "{\"constants\":7}"] {
        let lines = transcript_as(text, Format::NetLog);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with("at 0: the input is no NetLog"), "{lines:?}");
    }
}
