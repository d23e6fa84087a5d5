//! Findings that repeat, and how many are shown.

use crate::common::{bytes, findings, run, text, with_stdin};

const ERROR: &str = "fixtures/invalid/GL201-no-routing-data.json";
const WARNING: &str = "fixtures/invalid/GL204-session-id.json";

/// A log in which the same fault occurs five times.
fn five_times() -> Vec<u8> {
    let mut log = bytes("fixtures/valid/sessions/canonical.ndjson");
    let close = log.split_inclusive(|byte| *byte == b'\n').next_back().unwrap().len();
    log.truncate(log.len() - close);
    for _ in 0..5 {
        log.extend_from_slice(b"{\"event\":\"send\",\"data\":{\"type\":\"typing\",\"data\":{\"isTyping\":\"yes\"}}}\n");
    }
    log.extend_from_slice(b"{\"event\":\"recv\",\"data\":{\"type\":\"typing\"}}\n");
    log
}

#[test]
fn repeats_collapse_into_the_first_with_a_count() {
    let report = with_stdin("check - --output json", &five_times()).report();
    let own: Vec<_> = findings(&report).iter().filter(|f| text(f, "code") == "GL203").collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["count"], 5);
    assert_eq!(own[0]["location"]["line"], 7);
    assert!(with_stdin("check -", &five_times()).stdout.contains("(5 times, first here)"));
}

#[test]
fn two_faults_at_one_place_do_not_collapse() {
    let mut log = bytes("fixtures/valid/sessions/canonical.ndjson");
    for (event, payload) in [
        ("send", r#"{"type":"ping"}"#),
        ("send", r#"{"type":"ping"}"#),
        ("send", r#"{"type":"bye"}"#),
        ("recv", r#"{"type":"error","code":400}"#),
        ("recv", r#"{"type":"error","code":503}"#),
    ] {
        let row = format!("{{\"event\":\"{event}\",\"data\":{payload}}}\n");
        let close = log.split_inclusive(|byte| *byte == b'\n').next_back().unwrap().len();
        let at = log.len() - close;
        log.splice(at..at, row.into_bytes());
    }
    let report = with_stdin("check - --output json", &log).report();
    let told: Vec<_> = findings(&report)
        .iter()
        .filter(|finding| text(finding, "severity") == "error")
        .map(|finding| (text(finding, "message"), finding["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("`ping` is no message of guest-conversations", 2),
            ("`bye` is no message of guest-conversations", 1),
            ("the server reported error 400", 1),
            ("the server reported error 503", 1),
        ]
    );
}

#[test]
fn all_shows_each_repeat() {
    let report = with_stdin("check - --all --output json", &five_times()).report();
    let lines: Vec<_> = findings(&report)
        .iter()
        .filter(|f| text(f, "code") == "GL203")
        .map(|f| (f["count"].as_u64().unwrap(), f["location"]["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(lines, [(1, 7), (1, 8), (1, 9), (1, 10), (1, 11)]);
}

#[test]
fn findings_over_the_most_are_withheld_and_counted() {
    let log = five_times();
    let ran = with_stdin("check - --all --max-findings 2 --output json", &log);
    assert_eq!(ran.exit, 1);
    let report = ran.report();
    assert_eq!(findings(&report).len(), 2);
    assert_eq!(report["summary"]["withheld"], 4, "of six, the note on the protocol included");
    assert_eq!(report["summary"]["errors"], 5, "the summary counts all");
    let ran = with_stdin("check - --all --max-findings 0", &log);
    assert_eq!(ran.exit, 1, "what is withheld still fails the run");
    assert!(ran.stdout.contains('6'), "{}", ran.stdout);
    let two = run(&["check", ERROR, WARNING, "--max-findings", "1", "--output", "json"]).report();
    assert_eq!(findings(&two).len(), 1);
    assert_eq!(two["summary"]["withheld"], 1, "over all files of a run");
}
