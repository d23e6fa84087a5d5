//! The formats of one line a finding: `concise` and `jsonl`.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::Value;

use crate::common::{bytes, check, command, run, text, validate_line, with_stdin};

/// The lines of a `jsonl` report, each as the schema has it.
fn lines(path: &str) -> Vec<Value> {
    let ran = run(&["check", path, "--output", "jsonl"]);
    assert_eq!(ran.stderr, "", "{path}");
    let lines = ran.stdout.lines();
    let lines: Vec<Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.iter().for_each(validate_line);
    lines
}

#[test]
fn the_lines_are_the_json_report_in_pieces() {
    let paths = [
        "fixtures/field-report",
        "fixtures/reconnect-loop",
        "fixtures/configuration/GL801-misspelt-key",
        "fixtures/foreign",
    ];
    for path in paths {
        let mut report = check(path);
        let mut parts: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for mut line in lines(path) {
            let kind = line.as_object_mut().unwrap().remove("kind").unwrap();
            let kind = kind.as_str().unwrap().to_owned();
            parts.entry(kind).or_default().push(line);
        }
        let report = report.as_object_mut().unwrap();
        for (kind, list) in [("session", "sessions"), ("finding", "findings"), ("loop", "loops")] {
            let whole = report.remove(list).unwrap_or_else(|| Value::Array(vec![]));
            let pieces = Value::Array(parts.remove(kind).unwrap_or_default());
            assert_eq!(pieces, whole, "{path} {list}");
        }
        let summary = report.remove("summary").unwrap();
        assert_eq!(parts.remove("summary").unwrap(), [summary], "{path}");
        let head = Value::Object(std::mem::take(report));
        assert_eq!(parts.remove("report").unwrap(), [head], "{path}");
        assert_eq!(parts.len(), 0, "{path}");
    }
}

#[test]
fn every_line_keeps_to_the_schema() {
    for folder in ["invalid", "near-misses", "valid/sessions", "against", "merge"] {
        let path = format!("fixtures/{folder}");
        let lines = lines(&path);
        assert_eq!(text(&lines[0], "kind"), "report", "{path}");
        assert_eq!(text(lines.last().unwrap(), "kind"), "summary", "{path}");
    }
}

#[test]
fn a_line_with_anything_else_in_it_breaks_the_schema() {
    let mut line = lines("fixtures/field-report/session.ndjson").remove(2);
    line["surprise"] = Value::Bool(true);
    let broken = std::panic::catch_unwind(|| validate_line(&line));
    assert!(broken.is_err());
    let mut report = check("fixtures/field-report/session.ndjson");
    report["findings"][0]["kind"] = "finding".into();
    let broken = std::panic::catch_unwind(|| crate::common::validate(&report));
    assert!(broken.is_err());
}

#[test]
fn inputs_that_are_no_files_have_a_word_for_their_path() {
    let log = bytes("fixtures/field-report/session.ndjson");
    let ran = with_stdin("check - --output concise", &log);
    assert!(ran.stdout.starts_with("<stdin>:1:89: error: GL104 "), "{}", ran.stdout);
    let ran = run(&["check", "fixtures/field-report/trace.zip", "--output", "concise"]);
    let first = ran.stdout.lines().next().unwrap();
    assert!(first.starts_with("fixtures/field-report/trace.zip!"), "{first}");
}

#[test]
fn repeats_are_one_line_with_a_count() {
    let start = bytes("fixtures/field-report/session.ndjson");
    let mut log = start.split_inclusive(|byte| *byte == b'\n').take(3).collect::<Vec<_>>().concat();
    let again =
        br#"{"ts":"2026-11-23T09:14:06Z","event":"send","data":"{\"type\":\"connect\",\"version\":\"2.0\",\"x\":1}"}"#;
    for _ in 0..3 {
        log.write_all(again).unwrap();
        log.push(b'\n');
    }
    let ran = with_stdin("check - --output concise", &log);
    let repeated = ran.stdout.lines().find(|line| line.contains("field `x`"));
    assert!(repeated.unwrap().ends_with(" (3 times, first here)"), "{}", ran.stdout);
}

#[test]
fn what_is_left_out_is_said_even_quietly() {
    let ran = run(&["check", "fixtures/reconnect-loop", "--output", "concise", "-q", "--max-findings", "2"]);
    let last = ran.stdout.lines().last().unwrap();
    assert!(last.ends_with("more findings not shown (--max-findings)."), "{last}");
}

#[test]
fn an_input_is_reported_before_the_next_one_is_read() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.json"), folder.path().join("b.json"));
    std::fs::write(&first, r#"{"type":"startChat","queueId":"1"}"#).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&second).status();
    if !made.is_ok_and(|made| made.success()) {
        return;
    }
    for format in ["jsonl", "concise"] {
        let arguments = ["check".as_ref(), first.as_os_str(), second.as_os_str(), "--output".as_ref(), format.as_ref()];
        let mut child = command(&arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{format}");
        // Only now the second one can be read to its end.
        std::fs::write(&second, r#"{"type":"startChat","queueId":"1"}"#).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{format}");
    }
}
