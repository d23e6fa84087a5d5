//! Who sent a frame: what captures, protocols and findings all speak of.

/// Who sent a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Client to server.
    Client,
    /// Server to client.
    Server,
    /// The format does not say.
    Unknown,
}

impl Direction {
    /// The other side; unknown stays unknown.
    pub fn opposite(self) -> Self {
        match self {
            Direction::Client => Direction::Server,
            Direction::Server => Direction::Client,
            Direction::Unknown => Direction::Unknown,
        }
    }

    /// The word for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Client => "client",
            Direction::Server => "server",
            Direction::Unknown => "unknown",
        }
    }
}
