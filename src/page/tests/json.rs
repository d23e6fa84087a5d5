use serde_json::Value;

use crate::outcome::{Account, Summary};
use crate::page::{Json, Page, REPORT_SCHEMA};

use super::sample::*;

fn json(report: &Account, summary: &Summary) -> String {
    let mut report = report.clone();
    crate::policy::Fingerprints::default().give(&mut report);
    let mut out = Vec::new();
    let mut json = Json::new(&mut out);
    json.file(&report).unwrap();
    json.finish(summary).unwrap();
    String::from_utf8(out).unwrap()
}

fn assert_valid(report: &str) -> Value {
    let schema: Value = serde_json::from_str(REPORT_SCHEMA).unwrap();
    let instance: Value = serde_json::from_str(report).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    instance
}

#[test]
fn the_field_report_is_valid_and_the_same_each_time() {
    let (report, summary) = field_report();
    let first = json(&report, &summary);
    assert_valid(&first);
    assert_eq!(first, json(&report, &summary));
    assert!(first.ends_with("}\n") && first.starts_with("{\n  \"version\": 1,"));
    insta::assert_snapshot!(first);
}

#[test]
fn other_reports_are_valid() {
    assert_valid(&json(&file("none.log"), &Summary { withheld: 1, skipped_lines: 2, ..Summary::default() }));
    let mut report = field_report().0;
    report.sessions[0].id = "a\u{202e}\u{1b}#1".to_owned();
    let text = json(&report, &Summary::default());
    assert_eq!(assert_valid(&text)["sessions"][0]["id"], "a\\u{202e}\\u{1b}#1");
}

#[test]
fn the_schema_is_one_and_knows_every_word() {
    let schema: Value = serde_json::from_str(REPORT_SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let formats: Vec<&str> = crate::capture::FORMATS.iter().map(|row| row.name).collect();
    assert_eq!(schema["$defs"]["session"]["properties"]["format"]["enum"], serde_json::json!(formats));
}

#[test]
fn inputs_that_are_no_files_are_valid() {
    use crate::source::{InputName, Source};
    use crate::text::span::Span;
    let mut report = file("<stdin>");
    for name in [InputName::Stdin, InputName::Argument("--endpoint".to_owned())] {
        let place =
            Source::from_text(name, "x", crate::text::mask::Masker::new(false)).locate(Span::at(0), Span::at(0));
        report.loose.push(crate::finding::Finding::new(&crate::rule::GL901, place, "m"));
    }
    let value = assert_valid(&json(&report, &Summary::default()));
    assert_eq!(value["findings"][1]["location"]["argument"], "--endpoint");
}

#[test]
fn fingerprints_do_not_move_with_their_lines() {
    let fingerprints = |text: &str| -> Vec<String> {
        let source = source("a.log", text);
        let mut report = file("a.log");
        for nth in 0..2 {
            report.loose.push(crate::finding::Finding::new(&crate::rule::GL204, at(&source, "\"x\"", nth), "m"));
        }
        let value = assert_valid(&json(&report, &Summary::default()));
        value["findings"].as_array().unwrap().iter().map(|f| f["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let plain = fingerprints("{\"x\":1}\n{\"x\":1}");
    assert_ne!(plain[0], plain[1]);
    assert_eq!(plain, fingerprints("\n\n{\"x\":1}\n\n{\"x\":1}"));
}
