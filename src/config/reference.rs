//! The reference of the file's keys in Markdown, made from the list of keys.

use super::keys::{KEYS, Key, KeyOf, Kind};

/// The tables of the file: a heading for each as it stands in TOML, and its keys.
pub fn sections() -> Vec<(String, &'static [Key])> {
    let mut sections = vec![("At the top".to_owned(), KEYS)];
    for key in KEYS {
        match &key.kind {
            Kind::Tables(keys) => sections.push((format!("[[{}]]", key.name), keys)),
            Kind::Each(KeyOf::Name, Kind::Table(keys)) => {
                sections.push((format!("[{}.<name>]", key.name), keys));
            }
            Kind::Each(_, Kind::Table(keys)) => {
                sections.push((format!("[{}.\"<id>\"]", key.name), keys));
            }
            _ => {}
        }
    }
    sections
}

/// The reference: a table for each table of the file.
pub fn reference() -> String {
    let mut out = String::new();
    for (heading, keys) in sections() {
        let heading = if heading.starts_with('[') { format!("`{heading}`") } else { heading };
        out.push_str(&format!("### {heading}\n\n| key | value | without it | meaning |\n|---|---|---|---|\n"));
        for key in keys {
            out.push_str(&row(key));
        }
        out.push('\n');
    }
    out
}

fn row(key: &Key) -> String {
    let name = match &key.kind {
        Kind::Tables(_) => format!("[[{}]]", key.name),
        Kind::Each(..) => format!("[{}]", key.name),
        _ => key.name.to_owned(),
    };
    let without = match (key.required, key.default) {
        (true, _) => "must be there",
        (false, "") => "",
        (false, default) => default,
    };
    let value = value(&key.kind);
    format!("| `{name}` | {value} | {without} | {} |\n", key.about)
}

/// What a value is, for a column of a table.
fn value(kind: &Kind) -> String {
    match kind {
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Word(words) => {
            let words: Vec<_> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            words.join(", ")
        }
        Kind::Protocol => "a protocol's name".to_owned(),
        Kind::Region => "a region's domain".to_owned(),
        Kind::Host => "a host".to_owned(),
        Kind::Path => "a path".to_owned(),
        Kind::Glob => "a glob".to_owned(),
        Kind::Rule => "a rule's code or name".to_owned(),
        Kind::Limit => "a number or a rate".to_owned(),
        Kind::Size => "a whole number".to_owned(),
        Kind::Percentage => "a number from 0 to 100".to_owned(),
        Kind::List(item) => format!("a list: {}", value(item)),
        Kind::OneOrMore(item) => format!("{}, or a list of such", value(item)),
        Kind::Table(_) => "a table".to_owned(),
        Kind::Tables(_) => "tables, see below".to_owned(),
        Kind::Each(_, Kind::Table(_)) => "a table for each, see below".to_owned(),
        Kind::Each(_, Kind::Each(..)) => "a table for each: its limits by name".to_owned(),
        Kind::Each(_, item) => format!("by rule: {}", value(item)),
    }
}
