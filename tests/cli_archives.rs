//! Zip archives, and files beside a capture, as a user gives them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use common::{bytes, findings, run, text, with_stdin};
use serde_json::Value;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
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
    let told = findings(report)
        .iter()
        .map(|f| (text(f, "code"), text(f, "message")));
    told.filter(|(code, _)| *code != "GL113").collect()
}

#[test]
fn each_capture_in_an_archive_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.zip");
    let har = bytes("fixtures/field-report/session.har");
    let clean = bytes("fixtures/valid/sessions/chrome.har");
    let members: [(&str, &[u8]); 5] = [
        ("a/session.har", &har),
        ("__MACOSX/a/._session.har", b"\0\x05\x16\x07"),
        ("b/clean.har", &clean),
        ("b/0-trace.network", b""),
        ("b/notes.txt", b"Sending: {}"),
    ];
    fs::write(&path, zip(&members)).unwrap();
    let report = check(&path);
    let sessions = report["sessions"].as_array().unwrap();
    let ids: Vec<_> = sessions.iter().map(|session| text(session, "id")).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids[0].ends_with("runs.zip!a/session.har#1"), "{ids:?}");
    assert!(ids[1].ends_with("runs.zip!b/clean.har#1"), "{ids:?}");
    assert_eq!(report["summary"]["files"], 1);
    let beside = run(&[
        "check",
        "fixtures/field-report/session.har",
        "--output",
        "json",
    ]);
    assert_eq!(told(&report), told(&beside.report()));
    for finding in findings(&report) {
        let at = &finding["location"];
        let member = text(at, "member");
        let content = if member == "a/session.har" {
            &har
        } else {
            &clean
        };
        let number = |key| usize::try_from(at[key].as_u64().unwrap()).unwrap();
        assert!(
            number("offset") + number("length") <= content.len(),
            "{finding}"
        );
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
    fs::write(
        &path,
        har.replace("playwright-attached.har.jsonl", "inside.jsonl"),
    )
    .unwrap();
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
