//! The file types and extensions that a session announces.

use serde_json::{Value, json};

use crate::common::{findings, is_fault, text};

use super::frames::*;

/// The faults of an upload in a session whose answer is `announcing`: code and message.
fn faults_after(announcing: Value, name: &str, kind: &str) -> Vec<(String, String)> {
    let upload = client("onAttachment", json!({ "fileName": name, "fileType": kind, "fileSize": 4211 }));
    let frames = [
        ("send", frame("configure").1, STEP),
        ("recv", frame("session").1, STEP),
        ("recv", announcing, STEP),
        ("send", upload, STEP),
    ];
    let report = report("", &log_of(Some(URL), &frames));
    findings(&report)
        .iter()
        .filter(is_fault)
        .map(|finding| (text(finding, "code").to_owned(), text(finding, "message").to_owned()))
        .collect()
}

fn session_body(types: &[&str], blocked: &[&str]) -> Value {
    let types: Vec<_> = types.iter().map(|kind| json!({ "type": kind })).collect();
    json!({
        "connected": true,
        "newSession": true,
        "readOnly": false,
        "allowedMedia": { "inbound": { "fileTypes": types, "maxFileSizeKB": 10240 } },
        "blockedExtensions": blocked,
    })
}

fn faults(types: &[&str], blocked: &[&str], name: &str, kind: &str) -> Vec<(String, String)> {
    let announcing = server("SessionResponse", 200, session_body(types, blocked));
    faults_after(announcing, name, kind)
}

#[test]
fn a_type_must_be_among_the_announced_ones() {
    for (types, kind, is_allowed) in [
        (vec!["*/*"], "image/png", true),
        (vec!["image/*", "application/pdf"], "image/png", true),
        (vec!["image/*", "application/pdf"], "IMAGE/PNG", true),
        (vec!["Image/PNG"], "image/png", true),
        (vec!["text/plain"], "text/plain; charset=utf-8", true),
        (vec!["video/3gpp", "*/*"], "image/png", true),
        (vec!["image/*", "application/pdf"], "video/mp4", false),
        (vec!["image/jpeg"], "image/png", false),
        // Nothing, or something that is no type, says nothing.
        (vec![], "image/png", true),
        (vec!["image/jpeg", "png"], "image/gif", true),
    ] {
        let found = faults(&types, &[], "a.png", kind);
        let codes: Vec<_> = found.iter().map(|(code, _)| code.as_str()).collect();
        let expected: &[&str] = if is_allowed { &[] } else { &["GL207"] };
        assert_eq!(codes, expected, "{types:?} {kind}: {found:?}");
    }
    let found = faults(&["image/*", "application/pdf"], &[], "a.mp4", "video/mp4");
    assert_eq!(found[0].1, "fileType is \"video/mp4\", and this session allows image/*, application/pdf");
}

#[test]
fn an_extension_must_not_be_blocked() {
    for (blocked, name, is_allowed) in [
        (vec![".exe", ".ade"], "notes.txt", true),
        (vec![".exe", ".ade"], "setup.exe", false),
        (vec![".exe"], "SETUP.EXE", false),
        (vec![".EXE"], "setup.exe", false),
        (vec!["exe"], "setup.exe", false),
        (vec![".exe"], "setup.exe.txt", true),
        (vec![".exe"], "Übersicht.exe", false),
        (vec![".gz"], "logs.tar.gz", false),
        (vec![], "setup.exe", true),
    ] {
        let found = faults(&["*/*"], &blocked, name, "text/plain");
        let codes: Vec<_> = found.iter().map(|(code, _)| code.as_str()).collect();
        let expected: &[&str] = if is_allowed { &[] } else { &["GL207"] };
        assert_eq!(codes, expected, "{blocked:?} {name}: {found:?}");
    }
    let found = faults(&["*/*"], &[".exe"], "secret-plan.exe", "text/plain");
    assert_eq!(found[0].1, "fileName ends in .exe, which this session blocks");
}

#[test]
fn what_was_announced_last_counts() {
    let body = session_body(&["image/png"], &[".png"]);
    let answer = server("GetConfigurationResponse", 200, body);
    let found = faults_after(answer, "a.png", "image/gif");
    assert_eq!(found.len(), 2, "{found:?}");
    // A session that announces nothing refuses nothing.
    let silent = server("SessionResponse", 200, json!({ "connected": true, "allowedMedia": {} }));
    assert_eq!(faults_after(silent, "setup.exe", "application/x-msdownload"), []);
}
