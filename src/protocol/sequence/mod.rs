//! The sequence engine: a manifest's rules as small automata, stepped by one event at a time.
//!
//! Patterns and scopes are those of Dwyer, Avrunin and Corbett ("Patterns in property specifications for finite-state
//! verification", ICSE 1999). Each rule keeps a few numbers and at most one remembered event, or a bounded list of ids, so a
//! socket of any length costs constant memory.

mod compile;
mod keyed;
mod machine;
#[cfg(test)]
mod tests;

pub use compile::{CompileError, Sequence, event_matches};
pub use keyed::Detail;
pub use machine::{Machine, Violation};

use crate::capture::Direction;
use crate::text::json::Node;

use super::manifest::SocketEvent;

/// What a frame says, as far as it could be told.
#[derive(Clone, Copy, Debug)]
pub enum Said<'e> {
    /// A message of the protocol, by its own name (not an alias).
    Message(&'e str),
    /// Something that could not be identified, or that is wrong in a way that has a finding of its own. It may have been
    /// anything: it breaks no rule, and satisfies each that waits for a frame from its sender.
    Opaque,
}

/// One event, as the engine sees it.
#[derive(Clone, Copy, Debug)]
pub enum Step<'e> {
    /// The socket opened or ended.
    Socket(SocketEvent),
    /// A frame.
    Frame {
        /// Who sent it.
        direction: Direction,
        /// What it says.
        said: Said<'e>,
        /// The payload, for conditions on fields.
        payload: Option<Node<'e>>,
        /// When, in microseconds since any moment, for rates.
        micros: Option<i64>,
    },
}

impl Step<'_> {
    /// When it happened.
    fn micros(&self) -> Option<i64> {
        match self {
            Step::Frame { micros, .. } => *micros,
            Step::Socket(_) => None,
        }
    }
}
