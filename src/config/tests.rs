//! Configurations of any text: read, refused, but never a crash; and what is sound says what it should.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::protocol::embedded;
use crate::protocol::limits::LimitValue;
use crate::rule::Severity;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;

use super::{Config, FILE, Failure, discover};

fn parse(text: &str) -> Result<Config, Failure> {
    let source = Source::from_text(InputName::File(FILE.to_owned()), text, Masker::new(false));
    Config::parse(source, PathBuf::from("/project"), PathBuf::new())
}

fn sound(text: &str) -> Config {
    parse(text).unwrap_or_else(|failure| panic!("{failure:?}"))
}

#[test]
fn later_overrides_win_and_outside_of_the_project_only_the_general_holds() {
    let config = sound(
        "[severity]\nGL204 = \"error\"\n\n[[overrides]]\nfiles = \"a/\"\nseverity = { unknown-field = \"note\" }\n\n[[overrides]]\nfiles = \"a/b.json\"\nseverity = { GL204 = \"off\" }\n",
    );
    let level = |path: Option<&str>| {
        let scope = config.scope(path.map(Path::new));
        scope.severity.get("GL204").map(|level| level.value)
    };
    assert_eq!(level(None), Some(Some(Severity::Error)));
    assert_eq!(level(Some("/elsewhere/a/b.json")), Some(Some(Severity::Error)));
    assert_eq!(level(Some("/project/a/c.json")), Some(Some(Severity::Note)));
    assert_eq!(level(Some("/project/x/../a/b.json")), Some(None));
    assert_eq!(level(Some("/project/a/b.json")), Some(None));
}

#[test]
fn limits_are_handed_over_as_they_are_set() {
    let config = sound("[limits.web-messaging]\nrate = \"5/2s\"\nbytes = 0x10\n");
    let limits = config.model().limit_overrides();
    let limits = &limits.get("web-messaging").unwrap().0;
    let rate = LimitValue::Rate { count: 5, seconds: 2.0 };
    assert_eq!(limits.get("rate"), Some(&rate));
    assert_eq!(limits.get("bytes"), Some(&LimitValue::Number(16)));
}

#[test]
fn limits_of_no_protocol_are_an_unknown_setting() {
    let protocols: Vec<_> = embedded().unwrap().iter().collect();
    let mut config = sound("[limits.web-mesaging]\nrate = 5\n");
    assert!(config.bind(&protocols).is_ok());
    assert_eq!(config.unknown().len(), 1);
    assert_eq!(config.unknown()[0].help, "did you mean \"web-messaging\"?");
    let mut config = sound("[limits.web-messaging]\ntext-byte = 5\ntoken-characters = 9\n");
    assert!(config.bind(&protocols).is_ok());
    assert_eq!(config.unknown()[0].help, "did you mean \"text-bytes\"?");
    let limits = config.model().limit_overrides();
    assert_eq!(limits.get("web-messaging").unwrap().0.len(), 1);
    let mut config = sound("[limits.web-messaging]\ntext-bytes = \"5/1s\"\n");
    assert!(matches!(config.bind(&protocols), Err(Failure::Unusable(_))));
    let mut config = sound("[[overrides]]\nfiles = \"*\"\nprotocol = \"none\"\n");
    assert!(matches!(config.bind(&protocols), Err(Failure::Unusable(_))));
}

#[test]
fn the_nearest_file_is_found_upwards_as_a_short_path() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    std::fs::create_dir_all(inner.join(FILE)).unwrap();
    std::fs::write(folder.path().join(FILE), "").unwrap();
    // A folder of that name is none.
    assert_eq!(discover(&inner), Some(PathBuf::from("../../guestlint.toml")));
    assert_eq!(discover(folder.path()), Some(PathBuf::from(FILE)));
}

/// Pieces of configurations, and what spoils them.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "severity",
        "[severity]",
        "[[overrides]]",
        "[overrides]",
        "[[ignore]]",
        "[[expect]]",
        "[limits.x]",
        "[queues.\"a\"]",
        "files = \"*\"",
        "files = [\"a/[\", 3]",
        "rules = \"GL201\"",
        "GL201 = \"off\"",
        "fail-on = \"warning\"",
        "region = \"é\"",
        "hosts = [\"*.\", \"::/\"]",
        "queues = 3",
        "limits = [[]]",
        "expect = [1]",
        "x = { y = [1, { z = 2 }] }",
        "a.b.c = 1979-05-27",
        "rate = \"5/é\"",
        "\"\" = \"\"",
        "=",
        "\n",
        "\r\n",
        "\u{0}",
        "'''",
        "#",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,12}"]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(pieces in prop::collection::vec(piece(), 0..12)) {
        let text = pieces.join("\n");
        match parse(&text) {
            Ok(config) => {
                for unknown in config.unknown() {
                    config.locate(unknown.span);
                }
                config.context();
                config.scope(Some(Path::new("/project/a.json")));
                super::provenance::in_force(Some(&config), None, &Default::default());
            }
            Err(Failure::Unusable(problems)) => prop_assert!(!problems.is_empty()),
            Err(Failure::Unreadable(error)) => prop_assert!(false, "{}", error),
        }
    }
}
