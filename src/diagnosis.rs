//! Why did it end? Ranks what was found in a session by how well it explains the session's end, and says how sure it is.
//!
//! The evidence that counts: what stood last before the end, whether anything came back after it, whether frames went both
//! ways at all, how long it took, and what the protocol's manifest says of a fault. A cause is never invented: a drop with
//! nothing wrong in it is said to be one.

use crate::finding::{Finding, Severity};
use crate::protocol::manifest::Manifest;
use crate::report::{Cause, Confidence, Diagnosis, End};
use crate::rules::Family;
use crate::rules::sequence::Seen;
use crate::rules::text::shorten;
use crate::session::Facts;
use crate::words;

/// Everything that a diagnosis looks at.
pub(crate) struct Evidence<'e> {
    pub(crate) manifest: &'e Manifest,
    pub(crate) facts: &'e Facts,
    pub(crate) end: &'e End,
    /// Frames that the protocol says are answered, and were not.
    pub(crate) waiting: &'e [Seen],
    /// The session's findings; a cause names one by its index here, plus one, until numbers are given out.
    pub(crate) findings: &'e [Finding],
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
    let mut candidates: Vec<Candidate> = (0..evidence.findings.len())
        .filter_map(|index| evidence.weigh(index))
        .collect();
    candidates
        .sort_by(|a, b| (b.confidence, b.rank, a.index).cmp(&(a.confidence, a.rank, b.index)));
    let sure = candidates
        .first()
        .is_some_and(|first| first.confidence == Confidence::High);
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
        check_next: if sure {
            Vec::new()
        } else {
            evidence.check_next()
        },
    })
}

impl Evidence<'_> {
    fn ended_badly(&self) -> bool {
        match self.end.kind {
            "refused" | "dropped" => true,
            "closed" => {
                self.facts.ends_in_server_error
                    || self.findings.iter().any(|finding| {
                        finding.rule.code == "GL402" && finding.severity == Severity::Error
                    })
            }
            // Where the capture was cut, nobody knows which frame was the last.
            _ => !self.facts.cut && (self.facts.ends_in_server_error || self.last_frame_waits()),
        }
    }

    /// The client's last frame is the session's last, and the protocol says that it is answered.
    fn last_frame_waits(&self) -> bool {
        let Some(last) = self.facts.unanswered() else {
            return false;
        };
        self.waiting.iter().any(|seen| seen.frame == last.frame) && last.frame == self.facts.frames
    }

    fn headline(&self) -> String {
        let end = match self.end.kind {
            "refused" => {
                let status = self
                    .end
                    .status
                    .map_or(String::new(), |status| format!(" with status {status}"));
                return format!(
                    "The server refused the handshake{status}: the socket never opened."
                );
            }
            "dropped" => "The socket was dropped without a Close frame".to_owned(),
            "closed" => {
                let by = match self.end.by {
                    Some(crate::capture::Direction::Client) => "The client closed the socket",
                    Some(crate::capture::Direction::Server) => "The server closed the socket",
                    _ => "The socket was closed",
                };
                let code = self.end.code;
                let code = code.map_or(String::new(), |code| format!(" with code {code}"));
                let reason = self.end.reason.as_deref();
                let reason = reason.map_or(String::new(), |reason| {
                    format!(" (\"{}\")", shorten(reason))
                });
                format!("{by}{code}{reason}")
            }
            _ => return self.unknown_end(),
        };
        let after = self.facts.last_client.as_ref().map_or_else(
            || ", and the client had sent nothing".to_owned(),
            |seen| {
                self.facts.wait_ms().map_or_else(
                    || format!(" after {} (frame {})", seen.name, seen.frame),
                    |wait| {
                        format!(
                            " {} after {} (frame {})",
                            words::duration(wait),
                            seen.name,
                            seen.frame
                        )
                    },
                )
            },
        );
        let answered = match self.facts.unanswered() {
            Some(_) => "; nothing came back after it",
            None => "",
        };
        format!("{end}{after}{answered}.")
    }

    fn unknown_end(&self) -> String {
        let Some(seen) = &self.facts.last_client else {
            return "The last frame is an error from the server.".to_owned();
        };
        if self.facts.ends_in_server_error {
            return format!(
                "The session ends in an error from the server, after {} (frame {}).",
                seen.name, seen.frame
            );
        }
        let wait = self.facts.wait_ms().map_or(String::new(), |wait| {
            format!(", and the socket ended {} later", words::duration(wait))
        });
        format!(
            "{} (frame {}) was the last frame and nothing came back{wait}. This capture does not record how the socket ended.",
            seen.name, seen.frame
        )
    }

    /// How well a finding explains the end; `None` when it cannot.
    fn weigh(&self, index: usize) -> Option<Candidate> {
        let finding = self.findings.get(index)?;
        if !can_end_a_socket(finding) {
            return None;
        }
        let (confidence, mut why) = match finding.rule.family {
            Family::Endpoint => self.weigh_endpoint(finding),
            Family::End => (Confidence::High, "the server says so itself".to_owned()),
            _ => self.weigh_frame(finding)?,
        };
        if let Some(says) = self.protocol_says(finding) {
            why = format!("{why}; {says}");
        }
        let confidence = match self.end.kind {
            "unknown" => lower(confidence),
            _ => confidence,
        };
        Some(Candidate {
            index,
            confidence,
            rank: self.rank(finding),
            why,
        })
    }

    fn weigh_endpoint(&self, _finding: &Finding) -> (Confidence, String) {
        if self.facts.server_frames > 0 {
            (
                Confidence::Low,
                "the socket opened and frames went both ways, so the server took the URL"
                    .to_owned(),
            )
        } else if self.end.kind == "refused" {
            (
                Confidence::High,
                "the handshake itself was refused".to_owned(),
            )
        } else {
            (
                Confidence::Medium,
                "nothing ever came from the server".to_owned(),
            )
        }
    }

    fn weigh_frame(&self, finding: &Finding) -> Option<(Confidence, String)> {
        let frame = finding.frame?;
        if frame <= self.facts.last_server {
            return Some((
                Confidence::Low,
                format!("the server still answered after frame {frame}"),
            ));
        }
        let last = self
            .facts
            .last_client
            .as_ref()
            .is_some_and(|seen| seen.frame == frame);
        if !last {
            return Some((
                Confidence::Medium,
                format!("nothing came back after frame {frame}, but it was not the last frame"),
            ));
        }
        let idle = self.facts.idle_ms().zip(self.manifest.idle.as_ref());
        if let Some((waited, _)) =
            idle.filter(|(waited, idle)| *waited >= f64::from(idle.after_seconds) * 1000.0)
        {
            let wait = words::duration(waited);
            return Some((
                Confidence::Medium,
                format!("it is in the last frame, but the socket lived on for {wait}"),
            ));
        }
        let wait = match (self.end.kind, self.facts.wait_ms()) {
            ("unknown", _) | (_, None) => "and nothing came back".to_owned(),
            (_, Some(wait)) => format!("and {} later the socket was gone", words::duration(wait)),
        };
        Some((Confidence::High, format!("it is in the last frame, {wait}")))
    }

    /// Among equally sure causes: what the manifest binds to a rule of its own first, then frames that could not be read, then
    /// order, then other payload faults, then the endpoint.
    fn rank(&self, finding: &Finding) -> u8 {
        let bound = self
            .manifest
            .missing
            .iter()
            .any(|entry| entry.rule == finding.rule.code);
        match finding.rule.family {
            Family::End => 5,
            _ if bound => 5,
            Family::Payload if finding.message_type.is_none() => 4,
            Family::Sequence => 3,
            Family::Payload => 2,
            Family::Endpoint | Family::Input => 1,
        }
    }

    /// What the manifest says of this fault.
    fn protocol_says(&self, finding: &Finding) -> Option<String> {
        let message = finding.message_type.as_deref();
        let bound = self.manifest.missing.iter().find(|entry| {
            entry.rule == finding.rule.code && Some(entry.message.as_str()) == message
        });
        if let Some(entry) = bound {
            return Some(entry.why.clone());
        }
        let sequence = self
            .manifest
            .sequence
            .iter()
            .filter(|rule| rule.rule == finding.rule.code);
        sequence
            .filter(|rule| finding.help.as_deref() == Some(rule.help.as_str()))
            .find_map(|rule| rule.why.clone())
    }

    /// What this capture cannot show.
    fn check_next(&self) -> Vec<String> {
        let mut items = Vec::new();
        if self.end.kind == "refused" {
            items.push("the URL, the page's Origin and the region of the organisation".to_owned());
            return items;
        }
        if let (Some(waited), Some(idle)) = (self.facts.idle_ms(), &self.manifest.idle)
            && waited >= f64::from(idle.after_seconds) * 1000.0
        {
            items.push(format!(
                "{} (here: {} without a frame)",
                idle.hint,
                words::duration(waited)
            ));
        }
        if self.end.kind == "unknown" {
            items.push("the close code: log event.code and event.reason in onclose, this capture cannot hold them".to_owned());
        }
        items.extend(self.manifest.check_next.iter().cloned());
        items
    }
}

/// Whether a finding is of the kind that makes a server end a socket.
fn can_end_a_socket(finding: &Finding) -> bool {
    if finding.severity != Severity::Error {
        return false;
    }
    match finding.rule.family {
        Family::Endpoint => finding.rule.code != "GL109",
        Family::Payload | Family::Sequence => {
            finding.direction != Some(crate::capture::Direction::Server)
        }
        Family::End => finding.rule.code == "GL403",
        Family::Input => false,
    }
}

fn lower(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::High => Confidence::Medium,
        _ => Confidence::Low,
    }
}
