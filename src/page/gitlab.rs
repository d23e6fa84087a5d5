//! The Code Quality report of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use crate::outcome::{Account, Summary};
use crate::rule::Severity;
use crate::source::paths::Repository;
use crate::text::object::{Json, object};

use super::Page;
use super::json::document;
use super::rows::Row;

/// The report for GitLab, written to `W` when the run is finished.
pub struct Gitlab<W> {
    out: W,
    paths: Repository,
    issues: Vec<Json>,
}

impl<W: Write> Gitlab<W> {
    /// A page to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out, paths, issues: Vec::new() }
    }
}

impl<W: Write> Page for Gitlab<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.issues.extend(Row::all(account, &self.paths).iter().map(issue));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        document(&mut self.out, &Json::List(std::mem::take(&mut self.issues)))
    }
}

/// GitLab reads these members and no others.
fn issue(row: &Row<'_>) -> Json {
    object! {
        // The merge request shows the description alone, so it says which rule it is.
        "description": format!("{}: {}", row.title(), row.sentence_at()),
        "check_name": row.finding.rule.code,
        "fingerprint": &row.finding.fingerprint,
        "severity": severity(row.finding.severity),
        "location": object! { "path": &row.place.path, "lines": object! { "begin": row.place.line } },
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
