//! The parser against serde_json, and the spans and maps against the text they come from.

use std::error::Error;

use guestlint::text::json::{CAPTURE_DEPTH, Node, PAYLOAD_DEPTH, SourceMap, parse, source_map};
use guestlint::text::span::Span;
use proptest::prelude::*;
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

/// The node as a plain value, its numbers read from their text as serde_json reads them.
fn plain(node: Node<'_>) -> Value {
    if let Some(text) = node.as_str() {
        return Value::from(text);
    }
    if let Some(text) = node.as_number() {
        return serde_json::from_str(text).unwrap_or_default();
    }
    if let Some(value) = node.as_bool() {
        return Value::from(value);
    }
    if node.is_object() {
        let members = node.members().map(|m| (m.key().to_owned(), plain(m.value())));
        return Value::Object(members.collect());
    }
    if node.is_null() { Value::Null } else { node.items().map(plain).collect() }
}

/// Whether serde_json has another opinion for a reason that the parser's documentation lists: an escape of half a surrogate
/// pair, or a number beyond `f64`.
fn is_documented(text: &str) -> bool {
    serde_json::from_str::<Value>(text).err().is_some_and(|error| {
        let message = error.to_string();
        ["lone leading surrogate", "unexpected end of hex escape", "number out of range", "invalid unicode code point"]
            .iter()
            .any(|known| message.contains(known))
    })
}

/// Both accept `text` with the same value, or both reject it.
fn agree(text: &str) -> Result<(), TestCaseError> {
    let ours = parse(text, PAYLOAD_DEPTH);
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(document), Ok(value)) => prop_assert_eq!(plain(document.root()), value, "{:?}", text),
        (Err(_), Err(_)) => {}
        (ours, theirs) => prop_assert!(
            is_documented(text),
            "{:?}: {:?} {:?}",
            text,
            ours.map(|d| d.root().kind()),
            theirs.map_err(|e| e.to_string())
        ),
    }
    Ok(())
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| n.to_string()),
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?",
    ]
}

fn whitespace() -> impl Strategy<Value = String> {
    "[ \t\n\r]{0,3}"
}

/// A string literal: any characters, some of them written as escapes.
fn literal() -> impl Strategy<Value = String> {
    let verbatim =
        any::<char>().prop_map(|c| serde_json::to_string(&c).unwrap_or_default().trim_matches('"').to_owned());
    let piece = prop_oneof![
        4 => "[a-z ]{1,4}".prop_map(String::from),
        2 => prop::sample::select(vec!["\\n", "\\t", "\\r", "\\b", "\\f", "\\/", "\\\\", "\\\"", "é", "😀", "\u{7f}", "\u{2028}"])
            .prop_map(str::to_owned),
        2 => any::<char>().prop_map(|c| {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04X}")).collect()
        }),
        1 => verbatim.prop_filter("the quote alone was trimmed", |s| s != "\\"),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// JSON as people and programs write it: whitespace anywhere, escapes, repeated keys.
fn json_text() -> impl Strategy<Value = String> {
    let scalar =
        prop_oneof![Just("null".to_owned()), Just("true".to_owned()), Just("false".to_owned()), number(), literal(),];
    let spaced = |inner: BoxedStrategy<String>| {
        (whitespace(), inner, whitespace()).prop_map(|(before, it, after)| format!("{before}{it}{after}"))
    };
    let value = scalar.prop_recursive(5, 48, 6, move |inner| {
        let item = spaced(inner.boxed()).boxed();
        let key = spaced(prop_oneof![literal(), "[ab]".prop_map(|k| format!("\"{k}\""))].boxed());
        let member = (key, item.clone()).prop_map(|(key, value)| format!("{key}:{value}"));
        prop_oneof![
            prop::collection::vec(item, 1..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 1..6).prop_map(|members| format!("{{{}}}", members.join(","))),
            whitespace().prop_map(|space| format!("[{space}]")),
            whitespace().prop_map(|space| format!("{{{space}}}")),
        ]
    });
    spaced(value.boxed())
}

/// What a mutation puts in.
fn inserted() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "", ",", ":", "[", "]", "{", "}", "\"", "\\", "0", "-", ".", "e", "+", "\n", "\u{0}", "\u{a0}", "\u{feff}",
            "/", "'", "\\u", "\\ud83d", "\\udc00", "null", "tru", "NaN", "1e999",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn arbitrary_text_is_judged_as_serde_json_judges_it(text in any::<String>()) {
        agree(&text)?;
    }

    #[test]
    fn text_of_json_characters_is_judged_as_serde_json_judges_it(text in "[\\[\\]{}\",:0-9eE.+\\-truefalsn\\\\/ \n]{0,24}") {
        agree(&text)?;
    }

    #[test]
    fn generated_json_is_accepted_with_the_value_serde_json_reads(text in json_text()) {
        prop_assert!(parse(&text, PAYLOAD_DEPTH).is_ok(), "{:?}", parse(&text, PAYLOAD_DEPTH).err());
        agree(&text)?;
    }

    #[test]
    fn mutated_json_is_judged_as_serde_json_judges_it(
        text in json_text(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, inserted()), 1..4),
    ) {
        let mut text = text;
        for (at, removed, put) in edits {
            let start = boundary(&text, at.index(text.len() + 1));
            let end = boundary(&text, start + removed).max(start);
            text.replace_range(start..end, &put);
        }
        agree(&text)?;
    }

    #[test]
    fn every_cut_of_json_is_a_truncation_or_still_json(text in json_text(), at in any::<prop::sample::Index>()) {
        let cut = text.get(..boundary(&text, at.index(text.len() + 1))).unwrap_or("");
        if let Err(error) = parse(cut, PAYLOAD_DEPTH) {
            prop_assert!(error.is_truncation() || cut.trim().is_empty(), "{:?} {}", cut, error);
        }
    }

    #[test]
    fn every_span_holds_its_value(text in json_text()) {
        let document = parse(&text, PAYLOAD_DEPTH).map_err(|e| TestCaseError::fail(e.to_string()))?;
        for node in document.nodes() {
            let again = parse(node.raw(), PAYLOAD_DEPTH).map_err(|e| TestCaseError::fail(e.to_string()))?;
            prop_assert_eq!(again.root().span(), Span::new(0, node.span().len()));
            prop_assert_eq!(plain(again.root()), plain(node));
            for member in node.all_members() {
                let key = parse(member.key_span().slice(&text), PAYLOAD_DEPTH).map_err(|e| TestCaseError::fail(e.to_string()))?;
                prop_assert_eq!(key.root().as_str(), Some(member.key()));
                prop_assert!(member.span().end <= node.span().end);
            }
        }
    }

    #[test]
    fn a_member_is_shadowed_when_its_key_comes_again(keys in prop::collection::vec("[a-e]", 0..40)) {
        let members: Vec<_> = keys.iter().enumerate().map(|(n, key)| format!("\"{key}\":{n}")).collect();
        let text = format!("{{{}}}", members.join(","));
        let document = parse(&text, PAYLOAD_DEPTH).map_err(|e| TestCaseError::fail(e.to_string()))?;
        for (n, member) in document.root().all_members().enumerate() {
            let again = keys.iter().skip(n + 1).any(|key| key == member.key());
            prop_assert_eq!(member.is_shadowed(), again);
        }
        prop_assert_eq!(plain(document.root()), serde_json::from_str::<Value>(&text).unwrap_or_default());
    }

    #[test]
    fn each_character_of_a_string_maps_to_its_own_source(before in "[^\"]{0,5}", literal in literal()) {
        let text = format!("{before}{literal}");
        let map = source_map(&text, Span::new(before.len(), text.len()));
        let value: String = serde_json::from_str(&literal).unwrap_or_default();
        prop_assert_eq!(map.whole(), Span::new(before.len() + 1, text.len() - 1));
        assert_maps(&text, &value, &map, 1)?;
    }

    #[test]
    fn three_levels_of_strings_map_to_the_real_bytes(inner in json_text()) {
        let middle = format!("[{}]", Value::from(inner.as_str()));
        let outer = format!("{{\"data\": {} }}", Value::from(middle.as_str()));
        let fail = |e: guestlint::text::json::ParseError| TestCaseError::fail(e.to_string());

        let outer_document = parse(&outer, CAPTURE_DEPTH).map_err(fail)?;
        let data = outer_document.root().get("data").ok_or_else(|| TestCaseError::fail("no data"))?;
        let outer_map = source_map(&outer, data.span());
        let middle_text = data.as_str().unwrap_or_default();
        prop_assert_eq!(middle_text, &middle);

        let middle_document = parse(middle_text, PAYLOAD_DEPTH).map_err(fail)?;
        let string = middle_document.root().items().next().ok_or_else(|| TestCaseError::fail("no item"))?;
        let map = source_map(middle_text, string.span()).through(&outer_map);
        assert_maps(&outer, &inner, &map, 2)?;

        // A value of the innermost document, cut from the real bytes and decoded twice, is that value.
        let inner_document = parse(&inner, PAYLOAD_DEPTH).map_err(fail)?;
        for node in inner_document.nodes() {
            let real = map.span(node.span()).slice(&outer);
            prop_assert_eq!(decoded(real, 2), Some(node.raw().to_owned()));
        }
    }
}

/// `source` decoded `levels` times as the inside of a string literal.
fn decoded(source: &str, levels: usize) -> Option<String> {
    (0..levels).try_fold(source.to_owned(), |text, _| serde_json::from_str(&format!("\"{text}\"")).ok())
}

/// Asserts that each character of `value` maps to source bytes that decode to it, and that these stretches touch.
fn assert_maps(source: &str, value: &str, map: &SourceMap, levels: usize) -> Result<(), TestCaseError> {
    let mut end = map.whole().start;
    for (at, character) in value.char_indices() {
        let span = map.span(Span::new(at, at + character.len_utf8()));
        prop_assert_eq!(span.start, end);
        prop_assert_eq!(map.decoded(span.start), at, "and back");
        end = span.end;
        prop_assert_eq!(decoded(span.slice(source), levels), Some(character.to_string()));
    }
    prop_assert_eq!(end, map.whole().end);
    prop_assert_eq!(map.offset(value.len() + 7), end);
    prop_assert_eq!(map.decoded(end + 7), value.len());
    prop_assert_eq!(map.decoded(0), 0);
    Ok(())
}

#[test]
fn difference_lone_surrogates_are_read_as_replacement_characters() -> Outcome {
    for (text, expected) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00x""#, "\u{fffd}x"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83dA""#, "\u{fffd}A"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
    ] {
        assert!(serde_json::from_str::<Value>(text).is_err() && is_documented(text), "{text}");
        assert_eq!(parse(text, PAYLOAD_DEPTH)?.root().as_str(), Some(expected), "{text}");
    }
    Ok(())
}

#[test]
fn difference_numbers_beyond_f64_are_kept_as_text() -> Outcome {
    for text in ["1e999", "-1e999", "123456789E+400"] {
        assert!(serde_json::from_str::<Value>(text).is_err() && is_documented(text), "{text}");
        let document = parse(text, PAYLOAD_DEPTH)?;
        assert_eq!(document.root().as_number(), Some(text));
        assert_eq!(document.root().as_f64().map(f64::is_infinite), Some(true));
    }
    Ok(())
}

#[test]
fn difference_the_depth_limit_is_the_callers() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(serde_json::from_str::<Value>(&nested(127)).is_ok());
    assert!(serde_json::from_str::<Value>(&nested(128)).is_err());
    for limit in [PAYLOAD_DEPTH, CAPTURE_DEPTH] {
        assert!(parse(&nested(limit), limit).is_ok());
        assert_eq!(parse(&nested(limit + 1), limit).err().map(|e| e.span), Some(Span::new(limit, limit + 1)));
    }
}

#[test]
fn difference_repeated_keys_are_all_kept() -> Outcome {
    let text = r#"{"a":1,"b":2,"\u0061":3}"#;
    let document = parse(text, PAYLOAD_DEPTH)?;
    let members: Vec<_> = document.root().all_members().map(|m| (m.key(), m.value().raw(), m.is_shadowed())).collect();
    assert_eq!(members, [("a", "1", true), ("b", "2", false), ("a", "3", false)]);
    assert_eq!(document.root().get("a").map(Node::raw), Some("3"));
    assert_eq!(plain(document.root()), serde_json::from_str::<Value>(text)?);
    Ok(())
}

#[test]
fn the_map_of_an_empty_string_is_its_inside() {
    let map = source_map("[\"\"]", Span::new(1, 3));
    assert_eq!((map.whole(), map.offset(0), map.offset(5)), (Span::at(2), 2, 2));
    let outer = SourceMap::verbatim(Span::new(100, 104));
    assert_eq!(map.through(&outer).whole(), Span::at(102));
}
