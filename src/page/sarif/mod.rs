//! The SARIF report, version 2.1.0, as GitHub code scanning and other viewers read it. One run, the rules that it broke, and
//! a result a finding, in the order of the findings:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

mod message;
mod result;
mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::finding::Finding;
use crate::outcome::{Account, Summary};
use crate::rule::{Rule, Severity};
use crate::source::paths::Repository;
use crate::text::object::{Json, filled, object};

use super::Page;
use super::json::document;

use message::{message, text};

/// Where the schema of version 2.1.0 is published, errata included.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name for the root of the repository that GitHub and others use.
const ROOT: &str = "%SRCROOT%";
/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;

/// The SARIF report, written to `W` when the run is finished.
pub struct Sarif<W> {
    out: W,
    paths: Repository,
    findings: Vec<Finding>,
}

impl<W: Write> Sarif<W> {
    /// A page to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out, paths, findings: Vec::new() }
    }
}

impl<W: Write> Page for Sarif<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.findings.extend(account.findings().cloned());
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let dropped = keep_worst(&mut self.findings, MOST_RESULTS);
        // The rules that were broken, by code. The others would be nine tenths of most reports.
        let rules: BTreeMap<&str, &Rule> =
            self.findings.iter().map(|finding| (finding.rule.code, finding.rule)).collect();
        let results = self.findings.iter().map(|finding| {
            let index = rules.keys().position(|code| *code == finding.rule.code);
            result::object(finding, index.unwrap_or_default(), &self.paths)
        });
        let run = object! {
            "tool": object! {
                "driver": object! {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "shortDescription": message(concat!(env!("CARGO_PKG_DESCRIPTION"), ".")),
                    "rules": Json::list(rules.values().map(|rule| rules::descriptor(rule))),
                },
            },
            "invocations": vec![invocation(summary, dropped)],
            "originalUriBaseIds": Json::of([(ROOT, object! { "description": message("The root of the repository.") })]),
            "language": "en",
            "columnKind": "unicodeCodePoints",
            "newlineSequences": Json::list(["\r\n", "\n", "\r"].map(|line_break| Json::Raw(line_break.to_owned()))),
            "results": Json::list(results),
        };
        document(&mut self.out, &object! { "$schema": SCHEMA, "version": "2.1.0", "runs": vec![run] })
    }
}

/// Leaves the `most` worst findings, in their order; returns how many went.
fn keep_worst(findings: &mut Vec<Finding>, most: usize) -> usize {
    let before = findings.len();
    for severity in [Severity::Note, Severity::Warning, Severity::Error] {
        let mut kept_of_it = findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
            .saturating_sub(findings.len().saturating_sub(most));
        if findings.len() > most {
            findings.retain(|finding| {
                if finding.severity != severity {
                    return true;
                }
                let keep = kept_of_it > 0;
                kept_of_it = kept_of_it.saturating_sub(1);
                keep
            });
        }
    }
    before - findings.len()
}

/// How the run went: what it failed at, and what its reader must know to judge the results.
fn invocation(summary: &Summary, dropped: usize) -> Json {
    let mut notifications = Vec::new();
    let mut tell = |level: &str, told: &str| {
        notifications.push(object! { "level": level, "message": message(text(told)) });
    };
    for failure in &summary.failures {
        tell("error", failure);
    }
    for notice in &summary.notices {
        tell("warning", notice);
    }
    if summary.withheld > 0 {
        let count = summary.withheld;
        tell("warning", &format!("{count} further findings are not among the results (--max-findings)"));
    }
    if dropped > 0 {
        let told =
            format!("{dropped} further findings are not among the results: GitHub takes {MOST_RESULTS} of a run");
        tell("warning", &told);
    }
    object! {
        "executionSuccessful": summary.failures.is_empty(),
        "toolExecutionNotifications": filled(notifications),
    }
}

#[cfg(test)]
mod tests;
