//! The shape of a verdict in the JSON report.

use serde::Serialize;

use crate::outcome::{Check, CheckResult, UsedInput};

use super::{id, text};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verdict {
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    passed: bool,
    checks: Vec<Row>,
    inputs: Vec<Input>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: &'static str,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    how: Vec<String>,
}

#[derive(Serialize)]
struct Input {
    file: String,
    what: String,
    used: bool,
}

/// A verdict as JSON has it.
pub(super) fn model(verdict: &crate::outcome::Verdict) -> Verdict {
    Verdict {
        target: verdict.target.as_deref().map(text),
        protocol: verdict.protocol.as_deref().map(text),
        passed: verdict.passed(),
        checks: verdict.checks.iter().map(row).collect(),
        inputs: verdict.inputs.iter().map(input).collect(),
        notes: texts(&verdict.notes),
    }
}

fn row(check: &Check) -> Row {
    let mut row = Row {
        name: check.name,
        result: check.result.as_str(),
        subject: check.subject.as_deref().map(text),
        against: texts(&check.against),
        findings: Vec::new(),
        why: None,
        how: Vec::new(),
    };
    match &check.result {
        CheckResult::Passed => {}
        CheckResult::Found { findings, .. } => {
            row.findings = findings.iter().map(|(number, _)| id(*number)).collect();
        }
        CheckResult::NotChecked { why, how } => {
            row.why = Some(text(why));
            row.how = texts(how);
        }
    }
    row
}

fn input(input: &UsedInput) -> Input {
    Input { file: text(&input.file), what: text(&input.what), used: input.used }
}

fn texts(list: &[String]) -> Vec<String> {
    list.iter().map(|item| text(item)).collect()
}
