//! `guestlint init`: a configuration to start with.

use std::fs;

use super::folders::{START, UNROUTED, faults, folder, root, within};

#[test]
fn init_writes_a_start_that_holds_and_leaves_what_is_there() {
    let session =
        fs::read_to_string(root().join("fixtures/configuration/GL106-another-region/session.ndjson")).unwrap();
    let folder = folder(&[
        ("fixtures/valid/start.json", START),
        ("fixtures/valid/session.ndjson", &session),
        ("fixtures/invalid/a.json", UNROUTED),
        ("fixtures/invalid/b [1].json", UNROUTED),
        ("fixtures/invalid/c.json", r#"{"type":"startChat"}"#),
    ]);
    let ran = within(folder.path(), "init");
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    let toml = fs::read_to_string(folder.path().join("guestlint.toml")).unwrap();
    insta::assert_snapshot!(format!("{}---\n{toml}", ran.stdout));
    let checked = within(folder.path(), "check .");
    assert_eq!(checked.exit, 0, "{}{}", checked.stdout, checked.stderr);
    let again = within(folder.path(), "init");
    assert_eq!(again.exit, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("guestlint.toml")).unwrap(), toml);
}

#[test]
fn init_of_an_empty_folder_is_all_comments() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("sub")).unwrap();
    assert_eq!(within(folder.path(), "init sub").exit, 0);
    let toml = fs::read_to_string(folder.path().join("sub/guestlint.toml")).unwrap();
    assert!(toml.lines().all(|line| line.is_empty() || line.starts_with('#')), "{toml}");
    assert_eq!(within(folder.path(), "init none").exit, 2);
}

/// Every line of the starter's comments that looks like TOML is TOML that holds.
#[test]
fn what_the_start_shows_in_comments_can_be_switched_on() {
    let folder = folder(&[]);
    within(folder.path(), "init");
    let path = folder.path().join("guestlint.toml");
    let toml = fs::read_to_string(&path).unwrap();
    let switched = toml.lines().map(|line| match line.strip_prefix("# ") {
        Some(code) if code.starts_with('[') || (code.contains(" = ") && !code.ends_with('.')) => code,
        _ => line,
    });
    let switched: String = switched.map(|line| format!("{line}\n")).collect();
    fs::write(&path, &switched).unwrap();
    fs::write(folder.path().join("a.json"), START).unwrap();
    let ran = within(folder.path(), "check a.json --output json --protocol guest-conversations");
    assert_eq!(faults(&ran.report()), ["a.json GL503"], "{switched}");
}
