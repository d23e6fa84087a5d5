//! Tests of `judge/resemble.rs`.

use crate::protocol::embedded;

use super::*;

fn resembles(text: &str) -> bool {
    let protocols: Vec<_> = embedded().unwrap().iter().collect();
    match crate::text::json::parse(text, crate::text::json::PAYLOAD_DEPTH) {
        Ok(document) => payload(document.root(), &protocols),
        Err(_) => broken(text, &protocols),
    }
}

#[test]
fn payloads_resemble_even_when_they_are_broken() {
    for text in [
        r#"{"type":"startChat"}"#,
        r#"{"type":"StartChat"}"#,
        r#"[{"a":1},{"type":"connect"}]"#,
        r#"{"routingData":{}}"#,
        r#"{"event":"startChat"}"#,
        r#"{"type":"startChat","queueId":"x",}"#,
        r#"{'type':'startChat'}"#,
        r#"{type: "startChat"}"#,
        r#"{"queueId":"x","routingData":{"#,
    ] {
        assert!(resembles(text), "{text}");
    }
}

#[test]
fn files_of_a_web_project_do_not() {
    for text in [
        r#"{"name":"shop","type":"module","version":"1.0.0","dependencies":{}}"#,
        "{ // tsconfig\n \"compilerOptions\": {\"types\": [\"node\"]} }",
        r#"{"type":"project","require":{}}"#,
        r#"{"type":"object","properties":{"type":{"type":"string"}}}"#,
        r#"{"event":"push","action":"opened"}"#,
        r#"{"lockfileVersion":3,"packages":{}}"#,
        "[]",
        "3",
    ] {
        assert!(!resembles(text), "{text}");
    }
}
