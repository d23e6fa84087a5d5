//! Payload files.

use super::super::Format;
use super::{transcript, transcript_as};

#[test]
fn one_payload_or_several() {
    insta::assert_snapshot!(transcript(" {\"type\":\"hello\"}\n"), @r#"
    payload
    payload {"type":"hello"}
    "#);
    insta::assert_snapshot!(transcript("[{\"a\":1},\n {\"b\":2}]"), @r#"
    payload
    payload {"a":1}
    payload {"b":2}
    "#);
    insta::assert_snapshot!(transcript("{\"a\":1}\n\n{\"b\":2}\n"), @r#"
    payload
    payload {"a":1}
    payload {"b":2}
    "#);
    insta::assert_snapshot!(transcript("[1,{\"a\":1}]"), @r#"
    payload
    payload [1,{"a":1}]
    "#);
    insta::assert_snapshot!(transcript(r#""{\"type\":\"hello\"}""#), @r#"
    payload
    payload "{\"type\":\"hello\"}"
    "#);
}

#[test]
fn what_is_no_json_is_handed_out_whole() {
    for text in ["{\"a\":1,}", "{\"a\":1} trailing", "{a:1}", "nonsense", "{\n\"a\":1\n\"b\":2}"] {
        assert_eq!(transcript_as(text, Format::Payload), [format!("payload {}", text.replace('\n', "\\n"))]);
    }
}

#[test]
fn a_broken_row_is_one_broken_payload() {
    insta::assert_snapshot!(transcript("{\"a\":1}\n{\"b\":}\n"), @r#"
    payload
    payload {"a":1}
    payload {"b":}
    "#);
}
