//! A verdict in the JSON report.

use crate::outcome::{Check, CheckResult, UsedInput, Verdict};
use crate::text::object::{Json, filled, object};

use super::model::id;

pub(super) fn object(verdict: &Verdict) -> Json {
    object! {
        "target": verdict.target.as_deref(),
        "protocol": verdict.protocol.as_deref(),
        "passed": verdict.passed(),
        "checks": Json::list(verdict.checks.iter().map(row)),
        "inputs": Json::list(verdict.inputs.iter().map(input)),
        "notes": filled(Json::list(&verdict.notes)),
    }
}

fn row(check: &Check) -> Json {
    let (findings, why, how) = match &check.result {
        CheckResult::Passed => (&[][..], None, &[][..]),
        CheckResult::Found { findings, .. } => (&findings[..], None, &[][..]),
        CheckResult::NotChecked { why, how } => (&[][..], Some(why), &how[..]),
    };
    object! {
        "name": check.name,
        "result": check.result.as_str(),
        "subject": check.subject.as_deref(),
        "against": filled(Json::list(&check.against)),
        "findings": filled(Json::list(findings.iter().map(|(number, _)| id(*number)))),
        "why": why,
        "how": filled(Json::list(how)),
    }
}

fn input(input: &UsedInput) -> Json {
    object! { "file": &input.file, "what": &input.what, "used": input.used }
}
