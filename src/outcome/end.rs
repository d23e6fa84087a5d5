//! How a session ended.

use crate::capture::{Direction, EndKind};
use crate::text::mask::Masker;

/// The close code that an API reports where no Close frame came; it is never on the wire.
const NO_CLOSE_FRAME: u16 = 1006;

/// How a session ended, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The handshake was answered with something else than 101, or failed.
    Refused {
        /// The HTTP status, where one came.
        status: Option<u16>,
    },
    /// With a Close frame.
    Closed {
        /// The close code; 1005 where the Close frame had none.
        code: u16,
        /// The reason, masked; never empty.
        reason: Option<String>,
        /// Who closed, where that is known: never [`Direction::Unknown`].
        by: Option<Direction>,
    },
    /// Without a Close frame, where the format would have shown one.
    Dropped {
        /// The capture itself says 1006.
        reported: bool,
    },
    /// The capture does not show it.
    Unknown,
    /// The capture says that the socket still lives.
    Open,
}

impl End {
    /// The end that a capture shows, what it quotes masked; `None` where it shows none.
    pub(crate) fn of(shown: Option<&EndKind>, masker: &Masker) -> Self {
        match shown {
            None | Some(EndKind::Unknown) => Self::Unknown,
            Some(EndKind::Refused { status }) => Self::Refused { status: *status },
            Some(EndKind::Dropped { reported }) => Self::Dropped { reported: *reported },
            Some(EndKind::Closed { code, reason, by }) => {
                let reason = reason.as_deref().filter(|reason| !reason.is_empty());
                Self::Closed {
                    code: *code,
                    reason: reason.map(|reason| masker.text(reason)),
                    by: by.filter(|by| *by != Direction::Unknown),
                }
            }
        }
    }

    /// The word for it, for reports: `refused`, `closed`, `dropped`, `unknown` or `open`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Closed { .. } => "closed",
            Self::Dropped { .. } => "dropped",
            Self::Unknown => "unknown",
            Self::Open => "open",
        }
    }

    /// The close code; 1006 only where the capture itself says so.
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Closed { code, .. } => Some(*code),
            Self::Dropped { reported: true } => Some(NO_CLOSE_FRAME),
            _ => None,
        }
    }

    /// The HTTP status of a refused handshake.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status } => *status,
            _ => None,
        }
    }

    /// The close reason, masked.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Closed { reason, .. } => reason.as_deref(),
            _ => None,
        }
    }

    /// Who closed.
    pub fn by(&self) -> Option<Direction> {
        match self {
            Self::Closed { by, .. } => *by,
            _ => None,
        }
    }
}
