//! The Code Quality report of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Finding, Severity};
use crate::outcome::{Account, Summary};
use crate::source::paths::Repository;

use super::Page;
use super::place::{Place, sentence_at};

/// The report for GitLab, written to `W` when the run is finished.
pub struct Gitlab<W> {
    out: W,
    paths: Repository,
    issues: Vec<Issue>,
}

/// GitLab reads these members and no others.
#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

impl<W: Write> Gitlab<W> {
    /// A report to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out, paths, issues: Vec::new() }
    }
}

impl<W: Write> Page for Gitlab<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        let issues = report.findings().map(|f| issue(f, &self.paths));
        self.issues.extend(issues);
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, &self.issues)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

fn issue(finding: &Finding, paths: &Repository) -> Issue {
    let place = Place::new(&finding.location, paths);
    let rule = finding.rule;
    // The merge request shows the description alone, so it says which rule it is.
    let sentence = sentence_at(finding, &place);
    Issue {
        description: format!("{} {}: {sentence}", rule.code, rule.name),
        check_name: rule.code,
        fingerprint: finding.fingerprint.clone(),
        severity: severity(finding.severity),
        location: Location { path: place.path, lines: Lines { begin: place.line } },
    }
}

/// GitLab's words are `info`, `minor`, `major`, `critical` and `blocker`; the last two are left to what stops a release.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "info",
        Severity::Warning => "minor",
        Severity::Error => "major",
    }
}
