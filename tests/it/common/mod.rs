//! Runs the program as a user does, from the root of the repository, so that paths are short and the same everywhere: mostly
//! within this process, because hundreds of inputs are checked. What only a process has, such as a working folder, an environment
//! or a terminal, is asked of the real binary ([`command`]); `tests/it/cli/process.rs` holds that both say the same.

pub mod commands;
pub mod inputs;
pub mod judged;
pub mod machine;
pub mod xml_reports;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use guestlint::cli::{Said, say};
use serde_json::Value;

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            exit: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl From<Said> for Ran {
    fn from(said: Said) -> Self {
        Self {
            exit: said.status.into(),
            stdout: String::from_utf8(said.out).unwrap(),
            stderr: String::from_utf8(said.error).unwrap(),
        }
    }
}

impl Ran {
    /// The run as a terminal would show it.
    pub fn transcript(&self, arguments: &str) -> String {
        let mut text = format!("$ guestlint {arguments}\n{}", self.stdout);
        if !self.stderr.is_empty() {
            text.push_str(&format!("[standard error]\n{}", self.stderr));
        }
        text.push_str(&format!("[exit {}]\n", self.exit));
        text
    }

    /// Standard output as a JSON report that its schema accepts.
    pub fn report(&self) -> Value {
        let report = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr));
        validate(&report);
        report
    }
}

/// The program, ready to run as a process of its own: no colour, 100 columns, nothing else from the environment.
pub fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guestlint"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("RUST_BACKTRACE")
        .env_remove("GITHUB_WORKSPACE")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .args(arguments);
    command
}

/// Runs `guestlint` with arguments that hold no spaces.
pub fn guestlint(arguments: &str) -> Ran {
    run(&arguments.split_whitespace().collect::<Vec<_>>())
}

/// Runs it within this process.
pub fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Ran {
    told(arguments, &[])
}

/// Runs it within this process, with `input` on standard input.
pub fn with_stdin(arguments: &str, input: &[u8]) -> Ran {
    told(&arguments.split_whitespace().collect::<Vec<_>>(), input)
}

fn told<S: AsRef<OsStr>>(arguments: &[S], input: &[u8]) -> Ran {
    say(arguments.iter().map(|argument| argument.as_ref().to_owned()), input).into()
}

/// The JSON report on one path.
pub fn check(path: &str) -> Value {
    run(&["check", path, "--output", "json"]).report()
}

/// The names of the formats of reports, as the program itself lists them.
pub fn formats() -> Vec<String> {
    let said = guestlint("check --output help").stderr;
    let (_, list) = said.split_once("the formats are ").unwrap();
    let names = list.lines().next().unwrap().split(", ");
    names.map(str::to_owned).collect()
}

/// Fails unless the report is as `schemas/report.schema.json` says.
pub fn validate(report: &Value) {
    static SCHEMA: LazyLock<jsonschema::Validator> =
        LazyLock::new(|| jsonschema::validator_for(&report_schema()).unwrap());
    accept(&SCHEMA, report);
}

/// Fails unless it is a line of `--output jsonl` as `schemas/report.schema.json` says.
pub fn validate_line(line: &Value) {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let definitions = report_schema()["$defs"].take();
        let schema = serde_json::json!({ "$ref": "#/$defs/line", "$defs": definitions });
        jsonschema::validator_for(&schema).unwrap()
    });
    accept(&SCHEMA, line);
}

fn report_schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/report.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn accept(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<_> = schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// The files of a folder under `fixtures/`, folders in it included: paths from the root of the repository, in order.
pub fn fixtures(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![format!("fixtures/{folder}")];
    while let Some(folder) = folders.pop() {
        let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder);
        for entry in std::fs::read_dir(full).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

/// The code that a fixture's name begins with.
pub fn code_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap().split('-').next().unwrap()
}

/// The content of a file of the repository.
pub fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The findings of a report.
pub fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().unwrap()
}

/// The codes of a report's findings, each once.
pub fn codes(report: &Value) -> BTreeSet<&str> {
    findings(report).iter().map(|finding| text(finding, "code")).collect()
}

/// A member of a finding that is text; empty where it is absent.
pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Whether a finding is an error or a warning.
pub fn is_fault(finding: &&Value) -> bool {
    text(finding, "severity") != "note"
}
