//! What holds of the whole registry.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

#[test]
fn codes_are_unique_sorted_and_in_their_family() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "sorted and unique");
    for rule in RULES {
        let digit = match rule.family {
            Family::Endpoint => '1',
            Family::Payload => '2',
            Family::Sequence => '3',
            Family::End => '4',
            Family::Context => '5',
            Family::Folder => '7',
            Family::Project => '8',
            Family::Input => '9',
        };
        let form =
            rule.code.len() == 5 && rule.code.starts_with("GL") && rule.code[2..].chars().all(|c| c.is_ascii_digit());
        assert!(form && rule.code[2..].starts_with(digit), "{}", rule.code);
    }
}

#[test]
fn names_are_unique_and_in_kebab_case() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    for name in &names {
        let kebab = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(kebab && name.contains('-'), "{name}");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn summaries_are_one_clause_without_a_full_stop() {
    for rule in RULES {
        let first = rule.summary.chars().next();
        assert!(!rule.summary.ends_with('.') && !rule.summary.contains('\n'), "{}", rule.code);
        assert!(first.is_some_and(|c| c.is_lowercase() || rule.summary.starts_with("startChat")), "{}", rule.code);
    }
}

#[test]
fn every_page_is_of_its_rule() {
    for rule in RULES {
        let heading = format!("# {} {}\n", rule.code, rule.name);
        assert!(rule.page.starts_with(&heading), "{}", rule.code);
        assert!(rule.page.contains(&format!("**{}", rule.severity.as_str())), "{}", rule.code);
    }
}

#[test]
fn rules_are_found_by_code_and_name_in_any_case() {
    assert_eq!(find("gl201"), Some(&GL201));
    assert_eq!(find("Missing-Routing-Data"), Some(&GL201));
    assert_eq!(find("GL999"), None);
}

/// The list of all codes is the public contract: what stands in CI logs and baselines must not vanish.
#[test]
fn the_list_of_codes_is_the_contract() {
    let list: Vec<String> =
        RULES.iter().map(|rule| format!("{} {} {}", rule.code, rule.name, rule.severity.as_str())).collect();
    insta::assert_snapshot!(list.join("\n"));
}

/// What each rule is beyond its family, so that a change of a default is seen, too.
#[test]
fn the_traits_of_every_rule_are_these() {
    let list = RULES.iter().map(|rule| {
        let traits = format!("{:?}", rule.traits);
        let traits = traits.trim_start_matches("Traits { ").trim_end_matches(" }").split(", ");
        let told: Vec<&str> = traits.filter(|told| !told.ends_with(": false")).collect();
        format!("{} {}", rule.code, told.join(", ").replace(": true", ""))
    });
    insta::assert_snapshot!(list.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_is_told_once_or_hides_a_file_is_in_no_baseline() {
    for Rule { code, traits, .. } in RULES {
        assert!(!traits.in_baseline || !(traits.once || traits.unread.is_whole()), "{code}");
    }
    // A run keeps one such finding, and its summary one phrase.
    assert_eq!(RULES.iter().filter(|rule| rule.traits.once).count(), 1);
}

#[test]
fn a_rule_that_tells_of_the_end_is_no_cause_of_it() {
    for Rule { code, traits, .. } in RULES {
        assert!(traits.tells != Tells::End || traits.ends == Ends::Never, "{code}");
        assert!(!traits.explains_end || traits.tells != Tells::More, "{code}");
    }
}

/// A preflight has a row for each rule on the organisation.
#[test]
fn every_rule_on_the_context_has_a_row() {
    for rule in RULES.iter().filter(|rule| rule.family == Family::Context) {
        assert_ne!(rule.traits.row, Row::Inputs, "{}", rule.code);
    }
}

/// Every file of Rust below a folder, but for tests and the registry itself.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") && !path.ends_with("src/rule") {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Whether the line decides something by a rule's code: it compares with a rule, lists two, or holds a code as a string.
fn decides_by_a_code(line: &str) -> bool {
    let starts = |before: &str| {
        let mut places = line.match_indices(before).map(|(at, _)| &line[at + before.len()..]);
        places.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_escaped = line.contains("\\\"GL");
    ["== &GL", "!= &GL", "== &rule::GL", "!= &rule::GL", "[&GL"].into_iter().any(starts)
        || (starts("\"GL") && !is_escaped)
}

#[test]
fn no_other_file_decides_by_the_code_of_a_rule() {
    assert!(
        decides_by_a_code("matches!(code, \"GL109\" | \"GL401\")")
            && decides_by_a_code("rule.code.starts_with(\"GL1\")")
    );
    assert!(decides_by_a_code("[&GL204, &GL213].contains(&rule)") && decides_by_a_code("rule == &GL205"));
    assert!(!decides_by_a_code("Finding::new(&GL204, at)"));
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&src, &mut found);
    assert!(found.len() > 200, "{}", found.len());
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (number, line) in product.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            assert!(!decides_by_a_code(line), "{}:{}: {line}", path.display(), number + 1);
        }
    }
}
