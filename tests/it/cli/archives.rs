//! Zip archives, and files beside a capture, as a user gives them.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::Value;

use crate::common::{bytes, findings, run, text, with_stdin};

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn check(path: &Path) -> Value {
    run(&["check", path.to_str().unwrap(), "--output", "json"]).report()
}

/// Code and message of what is told, but for the note on the protocol itself.
fn told(report: &Value) -> Vec<(&str, &str)> {
    let told = findings(report).iter().map(|f| (text(f, "code"), text(f, "message")));
    told.filter(|(code, _)| *code != "GL113").collect()
}

#[test]
fn each_capture_in_an_archive_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.zip");
    let har = bytes("fixtures/field-report/session.har");
    let clean = bytes("fixtures/valid/sessions/chrome.har");
    let members: [(&str, &[u8]); 6] = [
        ("a/session.har", &har),
        ("__MACOSX/a/._session.har", b"\0\x05\x16\x07"),
        ("b/clean.har", &clean),
        ("b/0-trace.network", b""),
        ("b/notes.txt", b"It drops after a second, see the recordings."),
        ("c/console.log", b"Received: {\"type\":\"connected\"}\n"),
    ];
    fs::write(&path, zip(&members)).unwrap();
    let report = check(&path);
    let sessions = report["sessions"].as_array().unwrap();
    let ids: Vec<_> = sessions.iter().map(|session| text(session, "id")).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids[2].ends_with("runs.zip!c/console.log#1"), "{ids:?}");
    assert!(ids[0].ends_with("runs.zip!a/session.har#1"), "{ids:?}");
    assert!(ids[1].ends_with("runs.zip!b/clean.har#1"), "{ids:?}");
    assert_eq!(report["summary"]["files"], 1);
    let beside = run(&["check", "fixtures/field-report/session.har", "--output", "json"]);
    assert_eq!(told(&report), told(&beside.report()));
    for finding in findings(&report) {
        let at = &finding["location"];
        let member = text(at, "member");
        let content = if member == "a/session.har" { &har } else { &clean };
        let number = |key| usize::try_from(at[key].as_u64().unwrap()).unwrap();
        assert!(number("offset") + number("length") <= content.len(), "{finding}");
    }
    // The same on standard input.
    let piped = with_stdin("check - --output json", &fs::read(&path).unwrap()).report();
    assert_eq!(told(&piped), told(&report));
    // In a folder, an archive counts when it holds a capture.
    fs::write(folder.path().join("other.zip"), zip(&[("a.html", b"<p>")])).unwrap();
    let walked = check(folder.path());
    assert_eq!(walked["summary"]["files"], 1);
    assert_eq!(walked["summary"]["skipped"], 1);
    assert_eq!(told(&walked), told(&report));
}

#[test]
fn no_name_in_a_capture_leads_out_of_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let messages = bytes("fixtures/valid/sessions/playwright-attached.har.jsonl");
    let har = bytes("fixtures/valid/sessions/playwright-attached.har");
    let har = String::from_utf8(har).unwrap();
    let outside = folder.path().join("outside.jsonl");
    fs::write(&outside, &messages).unwrap();
    let path = inner.join("session.har");
    for name in ["../outside.jsonl", outside.to_str().unwrap()] {
        fs::write(&path, har.replace("playwright-attached.har.jsonl", name)).unwrap();
        let report = check(&path);
        assert_eq!(report["summary"]["frames"], 0, "{name}");
        let told = told(&report);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "GL904");
        assert!(told[0].1.contains("leads out of"), "{told:?}");
    }
    fs::write(inner.join("inside.jsonl"), &messages).unwrap();
    fs::write(&path, har.replace("playwright-attached.har.jsonl", "inside.jsonl")).unwrap();
    assert_eq!(check(&path)["summary"]["frames"], 6);
    // A folder walk meets both files, and reads the messages once.
    let walked = check(&inner);
    assert_eq!(walked["summary"]["frames"], 6);
    assert_eq!(walked["summary"]["skipped"], 1);
    fs::remove_file(&path).unwrap();
    assert_eq!(check(&inner)["summary"]["frames"], 6);
}

#[test]
fn a_member_that_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.har.zip");
    let mut archive = zip(&[("har.har", b"{\"log\":{}}")]);
    // The flag for encryption, in the member's header and in the directory (APPNOTE 4.4.4).
    let directory = archive.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    archive[6] |= 1;
    archive[directory + 8] |= 1;
    fs::write(&path, archive).unwrap();
    let report = check(&path);
    assert_eq!(told(&report)[0].0, "GL901");
    assert!(told(&report)[0].1.contains("encrypted"));
    assert_eq!(text(&findings(&report)[0]["location"], "member"), "har.har");

    fs::write(&path, zip(&[("har.har", &vec![b' '; 70 << 20])])).unwrap();
    let report = check(&path);
    assert_eq!(told(&report)[0].0, "GL901");
    assert!(told(&report)[0].1.contains("unpacks to more than"));

    fs::write(&path, zip(&[("0-trace.network", b"")])).unwrap();
    let ran = run(&["check", path.to_str().unwrap()]);
    assert_eq!(ran.exit, 3, "{}", ran.stdout);
}

/// `code` of each error and warning.
fn faults(report: &Value) -> Vec<&str> {
    let faults = findings(report).iter().filter(crate::common::is_fault);
    let mut codes: Vec<_> = faults.map(|finding| text(finding, "code")).collect();
    codes.sort_unstable();
    codes
}

/// A HAR of one socket on which this was sent, and answered.
fn har_of(payload: &str) -> Vec<u8> {
    let frame =
        |kind: &str, time: f64, data: &str| serde_json::json!({"type": kind, "time": time, "opcode": 1, "data": data});
    let frames =
        [frame("send", 1_760_000_000.5, payload), frame("receive", 1_760_000_000.7, r#"{"type":"connected"}"#)];
    let entry = serde_json::json!({
        "startedDateTime": "2025-10-09T08:53:20.000Z",
        "request": {"method": "GET", "url": "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket", "headers": []},
        "response": {"status": 101, "headers": []},
        "_webSocketMessages": frames,
    });
    let har = serde_json::json!({"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "entries": [entry]}});
    serde_json::to_vec(&har).unwrap()
}

#[test]
fn what_is_expected_of_an_archive_is_expected_of_all_its_captures_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.zip");
    let sidecar = folder.path().join("runs.zip.expect");
    let versionless = har_of(r#"{"type":"connect"}"#);
    let right = har_of(r#"{"type":"connect","version":"2.0"}"#);
    // The fault is in the second and in the third: the first has none.
    let members: [(&str, &[u8]); 3] = [("a.har", &right), ("b.har", &versionless), ("c.har", &versionless)];
    fs::write(&path, zip(&members)).unwrap();
    assert_eq!(faults(&check(&path)), ["GL202", "GL202"]);

    fs::write(&sidecar, "GL202\nGL202\n").unwrap();
    let report = check(&path);
    assert!(faults(&report).is_empty(), "{report}");
    assert_eq!(report["summary"]["expected"], 2);
    fs::write(&sidecar, "GL202\nGL202\nGL201\n").unwrap();
    assert_eq!(faults(&check(&path)), ["GL804"]);
    fs::write(&sidecar, "GL202\n").unwrap();
    let report = check(&path);
    assert_eq!(faults(&report), ["GL805"]);
    let beyond = findings(&report).iter().find(crate::common::is_fault).unwrap();
    assert_eq!(text(&beyond["location"], "member"), "c.har");

    let name = path.to_str().unwrap();
    fs::remove_file(&sidecar).unwrap();
    let ran = run(&["check", name, "--update-expect"]);
    assert_eq!(ran.exit, 0, "{ran:?}");
    assert_eq!(ran.stderr.matches("written").count(), 1, "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&sidecar).unwrap(), "GL202 # missing-field\nGL202 # missing-field\n");
    assert!(faults(&check(&path)).is_empty());

    // The start of a configuration counts all of them, too.
    fs::remove_file(&sidecar).unwrap();
    fs::rename(&path, folder.path().join("invalid-runs.zip")).unwrap();
    let project = folder.path().to_str().unwrap();
    assert_eq!(run(&["init", project]).exit, 0);
    let toml = fs::read_to_string(folder.path().join("guestlint.toml")).unwrap();
    assert!(toml.contains(r#"findings = ["GL202", "GL202"]"#), "{toml}");
    let config = folder.path().join("guestlint.toml");
    let checked = run(&["check", project, "--config", config.to_str().unwrap()]);
    assert_eq!(checked.exit, 0, "{checked:?}");
}
