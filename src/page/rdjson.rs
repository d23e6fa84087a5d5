//! The diagnostic format of reviewdog, as one document: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::Write;

use crate::finding::{Edit, Finding};
use crate::rule::Severity;
use crate::source::paths::Repository;
use crate::text::object::{Json, filled, object};

use super::place::Place;
use super::rows::{Listed, Row};
use super::{Page, fixes};

/// The report for reviewdog, written to `out` when the run is finished.
pub fn rdjson(out: impl Write, paths: Repository) -> impl Page {
    let whole = |diagnostics| {
        object! {
            "source": object! { "name": env!("CARGO_PKG_NAME") },
            "diagnostics": Json::List(diagnostics),
        }
    };
    Listed { out, paths, items: Vec::new(), item: diagnostic, whole }
}

fn diagnostic(row: &Row<'_>, paths: &Repository) -> Json {
    let finding = row.finding;
    let related = finding.related.iter().map(|related| {
        object! { "message": &related.message, "location": location(&Place::new(&related.location, paths)) }
    });
    object! {
        "message": row.sentence_at(),
        "location": location(&row.place),
        "severity": severity(finding.severity),
        "code": object! { "value": finding.rule.code },
        "suggestions": suggestion(finding, paths).map(|suggestion| vec![suggestion]),
        "related_locations": filled(Json::list(related)),
    }
}

/// A reviewer takes each suggestion by itself, so a fix in several parts is none.
fn suggestion(finding: &Finding, paths: &Repository) -> Option<Json> {
    let fix = fixes::showable(finding)?;
    let [Edit { location, text, .. }] = &fix.edits[..] else {
        return None;
    };
    (location.name == finding.location.name)
        .then(|| object! { "range": range(&Place::new(location, paths)), "text": Json::Raw(text.clone()) })
}

fn location(place: &Place) -> Json {
    object! { "path": &place.path, "range": range(place) }
}

/// Columns count the bytes of UTF-8, from 1.
fn range(place: &Place) -> Json {
    object! {
        "start": object! { "line": place.line, "column": place.byte_column },
        "end": object! { "line": place.end_line, "column": place.end_byte_column },
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "INFO",
        Severity::Warning => "WARNING",
        Severity::Error => "ERROR",
    }
}
