//! Imports go one way: docs/architecture.md lists the rooms of `src` from the top down, and none imports one above it.

use std::fs;
use std::path::{Path, PathBuf};

use super::root;

/// The rooms, from the top down: the first column of the table under "The rooms".
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let table = text.split("\n## The rooms\n").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap_or_default();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `src/")?.split_once('`'));
    rows.map(|(room, _)| room.trim_end_matches(".rs").to_owned()).collect()
}

/// Every Rust file below `folder`, without tests.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_of_tests = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() && !is_of_tests {
            files(&path, found);
        } else if !is_of_tests && path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a file imports from, each with its line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for rest in line.split("crate::").skip(1) {
            // A group of rooms, `crate::{a, b}`, would be read as a room without a name, and fails.
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((number + 1, name));
        }
    }
    found
}

#[test]
fn every_room_is_listed_and_none_imports_from_above() {
    let rooms = rooms();
    let at = |name: &str| rooms.iter().position(|room| room == name);
    let source = root().join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    let mut wrong = Vec::new();
    for file in found {
        let inside = file.strip_prefix(&source).unwrap();
        let room = inside.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        let Some(own) = at(&room) else {
            wrong.push(format!("src/{} is in no row of the table", inside.display()));
            continue;
        };
        for (line, name) in imports(&fs::read_to_string(&file).unwrap()) {
            match at(&name) {
                Some(other) if other >= own => {}
                Some(_) => {
                    wrong.push(format!("src/{}:{line} imports from {name}, which stands above", inside.display()))
                }
                None => wrong.push(format!("src/{}:{line} imports from {name}, which is no room", inside.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
