//! How well a finding explains a bad end.

use crate::capture::End;
use crate::finding::{EntryId, Finding};
use crate::outcome::Confidence;
use crate::rule::{Ends, Family};
use crate::text::words;

use super::{Candidate, Evidence, can_end_a_socket};

impl Evidence<'_> {
    /// How well a finding explains the end; `None` when it cannot.
    pub(super) fn weigh(&self, index: usize) -> Option<Candidate> {
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
        if finding.rule.traits.ends == Ends::GivenUp {
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
        finding.rule.traits.of_deployment && refused_with == Some(status)
    }

    fn weigh_server_error(&self, finding: &Finding) -> (Confidence, String) {
        let last_word = self.facts.last_good < self.facts.last_server;
        // A session can end without an error, by an event.
        let ended = finding.rule.traits.ends == Ends::Over
            && finding.frame.is_some_and(|frame| frame >= self.facts.last_server);
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
        let bound = match finding.entry {
            Some(EntryId::Constraint(index)) => self.constraint_says(index).is_some(),
            _ => false,
        };
        match finding.rule.family {
            Family::End | Family::Context => 5,
            _ if bound || finding.rule.traits.of_deployment => 5,
            Family::Payload if finding.message_type.is_none() => 4,
            Family::Sequence => 3,
            Family::Payload => 2,
            Family::Endpoint | Family::Folder | Family::Project | Family::Input => 1,
        }
    }

    /// Why a socket ends where this constraint is broken.
    fn constraint_says(&self, index: usize) -> Option<&String> {
        self.manifest.constraints.get(index)?.why.as_ref()
    }

    /// What the manifest says of this fault.
    fn protocol_says(&self, finding: &Finding) -> Option<String> {
        // What tells of a drop: a server that closed, or that reported an error, did not drop the socket.
        let silent = !self.closed() && !self.facts.ends_in_server_error;
        match finding.entry? {
            EntryId::Constraint(index) => self.constraint_says(index).filter(|_| silent).cloned(),
            EntryId::Routing => self.manifest.routing.as_ref().filter(|_| silent)?.why.clone(),
            EntryId::Sequence(index) => self.manifest.sequence.get(index)?.why.clone(),
            EntryId::Misplaced(_) | EntryId::Limit(_) | EntryId::Allowed(_) | EntryId::Feature(_) => None,
        }
    }
}

fn lower(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::High => Confidence::Medium,
        _ => Confidence::Low,
    }
}
