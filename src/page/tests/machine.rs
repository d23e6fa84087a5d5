//! What no rule gives today, or only with a configuration: fixes, arguments, and the context of a fault of the order.

use serde_json::{Value, json};

use crate::finding::{Finding, Role};
use crate::outcome::{Account, Summary};
use crate::page::{self, Page, Sarif};
use crate::rule::{GL104, GL201, GL301};
use crate::source::paths::Repository;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::sample::*;

fn with(finding: Finding) -> Account {
    let mut report = file("support.log");
    report.loose = vec![finding];
    crate::policy::Fingerprints::default().give(&mut report);
    report
}

fn sarif(report: &Account) -> Value {
    let mut out = Vec::new();
    let mut sarif = Sarif::new(&mut out, Repository::default());
    sarif.file(report).unwrap();
    sarif.finish(&Summary::default()).unwrap();
    let report: Value = serde_json::from_slice(&out).unwrap();
    report["runs"][0]["results"][0].clone()
}

fn rdjson(report: &Account) -> Value {
    let mut out = Vec::new();
    let mut rdjson = page::rdjson(&mut out, Repository::default());
    rdjson.file(report).unwrap();
    rdjson.finish(&Summary::default()).unwrap();
    drop(rdjson);
    let report: Value = serde_json::from_slice(&out).unwrap();
    report["diagnostics"][0].clone()
}

/// A finding with a fix of these edits, each an insertion before the next `type` of the log.
fn fixed(texts: &[&str]) -> Account {
    let source = source("support.log", LOG);
    let place = at(&source, "startChat", 0);
    let mut finding = Finding::new(&GL201, place, "startChat has no routingData");
    let edits = texts.iter().enumerate().map(|(nth, text)| {
        let at = at(&source, "type", nth).offset;
        (source.locate(Span::at(at), Span::new(at, at)), *text)
    });
    finding.fix = Some(fix("add `routingData`", edits.collect()));
    with(finding)
}

#[test]
fn a_fix_is_told() {
    let report = fixed(&["routingData", "x"]);
    let fix = &sarif(&report)["fixes"][0];
    assert_eq!(fix["description"]["text"], "add `routingData`.");
    assert_eq!(fix["properties"]["safe"], false);
    let [change] = &fix["artifactChanges"].as_array().unwrap()[..] else {
        panic!("{fix}");
    };
    assert_eq!(change["artifactLocation"], json!({"uri": "support.log"}));
    assert_eq!(
        change["replacements"][0],
        json!({
            "deletedRegion": {"startLine": 2, "startColumn": 73, "endLine": 2, "endColumn": 73},
            "insertedContent": {"text": "routingData"},
        })
    );
    assert_eq!(change["replacements"].as_array().unwrap().len(), 2);
    // A reviewer could take one half of it.
    assert_eq!(rdjson(&report)["suggestions"], Value::Null);
    assert_eq!(
        rdjson(&fixed(&["routingData"]))["suggestions"],
        json!([{
            "range": {"start": {"line": 2, "column": 73}, "end": {"line": 2, "column": 73}},
            "text": "routingData",
        }])
    );
}

#[test]
fn a_fix_that_would_mislead_is_not_told() {
    let report = fixed(&["\u{202e}"]);
    assert_eq!(sarif(&report)["fixes"], Value::Null);
    assert_eq!(rdjson(&report)["suggestions"], Value::Null);
}

#[test]
fn the_context_of_a_fault_of_the_order_comes_before_it() {
    let source = source("support.log", LOG);
    let finding = |rule| {
        Finding::new(rule, at(&source, "startChat", 0), "startChat came early")
            .related(Role::Context, "connect was sent here", at(&source, "connect", 0))
            .related(Role::Counterpart, "it says so", at(&source, "1006", 0))
    };
    let result = sarif(&with(finding(&GL301)));
    let flow = &result["codeFlows"][0]["threadFlows"][0]["locations"];
    let told: Vec<_> =
        flow.as_array().unwrap().iter().map(|step| step["location"]["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(told, ["connect was sent here", "startChat came early"]);
    let roles: Vec<_> = result["relatedLocations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| (&place["id"], &place["properties"]["role"]))
        .collect();
    assert_eq!(roles, [(&json!(1), &json!("context")), (&json!(2), &json!("counterpart"))]);
    assert_eq!(sarif(&with(finding(&GL201)))["codeFlows"], Value::Null);
}

#[test]
fn an_argument_is_a_place() {
    let name = InputName::Argument("--endpoint".to_owned());
    let source = Source::from_text(name, "wss://x", Masker::new(false));
    let place = source.locate(Span::new(0, 3), Span::new(0, 7));
    let result = sarif(&with(Finding::new(&GL104, place, "wrong")));
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"],
        json!({
            "uri": "--endpoint",
            "description": {"text": "The value of the option --endpoint."},
        })
    );
}
