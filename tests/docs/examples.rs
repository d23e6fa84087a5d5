//! The examples of the rules' pages, run by the program itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::process::Command;

use guestlint::rule::{RULES, Rule};
use serde_json::Value;

use crate::markdown::{Block, Page};
use crate::{read, root};

/// Notes that are true of an example without being what it is about: GL113 of every socket at the endpoint, GL316 of a
/// server that names its acknowledgement otherwise.
const TOLERATED: &[&str] = &["GL113", "GL316"];

/// The examples that text cannot show, and why.
const NOT_RUN: &[(&str, &str, &str)] = &[
    ("GL113", "Good", "the documented protocol's socket is recognised and left alone: there is nothing to check"),
    ("GL901", "Bad", "a damaged stream, a missing permission and binary content are not text"),
];

/// The ending of an example's file, by the fence's info; `None` for a block that is only shown.
fn ending(block: &Block) -> Option<&'static str> {
    let words: Vec<_> = block.info.split(' ').collect();
    match words[..] {
        ["json", "payload", ..] => Some("json"),
        ["ndjson", "log", ..] => Some("ndjson"),
        ["text", "log", ..] => Some("log"),
        ["json", "har", ..] => Some("har"),
        [_, "norun"] => None,
        _ => panic!("line {}: `{}` is no kind of example", block.line, block.info),
    }
}

/// The code and the severity of everything that `check` reports about an example.
fn check(text: &str, ending: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("example.{ending}"));
    fs::write(&path, text).unwrap();
    run(&["--no-config", path.to_str().unwrap()])
}

/// The protocol folder that a block is an excerpt of.
fn folder(block: &Block) -> Option<&str> {
    block.info.strip_prefix("json folder=")
}

/// The same of a protocol folder, in one of whose files the excerpt must stand.
fn check_folder(excerpt: &str, folder: &str) -> Vec<(String, String)> {
    let mut files = fs::read_dir(root().join(folder)).unwrap();
    let quoted = files.any(|file| {
        let content = fs::read_to_string(file.unwrap().path()).unwrap();
        content.contains(excerpt.trim_end())
    });
    assert!(quoted, "no file of {folder} holds\n{excerpt}");
    run(&["--protocol-dir", folder])
}

/// The folder with a configuration that a block is an excerpt of.
fn project(block: &Block) -> Option<&str> {
    let words = block.info.split(' ');
    words.filter_map(|word| word.strip_prefix("project=")).next()
}

/// The same of a folder with a configuration, in one of whose files the excerpt must stand.
fn check_project(excerpt: &str, folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![root().join(folder)];
    let mut quoted = false;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read_to_string(path).unwrap();
                quoted |= content.contains(excerpt.trim_end());
            }
        }
    }
    assert!(quoted, "no file of {folder} holds\n{excerpt}");
    // The configuration is that of the folder that the program is started in.
    let output = Command::new(env!("CARGO_BIN_EXE_guestlint"))
        .args(["check", "--output", "json", "."])
        .current_dir(root().join(folder))
        .output()
        .unwrap();
    found(&output.stdout)
}

fn run(arguments: &[&str]) -> Vec<(String, String)> {
    let arguments = ["check", "--output", "json"].iter().chain(arguments).map(OsString::from);
    found(&guestlint::cli::say(arguments, &[]).out)
}

/// What a report says, which its schema must accept.
fn found(report: &[u8]) -> Vec<(String, String)> {
    let report: Value =
        serde_json::from_slice(report).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(report)));
    let schema: Value = serde_json::from_str(&read("schemas/report.schema.json")).unwrap();
    if let Err(error) = jsonschema::validate(&schema, &report) {
        panic!("the report breaks its schema: {error}");
    }
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(finding, "code"), text(finding, "severity"))).collect()
}

/// What is wrong with an example under "Bad".
fn judge_bad(rule: &Rule, block: &Block, found: &[(String, String)]) -> Option<String> {
    let also: Vec<&str> = block
        .info
        .split(' ')
        .filter_map(|word| word.strip_prefix("also="))
        .flat_map(|codes| codes.split(','))
        .collect();
    let own: Vec<_> = found.iter().filter(|(code, _)| code == rule.code).collect();
    let missing = also.iter().find(|code| !found.iter().any(|(other, _)| other == **code));
    let beyond = found.iter().find(|(code, _)| {
        let expected = code == rule.code || also.contains(&code.as_str());
        !expected && !TOLERATED.contains(&code.as_str())
    });
    match (own.as_slice(), missing, beyond) {
        ([(_, severity)], None, None) if severity == rule.severity.as_str() => None,
        _ => Some(format!(
            "must raise {} once, as {}, with {also:?}; it raises {found:?}",
            rule.code,
            rule.severity.as_str()
        )),
    }
}

/// What is wrong with an example under "Good".
fn judge_good(found: &[(String, String)]) -> Option<String> {
    let fault = found.iter().any(|(_, severity)| severity != "note");
    fault.then(|| format!("must be clean; it raises {found:?}"))
}

#[test]
fn every_example_does_what_its_page_says() {
    let mut faults = Vec::new();
    let mut not_run = Vec::new();
    for rule in RULES {
        let mut examples = BTreeMap::from([("Bad", 0), ("Good", 0)]);
        for block in Page::parse(rule.page).blocks {
            let Some((section, count)) = examples.iter_mut().find(|(section, _)| **section == block.section) else {
                continue;
            };
            *count += 1;
            let found = if let Some(folder) = project(&block) {
                check_project(&block.text, folder)
            } else if let Some(folder) = folder(&block) {
                check_folder(&block.text, folder)
            } else if let Some(ending) = ending(&block) {
                check(&block.text, ending)
            } else {
                not_run.push((rule.code, *section));
                continue;
            };
            let fault = match *section {
                "Bad" => judge_bad(rule, &block, &found),
                _ => judge_good(&found),
            };
            faults.extend(fault.map(|fault| format!("{} line {}: {fault}", rule.code, block.line)));
        }
        for (section, _) in examples.iter().filter(|(_, count)| **count == 0) {
            faults.push(format!("{}: no example under {section}", rule.code));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let expected = NOT_RUN.iter().map(|(code, section, _)| (*code, *section));
    assert_eq!(not_run, expected.collect::<Vec<_>>(), "blocks marked norun");
}
