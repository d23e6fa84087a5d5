//! What a run keeps count of: the numbers of findings, given once, and what it all came to.

use std::io;

use crate::finding::Finding;
use crate::judge::loops;
use crate::outcome::{Account, Coverage, Summary, Withheld};
use crate::page::Page;
use crate::policy::Settled;
use crate::rule::Unread;

use super::options::{Fixing, Outcome, Told};

/// Most services of other people's sockets that the summary names.
const SHOWN_SERVICES: usize = 3;

/// The books of a run.
#[derive(Debug)]
pub(super) struct Ledger {
    outcome: Outcome,
    /// Most findings that are reported; the rest is counted.
    most: usize,
    /// What the inputs exercise so far.
    coverage: Coverage,
    fixing: Option<Fixing>,
    /// Number of the next finding.
    next_id: usize,
    /// What was reported, for a verdict.
    told: Vec<Told>,
    /// What is told once was told.
    undocumented_told: bool,
}

impl Ledger {
    pub(super) fn new(most: usize, fixing: Option<Fixing>) -> Self {
        Self {
            outcome: Outcome::default(),
            most,
            coverage: Coverage::default(),
            fixing,
            next_id: 1,
            told: Vec::new(),
            undocumented_told: false,
        }
    }

    pub(super) fn summary(&mut self) -> &mut Summary {
        &mut self.outcome.summary
    }

    /// Something that the run failed at, while it went on.
    pub(super) fn fail(&mut self, failure: impl Into<Option<String>>) {
        self.outcome.failures.extend(failure.into());
    }

    /// Something that the user should know of how the run went.
    pub(super) fn notice(&mut self, notice: impl Into<String>) {
        self.outcome.summary.notices.push(notice.into());
    }

    /// A file of the project's that was written, in a sentence.
    pub(super) fn updated(&mut self, updated: impl Into<Option<String>>) {
        self.outcome.updated.extend(updated.into());
    }

    /// What fixing would write.
    pub(super) fn diff(&mut self, diff: String) {
        self.outcome.diffs.push(diff);
    }

    /// What the inputs exercise so far, to be added to.
    pub(super) fn coverage(&mut self) -> &mut Coverage {
        &mut self.coverage
    }

    /// What was reported since this was asked last.
    pub(super) fn take_told(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// Counts what the project's word took out; what is left is to be delivered.
    pub(super) fn enter(&mut self, settled: Settled) -> Vec<Account> {
        let summary = &mut self.outcome.summary;
        summary.ignored_findings += settled.ignored;
        summary.expected += settled.expected;
        summary.baselined += settled.baselined;
        self.outcome.updated.extend(settled.updated);
        self.outcome.failures.extend(settled.failure);
        settled.accounts
    }

    /// Numbers and counts what came of an input, and hands it over.
    ///
    /// # Errors
    /// The page cannot be written.
    pub(super) fn deliver(&mut self, mut account: Account, page: &mut dyn Page) -> io::Result<()> {
        self.outcome.failures.append(&mut account.crashes);
        self.coverage.join(std::mem::take(&mut account.coverage));
        self.count_fixable(&account);
        account.loops = loops::find(&account);
        self.tell_once(&mut account);
        account.number(self.next_id, |finding| finding.id);
        self.count(&mut account);
        self.hold_back(&mut account);
        self.told.extend(account.findings().map(Told::of));
        page.file(&account)
    }

    /// Ends the books.
    ///
    /// # Errors
    /// The page cannot be written.
    pub(super) fn finish(mut self, page: &mut dyn Page) -> io::Result<Outcome> {
        self.outcome.summary.failures.clone_from(&self.outcome.failures);
        page.finish(&self.outcome.summary)?;
        Ok(self.outcome)
    }

    /// What the summary says of findings that can be fixed.
    fn count_fixable(&mut self, account: &Account) {
        let fixes = account.findings().filter_map(|finding| finding.fix.as_ref());
        for fix in fixes.filter(|fix| fix.writable) {
            match (fix.safe, self.fixing) {
                (true, None) => self.outcome.summary.fixable += 1,
                (false, None | Some(Fixing { risky: false, .. })) => self.outcome.summary.fixable_unsafe += 1,
                (_, Some(_)) => {}
            }
        }
    }

    /// What is told once a run: the first finding stays, the others go.
    fn tell_once(&mut self, account: &mut Account) {
        let told = &mut self.undocumented_told;
        let mut first: Option<String> = None;
        account.retain(|finding| {
            if !finding.rule.traits.once {
                return true;
            }
            if std::mem::replace(told, true) {
                return false;
            }
            let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
            first = Some(format!("{}{help}", finding.message));
            true
        });
        self.outcome.summary.undocumented = first.or(self.outcome.summary.undocumented.take());
    }

    fn count(&mut self, account: &mut Account) {
        let summary = &mut self.outcome.summary;
        summary.sessions += account.sessions.len() as u64;
        // A URL is judged even where nothing else is known of a socket, but not in place of the frames that a tool left out.
        let unrecorded = account.findings().any(|finding| finding.rule.traits.unread == Unread::Frames);
        let empty = account.sessions.iter().filter(|session| session.is_empty(unrecorded));
        summary.empty_sessions += empty.count() as u64;
        summary.ignored_sessions += account.ignored.len() as u64;
        for session in &account.ignored {
            match &session.service {
                None => summary.unknown_sockets += 1,
                Some(service) if summary.services.len() < SHOWN_SERVICES && !summary.services.contains(service) => {
                    summary.services.push(service.clone());
                }
                Some(_) => {}
            }
        }
        summary.frames += account.sessions.iter().map(|session| session.frames).sum::<u64>();
        summary.payloads += account.payloads;
        summary.notices.extend(account.symptom.take());
        summary.skipped_lines += account.skipped_lines.count;
        let unread = account.findings().filter(|finding| finding.rule.traits.unread == Unread::Message);
        summary.unread += unread.map(|finding| finding.count).sum::<u64>();
        let (withheld, worst) = account.withheld.total();
        summary.withheld += withheld;
        let mut found = account.withheld;
        account.findings().for_each(|finding: &Finding| found.add(finding.severity));
        let Withheld { errors, warnings, notes } = found;
        summary.errors += errors;
        summary.warnings += warnings;
        summary.notes += notes;
        let severities = account.findings().map(|finding| finding.severity);
        self.outcome.worst = self.outcome.worst.max(worst).max(severities.max());
    }

    /// No more findings than the run may report are shown.
    fn hold_back(&mut self, account: &mut Account) {
        let found = account.len();
        let room = self.most.saturating_sub(self.next_id - 1);
        if found > room {
            self.outcome.summary.withheld += (found - room) as u64;
            let last = self.next_id + room;
            account.retain(|finding| finding.id < last);
            for session in &mut account.sessions {
                session.refer(|number| (number < last).then_some(number));
            }
        }
        self.next_id += found.min(room);
    }
}
