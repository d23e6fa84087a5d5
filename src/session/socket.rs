//! One socket under judgement by every protocol that it may speak, until one of them is sure.

use crate::capture::{Event, EventKind};
use crate::text::span::Span;

use super::{Outcome, SessionJudge, Weight};

/// A socket and its candidates. A capture often does not say at once which protocol is spoken: a text log has no URL, and
/// the telling frame may come late. So each candidate judges, and at the end the best claim is heard.
pub(crate) struct Socket<'a> {
    /// Never empty; in the order of the protocols.
    judges: Vec<SessionJudge<'a>>,
}

impl<'a> Socket<'a> {
    /// A socket that one of these protocols' judges has the last word on.
    pub(crate) fn new(judges: Vec<SessionJudge<'a>>) -> Self {
        Self { judges }
    }

    /// Takes the next event.
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        for judge in &mut self.judges {
            judge.event(event);
        }
        self.prune(matches!(event.kind, EventKind::Frame(_)));
    }

    /// Lets go of candidates that can no longer win, so that a long log is judged once: all others when the URL is one's
    /// endpoint; and once frames flow, and the URL has had its say, all others when one's client sent a telling message.
    fn prune(&mut self, frames_flow: bool) {
        if self.judges.len() < 2 {
            return;
        }
        let best = self.judges.iter().map(SessionJudge::weight).max().unwrap_or_default();
        let enough = if frames_flow { Weight::Frame } else { Weight::Endpoint };
        if best >= enough {
            self.judges.retain(|judge| judge.weight() == best);
        }
    }

    /// The capture ends in the middle: an answer that is not in it may have come.
    pub(crate) fn cut(&mut self) {
        self.judges.iter_mut().for_each(SessionJudge::cut);
    }

    /// A record that cannot be read stands here: it may have been a frame of this socket, from either side.
    pub(crate) fn missed(&mut self, extent: Span) {
        for judge in &mut self.judges {
            judge.missed(extent);
        }
    }

    /// The outcome by the protocol with the best claim; of equal claims that which more frames are sound by, then the first.
    pub(crate) fn finish(self) -> Option<Outcome> {
        let best = self.judges.into_iter().rev().max_by_key(|judge| (judge.weight(), judge.fit()))?;
        Some(best.finish())
    }
}
