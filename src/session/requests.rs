//! Which request an answer belongs to, and how long the server asked to wait.

use std::collections::VecDeque;

use crate::capture::Timestamp;
use crate::rules::sequence::Seen;
use crate::text::json::Node;

/// Most requests that are remembered; an answer comes soon, or not at all.
const REMEMBERED: usize = 64;

/// The latest requests of one socket.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// Correlation id and frame.
    latest: VecDeque<(String, Seen)>,
    /// Nothing is to be sent before this moment, as the server said in an error.
    pause: Option<Pause>,
}

/// A wait that the server asked for.
#[derive(Clone, Debug)]
pub(super) struct Pause {
    /// The message that was refused.
    pub(super) request: String,
    /// When the server asked.
    pub(super) since: Timestamp,
    /// For how long, in seconds.
    pub(super) seconds: i64,
}

impl Requests {
    /// The client sent `payload`, whose id stands at `pointer`.
    pub(super) fn sent(&mut self, payload: Node<'_>, pointer: &str, seen: &Seen) {
        let Some(id) = payload.pointer(pointer).and_then(Node::as_str) else {
            return;
        };
        if self.latest.len() == REMEMBERED {
            self.latest.pop_front();
        }
        self.latest.push_back((id.to_owned(), seen.clone()));
    }

    /// The request that `payload` answers, by its id at `pointer`; the latest, where clients repeat ids.
    pub(super) fn of_answer(&self, payload: Node<'_>, pointer: &str) -> Option<&Seen> {
        let id = payload.pointer(pointer).and_then(Node::as_str)?;
        let mut latest = self.latest.iter().rev();
        latest.find(|(known, _)| known == id).map(|(_, seen)| seen)
    }

    /// The server asked to wait.
    pub(super) fn pause(&mut self, pause: Pause) {
        self.pause = Some(pause);
    }

    /// Whether a message of the name `name`, sent at `time`, came sooner than the server allowed: the wait, and how long the
    /// client did wait, in milliseconds. Told once.
    pub(super) fn too_soon(&mut self, name: &str, time: Option<Timestamp>) -> Option<(Pause, f64)> {
        let time = time?;
        let pause = self.pause.as_ref().filter(|pause| pause.request == name)?;
        let waited = time.millis_since(pause.since);
        let pause = self.pause.take()?;
        (waited >= 0.0 && waited < pause.seconds as f64 * 1000.0).then_some((pause, waited))
    }
}
