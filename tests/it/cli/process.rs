//! The program as a process: it says what the library says in memory, byte for byte, of which most other tests ask.

use std::io::Write;
use std::process::Stdio;

use crate::common::{Ran, command, formats, guestlint, with_stdin};

const FIELD_REPORT: &str = "fixtures/field-report/session.ndjson";

/// A run of each command, with each exit status, and in each format of a report.
fn runs() -> Vec<String> {
    let mut runs: Vec<String> =
        formats().iter().map(|format| format!("check {FIELD_REPORT} --output {format}")).collect();
    runs.extend(["human", "mermaid", "html"].map(|format| format!("trace {FIELD_REPORT} --output {format}")));
    let others = [
        "",
        "--help",
        "--version",
        "help check",
        "check --help",
        "check fixtures/valid/payloads",
        "check fixtures/foreign",
        "check fixtures/no-such-file.json",
        "check fixtures/fixes --diff",
        "check fixtures/valid --statistics --coverage",
        "check --config fixtures/configuration/GL801-misspelt-key/guestlint.toml fixtures/valid",
        "trace fixtures/foreign/only-others.har --color always",
        "convert fixtures/field-report/session.har --redact --key secret",
        "preflight --no-config --endpoint wss://api.mypurecloud.de/api/v2/guest/conversations/websocket",
        "explain GL201",
        "explain GL999",
        "rules --output json",
        "protocols guest-conversations",
        "schema startChat",
        "init fixtures/no-such-folder",
        "config fixtures/valid",
        "config --schema",
        "completions zsh",
        "man",
    ];
    runs.extend(others.map(str::to_owned));
    runs
}

#[test]
fn it_says_what_the_library_says() {
    for arguments in runs() {
        let process: Ran = command(&arguments.split_whitespace().collect::<Vec<_>>()).output().unwrap().into();
        let library = guestlint(&arguments);
        assert_eq!(process.transcript(&arguments), library.transcript(&arguments));
        assert_eq!(process.stdout, library.stdout, "{arguments}");
    }
}

#[test]
fn its_standard_input_is_read() {
    let input = std::fs::read(FIELD_REPORT).unwrap();
    for arguments in ["check - --output json", "trace -", "convert -"] {
        let mut child = command(&arguments.split_whitespace().collect::<Vec<_>>())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&input).unwrap();
        let process: Ran = child.wait_with_output().unwrap().into();
        assert_eq!(process.transcript(arguments), with_stdin(arguments, &input).transcript(arguments));
        assert!(process.stdout.len() > 100, "{arguments}");
    }
}
