//! What came of one input.

use std::collections::{HashMap, HashSet};

use crate::capture::{Choice, Format};
use crate::finding::Finding;
use crate::rule::Severity;

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
    /// The findings outside of sessions: on the input itself, and on payloads by themselves.
    pub loose: Vec<Finding>,
    /// Further findings, which were only counted: more than the run may report.
    pub withheld: Withheld,
    /// Sessions that are one client's reconnect loop.
    pub loops: Vec<ReconnectLoop>,
    /// How many payloads stood outside of sessions.
    pub payloads: u64,
    /// Lines of a text log that held nothing to check, by number (the first ones), and how many they were.
    pub skipped_lines: SkippedLines,
    /// What the number means that the input tells of, where it tells nothing else of a socket. Sentences, no full stop.
    pub symptom: Option<String>,
    /// Which members of a log's rows were read as what.
    pub choices: Vec<Choice>,
    /// What it exercises of its protocols, where somebody asked for it.
    pub coverage: Coverage,
    /// Checks of this input that crashed, while the others went on: a sentence each.
    pub crashes: Vec<String>,
}

impl Account {
    /// Nothing, of the input of this name.
    pub(crate) fn of(file: String) -> Self {
        Self {
            file,
            format: None,
            sessions: Vec::new(),
            ignored: Vec::new(),
            loose: Vec::new(),
            withheld: Withheld::default(),
            loops: Vec::new(),
            payloads: 0,
            skipped_lines: SkippedLines::default(),
            symptom: None,
            choices: Vec::new(),
            coverage: Coverage::default(),
            crashes: Vec::new(),
        }
    }

    /// Every finding, those of sessions and the others, in the order of the report: by place, then code.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let sessions = self.sessions.iter().flat_map(|session| &session.findings);
        let mut findings: Vec<&Finding> = sessions.chain(&self.loose).collect();
        findings.sort_by_key(|finding| finding.id);
        findings.into_iter()
    }

    /// The findings of each of its sessions, in their order, and those of none: they are about the input itself.
    pub fn by_session(&self) -> (Vec<Vec<&Finding>>, Vec<&Finding>) {
        fn ordered(findings: &[Finding]) -> Vec<&Finding> {
            let mut findings: Vec<&Finding> = findings.iter().collect();
            findings.sort_by_key(|finding| finding.id);
            findings
        }
        (self.sessions.iter().map(|session| ordered(&session.findings)).collect(), ordered(&self.loose))
    }

    /// Every finding, to be changed; not their numbers.
    pub(crate) fn findings_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        let sessions = self.sessions.iter_mut().flat_map(|session| &mut session.findings);
        let mut findings: Vec<&mut Finding> = sessions.chain(&mut self.loose).collect();
        findings.sort_by_key(|finding| finding.id);
        findings.into_iter()
    }

    /// How many findings there are.
    pub(crate) fn len(&self) -> usize {
        self.loose.len() + self.sessions.iter().map(|session| session.findings.len()).sum::<usize>()
    }

    /// Keeps what `keep` says, asked in the order of the report.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&mut Finding) -> bool) {
        let kept: HashSet<usize> = self.findings_mut().filter_map(|found| keep(found).then_some(found.id)).collect();
        let of_sessions = self.sessions.iter_mut().map(|session| &mut session.findings);
        for findings in of_sessions.chain([&mut self.loose]) {
            findings.retain(|finding| kept.contains(&finding.id));
        }
    }

    /// Gives the findings numbers from `first` in the order of `key` (and of equal ones the order of their old numbers), and what
    /// names them the same; a cause or a mark of a finding that is gone goes, too.
    pub(crate) fn number<K: Ord>(&mut self, first: usize, key: impl Fn(&Finding) -> K) {
        let sessions = self.sessions.iter_mut().map(|session| &mut session.findings);
        let homes = sessions.chain([&mut self.loose]).enumerate();
        let mut findings: Vec<(usize, &mut Finding)> =
            homes.flat_map(|(home, findings)| findings.iter_mut().map(move |finding| (home, finding))).collect();
        findings.sort_by_cached_key(|(home, finding)| (key(finding), *home, finding.id));
        let mut numbers = HashMap::new();
        for (index, (home, finding)) in findings.into_iter().enumerate() {
            numbers.insert((home, finding.id), first + index);
            finding.id = first + index;
        }
        for (home, session) in self.sessions.iter_mut().enumerate() {
            session.refer(|number| numbers.get(&(home, number)).copied());
        }
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
