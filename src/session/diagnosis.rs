//! Why did it end? Ranks what was found in a session by how well it explains the session's end, and says how sure it is.
//!
//! The evidence that counts: what stood last before the end, whether anything came back after it, whether frames went both
//! ways at all, how long it took, and what the protocol's manifest says of a fault. A cause is never invented: a drop with
//! nothing wrong in it is said to be one.

use crate::capture::Direction;
use crate::finding::{Finding, Severity};
use crate::outcome::{Cause, Confidence, Diagnosis, End};
use crate::protocol::manifest::{Manifest, Phase};
use crate::rule::Family;
use crate::rules::sequence::Seen;
use crate::session::Facts;
use crate::text::words;
use crate::text::words::shorten;

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
                        .any(|finding| finding.rule.code == "GL402" && finding.severity == Severity::Error)
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

    /// The client's last frame, in a sentence.
    fn last_sent(&self) -> Option<String> {
        let seen = self.facts.last_client.as_ref()?;
        Some(seen.told(self.facts.last_client_named))
    }

    fn headline(&self) -> String {
        let end = match self.end {
            End::Refused { status: Some(status) } => {
                return format!("The server refused the handshake with status {status}: the socket never opened.");
            }
            End::Refused { status: None } => {
                return "The handshake failed: the socket never opened.".to_owned();
            }
            End::Dropped { .. } => "The socket was dropped without a Close frame".to_owned(),
            End::Closed { code, reason, by } => closed(*code, reason.as_deref(), *by),
            End::Unknown | End::Open => return self.unknown_end(),
        };
        let after = match (self.last_sent(), self.facts.wait_ms()) {
            (Some(sent), Some(wait)) => format!(" {} after {sent}", words::duration(wait)),
            (Some(sent), None) => format!(" after {sent}"),
            (None, _) if self.facts.unknown_direction => {
                format!(" after frame {}", self.facts.before_end)
            }
            (None, _) if self.facts.opened && self.facts.missed.is_none() => {
                ", and the client had sent nothing".to_owned()
            }
            (None, _) => ", and the capture shows no frame of the client".to_owned(),
        };
        let answered = if self.facts.ends_in_server_error {
            "; the last frame before it is an error from the server"
        } else if self.facts.unanswered().is_some() && !self.facts.unknown_direction {
            "; nothing came back after it"
        } else {
            ""
        };
        format!("{end}{after}{answered}.")
    }

    fn unknown_end(&self) -> String {
        let Some(sent) = self.last_sent() else {
            return "The last frame is an error from the server.".to_owned();
        };
        if self.facts.ends_in_server_error {
            return format!("The session ends in an error from the server, after {sent}.");
        }
        let wait = self
            .facts
            .wait_ms()
            .map_or(String::new(), |wait| format!(", and the socket ended {} later", words::duration(wait)));
        let sent = sent.replacen("frame", "Frame", usize::from(sent.starts_with("frame")));
        format!(
            "{sent} was the last frame and nothing came back{wait}. This capture does not record how the socket ended."
        )
    }

    /// How well a finding explains the end; `None` when it cannot.
    fn weigh(&self, index: usize) -> Option<Candidate> {
        let finding = self.findings.get(index)?;
        if !can_end_a_socket(finding) {
            return None;
        }
        let (confidence, mut why) = match finding.rule.family {
            Family::Endpoint => self.weigh_endpoint(finding)?,
            // The URL names the deployment.
            Family::Context if finding.frame.is_none() => self.weigh_endpoint(finding)?,
            Family::End => self.weigh_server_error(finding),
            _ => self.weigh_frame(finding, self.last_frames.get(index).copied().flatten())?,
        };
        if let Some(says) = self.protocol_says(finding) {
            why = format!("{why}; {says}");
        }
        let confidence = match self.end {
            End::Unknown => lower(confidence),
            End::Closed { code: code @ (1012 | 1013), .. } if finding.rule.family != Family::End => {
                why = format!("{why}; but code {code} speaks of the server's own trouble");
                Confidence::Low
            }
            _ => confidence,
        };
        Some(Candidate { index, confidence, rank: self.rank(finding), why })
    }

    fn weigh_endpoint(&self, finding: &Finding) -> Option<(Confidence, String)> {
        if finding.rule.code == "GL111" {
            // A browser gives up on a socket whose server did not select a subprotocol that was asked for.
            let possible = self.facts.frames == 0 && self.end.status().is_none();
            return possible.then(|| {
                let why =
                    "a browser opens no socket with a subprotocol that is illegal, or that the server does not select";
                (Confidence::Medium, why.to_owned())
            });
        }
        if self.facts.established {
            return None;
        }
        let (confidence, why) = match self.end {
            _ if self.facts.server_frames > 0 && self.facts.last_client.is_some() => {
                (Confidence::Low, "the socket opened and frames went both ways, so the server took the URL")
            }
            _ if self.facts.server_frames > 0 => {
                (Confidence::Low, "the socket opened and the server sent frames, so it took the URL")
            }
            End::Refused { status: Some(status) } if self.refuses_with(*status, finding) => (
                Confidence::High,
                "the handshake itself was refused, with the status that the server gives in this case",
            ),
            End::Refused { status: Some(401 | 403 | 429) } => (
                Confidence::Medium,
                "the handshake itself was refused, but this status rather speaks of who asks than of the URL",
            ),
            End::Refused { status: Some(500..) } => (
                Confidence::Low,
                "the handshake itself was refused, but with a status that speaks of trouble at the server",
            ),
            End::Refused { .. } => (Confidence::High, "the handshake itself was refused"),
            _ => (Confidence::Medium, "nothing ever came from the server"),
        };
        Some((confidence, why.to_owned()))
    }

    /// Whether the protocol refuses the handshake with this status for what the finding says of the deployment.
    fn refuses_with(&self, status: u16, finding: &Finding) -> bool {
        let deployment = self.manifest.deployment.as_ref();
        let refused_with = deployment.and_then(|deployment| deployment.refused_with);
        is_of_deployment(finding) && refused_with == Some(status)
    }

    fn weigh_server_error(&self, finding: &Finding) -> (Confidence, String) {
        let last_word = self.facts.last_good < self.facts.last_server;
        // A session can end without an error, by an event.
        let ended = finding.rule.code == "GL404" && finding.frame.is_some_and(|frame| frame >= self.facts.last_server);
        if self.facts.ends_in_server_error || ended {
            (Confidence::High, "the server says so itself".to_owned())
        } else if last_word {
            (Confidence::High, "the server said so, and nothing else came from it after that".to_owned())
        } else {
            (Confidence::Low, "the server said so earlier, and the session went on".to_owned())
        }
    }

    /// `again` is the last frame with the same fault.
    fn weigh_frame(&self, finding: &Finding, again: Option<u64>) -> Option<(Confidence, String)> {
        let facts = self.facts;
        let first = finding.frame?;
        if first > facts.before_end || self.refused() {
            return None;
        }
        if first <= facts.last_good {
            // An answered frame has not ended a chat that went on.
            return (!facts.established)
                .then(|| (Confidence::Low, format!("the server still answered after frame {first}")));
        }
        let frame = again.unwrap_or(first).min(facts.before_end);
        let last = facts.last_client.as_ref().is_some_and(|seen| seen.frame == frame);
        if frame < facts.last_server {
            return Some(if last {
                (Confidence::High, format!("the server answered frame {frame} with an error"))
            } else {
                (Confidence::Medium, format!("after frame {frame} nothing but an error came from the server"))
            });
        }
        if !last {
            return Some((
                Confidence::Medium,
                format!("nothing came back after frame {frame}, but it was not the last frame"),
            ));
        }
        let idle = facts.idle_ms().zip(self.manifest.idle.as_ref());
        if let Some((waited, _)) = idle.filter(|(waited, idle)| *waited >= f64::from(idle.after_seconds) * 1000.0) {
            let wait = words::duration(waited);
            return Some((Confidence::Medium, format!("it is in the last frame, but the socket lived on for {wait}")));
        }
        let wait = match (self.end, facts.wait_ms()) {
            (End::Unknown, _) | (_, None) => "and nothing came back".to_owned(),
            (End::Closed { .. }, Some(wait)) => {
                format!("and {} later the socket was closed", words::duration(wait))
            }
            (_, Some(wait)) => format!("and {} later the socket was gone", words::duration(wait)),
        };
        Some((Confidence::High, format!("it is in the last frame, {wait}")))
    }

    /// Among equally sure causes: what the manifest binds to a rule of its own first, then frames that could not be read, then
    /// order, then other payload faults, then the endpoint.
    fn rank(&self, finding: &Finding) -> u8 {
        let bound = self.manifest.missing.iter().any(|entry| entry.rule == finding.rule.code);
        match finding.rule.family {
            Family::End | Family::Context => 5,
            _ if bound || is_of_deployment(finding) => 5,
            Family::Payload if finding.message_type.is_none() => 4,
            Family::Sequence => 3,
            Family::Payload => 2,
            Family::Endpoint | Family::Folder | Family::Project | Family::Input => 1,
        }
    }

    /// What the manifest says of this fault.
    fn protocol_says(&self, finding: &Finding) -> Option<String> {
        let message = finding.message_type.as_deref();
        let bound = self
            .manifest
            .missing
            .iter()
            .find(|entry| entry.rule == finding.rule.code && Some(entry.message.as_str()) == message);
        // What tells of a drop: a server that closed, or that reported an error, did not drop the socket.
        let silent = !self.closed() && !self.facts.ends_in_server_error;
        if let Some(entry) = bound {
            return silent.then(|| entry.why.clone());
        }
        if is_of_deployment(finding) {
            return None;
        }
        if finding.rule.family == Family::Context {
            let routing = self.manifest.routing.as_ref().filter(|_| silent);
            return routing.and_then(|routing| routing.why.clone());
        }
        let sequence = self.manifest.sequence.iter().filter(|rule| rule.rule == finding.rule.code);
        sequence
            .filter(|rule| {
                let help = rule.help.replace("{message}", message.unwrap_or_default());
                finding.help.as_deref() == Some(help.as_str())
            })
            .find_map(|rule| rule.why.clone())
    }

    /// What this capture cannot show.
    fn check_next(&self) -> Vec<String> {
        let mut items = Vec::new();
        if self.refused() {
            items.push("the URL, the page's Origin and the region of the organisation".to_owned());
            return items;
        }
        if let Some(seen) = self.facts.unanswered()
            && self.facts.last_client_hidden
        {
            items.push(format!(
                "frame {}: the log does not show it whole, so its fields were not checked; log the JSON that is sent",
                seen.frame
            ));
        }
        if let (Some(waited), Some(idle)) = (self.facts.idle_ms(), &self.manifest.idle)
            && waited >= f64::from(idle.after_seconds) * 1000.0
        {
            items.push(format!("{} (here: {} without a frame)", idle.hint, words::duration(waited)));
        }
        if *self.end == End::Unknown {
            items.push(
                "the close code: log event.code and event.reason in onclose, this capture cannot hold them".to_owned(),
            );
        }
        // What could not be read may have been what asks for the chat.
        let phase = match self.phase() {
            Phase::Opening if self.facts.last_client.is_some() && !self.facts.last_client_named => Phase::Asked,
            phase => phase,
        };
        let relevant = self.manifest.check_next.iter().filter(|item| {
            (item.phases.is_empty() || item.phases.contains(&phase)) && !(item.without_close && self.closed())
        });
        items.extend(relevant.map(|item| item.text.clone()));
        items
    }
}

/// Whether a finding is of the deployment: what it is, what it allows, and whom.
fn is_of_deployment(finding: &Finding) -> bool {
    ["GL110", "GL504", "GL505", "GL506", "GL507"].contains(&finding.rule.code)
}

/// Whether a finding is of the kind that makes a server end a socket.
pub(crate) fn can_end_a_socket(finding: &Finding) -> bool {
    if finding.rule.code == "GL404" {
        // A note is of an end that was asked for.
        return finding.severity != Severity::Note;
    }
    if finding.severity != Severity::Error && finding.rule.code != "GL111" {
        return false;
    }
    match finding.rule.family {
        Family::Endpoint => !matches!(finding.rule.code, "GL109" | "GL112"),
        Family::Payload | Family::Sequence | Family::Context => finding.direction != Some(Direction::Server),
        Family::End => matches!(finding.rule.code, "GL403" | "GL404"),
        Family::Folder | Family::Project | Family::Input => false,
    }
}

fn closed(code: u16, reason: Option<&str>, by: Option<Direction>) -> String {
    let by = match by {
        Some(Direction::Client) => "The client closed the socket",
        Some(Direction::Server) => "The server closed the socket",
        _ => "The socket was closed",
    };
    let code = if code == 1005 { String::new() } else { format!(" with code {code}") };
    let reason = reason.map_or(String::new(), |reason| format!(" (\"{}\")", shorten(reason)));
    format!("{by}{code}{reason}")
}

fn lower(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::High => Confidence::Medium,
        _ => Confidence::Low,
    }
}
