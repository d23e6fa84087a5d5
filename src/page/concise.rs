//! One line a finding, for editors, `grep` and a quick look: the form that compilers write (`path:line:column: error: …`), which
//! problem matchers know.

use std::io::{self, Write};

use crate::finding::Finding;
use crate::outcome::{Account, Summary};
use crate::text::escape::escape;

use super::human::summary::{count, said};
use super::rows::times;
use super::{HumanOptions, Page, place};

/// The concise report, written to `W` as inputs are finished.
#[derive(Debug)]
pub struct Concise<W> {
    out: W,
    options: HumanOptions,
    /// Notes that are only shown to those who ask for more.
    hidden: u64,
}

impl<W: Write> Concise<W> {
    /// A page to `out`; of the options only how much to say counts.
    pub fn new(out: W, options: HumanOptions) -> Self {
        Self { out, options, hidden: 0 }
    }
}

impl<W: Write> Page for Concise<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        for finding in account.findings() {
            if self.options.shows(finding) {
                let line = line(finding, self.options.verbose);
                self.out.write_all(line.as_bytes())?;
            } else {
                self.hidden += 1;
            }
        }
        // Whoever waits for a long run sees each input's lines when they are known.
        self.out.flush()
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let last = last_line(summary, self.hidden, &self.options);
        if !last.is_empty() {
            writeln!(self.out, "{last}")?;
        }
        self.out.flush()
    }
}

/// `a.log:4:67: error: GL201 missing-routing-data: startChat has no routingData`, and a line feed.
pub(super) fn line(finding: &Finding, with_help: bool) -> String {
    let mut line = place::full(&finding.location);
    if line.starts_with("::") {
        // At the start of a line this is a command to the runner of GitHub Actions, and a file can have any name.
        line.insert_str(0, "./");
    }
    line.push_str(&format!(
        ": {}: {} {}: {}",
        finding.severity.as_str(),
        finding.rule.code,
        finding.rule.name,
        escape(&finding.message)
    ));
    line.push_str(&times(finding));
    if let Some(help) = finding.help.as_deref().filter(|_| with_help) {
        line.push_str(&format!(" (help: {})", escape(help)));
    }
    line.push('\n');
    harmless(line)
}

/// The line without what runners of CI jobs take for commands anywhere in a line, those of GitHub's and of Azure Pipelines.
fn harmless(line: String) -> String {
    ["##[", "##vso["].iter().fold(line, |line, command| {
        let shown = command.replacen("##", r"#\u{23}", 1);
        line.replace(command, &shown)
    })
}

/// What the run came to, in one line. A quiet run says only that something is missing from what it said.
fn last_line(summary: &Summary, hidden: u64, options: &HumanOptions) -> String {
    let mut parts = Vec::new();
    if !options.quiet {
        // The ignored sockets are not listed here, and -v would not list them either.
        parts.push(said(summary, true).sentence());
        if hidden > 0 {
            parts.push(format!("{} not shown (-v).", count(hidden, "note")));
        }
    }
    if summary.withheld > 0 {
        let more = count(summary.withheld, "more finding");
        parts.push(format!("{more} not shown (--max-findings)."));
    }
    if !options.quiet {
        let notices = summary.notices.iter();
        parts.extend(notices.map(|notice| format!("Note: {}.", escape(notice))));
    }
    parts.join(" ")
}
