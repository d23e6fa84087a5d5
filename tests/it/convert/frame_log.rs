//! `guestlint convert`, as a user runs it: a converted capture is judged as the capture was, and so is a redacted one.

use std::path::Path;

use guestlint::convert::Options;
use proptest::prelude::*;
use serde_json::Value;

use crate::common::judged::{Judged, convert, redacted};
use crate::common::{Ran, bytes, fixtures, guestlint, run, text, with_stdin};

/// Every fixture that is an input of `check`, and not a part of a project or a protocol folder.
fn captures() -> Vec<String> {
    let folders = ["endpoints", "field-report", "foreign", "invalid", "masking", "near-misses", "redaction", "valid"];
    folders.into_iter().flat_map(fixtures).collect()
}

#[test]
fn a_converted_capture_is_judged_as_the_capture() {
    for path in captures() {
        let capture = bytes(&path);
        let before = Judged::of(&capture);
        let (log, outcome) = convert(&capture, Options::default());
        if before.is_unreadable() {
            assert!(log.is_empty(), "{path}");
            continue;
        }
        assert_eq!(outcome.failures, Vec::<String>::new(), "{path}");
        let after = Judged::of(log.as_bytes());
        assert_eq!(before.said, after.said, "{path}\n{log}");
        assert_eq!(before.counts, after.counts, "{path}\n{log}");
        // A frame log of a frame log is the same one.
        let (again, _) = convert(log.as_bytes(), Options::default());
        assert_eq!(again, log, "{path}");
    }
}

#[test]
fn a_redacted_capture_is_judged_as_the_capture() {
    for path in captures() {
        let capture = bytes(&path);
        let before = Judged::of(&capture);
        let (log, outcome) = convert(&capture, redacted("fixtures"));
        if before.is_unreadable() || outcome.lines == 0 {
            assert_eq!(before.counts[..2], [0, 0], "{path}");
            continue;
        }
        let after = Judged::of(log.as_bytes());
        assert_eq!(before.said, after.said, "{path}\n{log}");
        // Redacted once more, it is still judged so.
        let (again, _) = convert(log.as_bytes(), redacted("again"));
        assert_eq!(before.said, Judged::of(again.as_bytes()).said, "{path}\n{again}");
    }
}

#[test]
fn a_capture_that_is_cut_anywhere_is_judged_as_before() {
    let paths = [fixtures("valid/sessions"), fixtures("masking")].concat();
    for path in paths {
        let capture = bytes(&path);
        for part in 1..12 {
            let cut = &capture[..capture.len() * part / 12];
            let before = Judged::of(cut);
            for options in [Options::default(), redacted("cut")] {
                let (log, _) = convert(cut, options);
                if before.is_unreadable() || log.is_empty() {
                    assert_eq!(before.counts[..3], [0; 3], "{path} {part}");
                    continue;
                }
                let after = Judged::of(log.as_bytes());
                assert_eq!(before.said, after.said, "{path} {part}\n{log}");
            }
        }
    }
}

#[test]
fn clocks_that_run_back_do_not_change_the_order() {
    let message = |kind: &str, time: f64, data: Value| serde_json::json!({"type": kind, "time": time, "opcode": 1, "data": data.to_string()});
    let entry = |messages: Vec<Value>| {
        serde_json::json!({"_resourceType": "websocket", "startedDateTime": "2026-11-23T09:14:09.000Z",
            "request": {"url": "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket", "headers": []},
            "response": {"status": 200}, "_webSocketMessages": messages})
    };
    let socket = || {
        entry(vec![
            message("send", 1_795_425_249.9, serde_json::json!({"type":"connect","version":"2.0"})),
            message("receive", 1_795_425_249.5, serde_json::json!({"type":"connected"})),
            message("send", 1_795_425_240.0, serde_json::json!({"type":"message","text":"early"})),
        ])
    };
    let archive = serde_json::json!({"log": {"version": "1.2", "entries": [socket(), socket()]}});
    let archive = archive.to_string();
    let (log, _) = convert(archive.as_bytes(), Options::default());
    let (before, after) = (Judged::of(archive.as_bytes()), Judged::of(log.as_bytes()));
    assert_eq!(before.said, after.said, "{log}");
    assert_eq!(after.counts, [2, 0, 6, 0]);
    // Status 200 is no refusal where frames follow (WebSocket over HTTP/2).
    assert!(log.contains(r#""event":"connecting""#) && !log.contains("refused"), "{log}");
}

/// Lines that a frame log or an application's log may hold, in any order.
const LINES: [&str; 27] = [
    r#"{"socket":"a","event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":101}"#,
    r#"{"ts":"2026-11-23T09:14:05Z","event":"open","url":"wss://webmessaging.mypurecloud.ie/v1?deploymentId=x&token=Pw7Secret99"}"#,
    r#"{"event":"open","url":"ws://localhost:3000/hmr","status":403,"subprotocols":["a","bearer","q8Zr2LwT5vXk9NcB"]}"#,
    r#"{"socket":"a","event":"connecting","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket"}"#,
    r#"{"socket":"a","event":"refused","status":401}"#,
    r#"{"event":"refused","url":"wss://api.mypurecloud.com/x"}"#,
    r#"{"ts":1795425245.5,"socket":"a","event":"send","data":{"type":"connect","version":"2.0"}}"#,
    r#"{"ts":1795425245.1,"socket":"a","event":"recv","data":"{\"type\":\"connected\"}"}"#,
    r#"{"ts":"09:14:05,250","dir":"out","payload":"{\"type\":\"message\",\"text\":\"Hello \\u0042ob\"}"}"#,
    r#"{"event":"frame","data":"{\"type\":\"typing\"}"}"#,
    r#"{"event":"send","data":"{\"type\":\"startChat\" \"token\":\"abc\""}"#,
    r#"{"event":"send","elided":true,"data":"{\"type\":\"startChat\",\"token\":\"Pw7Sec…"}"#,
    r#"{"event":"send","unparsed":true,"data":"{ token: 'Pw7Secret99' }"}"#,
    r#"{"event":"send","opcode":2,"data":"aGkgQm9i"}"#,
    r#"{"event":"recv","opcode":2,"bytes":12}"#,
    r#"{"event":"recv","encoding":"hex","data":"00ff"}"#,
    r#"{"event":"error","message":"bad token=Pw7Secret99 of bob@mail.example"}"#,
    r#"{"event":"error"}"#,
    r#"{"socket":"a","event":"close","code":1006}"#,
    r#"{"event":"close","code":4001,"reason":"bob@mail.example left","by":"client"}"#,
    r#"{"event":"close","code":7,"end":"closed"}"#,
    r#"{"event":"close","clean":false}"#,
    r#"{"event":"close"}"#,
    r#"{"type":"startChat","queueId":"<queue>","guestName":"Bob"}"#,
    r#"{"event":"send" "data":"x"}"#,
    r#"{"event":"missed"}"#,
    "a line of something else",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_log_is_judged_as_before(lines in prop::collection::vec(prop::sample::select(&LINES[..]), 1..12)) {
        let capture = lines.join("\n");
        let before = Judged::of(capture.as_bytes());
        for options in [Options::default(), redacted("any")] {
            let all = options.redact.is_none();
            let (log, _) = convert(capture.as_bytes(), options);
            if before.is_unreadable() || log.is_empty() {
                prop_assert_eq!(before.counts[..3].to_vec(), vec![0; 3]);
                continue;
            }
            let after = Judged::of(log.as_bytes());
            prop_assert_eq!(&before.said, &after.said, "{}\n{}", capture, log);
            prop_assert!(all || !log.contains("Pw7Secret99") && !log.contains("bob@"), "{}", log);
            if all {
                prop_assert_eq!(convert(log.as_bytes(), Options::default()).0, log);
            }
        }
    }
}

#[test]
fn redaction_keeps_the_size_of_everything() {
    let lines = |log: &str| -> Vec<Value> {
        let lines = log.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect()
    };
    for path in captures() {
        let capture = bytes(&path);
        let plain = lines(&convert(&capture, Options::default()).0);
        let options = Options { all_sockets: true, ..redacted("sizes") };
        let replaced = lines(&convert(&capture, options).0);
        assert_eq!(plain.len(), replaced.len(), "{path}");
        for (one, two) in plain.iter().zip(&replaced) {
            if one["opcode"] == 2 || one["event"] == "problem" {
                continue;
            }
            for key in ["data", "url", "protocols", "reason", "message"] {
                let (one, two) = (text(one, key), text(two, key));
                assert_eq!(one.len(), two.len(), "{path}: {one}\n{two}");
                let (one, two) = (one.chars().count(), two.chars().count());
                assert_eq!(one, two, "{path}");
            }
        }
    }
}

fn converted(path: &str, options: &str) -> Ran {
    let options: Vec<&str> = options.split_whitespace().collect();
    run(&[&["convert", path][..], &options].concat())
}

#[test]
fn sockets_of_several_captures_have_ids_of_their_own() {
    let ran = guestlint("convert fixtures/field-report/session.har fixtures/field-report/console.txt");
    let ids: Vec<String> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["event"] == "open")
        .map(|line| text(&line, "socket").to_owned())
        .collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(ran.stdout.matches(r#""event":"frame-log""#).count(), 1);
    assert_eq!(Judged::of(ran.stdout.as_bytes()).counts[0], 2);
}

#[test]
fn other_peoples_sockets_stay_out_of_a_redacted_log() {
    const BESIDE: &str = "fixtures/foreign/beside-a-clean-one.har";
    let opened = |options: &str| {
        let ran = converted(BESIDE, options);
        (ran.stdout.matches(r#""event":"open""#).count(), ran.stderr)
    };
    assert_eq!(opened(""), (4, String::new()));
    assert_eq!(opened("--redact --all-sockets"), (4, String::new()));
    let (count, told) = opened("--redact");
    assert_eq!(count, 1);
    assert_eq!(told, "guestlint: 3 sockets of other services left out; --all-sockets writes them, too\n");
    let none = converted("fixtures/foreign/only-others.har", "--redact");
    assert_eq!((none.exit, none.stdout.as_str()), (3, ""));
    assert!(none.stderr.contains("nothing to convert"), "{}", none.stderr);
}

#[test]
fn a_key_makes_stand_ins_the_same_and_no_key_makes_them_new() {
    const LOG: &str = "fixtures/masking/secrets.ndjson";
    let with = |options: &str| converted(LOG, options).stdout;
    assert_eq!(with("--redact --key one"), with("--redact --key one"));
    assert_ne!(with("--redact --key one"), with("--redact --key two"));
    assert_ne!(with("--redact"), with("--redact"));
}

#[test]
fn exit_status_and_messages() {
    let exit = |arguments: &str| guestlint(arguments).exit;
    assert_eq!(exit("convert fixtures/field-report/session.har"), 0);
    let missing = guestlint("convert fixtures/no-such.har fixtures/field-report/session.har");
    assert_eq!(missing.exit, 2);
    assert_eq!(missing.stderr, "guestlint: fixtures/no-such.har: no such file\n");
    assert!(missing.stdout.contains("startChat"), "the other capture is converted");
    let folder = guestlint("convert fixtures/field-report");
    assert_eq!(folder.exit, 2);
    assert!(folder.stderr.contains("this is a folder"), "{}", folder.stderr);
    let binary = guestlint("convert fixtures/invalid/GL901-packet-capture.log");
    assert_eq!(binary.exit, 2);
    assert!(binary.stderr.contains("packet capture"), "{}", binary.stderr);
    let list = guestlint("convert fixtures/invalid/GL902-a-shopping-list.txt");
    assert_eq!(list.exit, 2);
    assert!(list.stderr.contains("no known capture"), "{}", list.stderr);
    let empty = with_stdin("convert -", b"");
    assert_eq!((empty.exit, empty.stdout.as_str()), (3, ""));
    for usage in [
        "convert",
        "convert - -",
        "convert x --key k",
        "convert x --all-sockets",
        "convert x --format no-such",
        "convert x --protocol no-such",
    ] {
        assert_eq!(exit(usage), 2, "{usage}");
    }
    assert_eq!(run(&["convert", "x", "--redact", "--key", ""]).exit, 2);
}

#[test]
fn the_log_can_go_to_a_file_but_not_over_a_capture() {
    let folder = tempfile::tempdir().unwrap();
    let (capture, log) = (folder.path().join("a.har"), folder.path().join("a.ndjson"));
    std::fs::write(&capture, bytes("fixtures/field-report/session.har")).unwrap();
    let write = |to: &Path| run(&["convert".as_ref(), capture.as_os_str(), "--output".as_ref(), to.as_os_str()]);
    let ran = write(&log);
    assert_eq!((ran.exit, ran.stdout.as_str()), (0, ""));
    let written = std::fs::read_to_string(&log).unwrap();
    assert_eq!(written, guestlint("convert fixtures/field-report/session.har").stdout);
    let ran = write(&capture);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("is one of the captures"), "{}", ran.stderr);
    assert_eq!(std::fs::read(&capture).unwrap(), bytes("fixtures/field-report/session.har"));
}

fn snapshot(name: &str, screen: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.add_filter(r"guestlint \d+\.\d+\.\d+", "guestlint [version]");
    settings.bind(|| insta::assert_snapshot!(name, screen));
}

#[test]
fn what_a_converted_capture_looks_like() {
    let captures = [
        ("har", "fixtures/field-report/session.har"),
        ("text", "fixtures/field-report/console.txt"),
        ("frame_log", "fixtures/field-report/session.ndjson"),
        ("payload", "fixtures/field-report/start-chat.json"),
        ("refused", "fixtures/invalid/GL109-refused-with-403.har"),
        ("elided", "fixtures/invalid/GL906-python-elides.log"),
        ("unparsed", "fixtures/invalid/GL907-inspected.txt"),
        ("no_sender", "fixtures/invalid/GL905-wscat-through-a-pipe.txt"),
        ("no_frames", "fixtures/invalid/GL904-firefox.har"),
        ("cut", "fixtures/invalid/GL903-cut-archive.har"),
        ("binary", "fixtures/masking/binary-frames-in-other-notations.ndjson"),
    ];
    for (name, path) in captures {
        let arguments = format!("convert {path}");
        snapshot(name, &guestlint(&arguments).transcript(&arguments));
    }
}

#[test]
fn what_a_redacted_capture_looks_like() {
    for (name, path) in [
        ("redacted_secrets", "fixtures/masking/secrets.ndjson"),
        ("redacted_binary", "fixtures/masking/binary-frames-in-other-notations.ndjson"),
        ("redacted_places", "fixtures/redaction/places.ndjson"),
    ] {
        let arguments = format!("convert {path} --redact --key snapshot");
        snapshot(name, &guestlint(&arguments).transcript(&arguments));
    }
}

#[test]
fn help() {
    snapshot("help", &guestlint("convert --help").transcript("convert --help"));
}
