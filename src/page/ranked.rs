//! The findings of a run in the order in which a reader with little room wants them: first what explains the end of a session,
//! then by severity and place, and of one severity last what only says again what others have said.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::finding::Finding;
use crate::outcome::{Account, Session};

use super::HumanOptions;
use super::human::session::{likely, part};

/// A finding, and what it explains.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) finding: Finding,
    pub(super) explains: Option<Explains>,
    /// The same was found before in this file, or it says only that a session ended whose causes are known.
    repeats: bool,
}

/// What a finding explains of its session's end.
#[derive(Clone, Debug)]
pub(super) struct Explains {
    /// The first cause has 0.
    rank: usize,
    /// How the session ended, and how the finding explains it: a line each, not escaped.
    pub(super) lines: Vec<String>,
}

/// What is collected of a run.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    found: Vec<Ranked>,
}

impl Ranking {
    /// Takes the findings of an input that are to be shown.
    pub(super) fn take(&mut self, account: &Account, options: &HumanOptions) {
        let mut known = Known::default();
        for (session, own) in account.sessions.iter().zip(account.by_session().0) {
            known.learn(session, own);
        }
        // A client that opens again fails again, and must not push other faults out.
        let mut told = HashSet::new();
        for finding in account.findings().filter(|f| options.shows(f)) {
            let again = !told.insert((finding.rule.code, finding.message.as_str()));
            self.found.push(Ranked {
                finding: finding.clone(),
                explains: known.explained.remove(&finding.id),
                repeats: again || known.ends.contains(&finding.id),
            });
        }
    }

    /// All of them, in order.
    pub(super) fn sorted(&mut self) -> Vec<Ranked> {
        let mut found = std::mem::take(&mut self.found);
        // A stable sort: places stay in the order of the run.
        found.sort_by_key(|found| {
            let first = found.explains.as_ref().filter(|_| !found.repeats);
            (first.map_or(usize::MAX, |explains| explains.rank), Reverse(found.finding.severity), found.repeats)
        });
        found
    }
}

/// What the sessions of an input tell of its findings, by their numbers.
#[derive(Default)]
struct Known {
    explained: HashMap<usize, Explains>,
    /// Those that say only that a session ended whose causes are known.
    ends: HashSet<usize>,
}

impl Known {
    /// Takes in a session with its findings: its causes; where there is none, what tells of its end says what to check.
    fn learn(&mut self, session: &Session, own: Vec<&Finding>) {
        let Some(diagnosis) = &session.diagnosis else {
            return;
        };
        for (rank, cause) in diagnosis.causes.iter().enumerate() {
            let how = likely(rank, cause.confidence);
            let sure = cause.confidence.as_str();
            let lines = vec![diagnosis.headline.clone(), format!("{how} cause ({sure}): {}", cause.why)];
            self.explained.insert(cause.finding, Explains { rank, lines });
        }
        let (ending, _) = part(own, session, diagnosis);
        if !diagnosis.causes.is_empty() {
            self.ends.extend(ending.iter().map(|finding| finding.id));
        } else if let Some(first) = ending.first() {
            let mut lines = vec![diagnosis.headline.clone()];
            let next = diagnosis.check_next.iter();
            lines.extend(next.map(|item| format!("check next: {item}")));
            self.explained.insert(first.id, Explains { rank: 0, lines });
        }
    }
}
