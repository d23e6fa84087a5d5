//! Why did it end? Ranks what was found in a session by how well it explains the session's end, and says how sure it is.
//!
//! The evidence that counts: what stood last before the end, whether anything came back after it, whether frames went both
//! ways at all, how long it took, and what the protocol's manifest says of a fault. A cause is never invented: a drop with
//! nothing wrong in it is said to be one.

mod weigh;
mod words;

use crate::capture::{Direction, End};
use crate::finding::Finding;
use crate::outcome::{Cause, Confidence, Diagnosis};
use crate::protocol::manifest::{Manifest, Phase};
use crate::rule::{Ends, Severity, Tells};
use crate::rules::sequence::Seen;
use crate::session::Facts;

/// Everything that a diagnosis looks at.
pub(crate) struct Evidence<'e> {
    pub(crate) manifest: &'e Manifest,
    pub(crate) facts: &'e Facts,
    pub(crate) end: &'e End,
    /// Frames that the protocol says are answered, and were not.
    pub(crate) waiting: &'e [Seen],
    /// The session's findings; a cause names one by its index here, plus one, until numbers are given out.
    pub(crate) findings: &'e [Finding],
    /// For each of them the last frame that it occurred in: repeats have collapsed into the first.
    pub(crate) last_frames: &'e [Option<u64>],
}

/// A candidate and its weight: the confidence, then a rank among the equally sure.
struct Candidate {
    index: usize,
    confidence: Confidence,
    rank: u8,
    why: String,
}

/// The diagnosis of a session, when it ended badly, or when its end is unknown and its last frame waits for an answer.
pub(crate) fn diagnose(evidence: &Evidence<'_>) -> Option<Diagnosis> {
    if !evidence.ended_badly() {
        return None;
    }
    let mut candidates: Vec<Candidate> =
        (0..evidence.findings.len()).filter_map(|index| evidence.weigh(index)).collect();
    candidates.sort_by(|a, b| (b.confidence, b.rank, a.index).cmp(&(a.confidence, a.rank, b.index)));
    let sure = candidates.first().is_some_and(|first| first.confidence == Confidence::High);
    let causes = candidates.into_iter().filter_map(|candidate| {
        let finding = evidence.findings.get(candidate.index)?;
        Some(Cause {
            finding: candidate.index + 1,
            rule: finding.rule,
            confidence: candidate.confidence,
            why: candidate.why,
        })
    });
    Some(Diagnosis {
        headline: evidence.headline(),
        causes: causes.collect(),
        check_next: if sure { Vec::new() } else { evidence.check_next() },
    })
}

impl Evidence<'_> {
    fn ended_badly(&self) -> bool {
        match self.end {
            End::Refused { .. } | End::Dropped { .. } => true,
            End::Closed { .. } => {
                self.facts.ends_in_server_error
                    || self
                        .findings
                        .iter()
                        .any(|finding| finding.rule.traits.tells == Tells::End && finding.severity == Severity::Error)
            }
            // Where the capture was cut, nobody knows which frame was the last.
            End::Unknown | End::Open => !self.facts.cut && (self.facts.ends_in_server_error || self.last_frame_waits()),
        }
    }

    /// The client's last frame is the session's last, and the protocol says that it is answered; or it could not be read, so
    /// that nobody knows.
    fn last_frame_waits(&self) -> bool {
        let Some(last) = self.facts.unanswered() else {
            return false;
        };
        let waits = self.waiting.iter().any(|seen| seen.frame == last.frame);
        let unread =
            !self.facts.last_client_named && !self.facts.last_client_hidden && self.phase() != Phase::Established;
        (waits || unread) && last.frame == self.facts.before_end
    }

    fn refused(&self) -> bool {
        matches!(self.end, End::Refused { .. })
    }

    fn closed(&self) -> bool {
        matches!(self.end, End::Closed { .. })
    }

    fn phase(&self) -> Phase {
        if self.facts.established {
            Phase::Established
        } else if self.facts.chat_asked {
            Phase::Asked
        } else {
            Phase::Opening
        }
    }
}

/// Whether a finding is of the kind that makes a server end a socket.
pub(crate) fn can_end_a_socket(finding: &Finding) -> bool {
    let is_error = finding.severity == Severity::Error;
    match finding.rule.traits.ends {
        Ends::Never => false,
        Ends::GivenUp => true,
        Ends::Refused | Ends::Failed => is_error,
        Ends::Sent => is_error && finding.direction != Some(Direction::Server),
        Ends::Over => finding.severity != Severity::Note,
    }
}
