//! Several recordings of one socket, merged: the frames of a browser's archive with the close code of its console.

use serde_json::Value;

use crate::common::{check, codes, findings, guestlint, text};

const HAR: &str = "fixtures/field-report/session.har";
const CONSOLE: &str = "fixtures/field-report/console.txt";

fn merged(arguments: &str) -> Value {
    guestlint(&format!("check {arguments} --merge --output json")).report()
}

#[test]
fn an_archive_and_its_console_are_one_session() {
    let report = merged(&format!("{HAR} {CONSOLE}"));
    assert_eq!(report["summary"]["sessions"], 1);
    let session = &report["sessions"][0];
    assert_eq!(session["files"], serde_json::json!([HAR, CONSOLE]));
    assert_eq!(session["frames"], 3);
    assert_eq!(session["end"], serde_json::json!({"kind": "dropped", "code": 1006}));
    assert_eq!(session["merged"]["confidence"], "high");
    assert_eq!(session["causes"][0]["code"], "GL201");
    // What a log that holds both gives, it gives too: each finding once, the frames in one file and the end in the other.
    let whole = check("fixtures/field-report/session.ndjson");
    assert_eq!(codes(&report), codes(&whole));
    assert_eq!(findings(&report).len(), findings(&whole).len());
    for finding in findings(&report) {
        let file = if text(finding, "code") == "GL401" { CONSOLE } else { HAR };
        assert_eq!(finding["location"]["file"], file, "{finding}");
    }
    let other_way_round = merged(&format!("{CONSOLE} {HAR}"));
    assert_eq!(other_way_round["summary"]["errors"], report["summary"]["errors"]);
    assert_eq!(other_way_round["sessions"][0]["end"], session["end"]);
}

#[test]
fn a_console_that_shows_no_frame_still_tells_the_close_code() {
    let report = merged(&format!("{HAR} fixtures/merge/console-without-frames.txt"));
    let session = &report["sessions"][0];
    assert_eq!(session["end"]["code"], 1006);
    assert_eq!(session["merged"]["confidence"], "low");
    // By itself such a console is no capture.
    let alone = guestlint("check fixtures/merge/console-without-frames.txt");
    assert_eq!(alone.exit, 3);
}

#[test]
fn recordings_of_different_chats_are_not_merged() {
    let arguments = format!("{HAR} fixtures/merge/another-chat.txt");
    let report = merged(&arguments);
    assert_eq!(report["summary"]["sessions"], 2);
    assert_eq!(report["sessions"][0]["end"]["kind"], "unknown");
    assert!(report["sessions"][0].get("merged").is_none());
    let notice = report["summary"]["notices"][0].as_str().unwrap();
    assert!(notice.contains("was not merged"), "{notice}");
    insta::assert_snapshot!(guestlint(&format!("check {arguments} --merge -q")).transcript(&arguments));
}

#[test]
fn the_screen_says_what_each_recording_told() {
    let arguments = format!("check {HAR} {CONSOLE} --merge");
    insta::assert_snapshot!(guestlint(&arguments).transcript(&arguments));
}

#[test]
fn merging_needs_two_recordings() {
    for (arguments, why) in
        [(HAR.to_owned(), "two recordings or more"), ("fixtures/merge fixtures/valid".to_owned(), "is a folder")]
    {
        let ran = guestlint(&format!("check {arguments} --merge"));
        assert_eq!(ran.exit, 2, "{arguments}");
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    let missing = guestlint(&format!("check {HAR} no-such.log --merge"));
    assert_eq!(missing.exit, 2);
    assert!(missing.stdout.contains("GL201"), "the other one is checked");
}
