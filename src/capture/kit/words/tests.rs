use std::collections::HashSet;

use serde_json::Value;

use super::*;

fn data() -> Value {
    serde_json::from_str(include_str!("../../../../schemas/client-words.json")).unwrap()
}

#[test]
fn the_file_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../../../schemas/client-words.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(
        validator.is_valid(&data()),
        "{:?}",
        validator.iter_errors(&data()).map(|e| e.to_string()).collect::<Vec<_>>()
    );
    assert!(BUILT_IN.is_some());
}

/// Each word finds itself, has a source that is explained, and stands in its list once.
#[test]
fn every_word_is_found_where_it_stands_and_has_a_source() {
    let data = data();
    let sources = data["sources"].as_object().unwrap();
    for (kind, entries) in data.as_object().unwrap() {
        let Some(entries) = entries.as_array().filter(|entries| entries.iter().any(Value::is_object)) else {
            continue;
        };
        let mut seen = HashSet::new();
        for entry in entries {
            assert!(sources.contains_key(entry["source"].as_str().unwrap()), "{entry}");
            for word in entry["words"].as_array().unwrap() {
                let word = word.as_str().unwrap();
                assert!(
                    seen.insert((word.to_ascii_lowercase(), entry["begins"].clone())),
                    "{kind}: {word} stands there twice"
                );
                let list = List::of(&[serde_json::from_value(entry.clone()).unwrap()]);
                let text = if entry["begins"] == true { format!("x {word}Text") } else { format!("x {word}") };
                assert!(list.first(&text).is_some(), "{kind}: {word}");
            }
        }
    }
}

#[test]
fn directions() {
    for (text, expected) in [
        ("ws write: ", Some((Direction::Client, false))),
        ("Message sent: ", Some((Direction::Client, false))),
        ("Message from server ", Some((Direction::Server, false))),
        ("Sending to server ", Some((Direction::Client, false))),
        ("sendText ", Some((Direction::Client, false))),
        ("SendText ", None),
        ("got ", Some((Direction::Server, true))),
        ("read ", Some((Direction::Server, true))),
        ("sender ", None),
        ("POST /send-message ", None),
        ("I/TX: ", Some((Direction::Client, false))),
        ("[IN] ", Some((Direction::Server, false))),
        ("in the middle ", None),
    ] {
        let found = direction(text).map(|(hit, direction)| (direction, hit.manner.weak));
        assert_eq!(found, expected, "{text}");
    }
}
