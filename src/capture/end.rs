//! How a socket ended.

use crate::text::mask::Masker;

use super::Direction;

/// The close code that an API reports where no Close frame came; it is never on the wire.
const NO_CLOSE_FRAME: u16 = 1006;

/// How a socket ended, as far as the capture shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The handshake was answered with something else than 101, or failed.
    Refused {
        /// The HTTP status, where one came.
        status: Option<u16>,
    },
    /// With a Close frame (or what an API reports of one).
    Closed {
        /// The close code; 1005 where the Close frame had none.
        code: u16,
        /// The reason; never empty.
        reason: Option<String>,
        /// Who sent the first Close frame, where that is known: never [`Direction::Unknown`].
        by: Option<Direction>,
    },
    /// Without a Close frame, and the format would have shown one. An API's 1006 is this.
    Dropped {
        /// The capture itself says 1006.
        reported: bool,
    },
    /// The format does not record how sockets end, or this capture does not show it.
    Unknown,
    /// The capture says that the socket still lives.
    Open,
}

impl End {
    /// What a Close frame says.
    pub(super) fn closed(code: u16, reason: Option<&str>, by: Option<Direction>) -> Self {
        Self::Closed {
            code,
            reason: reason.filter(|reason| !reason.is_empty()).map(str::to_owned),
            by: by.filter(|by| *by != Direction::Unknown),
        }
    }

    /// What an API says of the end: its 1006 is the word for there having been no Close frame.
    pub(crate) fn reported(code: u16, reason: Option<&str>, by: Option<Direction>) -> Self {
        match code {
            NO_CLOSE_FRAME => Self::Dropped { reported: true },
            _ => Self::closed(code, reason, by),
        }
    }

    /// The same, with what it quotes masked.
    #[must_use]
    pub(crate) fn masked(mut self, masker: &Masker) -> Self {
        if let Self::Closed { reason: Some(reason), .. } = &mut self {
            *reason = masker.text(reason);
        }
        self
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
