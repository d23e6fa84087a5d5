//! Fixes of payloads in whatever layout: what is mended means the same but for the fault, and every other byte stays.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::common::run;

/// White space as JSON may have it.
fn space() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ", "\n", "\n    ", "\t", "\r\n  ", "  \n\n"])
}

/// The members of a startChat beside its fault: name, and value as it is written.
const MEMBERS: [(&str, &str); 6] = [
    ("type", r#""startChat""#),
    ("queueId", r#""6a0d2c41-93e7-4b5f-8d10-c2f7a95b3e84""#),
    ("routingData", r#"{ "language":"en-US" }"#),
    ("sessionContext", "{\"customData\":{\t\"orderNumber\": 1.50e1}}"),
    ("sessionContext", "{ }"),
    ("guestName", r#""Zo\u00eb \"Z\" 🙂""#),
];

/// A startChat in any layout whose guestName stands at the top level: its text, and what it says.
fn misplaced() -> impl Strategy<Value = String> {
    let members = subsequence(vec![3, 4], 0..=1).prop_flat_map(|context| {
        let members: Vec<usize> = [0, 1, 2, 5].into_iter().chain(context).collect();
        Just(members).prop_shuffle()
    });
    (members, prop::collection::vec(space(), 32)).prop_map(|(members, spaces)| {
        let mut spaces = spaces.into_iter().cycle();
        let mut next = || spaces.next().unwrap_or_default();
        let mut text = format!("{}{{", next());
        for (index, member) in members.iter().enumerate() {
            let (name, value) = MEMBERS[*member];
            let comma = if index == 0 { "" } else { "," };
            text.push_str(&format!("{comma}{}\"{name}\"{}:{}{value}{}", next(), next(), next(), next()));
        }
        format!("{text}}}{}", next())
    })
}

fn fix(path: &Path) {
    let ran = run(&["check", "--no-config", "--fix", path.to_str().unwrap()]);
    assert!(ran.exit <= 1, "{}{}", ran.stdout, ran.stderr);
}

/// What the payload says with its guestName at the right place.
fn meant(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap();
    let object = value.as_object_mut().unwrap();
    let name = object.remove("guestName").unwrap();
    let context = object.entry("sessionContext").or_insert_with(|| json!({}));
    let context = context.as_object_mut().unwrap();
    let data = context.entry("customData").or_insert_with(|| json!({}));
    data["guestName"] = name;
    value
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_moved_member_changes_nothing_else(text in misplaced()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("start-chat.json");
        fs::write(&path, &text).unwrap();
        fix(&path);
        let mended = fs::read_to_string(&path).unwrap();
        let value: Value = serde_json::from_str(&mended).unwrap();
        prop_assert_eq!(value, meant(&text), "{}", mended);
        // Numbers, escapes and spaces of the values that stay are as they were written.
        let stays = MEMBERS.iter().filter(|(name, _)| *name != "sessionContext");
        for (_, value) in stays {
            prop_assert_eq!(mended.matches(value).count(), 1, "{}\n{}", value, mended);
        }
        if text.contains("1.50e1") {
            prop_assert!(mended.contains("\t\"orderNumber\": 1.50e1"), "{}", mended);
        }
        let edge = |text: &str| (text.len() - text.trim_start().len(), text.len() - text.trim_end().len());
        prop_assert_eq!(edge(&text), edge(&mended));
        fix(&path);
        prop_assert_eq!(fs::read_to_string(&path).unwrap(), mended);
    }

    #[test]
    fn any_bytes_stay_what_they_are_or_become_json(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("payload.json");
        fs::write(&path, &bytes).unwrap();
        let ran = run(&["check", "--no-config", "--fix", "--unsafe", path.to_str().unwrap()]);
        prop_assert!(ran.exit <= 1 || ran.exit == 3, "{}", ran.stderr);
        let after = fs::read(&path).unwrap();
        prop_assert!(after == bytes || serde_json::from_slice::<Value>(&after).is_ok());
    }
}
