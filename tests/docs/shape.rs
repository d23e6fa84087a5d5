//! The fixed shape of a rule's page, and the index of the rules.

use std::fs;

use guestlint::rule::{RULES, Rule};

use crate::markdown::Page;
use crate::{read, root};

const SECTIONS: [&str; 5] = ["Why it matters", "Bad", "Good", "Fix", "Source"];

/// Whose rule it may be, as the severity line ends for families that depend on a protocol.
const SCOPES: [&str; 7] = [
    "every protocol",
    "guest-conversations",
    "guest-conversations and web-messaging",
    "guest-conversations and webchat-v2",
    "web-messaging",
    "web-messaging and webchat-v2",
    "webchat-v2",
];

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let mut pages: Vec<String> = fs::read_dir(root().join("docs/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    pages.sort();
    let expected: Vec<String> = RULES.iter().map(|rule| format!("{}.md", rule.code)).collect();
    assert_eq!(pages, expected);
}

#[test]
fn every_page_has_the_fixed_shape() {
    for rule in RULES {
        let page = Page::parse(rule.page);
        let headings: Vec<_> = page.headings.iter().map(|heading| (heading.level, heading.text.as_str())).collect();
        let title = format!("{} {}", rule.code, rule.name);
        let mut expected = vec![(1, title.as_str())];
        expected.extend(SECTIONS.map(|section| (2, section)));
        assert_eq!(headings, expected, "{}", rule.code);
        assert!(rule.page.ends_with('\n') && !rule.page.ends_with("\n\n"));

        let lines: Vec<_> = rule.page.lines().collect();
        severity_line(rule, lines[2]);
        assert!(lines[1].is_empty() && lines[3].is_empty(), "{}", rule.code);
        assert!(!lines[4].is_empty() && !lines[4].starts_with('#'));
        for (heading, next) in page.headings.iter().skip(1).zip(page.headings.iter().skip(2)) {
            let body = &lines[heading.line..next.line - 1];
            assert!(body.iter().any(|line| !line.is_empty()), "{}: {} is empty", rule.code, heading.text);
        }
    }
}

/// `**error** · payload · every protocol`: the registry's severity first, then the family, then whose rule it is, which the
/// families "Protocol folder", "The project's settings" and "Input" leave out.
fn severity_line(rule: &Rule, line: &str) {
    let parts: Vec<_> = line.split(" · ").collect();
    let family = rule.family.title().to_lowercase();
    let severity = format!("**{}**", rule.severity.as_str());
    assert!(parts[0].starts_with(&severity), "{}: {line}", rule.code);
    assert_eq!(parts.get(1), Some(&family.as_str()), "{}", rule.code);
    let scoped = parts.len() == 3 && SCOPES.contains(&parts[2]);
    assert!(
        if matches!(family.as_str(), "input" | "protocol folder" | "the project's settings") {
            parts.len() == 2
        } else {
            scoped
        },
        "{}: {line}",
        rule.code
    );
}

#[test]
fn the_index_is_the_registry() {
    let index = read("docs/rules/README.md");
    let rows: Vec<&str> = index.lines().filter(|line| line.starts_with("| [GL")).collect();
    let expected: Vec<String> = RULES
        .iter()
        .map(|rule| {
            let (code, severity) = (rule.code, rule.severity.as_str());
            format!("| [{code}]({code}.md) | {} | {severity} | {} |", rule.name, rule.summary)
        })
        .collect();
    assert_eq!(rows, expected);

    let families: Vec<_> = Page::parse(&index)
        .headings
        .into_iter()
        .filter(|heading| heading.level == 2)
        .map(|heading| heading.text)
        .collect();
    let mut expected: Vec<_> = RULES.iter().map(|rule| rule.family.title()).collect();
    expected.dedup();
    assert_eq!(families, expected);
}
