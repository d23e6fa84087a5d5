//! Which rules' findings can be fixed: the documentation says what the program does.

use guestlint::rule::{Fixes, RULES};

use crate::read;

fn words(fixes: Fixes) -> Option<&'static str> {
    match fixes {
        Fixes::Never => None,
        Fixes::Safe => Some("safe"),
        Fixes::Unsafe => Some("unsafe"),
        Fixes::Either => Some("safe or unsafe"),
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
    let expected: Vec<String> = RULES
        .iter()
        .filter_map(|rule| {
            let (code, words) = (rule.code, words(rule.traits.fixes)?);
            Some(format!("| [{code}](rules/{code}.md) | {} | {words}", rule.name))
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn a_page_says_how_its_findings_are_fixed() {
    for rule in RULES {
        let line = match rule.traits.fixes {
            Fixes::Never => None,
            Fixes::Safe => Some("Automatic fix: safe, by `--fix` ([fixes](../fixes.md))."),
            Fixes::Unsafe => Some("Automatic fix: unsafe, by `--fix --unsafe` ([fixes](../fixes.md))."),
            Fixes::Either => Some("Automatic fix: safe or unsafe, by what is wrong ([fixes](../fixes.md))."),
        };
        let said: Vec<&str> = rule.page.lines().filter(|line| line.starts_with("Automatic fix")).collect();
        assert_eq!(said, Vec::from_iter(line), "{}", rule.code);
    }
}
