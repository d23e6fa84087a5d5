//! What a project expects of its files: sidecars, and expectations of the configuration.

use std::fs;

use super::folders::{START, UNROUTED, faults, folder, report, root, within};

#[test]
fn sidecars_are_written_updated_and_deleted() {
    let two = format!("[{UNROUTED},\n{{\"type\":\"startChat\",\"routingData\":{{\"language\":\"en-US\"}}}}]");
    let folder = folder(&[("bad/a.json", UNROUTED), ("bad/b.json", &two), ("good.json", START)]);
    assert_eq!(within(folder.path(), "check .").exit, 1);
    let ran = within(folder.path(), "check . --update-expect");
    assert_eq!(ran.exit, 0, "{}{}", ran.stdout, ran.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("bad/a.json.expect"), "GL201 # missing-routing-data\n");
    assert_eq!(read("bad/b.json.expect"), "GL201 # missing-routing-data\nGL202 # missing-field\n");
    assert!(!folder.path().join("good.json.expect").exists());
    assert!(ran.stderr.contains("bad/a.json.expect: written, GL201"), "{}", ran.stderr);
    let again = within(folder.path(), "check .");
    assert_eq!(again.exit, 0);
    assert!(again.stdout.contains("3 findings as expected, not shown."), "{}", again.stdout);
    assert_eq!(report(folder.path(), ".")["summary"]["expected"], 3);

    fs::write(folder.path().join("bad/a.json"), START).unwrap();
    assert_eq!(faults(&report(folder.path(), ".")), ["./bad/a.json.expect GL804"]);
    let ran = within(folder.path(), "check . --update-expect");
    assert_eq!(ran.exit, 0);
    assert!(!folder.path().join("bad/a.json.expect").exists());
    assert!(ran.stderr.contains("deleted"), "{}", ran.stderr);
}

#[test]
fn a_comment_in_a_sidecar_stays_and_a_right_one_is_not_touched() {
    let folder = folder(&[
        ("a.json", UNROUTED),
        ("a.json.expect", "# on purpose\nmissing-routing-data\n"),
        ("b.json", UNROUTED),
        ("b.json.expect", "# on purpose\nGL202\n"),
        ("c.json", UNROUTED),
        ("c.json.expect", "GL2O1\n"),
    ]);
    let told = faults(&report(folder.path(), "."));
    assert_eq!(told, ["./b.json GL805", "./b.json.expect GL804", "./c.json GL805", "./c.json.expect GL804"]);
    assert_eq!(within(folder.path(), "check . --update-expect").exit, 0);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("a.json.expect"), "# on purpose\nmissing-routing-data\n");
    assert_eq!(read("b.json.expect"), "# on purpose\nGL201 # missing-routing-data\n");
}

#[test]
fn what_is_expected_and_ignored_is_right_whatever_may_be_shown() {
    let extra = START.replace("\"routingData\"", "\"priority\":3,\"routingData\"");
    let many = format!("[{}]", [extra.as_str(); 5].join(","));
    let folder =
        folder(&[("guestlint.toml", "[[ignore]]\nfiles = \"many.json\"\nrules = \"GL204\"\n"), ("many.json", &many)]);
    let report = report(folder.path(), ". --max-findings 2 --fail-on warning");
    assert_eq!((&report["summary"]["warnings"], &report["summary"]["ignored"]), (&0.into(), &5.into()));
}

#[test]
fn a_drop_that_is_expected_is_not_explained() {
    let folder = root().join("fixtures/configuration/near-misses/GL805-notes-need-not-be-listed");
    let ran = within(&folder, "check .");
    assert_eq!(ran.exit, 0);
    assert!(!ran.stdout.contains("dropped"), "{}", ran.stdout);
}

#[test]
fn an_expectation_makes_its_files_meant_but_no_notes_beside_them() {
    let toml = "[[expect]]\nfiles = \"invalid/\"\nfindings = [\"GL206\"]\n";
    let folder = folder(&[
        ("guestlint.toml", toml),
        ("invalid/no-type.json", r#"{"text":"Hello"}"#),
        ("invalid/README.md", "What is wrong with each."),
        ("invalid/NOTES.txt", "What is wrong with each."),
    ]);
    let told = report(folder.path(), ".");
    assert!(faults(&told).is_empty(), "{told:#}");
    assert_eq!(told["summary"]["expected"], 1);
    fs::remove_file(folder.path().join("invalid/no-type.json")).unwrap();
    assert_eq!(faults(&report(folder.path(), ".")), ["guestlint.toml GL804"]);
}
