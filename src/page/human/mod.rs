//! The report that a person reads on a terminal. What ended the session comes first, then the findings that can explain it,
//! then the rest by place, and at the end one line that says what was checked.

mod coverage;
pub(super) mod finding;
pub(super) mod session;
mod snippet;
mod statistics;
pub(super) mod style;
pub(super) mod summary;
mod verdict;

use std::collections::HashMap;
use std::io::{self, Write};

use crate::capture::Choice;
use crate::config::Problem;
use crate::finding::Finding;
use crate::outcome::{Account, ReconnectLoop, Session, SkippedLines, Summary, Verdict};
use crate::rule::{Rule, Severity};
use crate::text::escape::escape;

use super::Page;

use style::{Blocks, Style};

pub use statistics::Statistics;

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
        Self { color: false, width: 80, unicode: true, verbose: false, quiet: false }
    }
}

impl HumanOptions {
    /// Notes are for those who have the time, and what is told once is a phrase of the summary.
    pub(super) fn shows(&self, finding: &Finding) -> bool {
        match finding.severity {
            Severity::Note if self.quiet => false,
            Severity::Note => self.verbose || !finding.rule.traits.once,
            Severity::Warning | Severity::Error => true,
        }
    }
}

/// The human report, written to `W` as inputs are finished.
#[derive(Debug)]
pub struct Human<W> {
    out: Blocks<W>,
    options: HumanOptions,
    style: Style,
    /// The rule of the likeliest cause of a session's end: the one to look up first.
    cause: Option<&'static Rule>,
    /// The rule of the first error, to look up where no session ended badly.
    error: Option<&'static Rule>,
    /// Where the first line stands that held nothing to check.
    skipped: Option<String>,
}

impl<W: Write> Human<W> {
    /// The heading of a session that has something to tell.
    fn heading(&self, session: &Session, number: usize, of: usize) -> String {
        let mut head = session::heading(session, number, of, self.style);
        if self.options.verbose {
            head.push_str(&session::reason(session, self.style));
        }
        head
    }

    /// A page to `out`.
    pub fn new(out: W, options: HumanOptions) -> Self {
        let style = Style::new(&options);
        Self { out: Blocks::new(out), options, style, cause: None, error: None, skipped: None }
    }

    fn session(&mut self, session: &Session, number: usize, of: usize, mut findings: Vec<&Finding>) -> io::Result<()> {
        let Some(diagnosis) = &session.diagnosis else {
            let clean = findings.iter().all(|f| f.severity == Severity::Note);
            findings.retain(|finding| self.options.shows(finding));
            if clean && !self.options.verbose && session.departure.is_some() {
                self.out.block(&self.heading(session, number, of))?;
            } else if clean && self.options.verbose {
                self.out.block(&session::clean(session, number, of, self.style))?;
            } else if !findings.is_empty() {
                self.out.block(&self.heading(session, number, of))?;
            }
            return self.findings(&findings);
        };
        let ranks: HashMap<usize, usize> =
            diagnosis.causes.iter().enumerate().map(|(rank, cause)| (cause.finding, rank)).collect();
        findings.sort_by_key(|finding| ranks.get(&finding.id).copied().unwrap_or(usize::MAX));
        self.cause = self.cause.or_else(|| {
            let cause = diagnosis.causes.first()?;
            let is_error = |finding: &&&Finding| finding.id == cause.finding && finding.severity == Severity::Error;
            findings.iter().find(is_error).map(|_| cause.rule)
        });
        let (ending, findings) = session::part(findings, session, diagnosis);
        let mut head = self.heading(session, number, of);
        head.push('\n');
        head.push_str(&session::diagnosis(diagnosis, session, &ending, &findings, self.style));
        self.out.block(&head)?;
        if self.options.verbose {
            // Their help stands in the head already.
            let told: Vec<Finding> = ending.into_iter().map(session::without_told).collect();
            self.findings(&told.iter().collect::<Vec<_>>())?;
        }
        self.findings(&findings)
    }

    fn findings(&mut self, findings: &[&Finding]) -> io::Result<()> {
        for finding in findings {
            if !self.options.shows(finding) {
                continue;
            }
            let short = finding.severity == Severity::Note && !self.options.verbose;
            let text = if short { finding::compact(finding, self.style) } else { finding::full(finding, self.style) };
            self.out.block(&text)?;
        }
        Ok(())
    }

    /// A reconnect loop, behind its last session; `left_out` of its sessions were not shown.
    fn tell_loop(&mut self, found: &ReconnectLoop, left_out: usize) -> io::Result<()> {
        let mut told = escape(&found.told()).into_owned();
        if left_out > 0 {
            let sessions = summary::count(left_out as u64, "session");
            told.push_str(&format!(" {sessions} like the first not shown (-v shows all)."));
        }
        let mut text = String::new();
        let painted = self.style.paint(style::Paint::Bold, "reconnect loop: ");
        style::hang(&mut text, "reconnect loop: ", &painted, &told, self.style.width);
        self.out.block(&text)
    }

    /// Which members of a log's rows were read as what.
    fn choices(&mut self, file: &str, choices: &[Choice]) -> io::Result<()> {
        if choices.is_empty() {
            return Ok(());
        }
        let mut text = format!("{}: what its rows were read from\n", escape(file));
        for choice in choices {
            let lead = format!("  {:<9}  ", choice.part.as_str());
            let rows = summary::count(choice.rows, "row");
            let from = format!("{} ({rows})", escape(&choice.key));
            style::hang(&mut text, &lead, &lead, &from, self.style.width);
        }
        self.out.block(&text)
    }

    fn skipped_lines(&mut self, file: &str, lines: &SkippedLines) -> io::Result<()> {
        if let Some((number, _)) = lines.first.first() {
            self.skipped.get_or_insert_with(|| format!("{}:{number}", escape(file)));
        }
        if !self.options.verbose || lines.count == 0 {
            return Ok(());
        }
        let held = summary::count(lines.count, "line");
        let mut text = format!("{}: {held} held nothing to check\n", escape(file));
        for (number, line) in &lines.first {
            let lead = format!("  {number}: ");
            style::hang(&mut text, &lead, &lead, &escape(line), self.style.width);
        }
        if lines.count > lines.first.len() as u64 {
            text.push_str(&format!("  {}\n", self.style.ellipsis()));
        }
        self.out.block(&text)
    }
}

/// A session's place in a reconnect loop.
pub(super) struct Repeats<'r> {
    /// It has the same findings as the first of the loop, and need not be shown.
    pub(super) like_the_first: bool,
    /// It is the loop's last one.
    ends: Option<&'r ReconnectLoop>,
}

impl<'r> Repeats<'r> {
    /// The sessions of an input that are part of a loop, by id; `findings` are those of its sessions.
    pub(super) fn of(account: &'r Account, findings: &[Vec<&'r Finding>]) -> HashMap<&'r str, Repeats<'r>> {
        let told = |findings: &Vec<&'r Finding>| {
            let told = findings.iter().filter(|finding| !finding.rule.traits.once).map(|finding| {
                let message = if finding.rule.traits.timed { "" } else { finding.message.as_str() };
                (finding.rule.code, finding.pointer.as_deref(), message)
            });
            let mut told: Vec<_> = told.collect();
            told.sort_unstable();
            told
        };
        let ids = account.sessions.iter().map(|session| session.id.as_str());
        let told: HashMap<&str, _> = match account.loops.as_slice() {
            [] => HashMap::new(),
            _ => ids.zip(findings.iter().map(told)).collect(),
        };
        let mut repeats = HashMap::new();
        for found in &account.loops {
            let told = |id: &String| told.get(id.as_str()).map_or(&[][..], Vec::as_slice);
            let first = found.sessions.first().map(told);
            for (index, id) in found.sessions.iter().enumerate() {
                let last = index + 1 == found.sessions.len();
                let like_the_first = index > 0 && first == Some(told(id));
                repeats.insert(id.as_str(), Repeats { like_the_first, ends: last.then_some(found) });
            }
        }
        repeats
    }
}

/// What makes a configuration unusable, each with its line and a caret.
pub fn problems(problems: &[Problem], options: &HumanOptions) -> String {
    let style = Style::new(options);
    let shown = problems.iter().map(|problem| finding::problem(problem, style));
    shown.collect::<Vec<_>>().join("\n")
}

impl<W: Write> Page for Human<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        let (by_session, rest) = account.by_session();
        let of = account.sessions.len();
        let repeats = if self.options.verbose { HashMap::new() } else { Repeats::of(account, &by_session) };
        let mut left_out = 0;
        for (index, (session, findings)) in account.sessions.iter().zip(by_session).enumerate() {
            let repeat = repeats.get(session.id.as_str());
            if repeat.is_some_and(|repeat| repeat.like_the_first) {
                left_out += 1;
            } else {
                self.session(session, index + 1, of, findings)?;
            }
            if let Some(ends) = repeat.and_then(|repeat| repeat.ends) {
                self.tell_loop(ends, std::mem::take(&mut left_out))?;
            }
        }
        if self.options.verbose {
            for found in &account.loops {
                self.tell_loop(found, 0)?;
            }
        }
        self.findings(&rest)?;
        self.error = self.error.or_else(|| {
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            account.findings().find(is_error).map(|f| f.rule)
        });
        if self.options.verbose {
            let ignored: String = account.ignored.iter().map(|s| session::ignored(s, self.style)).collect();
            if !ignored.is_empty() {
                self.out.block(&ignored)?;
            }
        }
        if self.options.verbose {
            self.choices(&account.file, &account.choices)?;
        }
        self.skipped_lines(&account.file, &account.skipped_lines)
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        if self.options.quiet && verdict.passed() {
            return Ok(());
        }
        self.out.block(&verdict::verdict(verdict, self.options.verbose, self.style))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let clean = summary.errors + summary.warnings == 0;
        let covered = summary.coverage.as_deref().unwrap_or_default();
        if !(self.options.quiet || covered.is_empty()) {
            let text = coverage::coverage(covered, self.options.verbose, self.style);
            self.out.block(&text)?;
        }
        if !(self.options.quiet && clean) {
            let text = summary::summary(
                summary,
                self.cause.or(self.error),
                self.skipped.as_deref(),
                self.options.verbose,
                self.style,
            );
            self.out.block(&text)?;
        }
        self.out.flush()
    }
}
