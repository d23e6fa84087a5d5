//! Which rules' findings can be mended: the documentation says what the program does.

use guestlint::rule::{RULES, by_code};
use guestlint::rules::{MENDED, Mended};

use crate::read;

fn words(mended: Mended) -> &'static str {
    match mended {
        Mended::Safely => "safe",
        Mended::Unsafely => "unsafe",
        Mended::Either => "safe or unsafe",
    }
}

#[test]
fn the_table_of_fixes_is_the_programs() {
    let page = read("docs/fixes.md");
    let rows: Vec<String> = page
        .lines()
        .filter(|line| line.starts_with("| [GL"))
        .map(|line| line.split(" | ").take(3).collect::<Vec<_>>().join(" | "))
        .collect();
    let expected: Vec<String> = MENDED
        .iter()
        .map(|(code, mended)| {
            let rule = by_code(code).unwrap();
            format!("| [{code}](rules/{code}.md) | {} | {}", rule.name, words(*mended))
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn a_page_says_how_its_findings_are_mended() {
    for rule in RULES {
        let mended = MENDED.iter().find(|(code, _)| *code == rule.code);
        let line = mended.map(|(_, mended)| match mended {
            Mended::Safely => "Automatic fix: safe, by `--fix` ([fixes](../fixes.md)).",
            Mended::Unsafely => "Automatic fix: unsafe, by `--fix --unsafe` ([fixes](../fixes.md)).",
            Mended::Either => "Automatic fix: safe or unsafe, by what is wrong ([fixes](../fixes.md)).",
        });
        let said: Vec<&str> = rule.page.lines().filter(|line| line.starts_with("Automatic fix")).collect();
        assert_eq!(said, Vec::from_iter(line), "{}", rule.code);
    }
}
