//! Unit tests of items and of what marks them.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::outcome::{Coverage, Part, ProtocolCoverage, What};
use crate::protocol::{Protocol, embedded};
use crate::text::json::{PAYLOAD_DEPTH, parse};

use super::Hook;
use super::shape::Shape;

/// The optional places of a schema, and the listed values.
fn items(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for place in &Shape::of(schema).places {
        if place.optional {
            found.push(place.shown.clone());
        }
        let values = place.values.iter();
        found.extend(values.map(|value| format!("{}={value}", place.shown)));
    }
    found
}

#[test]
fn optional_fields_are_items_and_required_ones_are_not() {
    let schema = json!({
        "required": ["a"],
        "properties": {
            "a": { "required": ["x"], "properties": { "x": {}, "y": {} } },
            "b": { "items": { "required": ["k"], "properties": { "k": {}, "l": {} } } },
            "never": false
        }
    });
    assert_eq!(items(&schema), ["b", "a.y", "b[].l"]);
}

#[test]
fn composed_schemas_are_taken_together() {
    let schema = json!({
        "$defs": { "named": { "required": ["name"], "properties": { "name": {}, "nick": {} } } },
        "definitions": { "old": { "properties": { "legacy": {} } } },
        "allOf": [{ "$ref": "#/$defs/named" }, { "$ref": "#/definitions/old" }],
        "oneOf": [{ "required": ["mail"], "properties": { "mail": {} } }, { "properties": { "phone": {} } }],
        "if": { "properties": { "tested": {} } },
        "then": { "required": ["then"], "properties": { "then": {} } },
        "else": false,
        "not": { "properties": { "refused": {} } }
    });
    assert_eq!(items(&schema), ["nick", "legacy", "mail", "phone", "then"]);
}

#[test]
fn members_without_a_name_are_items_where_they_are_described() {
    let schema = json!({
        "properties": { "open": { "additionalProperties": true } },
        "patternProperties": { "^x-": { "enum": ["a", "b"] }, "(?=broken": {} },
        "additionalProperties": { "properties": { "inner": {} } }
    });
    let expected = ["open", "/^x-/", "/^x-/=\"a\"", "/^x-/=\"b\"", "*", "*.inner"];
    assert_eq!(items(&schema), expected);
}

#[test]
fn values_are_those_that_every_schema_allows() {
    let of = |schema: Value| items(&json!({ "required": ["v"], "properties": { "v": schema } }));
    assert_eq!(of(json!({ "enum": ["a", 1, null] })), ["v=\"a\"", "v=1", "v=null"]);
    assert_eq!(of(json!({ "const": "only" })), [""; 0]);
    assert_eq!(of(json!({ "oneOf": [{ "const": "a" }, { "enum": ["b", "a"] }] })), ["v=\"a\"", "v=\"b\""]);
    let narrowed = json!({ "enum": ["a", "b", "c"], "allOf": [{ "enum": ["c", "b"] }] });
    assert_eq!(of(narrowed), ["v=\"b\"", "v=\"c\""]);
}

#[test]
fn a_schema_that_refers_to_itself_ends() {
    let tree = json!({ "properties": { "value": {}, "below": { "items": { "$ref": "#" } } } });
    assert_eq!(items(&tree), ["below", "value"]);
    // Each level refers twice to the next: without a bound there would be 2^40 places.
    let mut defs = serde_json::Map::new();
    for level in 0..40 {
        let next = json!({ "$ref": format!("#/$defs/d{}", level + 1) });
        defs.insert(format!("d{level}"), json!({ "properties": { "l": next, "r": next } }));
    }
    let many = json!({ "$defs": defs, "$ref": "#/$defs/d0" });
    assert_eq!(Shape::of(&many).places.len(), 2000);
}

#[test]
fn coverage_passes_between_threads() {
    fn passes<T: Send + Sync>() {}
    passes::<Hook>();
    passes::<Coverage>();
    passes::<crate::outcome::Session>();
    passes::<crate::source::Source>();
}

fn guest() -> &'static Protocol {
    &embedded().unwrap()[0]
}

/// The coverage of guest-conversations by payloads.
fn covered(payloads: &[&str]) -> ProtocolCoverage {
    let hook = Hook::new(&[guest()]);
    let mut coverage = Coverage::default();
    coverage.add(hook.nothing(guest()).unwrap());
    for text in payloads {
        let document = parse(text, PAYLOAD_DEPTH).unwrap();
        let name = document.root().get("type").and_then(|name| name.as_str());
        let message = name.and_then(|name| guest().message(name));
        let seen = hook.payload(guest(), message, document.root(), &[]);
        seen.into_iter().for_each(|seen| coverage.add(seen));
    }
    coverage.into_protocols().remove(0)
}

#[test]
fn a_gap_takes_what_is_in_it_with_it() {
    let none = covered(&[]);
    let gaps = none.gaps();
    let within: usize = gaps.iter().map(|(_, within)| within + 1).sum();
    assert_eq!(within, none.all().total);
    assert!(none.biggest_gap().unwrap().starts_with("no client sends `startChat`"));
}

#[test]
fn what_the_rules_forbid_is_no_item() {
    for protocol in embedded().unwrap() {
        let nothing = Hook::new(&[protocol]).nothing(protocol).unwrap();
        for item in nothing.missing(Part::Transitions) {
            let What::Transition { rule, .. } = &item.what else {
                panic!("{item:?}");
            };
            for never in ["connect-once", "start-chat-once", "token-constant", "echo-per-minute"] {
                assert_ne!(rule, never);
            }
        }
    }
}

const PAYLOADS: [&str; 6] = [
    r#"{"type":"connect","version":"2.0"}"#,
    r#"{"type":"connected"}"#,
    r#"{"type":"startChat","queueId":"q","routingData":{"language":"en","vip":true}}"#,
    r#"{"type":"startChat","queueId":"q","routingData":{"language":"en"},"sessionContext":{"customData":{}}}"#,
    r#"{"type":"typing","data":{"isTyping":true}}"#,
    r#"{"type":"other"}"#,
];

proptest! {
    #[test]
    fn more_payloads_never_cover_less_in_any_order(
        first in prop::collection::vec(0..PAYLOADS.len(), 0..8),
        more in prop::collection::vec(0..PAYLOADS.len(), 0..4),
    ) {
        let text = |indices: &[usize]| indices.iter().map(|i| PAYLOADS[*i]).collect::<Vec<_>>();
        let less = covered(&text(&first));
        let mut all = [first, more].concat();
        let more = covered(&text(&all));
        all.reverse();
        prop_assert_eq!(&more, &covered(&text(&all)));
        prop_assert!(less.all().covered <= more.all().covered);
        prop_assert!(more.all().covered <= more.all().total);
    }
}
