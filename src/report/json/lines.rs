//! The JSON report as a stream: one object a line, written as inputs are finished. The objects are those of the JSON report, with
//! their `kind` in front.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::{FileReport, Report, Summary};

use super::model;

/// A line.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line {
    /// The first line: what follows, by whom.
    Report(model::Head),
    Session(model::Session),
    Finding(model::Finding),
    Loop(model::Loop),
    /// The last line. Where it is missing, the run did not come to its end.
    Summary(model::Summary),
}

/// The JSON report in lines, written to `W`.
pub struct JsonLines<W> {
    out: W,
    begun: bool,
}

impl<W: Write> JsonLines<W> {
    /// A report to `out`.
    pub fn new(out: W) -> Self {
        Self { out, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            self.line(&Line::Report(model::Head::this()))?;
        }
        Ok(())
    }

    fn line(&mut self, line: &Line) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Report for JsonLines<W> {
    fn file(&mut self, report: &FileReport) -> io::Result<()> {
        self.begin()?;
        for session in &report.sessions {
            self.line(&Line::Session(super::session(session)))?;
        }
        for finding in &report.findings {
            self.line(&Line::Finding(super::finding(finding)))?;
        }
        for found in &report.loops {
            self.line(&Line::Loop(super::reconnect_loop(found)))?;
        }
        // Whoever reads along gets each input when it is finished.
        self.out.flush()
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        self.line(&Line::Summary(super::totals(summary)))?;
        self.out.flush()
    }
}
