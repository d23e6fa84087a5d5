//! Limits that a user sets in place of a protocol's.

use std::collections::BTreeMap;

use crate::protocol::limits::{LimitOverrides, LimitValue};

use super::*;

const START: &str = r#"{"ts":"2026-11-23T09:14:00.000Z","event":"open","url":"wss://webmessaging.mypurecloud.de/v1?deploymentId=c7e2a915-0d38-4b6f-8a41-5f90d3b2e687","status":101}
{"ts":"2026-11-23T09:14:01.000Z","event":"send","data":{"action":"configureSession","token":"3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34","deploymentId":"c7e2a915-0d38-4b6f-8a41-5f90d3b2e687"}}
{"ts":"2026-11-23T09:14:02.000Z","event":"recv","data":{"type":"response","class":"SessionResponse","code":200,"body":{"connected":true,"newSession":true,"readOnly":false}}}
"#;

fn message(at: &str, text: &str) -> String {
    format!(
        r#"{{"ts":"2026-11-23T09:14:{at}Z","event":"send","data":{{"action":"onMessage","token":"3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34","message":{{"type":"Text","text":"{text}"}}}}}}"#
    ) + "\n"
}

fn options(limits: &[(&str, LimitValue)]) -> Options {
    let limits = limits.iter().map(|(name, value)| ((*name).to_owned(), *value));
    let limits = LimitOverrides(limits.collect());
    Options { limits: BTreeMap::from([("web-messaging".to_owned(), limits)]), ..Options::default() }
}

/// The messages of the findings under these limits.
fn told(limits: &[(&str, LimitValue)], text: &str) -> Vec<String> {
    let mut kept = Kept::default();
    let mut run = Run::new(options(limits), &mut kept).unwrap();
    run.input(Input::Stdin(text.as_bytes().to_vec().into())).unwrap();
    run.finish().unwrap();
    let findings = kept.0.iter().flat_map(|report| report.findings());
    findings.map(|finding| finding.message.clone()).collect()
}

#[test]
fn a_rate_that_is_set_is_the_rate_and_is_told() {
    let log = [START, &message("10.000", "a"), &message("10.400", "b"), &message("10.800", "c")].concat();
    let rate = |count, seconds| [("messages-per-second", LimitValue::Rate { count, seconds })];
    assert_eq!(told(&[], &log), Vec::<String>::new());
    assert_eq!(told(&rate(3, 1.0), &log), Vec::<String>::new());
    let over = "onMessage was sent more than twice in a second";
    assert_eq!(told(&rate(2, 1.0), &log), [over]);
    assert_eq!(told(&[("messages-per-second", LimitValue::Number(2))], &log), [over]);
    assert_eq!(told(&rate(1, 0.4), &log), Vec::<String>::new());
    let over = "onMessage was sent more than once in 0.5 seconds";
    assert_eq!(told(&rate(1, 0.5), &log), [over]);
}

#[test]
fn a_size_that_is_set_is_the_limit_of_sessions_and_payloads() {
    let limits = |max| [("text-bytes", LimitValue::Number(max))];
    // Each of the letters has two bytes.
    let log = [START, &message("10.000", "éé")].concat();
    let payload = r#"{"action":"onMessage","token":"3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34","message":{"type":"Text","text":"éé"}}"#;
    for input in [log.as_str(), payload] {
        assert_eq!(told(&limits(5), input), Vec::<String>::new());
        assert_eq!(told(&limits(4), input), Vec::<String>::new());
        assert_eq!(told(&limits(3), input), ["message.text is 4 bytes, and the limit is 3"]);
    }
}

#[test]
fn what_the_session_announced_wins_over_what_is_set() {
    let start = START.replace(r#""connected":true"#, r#""connected":true,"maxCustomDataBytes":100"#);
    let attributes = r#"{"ts":"2026-11-23T09:14:10.000Z","event":"send","data":{"action":"onMessage","token":"3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34","message":{"type":"Text","text":"a","channel":{"metadata":{"customAttributes":{"key":"0123456789"}}}}}}"#;
    let limits = [("custom-attributes-bytes", LimitValue::Number(5))];
    assert_eq!(told(&limits, &(start + attributes)), Vec::<String>::new());
    let found = told(&limits, &(START.to_owned() + attributes));
    assert_eq!(found, ["message.channel.metadata.customAttributes is 13 bytes, and the limit is 5"]);
}

#[test]
fn a_limit_or_protocol_that_is_not_there_is_refused() {
    let refused = |options: Options| {
        let mut kept = Kept::default();
        Run::new(options, &mut kept).err().map(|error| error.to_string())
    };
    let wrong = refused(options(&[("text-byte", LimitValue::Number(1))])).unwrap();
    assert!(wrong.contains("web-messaging has no limit `text-byte` (did you mean text-bytes?)"), "{wrong}");
    let nobody = Options {
        limits: BTreeMap::from([("web-message".to_owned(), LimitOverrides::default())]),
        ..Options::default()
    };
    let wrong = refused(nobody).unwrap();
    assert!(wrong.contains("there is no protocol `web-message`"), "{wrong}");
}
