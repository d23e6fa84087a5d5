//! The configuration: its reference is the program's own list of keys, and its examples hold.

use std::path::PathBuf;

use guestlint::config::{Config, Failure};
use guestlint::source::{InputName, Source};
use guestlint::text::mask::Masker;

use crate::markdown::Page;
use crate::{documents, read, tables};

const PAGE: &str = "docs/configuration.md";

#[test]
fn the_reference_is_current() {
    tables::hold(PAGE, "<!-- keys: ", "<!-- end of keys -->", &tables::keys());
}

#[test]
fn every_key_has_a_row() {
    let page = read(PAGE);
    for (table, keys) in tables::sections() {
        assert!(page.contains(&table), "{table}");
        for key in keys {
            let row =
                page.lines().any(|line| line.starts_with('|') && line.contains(key.name) && line.contains(key.about));
            assert!(row, "{table} {}", key.name);
        }
    }
}

#[test]
fn every_example_is_a_configuration_that_holds() {
    let mut seen = 0;
    for document in documents() {
        for block in Page::parse(&read(&document)).blocks {
            if block.info != "toml" {
                continue;
            }
            seen += 1;
            let source = Source::from_text(InputName::File(document.clone()), block.text.as_str(), Masker::new(true));
            let line = block.line;
            match Config::parse(source, PathBuf::from("/"), PathBuf::new()) {
                Ok(config) => assert!(config.unknown().is_empty(), "{document}:{line}: {:?}", config.unknown()),
                Err(Failure::Unreadable(error)) => panic!("{document}:{line}: {error}"),
                Err(Failure::Unusable(problems)) => panic!("{document}:{line}: {problems:?}"),
            }
        }
    }
    assert!(seen >= 4, "only {seen} examples");
}
