//! The documentation under test: its examples are run, its tables, links and paths are followed, and its screens are compared
//! with what the program prints.
// Clippy takes the helpers of a test for code outside of tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod configuration;
mod direction;
mod editors;
mod examples;
mod fixes;
mod links;
mod markdown;
mod protocols;
mod readme;
mod reports;
mod shape;
mod tables;
mod xtask;

use std::fs;
use std::path::PathBuf;

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the repository.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Markdown file of the repository that readers are sent to, by path from its root.
fn documents() -> Vec<String> {
    let mut found = vec!["CHANGELOG.md".to_owned(), "CONTRIBUTING.md".to_owned(), "README.md".to_owned()];
    for folder in ["docs", "docs/rules"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    found
}
