//! A diagnosis in words: what the end was, and what to look at next.

use crate::capture::{Direction, End};
use crate::protocol::manifest::Phase;
use crate::text::words::{self, shorten};

use super::Evidence;

impl Evidence<'_> {
    /// What the end was, and the last exchange before it.
    pub(super) fn headline(&self) -> String {
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

    /// The client's last frame, in a sentence.
    fn last_sent(&self) -> Option<String> {
        let seen = self.facts.last_client.as_ref()?;
        Some(seen.told(self.facts.last_client_named))
    }

    /// What this capture cannot show.
    pub(super) fn check_next(&self) -> Vec<String> {
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
