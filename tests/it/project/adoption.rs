//! A team adopts guestlint: a folder of valid and deliberately invalid fixtures, one command, one file to commit.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::{Ran, codes, command, findings, text};

const ROUTED: &str =
    r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263","routingData":{"language":"en-US"}}"#;
const UNROUTED: &str = r#"{"type":"startChat","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263"}"#;

/// A copy of the team's folder: some files say by their folder that they are invalid, some by their name.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in crate::common::fixtures("adoption") {
        let name = path.trim_start_matches("fixtures/adoption/");
        let content = String::from_utf8(crate::common::bytes(&path)).unwrap();
        write(&folder, name, &content);
    }
    folder
}

fn write(folder: &TempDir, name: &str, content: &str) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn within(folder: &Path, arguments: &str) -> Ran {
    let arguments: Vec<_> = arguments.split_whitespace().collect();
    let output = command(&arguments).current_dir(folder).output();
    output.unwrap().into()
}

#[test]
fn one_command_and_one_file() {
    let folder = project();
    let before = fs::read_dir(folder.path()).unwrap().count();
    let init = within(folder.path(), "init");
    assert_eq!(init.exit, 0, "{init:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before + 1);
    let toml = fs::read_to_string(folder.path().join("guestlint.toml")).unwrap();
    let check = within(folder.path(), "check");
    assert_eq!(check.exit, 0, "{check:?}");
    insta::assert_snapshot!(format!("{}---\n{toml}---\n{}", init.transcript("init"), check.transcript("check")));
}

#[test]
fn a_new_fault_fails_the_run() {
    let folder = project();
    within(folder.path(), "init");
    write(&folder, "chat/start.json", UNROUTED);
    let check = within(folder.path(), "check --output json");
    assert_eq!(check.exit, 1);
    let report = check.report();
    assert_eq!(findings(&report).iter().filter(crate::common::is_fault).count(), 1);
    let fault = findings(&report).iter().find(crate::common::is_fault).unwrap();
    assert_eq!(text(fault, "code"), "GL201");
    assert_eq!(text(&fault["location"], "file"), "./chat/start.json");
}

#[test]
fn a_further_fault_in_an_invalid_fixture_fails_the_run() {
    let folder = project();
    within(folder.path(), "init");
    let two = UNROUTED.replace("queueId", "queue");
    write(&folder, "chat/bad-start-chat.json", &two);
    let check = within(folder.path(), "check --output json");
    assert_eq!(check.exit, 1);
    assert!(codes(&check.report()).contains("GL805"), "{}", check.stdout);
}

#[test]
fn an_invalid_fixture_that_was_repaired_fails_the_run() {
    for name in ["chat/bad-start-chat.json", "chat/invalid/no-routing-data.json"] {
        let folder = project();
        within(folder.path(), "init");
        write(&folder, name, ROUTED);
        let check = within(folder.path(), "check --output json");
        assert_eq!(check.exit, 1, "{name}");
        let report = check.report();
        let fault = findings(&report).iter().find(crate::common::is_fault).unwrap();
        assert_eq!(text(fault, "code"), "GL804", "{report}");
        assert!(text(fault, "message").contains(name), "{fault}");
    }
}

#[test]
fn a_recording_of_a_failure_is_not_invalid_on_purpose() {
    let folder = project();
    let session = crate::common::bytes("fixtures/field-report/session.ndjson");
    fs::write(folder.path().join("failed.ndjson"), session).unwrap();
    let init = within(folder.path(), "init");
    assert!(init.stdout.contains("1 file elsewhere"), "{}", init.stdout);
    assert_eq!(within(folder.path(), "check").exit, 1);
}
