//! Manifests that cannot be used.

use std::fs;

use tempfile::TempDir;

use crate::common::{Ran, run};

use super::folders::edited;

fn check_folder(folder: &TempDir) -> Ran {
    run(&["check", "--protocol-dir", folder.path().to_str().unwrap()])
}

/// Line and column of `at` in the folder's manifest, from 1.
fn place(folder: &TempDir, at: &str) -> (usize, usize) {
    let text = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let before = &text[..text.find(at).unwrap()];
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap().chars().count() + 1)
}

#[test]
fn a_manifest_that_cannot_be_used_ends_the_run() {
    // What is edited, where the problem stands, and a word that its text has.
    let cases = [
        ("\"title\":", "title\":", "title\":", ""),
        ("\"title\":", "\"titel\": \"x\", \"title\":", "\"titel\"", "titel"),
        ("\"max\": 1,", "\"max\": \"once\",", "\"max\"", "max"),
        ("\"rule\": \"GL307\"", "\"rule\": \"GL399\"", "\"id\": \"connection-init-once\"", "GL399"),
        (
            "\"unless\": [\"connection-init-first\"]",
            "\"unless\": [\"init-first\"]",
            "\"id\": \"subscribe-after-connection-ack\"",
            "init-first",
        ),
    ];
    let mut faults = Vec::new();
    for (from, to, at, word) in cases {
        let folder = edited(from, to);
        let ran = check_folder(&folder);
        let (line, column) = place(&folder, at);
        let manifest = folder.path().join("manifest.json");
        let begin = format!("guestlint: {}:{line}:{column}: ", manifest.display());
        let lines: Vec<_> = ran.stderr.lines().collect();
        let right = matches!(lines.as_slice(), [only] if only.starts_with(&begin) && only.contains(word));
        if !right || ran.exit != 2 || !ran.stdout.is_empty() {
            faults.push(format!("{to}: expected {begin}…, exit 2\n{ran:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_problem_of_a_manifest_has_its_line() {
    let folder = edited("\"status\": \"documented\"", "\"status\": \"new\", \"since\": 7");
    let ran = check_folder(&folder);
    assert_eq!(ran.exit, 2);
    assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
    assert!(ran.stderr.lines().all(|line| line.starts_with("guestlint: ")));
}

#[test]
fn a_folder_without_a_manifest_ends_the_run() {
    let folder = TempDir::new().unwrap();
    for path in [folder.path().to_path_buf(), folder.path().join("absent")] {
        let ran = run(&["check", "--protocol-dir", path.to_str().unwrap()]);
        assert_eq!(ran.exit, 2);
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        assert!(ran.stderr.contains("manifest.json"), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
}
