//! How often each rule was broken, in place of the findings: what to tackle first in a project with many.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::outcome::{Account, Summary};
use crate::page::Page;
use crate::rule::{Rule, Severity};

use super::style::{Paint, Style};
use super::{HumanOptions, summary};

/// How often a rule was broken.
#[derive(Debug)]
struct Tally {
    rule: &'static Rule,
    worst: Severity,
    findings: u64,
    files: u64,
}

/// The report: a line for each rule, the most frequent first.
#[derive(Debug)]
pub struct Statistics<W> {
    out: W,
    options: HumanOptions,
    tallies: BTreeMap<&'static str, Tally>,
}

impl<W: Write> Statistics<W> {
    /// A page to `out`.
    pub fn new(out: W, options: HumanOptions) -> Self {
        Self { out, options, tallies: BTreeMap::new() }
    }

    fn line(&self, tally: &Tally, style: Style) -> String {
        let severity = style.paint(Paint::of(tally.worst), &format!("{:<7}", tally.worst.as_str()));
        let files = summary::count(tally.files, "file");
        format!("{:>6}  {}  {severity}  {} ({files})\n", tally.findings, tally.rule.code, tally.rule.name)
    }
}

impl<W: Write> Page for Statistics<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        let mut met = std::collections::BTreeSet::new();
        for finding in account.findings() {
            let first = Tally { rule: finding.rule, worst: finding.severity, findings: 0, files: 0 };
            let tally = self.tallies.entry(finding.rule.code).or_insert(first);
            tally.findings += 1;
            tally.worst = tally.worst.max(finding.severity);
            tally.files += u64::from(met.insert(finding.rule.code));
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let style = Style::new(&self.options);
        let quiet = |tally: &&Tally| !(self.options.quiet && tally.worst == Severity::Note);
        let mut tallies: Vec<&Tally> = self.tallies.values().filter(quiet).collect();
        tallies.sort_by_key(|tally| (std::cmp::Reverse(tally.findings), tally.rule.code));
        let lines: String = tallies.iter().map(|tally| self.line(tally, style)).collect();
        self.out.write_all(lines.as_bytes())?;
        let clean = summary.errors + summary.warnings == 0;
        if !(self.options.quiet && clean) {
            if !lines.is_empty() {
                self.out.write_all(b"\n")?;
            }
            let first = tallies.first().map(|tally| tally.rule);
            let text = summary::summary(summary, first, None, self.options.verbose, style);
            self.out.write_all(text.as_bytes())?;
        }
        self.out.flush()
    }
}
