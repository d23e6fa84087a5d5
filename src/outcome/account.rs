//! What came of one input.

use std::collections::HashMap;

use crate::capture::{Choice, Format};
use crate::finding::{Finding, Severity};

use super::{Coverage, ReconnectLoop, Session};

/// Everything that came of one input.
#[derive(Clone, Debug)]
pub struct Account {
    /// The input's name as given, with `/` between the parts.
    pub file: String,
    /// What it was read as; absent when it was not recognised.
    pub format: Option<Format>,
    /// Its sessions that were judged, in order of appearance.
    pub sessions: Vec<Session>,
    /// Other people's sockets, which were not judged.
    pub ignored: Vec<Session>,
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
    /// What it exercises of its protocols, where somebody asked for it.
    pub coverage: Coverage,
}

impl Account {
    /// All findings, in the order in which pages tell them: by place, then code.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }

    /// The findings of each of its sessions, in their order, and those of none: they are about the input itself.
    pub fn by_session(&self) -> (Vec<Vec<&Finding>>, Vec<&Finding>) {
        let mut of_sessions = vec![Vec::new(); self.sessions.len()];
        let mut others = Vec::new();
        let ids = self.sessions.iter().enumerate().map(|(index, session)| (session.id.as_str(), index));
        let indexes: HashMap<&str, usize> = ids.collect();
        for finding in self.findings() {
            let index = finding.session.as_deref().and_then(|id| indexes.get(id));
            let own = index.and_then(|index| of_sessions.get_mut(*index));
            own.unwrap_or(&mut others).push(finding);
        }
        (of_sessions, others)
    }
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
