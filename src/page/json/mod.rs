//! The JSON report, version 1: one document, deterministic byte for byte. `schemas/report.schema.json` describes it for others.

mod coverage;
mod lines;
mod model;
mod verdict;

use std::io::{self, Write};

use crate::outcome::{Account, Summary, Verdict};
use crate::text::object::{Json as Value, filled, object};

use super::Page;

pub use lines::JsonLines;

pub(super) use model::time;

/// The JSON Schema of the JSON report.
pub const REPORT_SCHEMA: &str = include_str!("../../../schemas/report.schema.json");

/// The JSON report, written to `W` when the run is finished.
pub struct Json<W> {
    out: W,
    sessions: Vec<Value>,
    findings: Vec<Value>,
    loops: Vec<Value>,
    verdicts: Vec<Value>,
}

impl<W: Write> Json<W> {
    /// A page to `out`.
    pub fn new(out: W) -> Self {
        Self { out, sessions: Vec::new(), findings: Vec::new(), loops: Vec::new(), verdicts: Vec::new() }
    }
}

impl<W: Write> Page for Json<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.sessions.extend(account.sessions.iter().map(model::session));
        self.loops.extend(account.loops.iter().map(model::reconnect_loop));
        self.findings.extend(account.findings().map(model::finding));
        Ok(())
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.verdicts.push(verdict::object(verdict));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let coverage = summary.coverage.as_deref();
        let root = object! {
            "version": model::VERSION,
            "tool": model::tool(),
            "summary": model::totals(summary),
            "sessions": std::mem::take(&mut self.sessions),
            "findings": std::mem::take(&mut self.findings),
            "loops": filled(std::mem::take(&mut self.loops)),
            "preflight": filled(std::mem::take(&mut self.verdicts)),
            "coverage": coverage.map(|found| Value::list(found.iter().map(coverage::object))),
        };
        document(&mut self.out, &root)
    }
}

/// Writes a document for people and programs: indented, and with a line feed at its end.
pub(super) fn document(out: &mut impl Write, root: &Value) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, root)?;
    out.write_all(b"\n")?;
    out.flush()
}
