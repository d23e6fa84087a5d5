//! The summary in Markdown, read as a page: its tables, its size, and that an input cannot add to it.

use std::fmt::Write;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::common::{guestlint, with_stdin};

/// The cells of each row of each table.
pub fn rows(page: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.last_mut().unwrap().push(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = rows.last_mut().and_then(|row: &mut Vec<String>| row.last_mut()) {
                    cell.push_str(&text);
                }
            }
            _ => {}
        }
    }
    rows
}

/// Fails where the page holds anything that the report does not write itself: links, pictures, other tags.
pub fn holds_only_our_own(page: &str) {
    let ours = ["<code>", "</code>", "<span>", "</span>", "<br>", "<details>", "</details>"];
    for event in Parser::new_ext(page, Options::all()) {
        match event {
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::InlineHtml(tag) => assert!(ours.contains(&&*tag), "{tag}"),
            Event::Html(line) => {
                let line = line.trim();
                let summary = line.starts_with("<summary>") && line.ends_with(" more findings</summary>");
                assert!(summary || ours.contains(&line), "{line}");
            }
            Event::Start(
                tag @ (Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::Emphasis
                | Tag::Strikethrough
                | Tag::FootnoteDefinition(_)
                | Tag::Superscript
                | Tag::Subscript),
            ) => panic!("{tag:?}"),
            Event::InlineMath(text) | Event::DisplayMath(text) => panic!("{text}"),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Rule => {
                panic!("{event:?}")
            }
            _ => {}
        }
    }
}

#[test]
fn a_long_report_fits_into_a_comment() {
    let mut log = String::new();
    for number in 0..4000 {
        let _ = writeln!(
            log,
            r#"{{"type":"startChat","queueId":"6b0d2f7e-41c9-4a83-9e57-d3f80c1a95b2","field{number}":1}}"#
        );
    }
    let ran = with_stdin("check - --output markdown --max-findings 6000", log.as_bytes());
    assert!(ran.stdout.chars().count() < 65_000, "{}", ran.stdout.len());
    holds_only_our_own(&ran.stdout);
    let shown = rows(&ran.stdout).iter().filter(|row| row[0] != "Severity").count();
    let (_, left) = ran.stdout.split_once("\n… and ").unwrap();
    let left: usize = left.split_once(' ').unwrap().0.parse().unwrap();
    assert_eq!(shown + left, 6000);
    assert!(ran.stdout.contains("2000 more findings not shown (--max-findings)"), "{left}");
}

#[test]
fn many_sessions_leave_room_for_the_findings() {
    let one = String::from_utf8(crate::common::bytes("fixtures/field-report/session.ndjson")).unwrap();
    let ran = with_stdin("check - --output markdown", one.repeat(60).as_bytes());
    assert!(ran.stdout.chars().count() < 65_000, "{}", ran.stdout.len());
    assert!(ran.stdout.contains("\n### Findings\n"));
}

#[test]
fn every_row_has_four_cells() {
    for path in ["fixtures/invalid", "fixtures/trace", "fixtures/masking"] {
        let ran = guestlint(&format!("check {path} --output markdown"));
        let rows = rows(&ran.stdout);
        assert!(rows.len() > 2, "{path}");
        assert!(rows.iter().all(|row| row.len() == 4), "{path}: {rows:?}");
        holds_only_our_own(&ran.stdout);
    }
}
