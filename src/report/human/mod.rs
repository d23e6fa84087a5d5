//! The report that a person reads on a terminal. What ended the session comes first, then the findings that can explain it,
//! then the rest by place, and at the end one line that says what was checked.

mod finding;
mod session;
mod snippet;
mod style;
mod summary;

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use crate::capture::Choice;
use crate::finding::{Finding, Severity};
use crate::rules::Rule;

use super::escape::escape;
use super::{FileReport, Report, SessionReport, SkippedLines, Summary};
use style::Style;

/// How the terminal is, and how much to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HumanOptions {
    /// ANSI colours.
    pub color: bool,
    /// Columns.
    pub width: usize,
    /// Characters beyond ASCII for drawing.
    pub unicode: bool,
    /// Also what is well: clean sessions, ignored sockets, skipped lines, notes in full.
    pub verbose: bool,
    /// Only errors and warnings, and nothing at all when there are none.
    pub quiet: bool,
}

impl Default for HumanOptions {
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            unicode: true,
            verbose: false,
            quiet: false,
        }
    }
}

/// The human report, written to `W` as inputs are finished.
#[derive(Debug)]
pub struct Human<W> {
    out: W,
    options: HumanOptions,
    /// Something was written, so a blank line separates what follows.
    wrote: bool,
    /// The rule of the likeliest cause of a session's end: the one to look up first.
    cause: Option<&'static Rule>,
    /// The rule of the first error, to look up where no session ended badly.
    error: Option<&'static Rule>,
    /// Where the first line stands that held nothing to check.
    skipped: Option<String>,
}

impl<W: Write> Human<W> {
    /// The heading of a session that has something to tell.
    fn heading(&self, session: &SessionReport, number: usize, of: usize) -> String {
        let style = Style::new(&self.options);
        let mut head = session::heading(session, number, of, style);
        if self.options.verbose {
            head.push_str(&session::reason(session, style));
        }
        head
    }

    /// A report to `out`.
    pub fn new(out: W, options: HumanOptions) -> Self {
        Self {
            out,
            options,
            wrote: false,
            cause: None,
            error: None,
            skipped: None,
        }
    }

    /// Back to what was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn block(&mut self, text: &str) -> io::Result<()> {
        if self.wrote {
            self.out.write_all(b"\n")?;
        }
        self.wrote = true;
        self.out.write_all(text.as_bytes())
    }

    fn session(
        &mut self,
        session: &SessionReport,
        number: usize,
        of: usize,
        mut findings: Vec<&Finding>,
    ) -> io::Result<()> {
        let style = Style::new(&self.options);
        let Some(diagnosis) = &session.diagnosis else {
            let clean = findings.iter().all(|f| f.severity == Severity::Note);
            findings.retain(|finding| self.shows(finding));
            if clean && self.options.verbose {
                self.block(&session::clean(session, number, of, style))?;
            } else if !findings.is_empty() {
                self.block(&self.heading(session, number, of))?;
            }
            return self.findings(&findings);
        };
        let ranks: HashMap<usize, usize> = diagnosis
            .causes
            .iter()
            .enumerate()
            .map(|(rank, cause)| (cause.finding, rank))
            .collect();
        findings.sort_by_key(|finding| ranks.get(&finding.id).copied().unwrap_or(usize::MAX));
        self.cause = self.cause.or_else(|| {
            let cause = diagnosis.causes.first()?;
            let is_error = |finding: &&&Finding| {
                finding.id == cause.finding && finding.severity == Severity::Error
            };
            findings.iter().find(is_error).map(|_| cause.rule)
        });
        let (ending, findings): (Vec<&Finding>, Vec<&Finding>) =
            findings.into_iter().partition(|finding| {
                says_only_the_end(finding, session) && !ranks.contains_key(&finding.id)
            });
        let line = |id: usize| {
            let finding = findings.iter().find(|finding| finding.id == id)?;
            Some(format!("line {}", finding.location.line))
        };
        let mut head = self.heading(session, number, of);
        head.push('\n');
        head.push_str(&session::diagnosis(diagnosis, &ending, &line, style));
        self.block(&head)?;
        if self.options.verbose {
            // Their help stands in the head already.
            let told: Vec<Finding> = ending.into_iter().map(session::without_told).collect();
            self.findings(&told.iter().collect::<Vec<_>>())?;
        }
        self.findings(&findings)
    }

    fn findings(&mut self, findings: &[&Finding]) -> io::Result<()> {
        let style = Style::new(&self.options);
        for finding in findings {
            if !self.shows(finding) {
                continue;
            }
            let short = finding.severity == Severity::Note && !self.options.verbose;
            let text = if short {
                finding::compact(finding, style)
            } else {
                finding::full(finding, style)
            };
            self.block(&text)?;
        }
        Ok(())
    }

    /// Notes are for those who have the time, and GL113 is a phrase of the summary.
    fn shows(&self, finding: &Finding) -> bool {
        match finding.severity {
            Severity::Note if self.options.quiet => false,
            Severity::Note => self.options.verbose || finding.rule.code != "GL113",
            Severity::Warning | Severity::Error => true,
        }
    }

    /// Which members of a log's rows were read as what.
    fn choices(&mut self, file: &str, choices: &[Choice]) -> io::Result<()> {
        if choices.is_empty() {
            return Ok(());
        }
        let style = Style::new(&self.options);
        let mut text = format!("{}: what its rows were read from\n", escape(file));
        for choice in choices {
            let lead = format!("  {:<9}  ", choice.part.as_str());
            let rows = summary::count(choice.rows, "row");
            let from = format!("{} ({rows})", escape(&choice.key));
            style::hang(&mut text, &lead, &lead, &from, style.width);
        }
        self.block(&text)
    }

    fn skipped_lines(&mut self, file: &str, lines: &SkippedLines) -> io::Result<()> {
        if let Some((number, _)) = lines.first.first() {
            self.skipped
                .get_or_insert_with(|| format!("{}:{number}", escape(file)));
        }
        if !self.options.verbose || lines.count == 0 {
            return Ok(());
        }
        let style = Style::new(&self.options);
        let held = summary::count(lines.count, "line");
        let mut text = format!("{}: {held} held nothing to check\n", escape(file));
        for (number, line) in &lines.first {
            let lead = format!("  {number}: ");
            style::hang(&mut text, &lead, &lead, &escape(line), style.width);
        }
        if lines.count > lines.first.len() as u64 {
            text.push_str(&format!("  {}\n", style.ellipsis()));
        }
        self.block(&text)
    }
}

/// The findings that a diagnosed session's first sentence already says: how it ended, or that its last frame had no answer.
fn says_only_the_end(finding: &Finding, session: &SessionReport) -> bool {
    match finding.rule.code {
        "GL109" | "GL401" | "GL402" => true,
        "GL304" | "GL308" => session.end.kind == "unknown" && finding.frame == Some(session.frames),
        _ => false,
    }
}

impl<W: Write> Report for Human<W> {
    fn file(&mut self, report: &FileReport) -> io::Result<()> {
        let mut by_session: HashMap<&str, Vec<&Finding>> = HashMap::new();
        let mut rest = Vec::new();
        let known: HashSet<&str> = report.sessions.iter().map(|s| s.id.as_str()).collect();
        for finding in &report.findings {
            match finding.session.as_deref().filter(|id| known.contains(id)) {
                Some(id) => by_session.entry(id).or_default().push(finding),
                None => rest.push(finding),
            }
        }
        let of = report.sessions.len();
        for (index, session) in report.sessions.iter().enumerate() {
            let findings = by_session.remove(session.id.as_str()).unwrap_or_default();
            self.session(session, index + 1, of, findings)?;
        }
        self.findings(&rest)?;
        self.error = self.error.or_else(|| {
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            report.findings.iter().find(is_error).map(|f| f.rule)
        });
        if self.options.verbose {
            let style = Style::new(&self.options);
            let ignored: String = report
                .ignored
                .iter()
                .map(|s| session::ignored(s, style))
                .collect();
            if !ignored.is_empty() {
                self.block(&ignored)?;
            }
        }
        if self.options.verbose {
            self.choices(&report.file, &report.choices)?;
        }
        self.skipped_lines(&report.file, &report.skipped_lines)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let clean = summary.errors + summary.warnings == 0;
        if !(self.options.quiet && clean) {
            let text = summary::summary(
                summary,
                self.cause.or(self.error),
                self.skipped.as_deref(),
                self.options.verbose,
                Style::new(&self.options),
            );
            self.block(&text)?;
        }
        self.out.flush()
    }
}
