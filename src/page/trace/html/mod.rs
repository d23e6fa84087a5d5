//! The trace as one page for a browser: nothing is fetched, and nothing of the input can become markup.

mod model;
mod page;
mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::outcome::{Account, Summary};
use crate::page::Page;
use crate::rule::Rule;

use super::view;
use super::view::View;

/// The trace as a page, written to `W` when all inputs are finished.
#[derive(Debug)]
pub struct TraceHtml<W> {
    out: W,
    data: model::Root,
    rules: BTreeMap<&'static str, &'static Rule>,
}

impl<W: Write> TraceHtml<W> {
    /// A page to `out`.
    pub fn new(out: W) -> Self {
        Self { out, data: model::Root::default(), rules: BTreeMap::new() }
    }

    /// Back to what was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Page for TraceHtml<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        for view in View::of(report) {
            let findings = view.findings(report);
            self.rules.extend(findings.iter().map(|finding| (finding.rule.code, finding.rule)));
            self.data.sessions.push(model::session(&view, &findings));
        }
        let others = view::of_file(report);
        self.rules.extend(others.iter().map(|finding| (finding.rule.code, finding.rule)));
        self.data.others.extend(others.into_iter().map(model::finding));
        self.data.ignored.extend(report.ignored.iter().map(model::ignored));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let data = serde_json::to_string(&self.data)?;
        let rules: Vec<&Rule> = self.rules.values().copied().collect();
        self.out.write_all(page::page(&data, &rules).as_bytes())?;
        self.out.flush()
    }
}
