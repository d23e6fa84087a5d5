//! The table of formats, and what is made of it.

use std::fs;
use std::path::Path;

use super::super::{FORMATS, Format, tried};

#[test]
fn each_format_has_its_row() {
    for (at, row) in FORMATS.iter().enumerate() {
        assert_eq!(row.format as usize, at, "rows stand in the order of the formats");
        assert_eq!(Format::named(row.name), Some(row.format), "names are unique");
        assert_eq!(row.format.row().name, row.name);
    }
    assert_eq!(Format::named("pcap"), None);
}

#[test]
fn what_was_looked_for() {
    assert_eq!(
        tried(),
        "a JSON payload, a frame log (NDJSON or JSON), a HAR file or a zip archive with one, DevTools Protocol events, \
         tshark's JSON, a mitmproxy flow, a NetLog, or text with WebSocket frames"
    );
}

#[test]
fn the_table_of_the_readme_is_current() {
    const START: &str = "| format | what it is |\n|---|---|\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = fs::read_to_string(&path).unwrap();
    let start = page.find(START).unwrap() + START.len();
    let end = start + page[start..].find("\n\n").unwrap() + 1;
    let current = format!("{}{}{}", &page[..start], table(), &page[end..]);
    if current != page && std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        fs::write(path, current).unwrap();
        return;
    }
    assert!(current == page, "the table of formats in README.md is stale: INSTA_UPDATE=always writes it anew");
}

#[test]
fn no_reader_imports_another() {
    const READERS: [&str; 8] = ["cdp", "frame_log", "har", "mitmproxy", "netlog", "payload", "text", "tshark"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/capture");
    let mut seen = 0;
    for own in READERS.into_iter().chain(["kit"]) {
        let mut waiting = vec![root.join(own), root.join(format!("{own}.rs"))];
        while let Some(path) = waiting.pop() {
            waiting.extend(fs::read_dir(&path).into_iter().flatten().map(|entry| entry.unwrap().path()));
            for line in fs::read_to_string(&path).unwrap_or_default().lines() {
                let other =
                    READERS.iter().find(|other| **other != own && line.contains(&format!("capture::{other}::")));
                assert_eq!(other, None, "{}: {line}", path.display());
                seen += usize::from(line.starts_with("use crate::capture"));
            }
        }
    }
    assert!(seen > READERS.len());
}

/// A line for each format, or for those that share their words.
fn table() -> String {
    let mut lines = String::new();
    for sharing in FORMATS.chunk_by(|one, next| one.about == next.about) {
        let names: Vec<String> = sharing.iter().map(|row| format!("`{}`", row.name)).collect();
        lines += &format!("| {} | {} |\n", names.join(", "), sharing[0].about);
    }
    lines
}
