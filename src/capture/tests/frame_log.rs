//! Frame logs: the canonical one, and applications' dialects.

use super::super::Format;
use super::{transcript, transcript_as};

pub(super) const CANONICAL: &str = r#"{"ts":"2026-03-02T10:00:01.000Z","socket":"1","event":"open","url":"wss://chat.example/s","status":101}
{"ts":"2026-03-02T10:00:01.100Z","socket":"1","event":"send","data":"{\"type\":\"hello\"}"}
{"ts":"2026-03-02T10:00:01.200Z","socket":"1","event":"recv","data":{"type":"welcome"}}
{"ts":"2026-03-02T10:00:01.250Z","socket":"1","event":"send","opcode":2,"encoding":"base64","data":"AAEC/w=="}
{"ts":"2026-03-02T10:00:01.300Z","socket":"1","event":"error","message":"it broke"}
{"ts":"2026-03-02T10:00:01.400Z","socket":"1","event":"close","code":1006,"reason":"","clean":false}
"#;

#[test]
fn canonical() {
    insta::assert_snapshot!(transcript(CANONICAL), @r#"
    frame-log
    0 open wss://chat.example/s Some(101) @45601000000
    0 client text {"type":"hello"} @45601100000
    0 server text {"type":"welcome"} @45601200000
    0 client binary Some(4) "AAEC/w==" @45601250000
    0 error it broke @45601300000
    0 close Dropped { reported: true } at `1006` @45601400000
    "#);
}

#[test]
fn the_same_as_an_array() {
    let rows = CANONICAL.trim().replace('\n', ",\n");
    assert_eq!(transcript(&format!("[\n{rows}\n]")), transcript(CANONICAL));
}

#[test]
fn dialects() {
    let text = r#"{"@timestamp":1772445601000,"ws":{"Dir":"OUT","Payload":"{}"},"connection_id":7}
{"time":1772445601.5,"type":"received","frame":{"opcode":1,"data":"{\"a\":1}"},"connection-id":7}
{"timestamp":1772445602000,"requestId":"r","type":"message","direction":"INCOMING","data":{"type":"Buffer","data":[1,2]}}
{"timestamp":1772445603000,"requestId":"r","type":"close","code":1000,"reason":"bye","wasClean":true}
{"level":"info","message":"Sending: {\"type\":\"hello\"}","time":"2026-03-02T10:00:04Z"}
{"log":"{\"event\":\"recv\",\"data\":\"{\\\"b\\\":\\\"\\\\n\\\"}\"}\n","stream":"stdout","time":"2026-03-02T10:00:05Z"}
{"level":"info","message":"WebSocket closed with code 4000, reason: idle","time":"2026-03-02T10:00:06Z"}
{"level":"info","message":"all done","time":"2026-03-02T10:00:06Z"}
{"type":"hello","message":"a payload"}
{"type":"error","message":"a payload, too"}
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    frame-log
    skipped `{"level":"info","message":"all ~ 26-03-02T10:00:06Z"}`
    payload {"type":"hello","message":"a payload"}
    payload {"type":"error","message":"a payload, too"}
    0 client text {} @45601000000
    0 server text {"a":1} @45601500000
    1 server binary Some(2) {"type":"Buffer","data":[1,2]} @45602000000
    1 close Closed { code: 1000, reason: Some("bye"), by: None } at `1000` @45603000000
    2 client text {"type":"hello"} @45604000000
    2 server text {"b":"\n"} @45605000000
    2 close Closed { code: 4000, reason: Some("idle"), by: None } at `4000` @45606000000
    "#);
}

#[test]
fn sockets_without_names() {
    let text = r#"{"event":"open","url":"wss://a.example/"}
{"event":"send","data":"{}"}
{"event":"close","code":1000}
{"event":"open","url":"wss://a.example/","status":403}
{"event":"open","url":"wss://b.example/"}
{"event":"recv","data":"{}","url":"wss://b.example/"}
{"event":"close","clean":false}
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    frame-log
    0 open wss://a.example/ None
    0 client text {}
    0 close Closed { code: 1000, reason: None, by: None } at `1000`
    1 open wss://a.example/ Some(403)
    1 close Refused { status: Some(403) } at `403`
    2 open wss://b.example/ None
    2 server text {}
    2 close Dropped { reported: false } at `"close"`
    "#);
}

#[test]
fn swapped_neighbours_are_put_in_order() {
    let mut rows: Vec<&str> = CANONICAL.lines().collect();
    rows.swap(1, 2);
    rows.swap(4, 5);
    assert_eq!(transcript(&rows.join("\n")), transcript(CANONICAL));
}

#[test]
fn a_log_that_runs_backwards_is_reversed() {
    let rows: Vec<&str> = CANONICAL.lines().rev().collect();
    assert_eq!(transcript(&rows.join("\n")), transcript(CANONICAL));
}

#[test]
fn messages_copied_out_of_an_archive() {
    let text = r#"[{"type":"send","time":1772445601.1,"opcode":1,"data":"{}"},
{"type":"receive","time":1772445601.2,"opcode":9,"data":""},
{"type":"error","time":1772445601.3,"opcode":-1,"data":"late"},
{"type":"receive","time":1772445601.4,"opcode":8,"data":"1000 bye"}]"#;
    insta::assert_snapshot!(transcript(text), @r#"
    har-messages
    0 client text {} @45601100000
    0 error late @45601300000
    0 close Closed { code: 1000, reason: Some("bye"), by: Some(Server) } at `{"type":"receive","time":17724 ~ 8,"data":"1000 bye"}` @45601400000
    "#);
}

#[test]
fn loggers_rows() {
    let text = r#"{"level":30,"time":1772445601000,"msg":"started"}
{"level":30,"time":1772445601000,"msg":"WebSocket connected to wss://chat.example/s"}
{"level":30,"time":1772445601100,"msg":"sending","payload":{"type":"hello"},"x":1}
{"level":30,"time":1772445601200,"msg":"Received: {\"type\":\"welcome\"}"}
{"level":50,"time":1772445601300,"msg":"WebSocket connection to 'wss://chat.example/s' failed: "}
"#;
    insta::assert_snapshot!(transcript(text), @r#"
    frame-log
    skipped `{"level":30,"time":1772445601000,"msg":"started"}`
    0 open wss://chat.example/s Some(101) @45601000000
    0 client text {"type":"hello"} @45601100000
    0 server text {"type":"welcome"} @45601200000
    0 error WebSocket connection to 'wss://chat.example/s' failed: @45601300000
    "#);
}

#[test]
fn payloads_that_look_like_rows() {
    let text = r#"{"type":"hello","sessionId":"1","timestamp":"2026-03-02T10:00:01Z"}
{"type":"close","sessionId":"1","timestamp":"2026-03-02T10:00:01Z"}
{"type":"error","timestamp":"2026-03-02T10:00:01Z","code":4031,"message":"bad"}
{"type":"message","direction":"Inbound","text":"hello"}
"#;
    assert!(transcript(text).lines().skip(1).all(|line| line.starts_with("payload ")));
    assert!(transcript(text).starts_with("payload\n"));
}

#[test]
fn a_direction_may_name_the_sender() {
    let text = "{\"dir\":\"client\",\"frame\":{\"a\":1}}\n{\"dir\":\"server\",\"frame\":\"{}\"}\n";
    insta::assert_snapshot!(transcript(text), @r#"
    frame-log
    0 client text {"a":1}
    0 server text {}
    "#);
}

#[test]
fn broken_and_foreign_lines() {
    let text = "{\"event\":\"send\",\"data\":{\"a\":1}},\nbanner\n{\"event\":\"send\",\"data\":tru}\n\n{\"event\":\"recv\",\"da";
    insta::assert_snapshot!(transcript_as(text, Format::FrameLog).join("\n"), @r#"
    skipped `banner`
    0 client text {"a":1}
    malformed at `tru`: text without quotes is not JSON
    missed `{"event":"send","data":tru}`
    truncated at 88
    "#);
}

#[test]
fn what_only_a_converted_log_says() {
    let text = r#"{"event":"frame-log","version":1}
{"ts":"2026-03-02T10:00:09Z","socket":"1","event":"connecting","url":"wss://chat.example/s","status":200,"protocols":"a, b"}
{"ts":"2026-03-02T10:00:01Z","socket":"1","event":"frame","data":"{}"}
{"socket":"1","event":"recv","opcode":2,"bytes":7}
{"socket":"1","event":"send","opcode":2}
{"socket":"1","event":"send","elided":true,"data":"{\"a\":..."}
{"socket":"1","event":"send","unparsed":true,"data":"[object Object]"}
{"socket":"1","event":"close","end":"unknown"}
{"socket":"2","event":"connecting","url":"wss://chat.example/s"}
{"socket":"2","event":"refused","status":403}
{"socket":"3","event":"close","code":7,"reason":"x","end":"closed"}
{"event":"payload","data":"{\"a\":1,}"}
{"event":"problem","problem":"no-frames","tool":"Firefox","sockets":2,"help":"use another"}
{"event":"problem","problem":"malformed","message":"no comma","help":"write one","data":"{\"a\" 1}"}
{"event":"problem","problem":"truncated","message":"it ends"}
{"event":"problem","problem":"encoding"}
{"event":"missed"}
"#;
    insta::assert_snapshot!(transcript(text));
}

#[test]
fn a_refusal_and_an_attempt_may_stand_alone() {
    let text = "{\"event\":\"connecting\",\"url\":\"wss://a/\"}\n{\"event\":\"open\",\"status\":101}\n{\"socket\":\"x\",\"event\":\"refused\",\"url\":\"wss://b/\",\"status\":401}\n";
    insta::assert_snapshot!(transcript(text));
}
