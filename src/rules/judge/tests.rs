//! Which rule is heard where several have something to say, and in whose words.

use serde_json::json;

use crate::capture::Located;
use crate::protocol::embedded;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

/// What is wrong with a payload of the guest conversations that stands in no session.
pub(in crate::rules) fn findings(text: &str, direction: Direction) -> Vec<Finding> {
    findings_by(&embedded().unwrap()[0], text, direction)
}

fn findings_by(protocol: &Protocol, text: &str, direction: Direction) -> Vec<Finding> {
    let source = Source::from_text(InputName::Stdin, text, Masker::new(false));
    let extent = Span::new(0, text.len());
    let place = Place { source: &source, located: &Located::of(&source, extent), extent };
    let document = &crate::text::json::parse(text, crate::text::json::PAYLOAD_DEPTH).unwrap();
    let (limits, context, standing) = &Default::default();
    let subject = Subject { place, document, direction, protocol, limits, context, standing, frame: None };
    judge(&subject, &mut Claims::default()).findings
}

/// Codes and pointers of what is wrong with a startChat of these further members.
fn told(members: &str) -> Vec<(&'static str, String)> {
    let id = "a1b2c3d4-5678-90ab-cdef-1234567890ab";
    let found = findings(&format!(r#"{{"type":"startChat","queueId":"{id}",{members}}}"#), Direction::Client);
    found.into_iter().map(|finding| (finding.rule.code, finding.pointer.unwrap_or_default())).collect()
}

#[test]
fn a_field_at_two_wrong_places_is_told_at_each() {
    let (top, inner) = (r#""language":"de-DE""#, r#""sessionContext":{"language":"de-DE"}"#);
    let missing = ("GL201", "/routingData".to_owned());
    assert_eq!(told(top), std::slice::from_ref(&missing));
    assert_eq!(told(inner), std::slice::from_ref(&missing));
    let second = ("GL213", "/sessionContext/language".to_owned());
    assert_eq!(told(&format!("{top},{inner}")), [missing, second.clone()]);
    let right = r#""routingData":{"language":"de-DE"}"#;
    assert_eq!(told(&format!("{right},{top},{inner}")), [("GL213", "/language".to_owned()), second]);
}

#[test]
fn one_fault_is_told_once() {
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    let routed = |members: &str| told(&format!(r#""routingData":{{"language":"de-DE"}},{members}"#));
    assert_eq!(routed(&format!(r#""note":"{token}""#)), [("GL217", "/note".to_owned())]);
    assert_eq!(routed(r#""note":"x""#), [("GL204", "/note".to_owned())]);
    assert_eq!(told(r#""routingdata":{"language":"de-DE"}"#), [("GL201", "/routingData".to_owned())]);
}

#[test]
fn a_constraint_tells_in_its_own_words_before_the_schema_does() {
    let constraints = json!([
        { "message": "hello", "must": { "required": ["name"] }, "rule": "GL201", "help": "say who", "source": "P" },
        { "message": "hello", "field": "/age", "must": { "minimum": 18 }, "rule": "GL207", "severity": "note",
          "says": "the guest is a child", "source": "P" },
        { "message": "hello", "field": "/age", "must": { "maximum": 5 }, "rule": "GL209", "source": "P" },
        { "message": "hello", "must": { "properties": { "old": false } }, "rule": "GL204", "source": "P" },
    ]);
    let manifest = json!({
        "name": "greeting", "title": "Greeting", "status": "documented", "summary": "", "sources": {}, "endpoints": [],
        "discriminator": { "field": "/type", "source": "P" }, "constraints": constraints,
        "messages": [{ "name": "hello", "direction": "client", "schema": "hello", "source": "P" }],
    });
    let schema = json!({ "required": ["name"], "properties": { "age": { "type": "integer", "minimum": 10 } } });
    let protocol = Protocol::from_parts(&manifest.to_string(), |_| Some(schema.to_string())).unwrap();
    let told = |members: &str| {
        let found = findings_by(&protocol, &format!(r#"{{"type":"hello"{members}}}"#), Direction::Client);
        let words =
            |finding: Finding| format!("{} {}: {}", finding.severity.as_str(), finding.rule.code, finding.message);
        found.into_iter().map(words).collect::<Vec<_>>()
    };
    assert_eq!(told(r#","name":"x","age":4"#), ["note GL207: the guest is a child"]);
    assert_eq!(told(r#","name":"x","age":20"#), ["error GL209: age is 20 and must be 5 or less"]);
    assert_eq!(told(r#","name":"x","age":"x""#), ["error GL203: age is a string and must be an integer"]);
    assert_eq!(told(r#","name":"x","old":1"#), ["warning GL204: old is 1 and must be absent"]);
    assert_eq!(told(""), ["error GL201: hello has no name"]);
    let help = findings_by(&protocol, r#"{"type":"hello"}"#, Direction::Client).remove(0).help;
    assert_eq!(help.as_deref(), Some("say who"));
    let unknown = manifest.to_string().replace("GL209", "GL299");
    let refused = Protocol::from_parts(&unknown, |_| Some(schema.to_string())).unwrap_err();
    assert!(refused.to_string().contains("there is no rule GL299"), "{refused}");
}
