//! The report of Checkstyle, which many CI tools read: a file, and its errors by line and column.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::finding::{Finding, Severity};
use crate::outcome::{Account, Summary};
use crate::source::paths::Repository;

use super::Page;
use super::place::{Place, path_of_report, sentence_at};
use super::xml::Xml;

/// The version of Checkstyle whose shape it is: readers want one.
const VERSION: &str = "4.3";

/// The report in Checkstyle's form, written to `W` when the run is finished.
pub struct Checkstyle<W> {
    out: Option<W>,
    paths: Repository,
    files: Vec<(String, Vec<Row>)>,
    /// The index of a file in `files`.
    index: HashMap<String, usize>,
}

struct Row {
    line: String,
    column: String,
    severity: &'static str,
    message: String,
    source: String,
}

impl<W: Write> Checkstyle<W> {
    /// A report to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out: Some(out), paths, files: Vec::new(), index: HashMap::new() }
    }

    fn rows(&mut self, path: String) -> Option<&mut Vec<Row>> {
        let next = self.files.len();
        let at = *self.index.entry(path.clone()).or_insert(next);
        if at == next {
            self.files.push((path, Vec::new()));
        }
        self.files.get_mut(at).map(|(_, rows)| rows)
    }
}

impl<W: Write> Page for Checkstyle<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        // A file without findings is named, too: that it was checked is worth knowing.
        let checked = path_of_report(report, &self.paths);
        self.rows(checked);
        for finding in report.findings() {
            let place = Place::new(&finding.location, &self.paths);
            let row = row(finding, &place);
            if let Some(rows) = self.rows(place.path) {
                rows.push(row);
            }
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let Some(out) = self.out.take() else {
            return Ok(());
        };
        let mut xml = Xml::new(out)?;
        xml.open("checkstyle", &[("version", VERSION)])?;
        for (path, rows) in &self.files {
            xml.open("file", &[("name", path)])?;
            for row in rows {
                write(&mut xml, row)?;
            }
            xml.close("file")?;
        }
        xml.close("checkstyle")?;
        xml.finish()?;
        Ok(())
    }
}

fn write<W: Write>(xml: &mut Xml<W>, row: &Row) -> io::Result<()> {
    xml.empty(
        "error",
        &[
            ("line", &row.line),
            ("column", &row.column),
            ("severity", row.severity),
            ("message", &row.message),
            ("source", &row.source),
        ],
    )
}

fn row(finding: &Finding, place: &Place) -> Row {
    Row {
        line: place.line.to_string(),
        column: place.column.to_string(),
        severity: severity(finding.severity),
        message: sentence_at(finding, place),
        source: format!("{}.{}", env!("CARGO_PKG_NAME"), finding.rule.code),
    }
}

/// Checkstyle's words are `ignore`, `info`, `warning` and `error`.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
