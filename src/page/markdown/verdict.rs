//! The verdict of a check before a deploy, as a table.

use crate::outcome::{Check, CheckResult, Verdict};

use super::text::prose;

const HEAD: &str = "| Check | Result | What | How to get what is missing |\n| --- | --- | --- | --- |\n";

/// Heading and table.
pub(super) fn section(verdict: &Verdict) -> String {
    let target = verdict.target.as_deref().unwrap_or("the client");
    let ready = match (verdict.passed(), verdict.unchecked()) {
        (false, _) => "not ready".to_owned(),
        (true, 0) => "ready".to_owned(),
        (true, unchecked) => format!("nothing disagrees, {unchecked} not checked"),
    };
    let rows: String = verdict.checks.iter().map(row).collect();
    format!("\n### {}: {ready}\n\n{HEAD}{rows}", prose(target))
}

fn row(check: &Check) -> String {
    let (what, how) = match &check.result {
        CheckResult::NotChecked { why, how } => (why.clone(), how.join("; ")),
        CheckResult::Found { findings, .. } => {
            let mut codes: Vec<&str> = findings.iter().map(|(_, rule)| rule.code).collect();
            codes.dedup();
            (codes.join(", "), String::new())
        }
        CheckResult::Passed => (check.subject.clone().unwrap_or_default(), String::new()),
    };
    format!("| {} | {} | {} | {} |\n", check.name, check.result.as_str(), prose(&what), prose(&how))
}
