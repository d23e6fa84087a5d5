//! Several reports in one run, and where they may go.

use crate::common::{command, run, validate, validate_line};

const INPUT: &str = "fixtures/field-report/session.ndjson";

#[test]
fn several_reports_of_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let jsonl = format!("jsonl={}", at("out.jsonl"));
    let json = format!("json={}", at("out.json"));
    let markdown = format!("markdown={}", at("out.md"));
    let outputs = ["github=-", &jsonl, &json, &markdown];
    let outputs = outputs.iter().flat_map(|output| ["--output", output]);
    let arguments: Vec<_> = ["check", INPUT].into_iter().chain(outputs).collect();
    let ran = run(&arguments);
    assert_eq!(ran.exit, 1, "{}", ran.stderr);
    for (format, written) in [
        ("github", ran.stdout),
        ("jsonl", std::fs::read_to_string(at("out.jsonl")).unwrap()),
        ("json", std::fs::read_to_string(at("out.json")).unwrap()),
        ("markdown", std::fs::read_to_string(at("out.md")).unwrap()),
    ] {
        assert_eq!(written, run(&["check", INPUT, "--output", format]).stdout);
        match format {
            "json" => validate(&serde_json::from_str(&written).unwrap()),
            "jsonl" => written.lines().for_each(|line| validate_line(&serde_json::from_str(line).unwrap())),
            _ => {}
        }
    }
}

/// What is said where outputs are refused, from inside a folder with `a.json` and `sub/`.
fn refused(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let input = folder.path().join("a.json");
    std::fs::write(&input, r#"{"type":"startChat"}"#).unwrap();
    let mut command = command(&[&["check"], arguments].concat());
    let output = command.current_dir(folder.path()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
    assert_eq!(output.stdout, b"", "{arguments:?}");
    let content = std::fs::read_to_string(input).unwrap();
    assert_eq!(content, r#"{"type":"startChat"}"#, "{arguments:?}");
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 2, "{arguments:?} wrote a file");
    error
}

#[test]
fn reports_that_cannot_be_written_are_refused_before_the_run() {
    let cases: &[&[&str]] = &[
        &["a.json", "--output", "json", "--output", "github"],
        &["a.json", "--output", "json=out", "--output", "jsonl=out"],
        &["a.json", "--output", "json=out", "--output", "jsonl=./sub/../out"],
        &["a.json", "--output", "json=no/such/out.json"],
        &["no-such.json", "--output", "json=no/out.json"],
        &["a.json", "--output", "json=sub"],
        &["a.json", "--output", "json=a.json"],
        &["sub", "a.json", "--output", "markdown=./sub/../a.json"],
    ];
    let said: Vec<_> = cases.iter().map(|case| refused(case)).collect();
    insta::assert_snapshot!(said.concat(), @r"
    guestlint: only one --output can go to standard output: give the others a path, as in json=report.json
    guestlint: two reports cannot go to one file: out stands in --output twice
    guestlint: two reports cannot go to one file: ./sub/../out stands in --output twice
    guestlint: cannot write no/such/out.json: there is no folder no/such
    guestlint: cannot write no/out.json: there is no folder no
    guestlint: cannot write sub: it is a folder
    guestlint: a.json is one of the inputs: --output must name another file
    guestlint: ./sub/../a.json is one of the inputs: --output must name another file
    ");
}

#[test]
fn a_device_takes_several_reports() {
    if !std::path::Path::new("/dev/null").exists() {
        return;
    }
    let ran = run(&["check", INPUT, "--output", "json=/dev/null", "--output", "jsonl=/dev/null"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (1, ""));
}
