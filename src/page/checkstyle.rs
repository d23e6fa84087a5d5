//! The report of Checkstyle, which many CI tools read: a file, and its errors by line and column.

use std::io::{self, Write};

use crate::outcome::{Account, Summary};
use crate::rule::Severity;
use crate::source::paths::Repository;

use super::Page;
use super::rows::{Row, Rows, path_of};
use super::xml::{Element, document};

/// The version of Checkstyle whose shape it is: readers want one.
const VERSION: &str = "4.3";

/// The report in Checkstyle's form, written to `W` when the run is finished.
pub struct Checkstyle<W> {
    out: W,
    paths: Repository,
    files: Rows<Element>,
}

impl<W: Write> Checkstyle<W> {
    /// A page to `out`.
    pub fn new(out: W, paths: Repository) -> Self {
        Self { out, paths, files: Rows::new() }
    }
}

impl<W: Write> Page for Checkstyle<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        // A file without findings is named, too: that it was checked is worth knowing.
        self.files.of(path_of(account, &self.paths));
        for row in Row::all(account, &self.paths) {
            let error = error(&row);
            self.files.of(row.place.path).push(error);
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let file = |(path, errors)| Element::new("file").with("name", path).holding(errors);
        let files = self.files.take().into_iter().map(file).collect();
        document(&mut self.out, &Element::new("checkstyle").with("version", VERSION).holding(files))
    }
}

fn error(row: &Row<'_>) -> Element {
    // Checkstyle's words are `ignore`, `info`, `warning` and `error`.
    let severity = match row.finding.severity {
        Severity::Note => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    Element::new("error")
        .with("line", row.place.line.to_string())
        .with("column", row.place.column.to_string())
        .with("severity", severity)
        .with("message", row.sentence_at())
        .with("source", format!("{}.{}", env!("CARGO_PKG_NAME"), row.finding.rule.code))
}
