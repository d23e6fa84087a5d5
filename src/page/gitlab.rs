//! The Code Quality report of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::Write;

use crate::rule::Severity;
use crate::source::paths::Repository;
use crate::text::object::{Json, object};

use super::Page;
use super::rows::{Listed, Row};

/// The report for GitLab, written to `out` when the run is finished.
pub fn gitlab(out: impl Write, paths: Repository) -> impl Page {
    Listed { out, paths, items: Vec::new(), item: issue, whole: Json::List }
}

/// GitLab reads these members and no others.
fn issue(row: &Row<'_>, _: &Repository) -> Json {
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
