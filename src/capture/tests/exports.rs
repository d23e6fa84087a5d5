//! Exports of log services, and what a user says of a log.

use super::super::{Mapping, Perspective, Settings};
use super::{transcript, transcript_with};

pub(super) const CLOUDWATCH: &str = r#"{"events": [
  {"timestamp": 1795417067985, "message": "ws send {\"type\":\"hello\"}\n", "ingestionTime": 1795417068000},
  {"timestamp": 1795417067995, "message": "{\"level\":\"info\",\"direction\":\"recv\",\"data\":\"{\\\"type\\\":\\\"welcome\\\"}\"}", "ingestionTime": 1795417068000},
  {"timestamp": 1795417067999, "message": "started"}
], "nextForwardToken": "f/1"}"#;

pub(super) const TABLE: &str = "Date,Host,\"Service\",Message\r\n\"2026-11-23T06:57:47Z\",h,chat,\"Sending: {\"\"type\"\":\"\"hello\"\",\"\"text\"\":\"\"a\\\\b, é\"\"}\"\r\n2026-11-23T06:57:48Z,h,chat,started\r\n2026-11-23T06:57:49Z,h,chat,\"Received: {\n \"\"b\"\":2}\"\r\n";

#[test]
fn cloudwatch() {
    insta::assert_snapshot!(transcript(CLOUDWATCH), @r#"
    frame-log
    skipped `{"timestamp": 1795417067999, "message": "started"}`
    0 client text {"type":"hello"} @17067985000
    0 server text {"type":"welcome"} @17067995000
    "#);
}

#[test]
fn insights_newest_first() {
    insta::assert_snapshot!(transcript(r#"{"results":[
 [{"field":"@timestamp","value":"2026-11-23 06:57:49.000"},{"field":"@message","value":"ws closed code=1006"},{"field":"@ptr","value":"Cn"}],
 [{"field":"@timestamp","value":"2026-11-23 06:57:48.000"},{"field":"@message","value":"ws recv {\"a\":\"é\"}"}],
 [{"field":"@timestamp","value":"2026-11-23 06:57:47.000"},{"field":"@message","value":"ws send {\"a\":1}"}]
],"status":"Complete"}"#), @r#"
    frame-log
    0 client text {"a":1} ~17067000000
    0 server text {"a":"é"} ~17068000000
    0 close Dropped { reported: true } at `1006` ~17069000000
    "#);
}

#[test]
fn elasticsearch_datadog_and_splunk() {
    insta::assert_snapshot!(transcript(r#"{"took":3,"hits":{"total":2,"hits":[{"_id":"1","_source":{"@timestamp":"2026-11-23T06:57:47Z","message":"Sending: {\"a\":1}"}},{"_id":"2","_source":{"@timestamp":"2026-11-23T06:57:48Z","direction":"recv","payload":{"b":2}}}]}}"#), @r#"
    frame-log
    0 client text {"a":1} @17067000000
    0 server text {"b":2} @17068000000
    "#);
    insta::assert_snapshot!(transcript(r#"{"data":[{"id":"A","type":"log","attributes":{"timestamp":"2026-11-23T06:57:47Z","status":"info","service":"chat","message":"Received: {\"a\":1}","attributes":{"usr":"x"}}},{"id":"B","type":"log","attributes":{"timestamp":"2026-11-23T06:57:48Z","status":"info","message":"frame","attributes":{"direction":"out","payload":"{\"b\":2}"}}}]}"#), @r#"
    frame-log
    0 server text {"a":1} @17067000000
    0 client text {"b":2} @17068000000
    "#);
    insta::assert_snapshot!(transcript("{\"preview\":false,\"result\":{\"_raw\":\"12:00 ws send {\\\"a\\\":1}\",\"_time\":\"2026-11-23T06:57:47Z\"}}\n{\"preview\":false,\"result\":{\"_raw\":\"ws recv {\\\"b\\\":1}\",\"_time\":\"2026-11-23T06:57:48Z\"}}\n"), @r#"
    frame-log
    0 client text {"a":1} @17067000000
    0 server text {"b":1} @17068000000
    "#);
}

#[test]
fn a_table() {
    insta::assert_snapshot!(transcript(TABLE), @r#"
    frame-log
    skipped `2026-11-23T06:57:48Z,h,chat,started`
    0 client text {"type":"hello","text":"a\\b, é"} @17067000000
    0 server text {\n "b":2} @17069000000
    "#);
    insta::assert_snapshot!(transcript("time;direction;payload\n2026-11-23T06:57:47Z;send;\"{\"\"a\"\":1}\"\n"), @r#"
    frame-log
    0 client text {"a":1} @17067000000
    "#);
}

#[test]
fn docker_cuts_long_lines() {
    insta::assert_snapshot!(transcript(concat!(
        "{\"log\":\"ws send {\\\"text\\\":\\\"be\",\"stream\":\"stdout\",\"time\":\"2026-11-23T09:14:05.1Z\"}\n",
        "{\"log\":\"an error\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-23T09:14:05.1Z\"}\n",
        "{\"log\":\"gun\",\"stream\":\"stdout\",\"time\":\"2026-11-23T09:14:05.1Z\"}\n",
        "{\"log\":\"\\\"}\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-23T09:14:05.1Z\"}\n",
        "{\"log\":\"ws recv {\\\"text\\\":\\\"never e\",\"stream\":\"stdout\",\"time\":\"2026-11-23T09:14:06.1Z\"}\n",
    )), @r#"
    frame-log
    skipped `{"log":"an error\n","stream":" ~ -11-23T09:14:05.1Z"}`
    0 client text {"text":"begun"} @25245100000
    0 server elided {"text":"never e @25246100000
    "#);
}

#[test]
fn a_record_that_the_service_cut() {
    insta::assert_snapshot!(transcript(r#"{"logEvents":[{"timestamp":1795417067985,"message":"{\"direction\":\"send\",\"level\":\"info\",\"data\":{\"type\":\"hello\",\"te"},{"timestamp":1795417067986,"message":"{\"direction\":\"recv\",\"data\":{\"a\":1},\"extra\":\"x"}]}"#), @r#"
    frame-log
    0 client elided {"type":"hello","te @17067985000
    0 server text {"a":1} @17067986000
    "#);
}

fn mapped(words: &[&str]) -> Settings {
    Settings { mapping: Mapping::parse(words).unwrap(), ..Settings::default() }
}

#[test]
fn a_mapping_says_what_the_names_do_not() {
    let text = r#"{"when":1795417067985,"kind":"out","what":{"a":1},"peer":7}
{"when":1795417067986,"kind":"odd","what":"{\"b\":1}","peer":8}
{"when":1795417067987,"kind":"closed","status":4001,"peer":7}
{"when":1795417067988,"note":"nothing"}
"#;
    let settings =
        mapped(&["time=/when", "direction=/kind", "event=/kind", "payload=/what", "socket=/peer", "url=/none"]);
    insta::assert_snapshot!(transcript_with(text, &settings), @r#"
    frame-log
    skipped `{"when":1795417067988,"note":"nothing"}`
    0 client text {"a":1} @17067985000
    1 unknown text {"b":1} @17067986000
    0 close Closed { code: 4001, reason: None, by: None } at `4001` @17067987000
    "#);
}

#[test]
fn a_servers_log() {
    let server = Settings { perspective: Some(Perspective::Server), ..Settings::default() };
    insta::assert_snapshot!(transcript_with("Sending: {\"a\":1}\nReceived: {\"a\":2}\nc2s {\"a\":3}\n< {\"a\":4}\n", &server), @r#"
    text
    0 server text {"a":1}
    0 client text {"a":2}
    0 client text {"a":3}
    0 client text {"a":4}
    "#);
    insta::assert_snapshot!(transcript_with("{\"event\":\"send\",\"data\":\"{}\"}\n{\"direction\":\"s2c\",\"data\":\"{}\"}\n{\"direction\":\"in\",\"data\":\"{}\"}\n", &server), @r#"
    frame-log
    0 server text {}
    0 server text {}
    0 client text {}
    "#);
    // The logger's name tells it.
    insta::assert_snapshot!(transcript_with("DEBUG websockets.server < TEXT '{}' [2 bytes]\n", &server), @r#"
    text
    0 client text {}
    "#);
}
