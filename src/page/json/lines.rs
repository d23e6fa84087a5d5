//! The JSON report as a stream: one object a line, written as inputs are finished. The objects are those of the JSON report, with
//! their `kind` in front.

use std::io::{self, Write};

use crate::outcome::{Account, Summary, Verdict};
use crate::page::Page;
use crate::text::object::{Json, object};

use super::{coverage, model, verdict};

/// The JSON report in lines, written to `W`: the first is a `report`, the last a `summary`. Where that is missing, the run did not
/// come to its end.
pub struct JsonLines<W> {
    out: W,
    begun: bool,
}

impl<W: Write> JsonLines<W> {
    /// A page to `out`.
    pub fn new(out: W) -> Self {
        Self { out, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            self.line("report", object! { "version": model::VERSION, "tool": model::tool() })?;
        }
        Ok(())
    }

    fn line(&mut self, kind: &str, object: Json) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &object.begun("kind", kind))?;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Page for JsonLines<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.begin()?;
        for session in &account.sessions {
            self.line("session", model::session(session))?;
        }
        for finding in account.findings() {
            self.line("finding", model::finding(finding))?;
        }
        for found in &account.loops {
            self.line("loop", model::reconnect_loop(found))?;
        }
        // Whoever reads along gets each input when it is finished.
        self.out.flush()
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.begin()?;
        self.line("verdict", verdict::object(verdict))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        for protocol in summary.coverage.iter().flatten() {
            self.line("coverage", coverage::object(protocol))?;
        }
        self.line("summary", model::totals(summary))?;
        self.out.flush()
    }
}
