//! The JSON report as a stream: one object a line, written as inputs are finished. The objects are those of the JSON report, with
//! their `kind` in front.

use std::io::{self, Write};

use serde::Serialize;

use crate::outcome::{Account, Summary, Verdict};
use crate::page::Page;

use super::model;

/// A line: what it is, and an object of the JSON report.
#[derive(Serialize)]
struct Line<T> {
    kind: &'static str,
    #[serde(flatten)]
    object: T,
}

/// The JSON report in lines, written to `W`: the first is a `report`, the last a `summary`. Where that is missing, the run did not
/// come to its end.
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
            self.line("report", model::Head::this())?;
        }
        Ok(())
    }

    fn line(&mut self, kind: &'static str, object: impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &Line { kind, object })?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Page for JsonLines<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        self.begin()?;
        for session in &report.sessions {
            self.line("session", super::session(session))?;
        }
        for finding in report.findings() {
            self.line("finding", super::finding(finding))?;
        }
        for found in &report.loops {
            self.line("loop", super::reconnect_loop(found))?;
        }
        // Whoever reads along gets each input when it is finished.
        self.out.flush()
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.begin()?;
        self.line("verdict", super::verdict::model(verdict))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        for protocol in summary.coverage.iter().flat_map(|found| super::coverage::of(found)) {
            self.line("coverage", protocol)?;
        }
        self.line("summary", super::totals(summary))?;
        self.out.flush()
    }
}
