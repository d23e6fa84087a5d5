//! The diagnostic format of reviewdog, as one document: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::{self, Write};

use crate::finding::{Edit, Finding};
use crate::outcome::{Account, Summary};
use crate::rule::Severity;
use crate::source::paths::Repository;
use crate::text::object::{Json, filled, object};

use super::json::document;
use super::place::Place;
use super::rows::Row;
use super::{Page, fixes};

/// The report for reviewdog, written to `W` when the run is finished.
pub struct Rdjson<W> {
    out: W,
    paths: Repository,
    diagnostics: Vec<Json>,
}

impl<W: Write> Rdjson<W> {
    /// A page to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out, paths, diagnostics: Vec::new() }
    }
}

impl<W: Write> Page for Rdjson<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.diagnostics.extend(Row::all(account, &self.paths).iter().map(|row| diagnostic(row, &self.paths)));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let root = object! {
            "source": object! { "name": env!("CARGO_PKG_NAME") },
            "diagnostics": std::mem::take(&mut self.diagnostics),
        };
        document(&mut self.out, &root)
    }
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
