//! Reports: one sink a format. A sink gets each input as it is finished, then the summary. Nothing here judges anything.

mod checkstyle;
mod concise;
pub mod escape;
mod fixes;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod nothing;
pub mod paths;
mod place;
mod preflight;
mod ranked;
mod rdjson;
mod root;
mod sarif;
#[cfg(test)]
mod tests;
mod timeline;
mod trace;
mod word;
mod xml;

use std::io;

use crate::capture::{Choice, Direction, Format};
use crate::coverage::ProtocolCoverage;
use crate::finding::{Finding, Severity};
use crate::rules::Rule;
use crate::session::Course;
pub use crate::session::Departure;

pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use github::Github;
pub use gitlab::Gitlab;
pub use human::{Human, HumanOptions, Statistics, problems};
pub use json::{Json, JsonLines, REPORT_SCHEMA};
pub use junit::Junit;
pub use markdown::Markdown;
pub use nothing::nothing_checked;
pub use preflight::{Check, CheckResult, UsedInput, Verdict};
pub use rdjson::Rdjson;
pub use root::Root;
pub use sarif::Sarif;
pub(crate) use timeline::Keep;
pub use timeline::{EndMark, Mark, NotedError, Opening, PayloadKind, Timeline, TimelineFrame};
pub use trace::{TraceHtml, TraceHuman, TraceMermaid};

/// How sure a diagnosis is of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// One possibility among others.
    Low,
    /// Likely.
    Medium,
    /// What a colleague who knows the protocol would bet on.
    High,
}

impl Confidence {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// How a session ended; only what is known is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// `refused`, `closed`, `dropped`, `unknown` or `open`.
    pub kind: &'static str,
    /// The close code; for `dropped` 1006 where the capture itself says so.
    pub code: Option<u16>,
    /// The close reason, masked.
    pub reason: Option<String>,
    /// Who closed.
    pub by: Option<Direction>,
    /// The HTTP status of a refused handshake.
    pub status: Option<u16>,
}

/// One finding that can explain a bad end.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The finding's number ([`Finding::id`]).
    pub finding: usize,
    /// Its rule.
    pub rule: &'static Rule,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in one sentence: the evidence.
    pub why: String,
}

/// Why a session ended badly.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// What the end was, and the last exchange before it: one or two sentences.
    pub headline: String,
    /// The causes, the likeliest first; empty where nothing in the session explains its end.
    pub causes: Vec<Cause>,
    /// What the capture cannot show and a developer should check; one item a line. Set where no cause is sure.
    pub check_next: Vec<String>,
}

/// One socket, from open to end.
#[derive(Clone, Debug)]
pub struct SessionReport {
    /// `a.har#1`
    pub id: String,
    /// The platform's guest session that several sockets may belong to.
    pub group: Option<String>,
    /// The input's name.
    pub file: String,
    /// Its format.
    pub format: Format,
    /// The protocol by whose rules it was judged; absent when it was ignored.
    pub protocol: Option<String>,
    /// Why this protocol, or why it was ignored: a sentence for `-v`.
    pub recognised_by: String,
    /// For a socket that was ignored: the known service that it certainly belongs to, in a few words.
    pub service: Option<String>,
    /// The URL, masked.
    pub url: Option<String>,
    /// How many frames.
    pub frames: u64,
    /// How it ended.
    pub end: End,
    /// Why it ended badly, if it did.
    pub diagnosis: Option<Diagnosis>,
    /// What another recording of it told.
    pub merged: Option<Merged>,
    /// Where it departs from the good session that it was held against.
    pub departure: Option<Departure>,
    /// When it began and ended, in microseconds by the capture's clock, which need not be a wall clock.
    pub times: Option<(i64, i64)>,
    /// What it did, where somebody asked for it.
    pub(crate) course: Option<Box<Course>>,
    /// Its frames, where the run was asked to keep them.
    pub timeline: Option<Timeline>,
}

impl SessionReport {
    /// Gives everything that names a finding by its number the new one; what `renumber` has none for goes.
    pub(crate) fn refer(&mut self, renumber: impl Fn(usize) -> Option<usize>) {
        if let Some(diagnosis) = &mut self.diagnosis {
            diagnosis.causes.retain_mut(|cause| {
                let number = renumber(cause.finding);
                cause.finding = number.unwrap_or_default();
                number.is_some()
            });
        }
        for frame in self.timeline.iter_mut().flat_map(|t| &mut t.frames) {
            let before = frame.marks.len();
            frame.marks.retain_mut(|mark| {
                let number = renumber(mark.finding);
                mark.finding = number.unwrap_or_default();
                number.is_some()
            });
            frame.more += (before - frame.marks.len()) as u64;
        }
    }
}

/// Sessions in a row that failed by the same fault: the same client, opening again.
#[derive(Clone, Debug)]
pub struct ReconnectLoop {
    /// Their ids, in order.
    pub sessions: Vec<String>,
    /// The rule of the fault, where one explains it.
    pub rule: Option<&'static Rule>,
    /// The usual pause between the end of one and the beginning of the next, in milliseconds.
    pub pause_ms: Option<f64>,
}

impl ReconnectLoop {
    /// What it is and what to do, in a sentence or two.
    pub fn told(&self) -> String {
        let fault = match self.rule {
            Some(rule) => format!("the same fault ({} {})", rule.code, rule.name),
            None => "the same end".to_owned(),
        };
        let pause = match self.pause_ms {
            Some(pause) => format!(", {} after the last one", crate::words::duration(pause)),
            None => String::new(),
        };
        format!(
            "The client opened {} times in a row into {fault}{pause}. Opening again does not mend it: give up after a few tries, and wait longer before each.",
            self.sessions.len()
        )
    }
}

/// What another recording told of a session.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The other input's name.
    pub file: String,
    /// What it added, in a phrase.
    pub told: String,
    /// How sure it is that both recorded the same socket.
    pub confidence: Confidence,
    /// The evidence, in a phrase.
    pub why: String,
}

/// Everything that came of one input.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The input's name as given, with `/` between the parts.
    pub file: String,
    /// What it was read as; absent when it was not recognised.
    pub format: Option<Format>,
    /// Its sessions that were judged, in order of appearance.
    pub sessions: Vec<SessionReport>,
    /// Other people's sockets, which were not judged.
    pub ignored: Vec<SessionReport>,
    /// The findings, ordered by place, then code, with their numbers set.
    pub findings: Vec<Finding>,
    /// Further findings, which were only counted: more than the run may report.
    pub withheld: Withheld,
    /// Sessions that are one client's reconnect loop.
    pub loops: Vec<ReconnectLoop>,
    /// How many payloads stood outside of sessions.
    pub payloads: u64,
    /// Lines of a text log that held nothing to check, by number (the first ones), and how many they were.
    pub skipped_lines: SkippedLines,
    /// Which members of a log's rows were read as what.
    pub choices: Vec<Choice>,
}

/// Findings that were not kept, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Notes.
    pub notes: u64,
}

impl Withheld {
    /// One more.
    pub fn add(&mut self, severity: Severity) {
        *self.of(severity) += 1;
    }

    /// One less: it is kept after all.
    pub fn take_back(&mut self, severity: Severity) {
        let count = self.of(severity);
        *count = count.saturating_sub(1);
    }

    /// Those of another part of the same input.
    pub fn append(&mut self, other: Withheld) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// How many, and the worst of them.
    pub fn total(&self) -> (u64, Option<Severity>) {
        let worst = [(self.errors, Severity::Error), (self.warnings, Severity::Warning), (self.notes, Severity::Note)];
        let worst = worst.into_iter().find(|(count, _)| *count > 0);
        let total = self.errors + self.warnings + self.notes;
        (total, worst.map(|(_, severity)| severity))
    }

    fn of(&mut self, severity: Severity) -> &mut u64 {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        }
    }
}

/// Lines that held nothing to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkippedLines {
    /// How many.
    pub count: u64,
    /// The first of them: number and text, cut and masked.
    pub first: Vec<(usize, String)>,
}

/// What a whole run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs that were checked.
    pub files: u64,
    /// Protocol folders of the user's that were linted.
    pub folders: u64,
    /// Targets of a check before a deploy of which something was checked.
    pub targets: u64,
    /// Files that a folder walk met and left alone.
    pub skipped: u64,
    /// Sessions that were judged.
    pub sessions: u64,
    /// Those of them in which there was nothing to judge: no frame, no refused handshake, and no URL by itself.
    pub empty_sessions: u64,
    /// Other people's sockets.
    pub ignored_sessions: u64,
    /// Other people's sockets of which nothing is known.
    pub unknown_sockets: u64,
    /// The known services of the other ones, each once, the first few.
    pub services: Vec<String>,
    /// Frames in judged sessions.
    pub frames: u64,
    /// Payloads outside of sessions.
    pub payloads: u64,
    /// Errors found, each repeat counted once.
    pub errors: u64,
    /// Warnings found.
    pub warnings: u64,
    /// Notes found.
    pub notes: u64,
    /// Lines of text logs that held nothing to check.
    pub skipped_lines: u64,
    /// Findings beyond `--max-findings`, which no report shows.
    pub withheld: u64,
    /// What the user should know of how the run went, such as inputs that could not be merged; a sentence each, no full stop.
    pub notices: Vec<String>,
    /// What the run failed at, such as inputs that do not exist; the rest was done. A sentence each, no full stop.
    pub failures: Vec<String>,
    /// Findings that were expected, and are not shown.
    pub expected: u64,
    /// Findings that the configuration ignores.
    pub ignored_findings: u64,
    /// Findings that the baseline knows, and are not shown.
    pub baselined: u64,
    /// A phrase about protocols that are in no published API (GL113), for the human summary.
    pub undocumented: Option<String>,
    /// How much of each protocol the inputs exercise, where that was asked for.
    pub coverage: Option<Vec<ProtocolCoverage>>,
    /// Findings that `--fix` would mend.
    pub fixable: u64,
    /// Findings that only `--fix --unsafe` would mend.
    pub fixable_unsafe: u64,
    /// What was mended.
    pub fixed: Vec<Fixed>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The file.
    pub file: String,
    /// The line in which the finding stood when it was mended, from 1.
    pub line: usize,
    /// The rule's code.
    pub code: &'static str,
    /// What was done: the fix's title.
    pub title: String,
}

impl Summary {
    /// Something was judged: a session that is not empty, a payload, or a protocol folder.
    pub fn checked_something(&self) -> bool {
        let sessions = self.sessions.saturating_sub(self.empty_sessions);
        sessions + self.payloads + self.folders + self.targets > 0
    }
}

/// Where a report goes.
pub trait Report {
    /// One input is finished.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn file(&mut self, report: &FileReport) -> io::Result<()>;

    /// The verdict on a target of a check before a deploy; what a format without a place for it leaves out.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        let _ = verdict;
        Ok(())
    }

    /// The run is finished.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}
