//! The findings of one session, repeats collapsed, and no more of them than a report can show.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::finding::Finding;
use crate::outcome::Withheld;
use crate::rule::Severity;
use crate::session::diagnosis::can_end_a_socket;

/// How many findings that can explain the end are kept beyond the most that are reported: the last ones, for the diagnosis.
const RECENT: usize = 64;

/// What became of a fault that is known already.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    /// It is kept, at this index of the list.
    Listed(usize),
    /// It is one of the recent ones, by the number that it was added under.
    Recent(usize),
    /// It was only counted.
    Counted,
}

#[derive(Debug)]
struct Kept {
    finding: Finding,
    /// The last frame that it occurred in.
    last: Option<u64>,
}

impl Kept {
    fn again(&mut self, finding: &Finding) {
        self.finding.count += 1;
        self.last = finding.frame.or(self.last);
    }
}

/// Findings in the order in which they came; a repeat raises the count of the first.
#[derive(Debug)]
pub(super) struct Collected {
    all: bool,
    /// Most findings in the list.
    most: usize,
    list: Vec<Kept>,
    recent: VecDeque<(u64, Kept)>,
    /// How many have left `recent`.
    passed: usize,
    known: HashMap<u64, Slot>,
    withheld: Withheld,
    /// Errors of the server that a later success may make good.
    open: Vec<OpenError>,
}

/// What is left of a session's findings at its end.
pub(super) struct Taken {
    pub(super) findings: Vec<Finding>,
    /// For each of them the last frame that it occurred in.
    pub(super) last_frames: Vec<Option<u64>>,
    /// Those that were only counted.
    pub(super) withheld: Withheld,
}

/// An error of the server that answers a request.
#[derive(Debug)]
struct OpenError {
    /// Where it is kept.
    slot: Slot,
    /// The message that it answers.
    request: String,
    /// The client has sent such a message again.
    retried: bool,
}

/// Most errors that are remembered until they are made good; a session with more has other worries.
const MOST_OPEN: usize = 64;

impl Collected {
    /// `all`: repeats do not collapse. `most`: how many are kept; of the rest only what the diagnosis needs is.
    pub(super) fn new(all: bool, most: usize) -> Self {
        Self {
            all,
            most,
            list: Vec::new(),
            recent: VecDeque::new(),
            passed: 0,
            known: HashMap::new(),
            withheld: Withheld::default(),
            open: Vec::new(),
        }
    }

    /// Adds an error of the server that answers a message of the name `request`.
    pub(super) fn add_error(&mut self, finding: Finding, request: Option<String>) {
        let slot = self.add(finding);
        let room = self.open.len() < MOST_OPEN;
        if let Some(request) = request.filter(|_| room) {
            self.open.push(OpenError { slot, request, retried: false });
        }
    }

    /// The client sent a message of this name.
    pub(super) fn requested(&mut self, name: &str) {
        for error in &mut self.open {
            error.retried |= error.request == name;
        }
    }

    /// The server sent something that is no error: a request that was sent again has succeeded, and the error before it is
    /// only worth knowing.
    pub(super) fn answered(&mut self) {
        let good: Vec<_> = self.open.extract_if(.., |error| error.retried).collect();
        for error in good {
            let kept = match error.slot {
                Slot::Listed(index) => self.list.get_mut(index),
                Slot::Recent(number) => {
                    let index = number.checked_sub(self.passed);
                    index.and_then(|index| self.recent.get_mut(index)).map(|(_, kept)| kept)
                }
                Slot::Counted => None,
            };
            if let Some(kept) = kept {
                kept.finding.severity = Severity::Note;
            }
        }
    }

    /// Adds a finding, or counts a repeat; says what became of it.
    pub(super) fn add(&mut self, finding: Finding) -> Slot {
        let key = key(&finding);
        let known = self.known.get(&key).copied().filter(|_| !self.all);
        match known {
            Some(slot @ Slot::Listed(index)) => {
                if let Some(kept) = self.list.get_mut(index) {
                    kept.again(&finding);
                }
                return slot;
            }
            Some(Slot::Recent(number)) => {
                if let Some((_, kept)) = self.recent.get_mut(number - self.passed) {
                    kept.again(&finding);
                }
                return Slot::Recent(number);
            }
            Some(Slot::Counted) if !can_end_a_socket(&finding) => return Slot::Counted,
            // It is counted as one fault, and stands near the end again.
            Some(Slot::Counted) => self.withheld.take_back(finding.severity),
            None => {}
        }
        let last = finding.frame;
        // What is told once a run is counted when it is known which one stays.
        let listed = known.is_none() && self.list.len() < self.most || finding.rule.traits.once;
        let slot = if listed {
            self.list.push(Kept { finding, last });
            Slot::Listed(self.list.len() - 1)
        } else if can_end_a_socket(&finding) {
            if self.recent.len() == RECENT {
                self.pass();
            }
            self.recent.push_back((key, Kept { finding, last }));
            Slot::Recent(self.passed + self.recent.len() - 1)
        } else {
            self.withheld.add(finding.severity);
            Slot::Counted
        };
        if !self.all {
            self.known.insert(key, slot);
        }
        slot
    }

    /// Only counts the oldest of the recent ones from now on.
    fn pass(&mut self) {
        if let Some((key, kept)) = self.recent.pop_front() {
            self.passed += 1;
            self.withheld.add(kept.finding.severity);
            if !self.all {
                self.known.insert(key, Slot::Counted);
            }
        }
    }

    pub(super) fn take(&mut self) -> Taken {
        self.known.clear();
        let recent = self.recent.drain(..).map(|(_, kept)| kept);
        let kept = self.list.drain(..).chain(recent);
        let (findings, last_frames) = kept.map(|kept| (kept.finding, kept.last)).unzip();
        Taken { findings, last_frames, withheld: std::mem::take(&mut self.withheld) }
    }
}

/// What makes two findings of a session the same fault: rule, message type and pointer, and what is said of it. A second unknown
/// message, key or server's error is another fault, though it stands at the same place. A log may hold millions of faults, so
/// only a hash of it is remembered.
pub(crate) fn key(finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    finding.rule.code.hash(&mut hasher);
    finding.message_type.hash(&mut hasher);
    finding.pointer.hash(&mut hasher);
    finding.message.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
