//! What a user may say about a log that the log does not say itself.

#[cfg(test)]
mod tests;

use crate::text::json::pointer::tokens;

use super::Direction;

/// Whose log it is: "send" in a client's log is a client's frame, in a server's log a server's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Perspective {
    /// The log of a client.
    #[default]
    Client,
    /// The log of a server.
    Server,
}

impl Perspective {
    /// Who sent a frame that the log's writer calls sent (`Client`) or received (`Server`), as a client's log has it.
    pub(super) fn turn(self, direction: Direction) -> Direction {
        match (self, direction) {
            (Perspective::Server, Direction::Client) => Direction::Server,
            (Perspective::Server, Direction::Server) => Direction::Client,
            _ => direction,
        }
    }
}

/// How an application's log is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whose log it is; where it is not said, a client's, unless the log itself shows that it is a server's.
    pub perspective: Option<Perspective>,
    /// Where the parts of a row stand.
    pub mapping: Mapping,
}

impl Settings {
    pub(super) fn turn(&self, direction: Direction) -> Direction {
        self.perspective.unwrap_or_default().turn(direction)
    }
}

/// A part of a log's row. Those that can be mapped stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// When.
    Time,
    /// Who sent it.
    Direction,
    /// What happened.
    Event,
    /// The frame's content.
    Payload,
    /// Which socket.
    Socket,
    /// The socket's URL.
    Url,
    /// The handshake's status.
    Status,
    /// The close code.
    Code,
    /// The close reason.
    Reason,
    /// Whether the close was clean.
    Clean,
    /// The frame's opcode.
    Opcode,
    /// How a binary payload is written.
    Encoding,
    /// What the frame says that it is.
    Type,
    /// Whether the frame is binary.
    Binary,
    /// Who closed.
    By,
    /// The subprotocols that the client asked for.
    Subprotocols,
    /// The page's origin.
    Origin,
    /// The payload was shortened.
    Elided,
    /// The payload is what a console printed.
    Unparsed,
    /// The length of the payload.
    Bytes,
    /// How the socket ended.
    End,
    /// The logger's own: its level, its name.
    Level,
}

impl Part {
    /// How many parts there are.
    pub(crate) const COUNT: usize = Part::Level as usize + 1;

    /// Every part that can be mapped, in the order in which help lists them.
    pub const ALL: [Part; 12] = {
        use Part::*;
        [Time, Direction, Event, Payload, Socket, Url, Status, Code, Reason, Clean, Opcode, Encoding]
    };

    /// The name that `--map` takes.
    pub fn as_str(self) -> &'static str {
        const NAMES: &str = "time direction event payload socket url status code reason clean opcode encoding";
        NAMES.split(' ').nth(self as usize).unwrap_or_default()
    }
}

/// Where the parts of a log's row stand: JSON Pointers that take the place of the known names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    pointers: Vec<(Part, String)>,
}

impl Mapping {
    /// A mapping of `FIELD=POINTER` words.
    ///
    /// # Errors
    /// A field that there is not, or that stands there twice; something that is no JSON Pointer.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Self, String> {
        let mut mapping = Self::default();
        for word in words {
            mapping.add(word.as_ref())?;
        }
        Ok(mapping)
    }

    fn add(&mut self, word: &str) -> Result<(), String> {
        let Some((name, pointer)) = word.split_once('=') else {
            return Err(format!("`{word}` is not FIELD=POINTER, as in `payload=/ws/frame`"));
        };
        let Some(part) = Part::ALL.into_iter().find(|part| part.as_str() == name) else {
            let names = Part::ALL.map(Part::as_str).join(", ");
            return Err(format!("there is no field `{name}`; the fields are {names}"));
        };
        check(name, pointer)?;
        if self.pointer(part).is_some() {
            return Err(format!("`{name}` is mapped twice"));
        }
        self.pointers.push((part, pointer.to_owned()));
        Ok(())
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.pointers.is_empty()
    }

    /// The pointer to a part, where it is mapped.
    pub fn pointer(&self, part: Part) -> Option<&str> {
        let found = self.pointers.iter().find(|(known, _)| *known == part);
        found.map(|(_, pointer)| pointer.as_str())
    }
}

/// RFC 6901: a slash before each token, and `~` only as `~0` or `~1`.
fn check(name: &str, pointer: &str) -> Result<(), String> {
    if pointer.is_empty() {
        return Err(format!("a JSON Pointer must follow `{name}=`"));
    }
    if !pointer.starts_with('/') {
        let meant = pointer.replace('.', "/");
        return Err(format!("`{pointer}` is no JSON Pointer, which begins with `/`: write `{name}=/{meant}`"));
    }
    let stray = pointer.match_indices('~').any(|(at, _)| !matches!(pointer.as_bytes().get(at + 1), Some(b'0' | b'1')));
    if stray {
        return Err(format!("`{pointer}` is no JSON Pointer: in one, `~` is written `~0`, and a `/` in a name `~1`"));
    }
    if tokens(pointer).all(|token| token.is_empty()) {
        return Err(format!("`{pointer}` names no member"));
    }
    Ok(())
}
