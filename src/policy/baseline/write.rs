//! Writes a baseline: the same bytes for the same findings, whatever order they came in.

use std::collections::HashSet;

use crate::text::escape::is_dangerous;

use super::{Entry, VERSION};

/// The text of a baseline with these entries, each fingerprint once.
pub(crate) fn text(mut entries: Vec<Entry>) -> String {
    entries.sort_by(|one, other| order(one).cmp(&order(other)));
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.fingerprint.clone()));
    let lines: Vec<String> = entries.iter().map(line).collect();
    let list = match lines.as_slice() {
        [] => String::new(),
        lines => format!("\n    {}\n  ", lines.join(",\n    ")),
    };
    format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{list}]\n}}\n")
}

/// By what people look for, and no line number, which moves.
fn order(entry: &Entry) -> impl Ord + '_ {
    (&entry.file, &entry.member, &entry.code, &entry.message_type, &entry.pointer, &entry.message, &entry.fingerprint)
}

fn line(entry: &Entry) -> String {
    let members = [
        ("file", Some(&entry.file)),
        ("member", entry.member.as_ref()),
        ("code", Some(&entry.code)),
        ("messageType", entry.message_type.as_ref()),
        ("pointer", entry.pointer.as_ref()),
        ("message", Some(&entry.message)),
        ("fingerprint", Some(&entry.fingerprint)),
    ];
    let members = members.into_iter().filter_map(|(key, value)| {
        let value = string(value?);
        Some(format!("\"{key}\": {value}"))
    });
    format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
}

/// A JSON string in which everything that could deceive a reader is escaped, in a way that reads back.
fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            other if is_dangerous(other) => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
