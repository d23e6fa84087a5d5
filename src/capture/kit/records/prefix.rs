//! What stands before a record on its line: the name that docker compose gives a service, kubectl's or the container runtime's
//! time and stream, a logger's own head.

use crate::capture::kit::part;
use crate::capture::kit::prose::prose_direction;
use crate::capture::{Located, Settings};
use crate::text::json::{CAPTURE_DEPTH, parse};
use crate::text::span::{Span, floor};

/// Longest prefix.
const MAX_PREFIX: usize = 200;

/// The object that a line ends with, behind something that tells no direction: else the object is what was sent or received.
pub fn behind_prefix<'s>(line: &Located<'s>) -> Option<Located<'s>> {
    let head = &line.text[..floor(&line.text, MAX_PREFIX.min(line.text.len()))];
    let at = head.find('{').filter(|at| *at > 0)?;
    let tells = prose_direction(&head[..at], &Settings::default()).is_some();
    let record = part(line, Span::new(at, line.text.len()));
    (!tells && parse(&record.text, CAPTURE_DEPTH).is_ok()).then_some(record)
}
