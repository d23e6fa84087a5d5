//! The diagnostic format of reviewdog, as one document: <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Edit, Finding, Severity};
use crate::outcome::{Account, Summary};
use crate::source::paths::Repository;
use crate::text::escape::escape;

use super::Page;
use super::fixes;
use super::place::{Place, sentence_at};

/// The report for reviewdog, written to `W` when the run is finished.
pub struct Rdjson<W> {
    out: W,
    paths: Repository,
    diagnostics: Vec<Diagnostic>,
}

/// A `DiagnosticResult`.
#[derive(Serialize)]
struct Root<'a> {
    source: Source,
    diagnostics: &'a [Diagnostic],
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Columns count the bytes of UTF-8, from 1.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

impl<W: Write> Rdjson<W> {
    /// A report to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out, paths, diagnostics: Vec::new() }
    }
}

impl<W: Write> Page for Rdjson<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        let diagnostics = report.findings().map(|f| diagnostic(f, &self.paths));
        self.diagnostics.extend(diagnostics);
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let root = Root { source: Source { name: env!("CARGO_PKG_NAME") }, diagnostics: &self.diagnostics };
        serde_json::to_writer_pretty(&mut self.out, &root)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

fn diagnostic(finding: &Finding, paths: &Repository) -> Diagnostic {
    let place = Place::new(&finding.location, paths);
    Diagnostic {
        message: sentence_at(finding, &place),
        severity: severity(finding.severity),
        code: Code { value: finding.rule.code },
        suggestions: suggestion(finding, paths).into_iter().collect(),
        related_locations: finding
            .related
            .iter()
            .map(|related| Related {
                message: escape(&related.message).into_owned(),
                location: location(Place::new(&related.location, paths)),
            })
            .collect(),
        location: location(place),
    }
}

/// A reviewer takes each suggestion by itself, so a fix in several parts is none.
fn suggestion(finding: &Finding, paths: &Repository) -> Option<Suggestion> {
    let fix = fixes::showable(finding)?;
    let [Edit { location, text, .. }] = &fix.edits[..] else {
        return None;
    };
    (location.name == finding.location.name)
        .then(|| Suggestion { range: range(&Place::new(location, paths)), text: text.clone() })
}

fn location(place: Place) -> Location {
    Location { range: range(&place), path: place.path }
}

fn range(place: &Place) -> Range {
    Range {
        start: Position { line: place.line, column: place.byte_column },
        end: Position { line: place.end_line, column: place.end_byte_column },
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "INFO",
        Severity::Warning => "WARNING",
        Severity::Error => "ERROR",
    }
}
