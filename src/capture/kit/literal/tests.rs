use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn read(text: &str) -> Option<Located<'_>> {
    let whole = Span::new(0, text.len());
    json(&Located { text: Cow::Borrowed(text), map: SourceMap::verbatim(whole) }, whole)
}

#[test]
fn what_consoles_print_of_plain_objects() {
    for (literal, expected) in [
        ("{type: 'connect', version: '2.0'}", r#"{"type": "connect", "version": "2.0"}"#),
        ("{'type': 'x', 'last': True, 'q': None}", r#"{"type": "x", "last": true, "q": null}"#),
        ("{ a: [ 1, -2.5e3, ], }", r#"{ "a": [ 1, -2.5e3 ] }"#),
        (r#"{a: 'it\'s "so"', $b: `c`}"#, r#"{"a": "it's \"so\"", "$b": "c"}"#),
        (r"{a: '\xe9\n'}", r#"{"a": "\u00e9\n"}"#),
        ("{\n  action: 'echo'\n}", "{\n  \"action\": \"echo\"\n}"),
    ] {
        let read = read(literal).unwrap();
        let values: [Value; 2] = [&*read.text, expected].map(|text| serde_json::from_str(text).unwrap());
        assert_eq!(values[0], values[1], "{literal}");
    }
}

#[test]
fn what_is_not_complete_is_no_literal() {
    for literal in [
        "{a: [Object]}",
        "{a: …}",
        "{a: {…}}",
        "{...}",
        "{a: undefined}",
        "{a: 'b' + 'c'}",
        "{a 1}",
        "{a: 1",
        "{a: 01}",
        "{a: <Buffer 01>}",
        "{1a: 2}",
        "Foo {a: 1}",
        "{a: 1} b",
    ] {
        assert!(read(literal).is_none(), "{literal}");
    }
}

/// The way back leads to the very bytes of a name and of a text.
#[test]
fn places_are_those_of_the_literal() {
    let text = "{type: 'start\\'Chat', n: None}";
    let read = read(text).unwrap();
    for (decoded, written) in [("type", "type"), ("start", "start"), ("Chat", "Chat"), ("null", "None")] {
        let at = read.text.find(decoded).unwrap();
        assert_eq!(read.map.span(Span::new(at, at + decoded.len())).slice(text), written);
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_is_json(text in "[{}\\[\\]:,'\"`\\\\ a-c0-9…None-]{0,40}") {
        if let Some(read) = read(&text) {
            prop_assert!(serde_json::from_str::<Value>(&read.text).is_ok(), "{text} became {}", read.text);
        }
    }
}
