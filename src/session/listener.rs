//! Who follows a socket under judgement. A listener judges nothing: it is told what passes and what was found, and leaves what it
//! gathered in the session's report. The judge knows none of them by type, so that another one changes nothing in it.

use crate::capture::{ClientError, Frame, Open};
use crate::finding::Finding;
use crate::outcome::Session;
use crate::protocol::sequence::Step;
use crate::rules::sequence::Seen;

use super::Facts;

/// Follows one socket by one protocol. Of each frame it is told in this order: the frame, whether it is JSON, its name, and what
/// was found, which may come before the name; at last the step that it is in the order of the session.
pub(crate) trait Listener {
    /// The socket was opened.
    fn opened(&mut self, _open: &Open<'_>) {}

    /// The client noted an error, after so many frames.
    fn noted(&mut self, _error: &ClientError, _after: u64) {}

    /// The next frame, and its number from 1.
    fn frame(&mut self, _frame: &Frame<'_>, _number: u64) {}

    /// The frame that is being judged is JSON.
    fn parsed(&mut self) {}

    /// The frame that is being judged says that it is a message of this name; not masked.
    fn named(&mut self, _name: &str) {}

    /// Something was found; repeats are told, too.
    fn found(&mut self, _finding: &Finding) {}

    /// An event was judged: every finding on it was told.
    fn stepped(&mut self, _step: &Step<'_>, _seen: &Seen) {}

    /// A record that cannot be read stands here, and was judged.
    fn missed(&mut self) {}

    /// The session is over, and `session` says what came of it.
    fn ended(self: Box<Self>, ending: &Ending<'_>, session: &mut Session);
}

/// What is known when a session is over, beside its report.
pub(crate) struct Ending<'e> {
    pub(crate) facts: &'e Facts,
}
