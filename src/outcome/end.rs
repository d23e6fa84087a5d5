//! How a session ended.

use crate::capture::Direction;

/// How a session ended; only what is known is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// `refused`, `closed`, `dropped`, `unknown` or `open`.
    pub kind: &'static str,
    /// The close code; for `dropped` 1006 where the capture itself says so.
    pub code: Option<u16>,
    /// The close reason, masked.
    pub reason: Option<String>,
    /// Who closed.
    pub by: Option<Direction>,
    /// The HTTP status of a refused handshake.
    pub status: Option<u16>,
}
