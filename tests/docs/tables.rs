//! Tables of the documentation that are made from the program's own lists, in Markdown.

use std::fs;

use guestlint::config::{KEYS, Key, KeyOf, Kind};
use guestlint::organisation::exports::sources::SOURCES;
use guestlint::preflight::NAMES;

use crate::{read, root};

/// Compares what stands in `page` between the line that begins with `start` and `end` with `table`; `INSTA_UPDATE=always`
/// writes it anew.
pub fn hold(page: &str, start: &str, end: &str, table: &str) {
    let text = read(page);
    let from = text.find(start).unwrap();
    let from = from + text[from..].find('\n').unwrap() + 1;
    let to = text.find(end).unwrap();
    let current = format!("{}\n{}\n\n{}", &text[..from], table.trim_end(), &text[to..]);
    if current != text && std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        fs::write(root().join(page), current).unwrap();
        return;
    }
    assert!(current == text, "what {page} lists is stale: INSTA_UPDATE=always writes it anew");
}

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

/// The keys of `guestlint.toml`: a table for each table of the file.
pub fn keys() -> String {
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

/// The exports: what each tells, and how to get it.
pub fn exports() -> String {
    let mut table = String::from(
        "| it tells | REST API, or public file | `gc` | Terraform resource | permission |\n|---|---|---|---|---|\n",
    );
    for source in SOURCES {
        let code = |text: Option<&str>| text.map_or("–".to_owned(), |text| format!("`{text}`"));
        let permission = match (source.permission, source.rest.starts_with("https:")) {
            (Some(permission), _) => format!("`{permission}`"),
            (None, true) => "none, and no token".to_owned(),
            (None, false) => "none".to_owned(),
        };
        table.push_str(&format!(
            "| {} | `{}` | {} | {} | {permission} |\n",
            source.tells,
            source.rest,
            code(source.gc),
            code(source.terraform),
        ));
    }
    table
}

/// The names under which a client's settings are looked for.
pub fn names() -> String {
    let mut table = String::from("| says | names |\n|---|---|\n");
    for entry in NAMES {
        let names: Vec<String> = entry.names.iter().map(|name| format!("`{name}`")).collect();
        table.push_str(&format!("| the {} | {} |\n", entry.topic.as_str(), names.join(", ")));
    }
    table
}

#[test]
fn the_exports_are_current() {
    hold("docs/exports.md", "<!-- sources: ", "<!-- end of sources -->", &exports());
}

#[test]
fn the_names_of_settings_are_current() {
    hold("docs/preflight.md", "<!-- names: ", "<!-- end of names -->", &names());
}
