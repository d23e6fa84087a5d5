//! `cargo xtask`, which CONTRIBUTING.md sends to: what it writes fits the tree as it stands. Whether it compiles and passes, once
//! filled in, .ci/slow asks.

use std::fs;
use std::path::Path;

use crate::{read, root};

#[path = "../../xtask/src/scaffold/mod.rs"]
#[allow(dead_code)]
mod scaffold;

/// A folder with copies of the files that scaffolds add lines to.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "docs/rules/README.md",
        "schemas/report.schema.json",
        "src/capture/formats.rs",
        "src/capture/mod.rs",
        "src/protocol/embedded.rs",
        "src/rule/mod.rs",
        "src/rules/judge.rs",
        "src/rules/mod.rs",
    ] {
        let target = folder.path().join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, read(path)).unwrap();
    }
    folder
}

/// Runs a scaffold, and gives the lines that it added to a file that was there.
fn added(folder: &Path, path: &str) -> Vec<String> {
    let old = read(path);
    let new = fs::read_to_string(folder.join(path)).unwrap();
    let diff = similar::TextDiff::from_lines(&old, &new);
    let removed = diff.iter_all_changes().filter(|change| change.tag() == similar::ChangeTag::Delete).count();
    assert!(removed <= 1, "{path} lost lines:\n{}", diff.unified_diff());
    let inserted = diff.iter_all_changes().filter(|change| change.tag() == similar::ChangeTag::Insert);
    inserted.map(|change| change.value().trim().to_owned()).collect()
}

#[test]
fn a_rule_on_payloads_is_registered_documented_called_and_has_fixtures() {
    let folder = copy();
    let said =
        scaffold::run(folder.path(), &["new-rule", "GL299", "empty-text", "payload", "the text is empty"]).unwrap();
    for path in [
        "docs/rules/GL299.md",
        "fixtures/invalid/GL299-empty-text.json",
        "fixtures/near-misses/GL299-empty-text.json",
        "src/rules/empty_text.rs",
    ] {
        assert!(said.contains(&format!("wrote   {path}\n")), "{said}");
        assert!(folder.path().join(path).is_file(), "{path}");
    }
    assert_eq!(
        added(folder.path(), "src/rule/mod.rs"),
        [r#"GL299 "empty-text" Error Payload [] "the text is empty";"#]
    );
    assert_eq!(
        added(folder.path(), "docs/rules/README.md"),
        ["| [GL299](GL299.md) | empty-text | error | the text is empty |"]
    );
    assert_eq!(added(folder.path(), "src/rules/judge.rs"), ["super::empty_text::check,"]);
    assert_eq!(added(folder.path(), "src/rules/mod.rs"), ["mod empty_text;"]);
}

#[test]
fn a_rule_of_each_family_finds_its_place() {
    for (code, family) in [
        ("GL198", "endpoint"),
        ("GL298", "field"),
        ("GL398", "sequence"),
        ("GL498", "end"),
        ("GL598", "context"),
        ("GL798", "folder"),
        ("GL898", "project"),
        ("GL998", "input"),
    ] {
        let folder = copy();
        scaffold::run(folder.path(), &["new-rule", code, "some-rule", family]).unwrap();
        let registry = fs::read_to_string(folder.path().join("src/rule/mod.rs")).unwrap();
        let codes: Vec<&str> =
            registry.lines().filter_map(|line| line.strip_prefix("    GL")).map(|rest| &rest[..3]).collect();
        assert!(codes.is_sorted(), "{codes:?}");
        assert!(codes.contains(&&code[2..]), "{codes:?}");
    }
}

#[test]
fn a_format_has_a_variant_a_row_and_a_reader() {
    let folder = copy();
    let said = scaffold::run(folder.path(), &["new-format", "never-made"]).unwrap();
    assert!(said.contains("wrote   src/capture/never_made.rs\n"), "{said}");
    let table = added(folder.path(), "src/capture/formats.rs");
    assert!(table.contains(&"NeverMade,".to_owned()), "{table:?}");
    assert!(table.contains(&r#"name: "never-made","#.to_owned()), "{table:?}");
    let import = table.iter().find_map(|line| line.strip_prefix("use super::{")).unwrap();
    let names: Vec<&str> =
        import.trim_end_matches("};").split(", ").filter(|name| name.starts_with(char::is_lowercase)).collect();
    assert!(names.is_sorted() && names.contains(&"never_made"), "{names:?}");
    assert_eq!(added(folder.path(), "src/capture/mod.rs"), ["mod never_made;"]);
    let modules = fs::read_to_string(folder.path().join("src/capture/mod.rs")).unwrap();
    assert!(modules.contains("#[cfg(test)]\nmod tests;\n"), "{modules}");
    let schema = fs::read_to_string(folder.path().join("schemas/report.schema.json")).unwrap();
    assert!(schema.contains(r#", "never-made"] }"#));
}

/// The folder of a new protocol is one that the program takes as it is.
#[test]
fn a_protocol_is_whole_from_the_start() {
    let folder = copy();
    scaffold::run(folder.path(), &["new-protocol", "never-made"]).unwrap();
    let protocol = folder.path().join("schemas/never-made");
    let words = ["check", "--protocol-dir", protocol.to_str().unwrap()].map(Into::into);
    let said = guestlint::cli::say(words, b"");
    assert_eq!(said.status, 0, "{}", String::from_utf8_lossy(&said.error));
    assert!(added(folder.path(), "src/protocol/embedded.rs").contains(&r#"embedded!("never-made":"#.to_owned()));
}

/// Nothing is written over, and nothing is written where a part does not fit.
#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    for (words, why) in [
        (&["new-rule", "GL201", "empty-text", "payload"][..], "there is a rule GL201"),
        (&["new-rule", "GL299", "missing-routing-data", "payload"], "missing-routing-data already"),
        (&["new-rule", "GL399", "empty-text", "payload"], "is no code of this family"),
        (&["new-rule", "GL299", "empty-text", "palyoad"], "there is no family `palyoad`"),
        (&["new-rule", "GL299", "Empty Text", "payload"], "is no name"),
        (&["new-format", "-"], "is no name"),
        (&["new-protocol"], "usage:"),
        (&[], "usage:"),
    ] {
        let folder = copy();
        let error = scaffold::run(folder.path(), words).unwrap_err();
        assert!(error.contains(why), "{words:?}: {error}");
        assert!(!folder.path().join("fixtures").exists(), "{words:?}");
    }
    let error = scaffold::run(&root(), &["new-protocol", "webchat-v2"]).unwrap_err();
    assert!(error.contains("schemas/webchat-v2/manifest.json is there already"), "{error}");
}
