//! Every option that the help lists is used by a test, or by an example of the documentation that a test runs.

use std::fs;
use std::path::Path;

use crate::common::commands::{commands, options};

/// What is no use of an option: the lists.
const NO_USE: &[&str] = &["every_option.rs", "commands.rs"];

/// The texts in which options are used: each test's source, and the commands of each document in which they are run.
fn uses() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let mut folders = vec![root.join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "node_modules" {
                folders.push(path);
            } else if name.ends_with(".rs") && !NO_USE.contains(&name.as_str()) {
                texts.push(code(&fs::read_to_string(path).unwrap()));
            }
        }
    }
    let run = fs::read_to_string(root.join("tests/docs/readme.rs")).unwrap();
    let documents = run.split('"').filter(|part| part.ends_with(".md"));
    for document in documents {
        texts.extend(shown(&fs::read_to_string(root.join(document)).unwrap()));
    }
    texts
}

/// A source without its comments.
fn code(source: &str) -> String {
    let lines = source.lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The commands in the blocks of a document that are run.
fn shown(document: &str) -> Vec<String> {
    let mut runs = false;
    let mut commands = Vec::new();
    for line in document.lines() {
        if let Some(info) = line.strip_prefix("```") {
            runs = info == "sh" || info == "console" || info.starts_with("sh in=");
        } else if runs {
            let command = line.split(" #").next().unwrap_or(line);
            commands.push(command.to_owned());
        }
    }
    commands
}

/// Whether a text holds a word, and not merely as the beginning of a longer one.
fn has(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

#[test]
fn every_option_has_a_test() {
    let uses = uses();
    let mut untested = Vec::new();
    for command in commands() {
        let all = options(&command);
        assert!(all.contains("--help"), "{command}: {all:?}");
        for option in all.iter().filter(|option| *option != "--help") {
            let is_used = uses.iter().any(|text| has(text, &command) && has(text, option));
            if !is_used {
                untested.push(format!("{command} {option}"));
            }
        }
    }
    assert_eq!(untested, Vec::<String>::new());
}

#[test]
fn a_use_is_a_whole_word() {
    assert!(has("check . --all", "--all"));
    assert!(!has("schema --all-of-them", "--all"));
    assert!(!has("recheck", "check"));
    assert_eq!(code("a\n  // --all\nb"), "a\nb");
    let document = "--never\n```sh\nguestlint check --all # --not\n```\n```text\n--nor\n```\n";
    assert_eq!(shown(document), ["guestlint check --all"]);
}
