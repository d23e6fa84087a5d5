//! The debug log of Python's `websockets`: the messages are the library's, what stands before them is the application's.

use crate::capture::kit::{Happening, Joiner, part, prefixed};
use crate::capture::{Close, Data, Direction, End, Located, Open, Stamp};
use crate::text::span::Span;

use super::python_frame::{REMEDY, frame, size};

/// What is known of the connection that the log is about.
#[derive(Default)]
pub struct Connection<'s> {
    active: bool,
    /// The request's path, and the place of its line.
    path: Option<(Located<'s>, Span)>,
    host: Option<String>,
    subprotocols: Option<Located<'s>>,
    origin: Option<Located<'s>>,
    /// Messages that go on in a later frame: the client's and the server's.
    begun: [Option<Fragments<'s>>; 2],
    /// Connections that are under way.
    live: usize,
    /// The only one has seen a Close frame.
    closing: bool,
    /// One that had seen a Close frame has not yet been told to be closed, and another has begun.
    late: bool,
    /// Connections overlap, and no line says which one it is about.
    mixed: bool,
}

/// A message whose frames have not all come.
struct Fragments<'s> {
    text: Joiner<'s>,
    /// A frame of it was shortened.
    elided: bool,
    /// Of a binary message: its bytes so far.
    binary: Option<usize>,
    extent: Span,
}

/// What a line gives.
pub enum Taken<'s> {
    /// It is none of the library's.
    Other,
    /// It tells nothing by itself.
    Noted,
    /// Something about the socket.
    Happened(Box<Happening<'s>>),
    /// From here on, connections overlap.
    Overlap,
    /// A frame of one of several connections.
    Mixed(Data<'s>),
}

fn happened(happening: Happening<'_>) -> Taken<'_> {
    Taken::Happened(Box::new(happening))
}

impl<'s> Connection<'s> {
    /// Reads the line at `line` of `screen`.
    pub fn line(&mut self, screen: &Located<'s>, line: Span, stamp: Stamp) -> Taken<'s> {
        let text: &str = &screen.text;
        let Some((mark, message)) = marked(text, line) else {
            // The library's own words beside `= connection is OPEN`, which tell nothing more.
            let content = line.slice(text);
            let repeats = self.active
                && content.contains("websockets.")
                && ["connection open", "connection closed"].iter().any(|words| content.ends_with(words));
            return if repeats { Taken::Noted } else { Taken::Other };
        };
        let taken = self.marked_line(screen, line, (mark, message), stamp);
        if !self.mixed {
            self.count(&taken);
            return taken;
        }
        match taken {
            Taken::Happened(happening) => match *happening {
                Happening::Frame(frame) => Taken::Mixed(frame.data),
                _ => Taken::Noted,
            },
            taken => taken,
        }
    }

    /// Counts the connections of a log whose beginning was not seen, and those that end.
    fn count(&mut self, taken: &Taken<'s>) {
        if let Taken::Happened(happening) = taken {
            match **happening {
                Happening::Frame(_) => self.live = 1,
                Happening::Refused(..) => self.live = 0,
                Happening::Close(Close { kind: End::Closed { .. }, .. }) => self.closing = true,
                _ => {}
            }
        }
    }

    fn marked_line(
        &mut self,
        screen: &Located<'s>,
        line: Span,
        (mark, message): (u8, Span),
        stamp: Stamp,
    ) -> Taken<'s> {
        let text: &str = &screen.text;
        let content = message.slice(text);
        if mark == b'=' {
            return self.state(content, stamp);
        }
        // The server's own log sends what the client receives.
        let server = line.slice(text).contains("websockets.server");
        let direction = if (mark == b'>') == server { Direction::Server } else { Direction::Client };
        let (word, rest) = content.split_once(' ').unwrap_or((content, ""));
        let rest = Span::new(message.end - rest.len(), message.end);
        match word {
            "TEXT" | "BINARY" | "CONT" => {
                match self.fragment(screen, word, rest, direction, stamp.extent) {
                    Some(Some((data, extent))) => {
                        happened(Happening::Frame(Stamp { extent, ..stamp }.frame(direction, data)))
                    }
                    // It goes on.
                    Some(None) => Taken::Noted,
                    // A line that was cut: what it shows of a frame is not even known to be its beginning.
                    None if self.active || word != "TEXT" => Taken::Noted,
                    None => Taken::Other,
                }
            }
            "CLOSE" => close(screen, rest, direction, stamp),
            "PING" | "PONG" | "EOF" if self.active => Taken::Noted,
            _ if mark == b'x' => Taken::Noted,
            "GET" if rest.slice(text).ends_with(" HTTP/1.1") => {
                let path = Span::new(rest.start, rest.end - " HTTP/1.1".len());
                self.path = Some((part(screen, path), stamp.extent));
                Taken::Noted
            }
            "HTTP/1.1" if self.active => {
                let digits = Span::new(rest.start, (rest.start + 3).min(rest.end));
                match digits.slice(text).parse() {
                    Ok(101) | Err(_) => Taken::Noted,
                    Ok(status) => {
                        let open = self.open(Some(status), stamp);
                        happened(Happening::Refused(open, screen.map.span(digits)))
                    }
                }
            }
            _ if self.active && word.ends_with(':') => {
                match word.to_ascii_lowercase().as_str() {
                    "host:" => self.host = Some(rest.slice(text).to_owned()),
                    "sec-websocket-protocol:" if direction == Direction::Client => {
                        self.subprotocols = Some(part(screen, rest));
                    }
                    "origin:" if direction == Direction::Client => {
                        self.origin = Some(part(screen, rest));
                    }
                    _ => {}
                }
                Taken::Noted
            }
            _ => Taken::Other,
        }
    }

    fn state(&mut self, content: &str, stamp: Stamp) -> Taken<'s> {
        match content.strip_prefix("connection is ").unwrap_or_default() {
            "CONNECTING" => self.connecting(),
            "OPEN" => happened(Happening::Opened(self.open(Some(101), stamp))),
            "CLOSED" => self.closed(stamp),
            "CLOSING" => Taken::Noted,
            _ => Taken::Other,
        }
    }

    fn connecting(&mut self) -> Taken<'s> {
        if self.live > 0 && (self.mixed || !self.closing) {
            self.live += 1;
            return match std::mem::replace(&mut self.mixed, true) {
                true => Taken::Noted,
                false => Taken::Overlap,
            };
        }
        *self = Connection { active: true, live: 1, late: self.live > 0, ..Connection::default() };
        Taken::Noted
    }

    fn closed(&mut self, stamp: Stamp) -> Taken<'s> {
        if std::mem::take(&mut self.late) {
            return Taken::Noted;
        }
        self.live = self.live.saturating_sub(1);
        if self.mixed {
            if self.live == 0 {
                *self = Connection::default();
            }
            return Taken::Noted;
        }
        self.begun = [None, None];
        // After a Close frame the socket has ended already, and this adds nothing.
        happened(Happening::Close(stamp.close(End::Dropped { reported: false }, stamp.extent)))
    }

    /// A frame of a message; the message, when it is the last one. `None` for a line that cannot be read.
    fn fragment(
        &mut self,
        screen: &Located<'s>,
        word: &str,
        rest: Span,
        direction: Direction,
        extent: Span,
    ) -> Option<Option<(Data<'s>, Span)>> {
        let (_, bytes, continued) = size(rest.slice(&screen.text))?;
        let slot = usize::from(direction == Direction::Server);
        let before = self.begun[slot].take().filter(|_| word == "CONT");
        if word == "CONT" && before.is_none() {
            // The message began before the log did.
            return None;
        }
        let binary = word == "BINARY" || before.as_ref().is_some_and(|f| f.binary.is_some());
        let mut message =
            before.unwrap_or_else(|| Fragments { text: Joiner::default(), elided: false, binary: None, extent });
        message.extent = Span::new(message.extent.start, extent.end.max(message.extent.end));
        if binary {
            message.binary = Some(message.binary.unwrap_or(0) + bytes);
        } else {
            let (text, whole) = frame(screen, rest)?;
            message.elided |= !whole;
            message.text.push(&text);
        }
        if continued {
            self.begun[slot] = Some(message);
            return Some(None);
        }
        let span = message.extent;
        let data = match message.binary {
            Some(len) => Data::Binary { span: screen.map.span(rest), len: Some(len) },
            None if message.elided => Data::Elided { shown: message.text.finish(), remedy: REMEDY },
            None => Data::Text(message.text.finish()),
        };
        Some(Some((data, span)))
    }

    fn open(&self, status: Option<u16>, stamp: Stamp) -> Open<'s> {
        let line = self.path.as_ref().map(|(_, line)| *line);
        Open {
            url: self.url(),
            status,
            subprotocols: self.subprotocols.clone(),
            origin: self.origin.clone(),
            time: stamp.time,
            extent: line.unwrap_or(stamp.extent),
        }
    }

    /// The URL, put together from the request's lines; it points at the path. A host with a port of its own is no TLS host.
    fn url(&self) -> Option<Located<'s>> {
        let (path, _) = self.path.as_ref()?;
        let host = self.host.as_deref()?;
        let secure = host.ends_with(":443") || !host.contains(':');
        Some(prefixed(&format!("{}://{host}", if secure { "wss" } else { "ws" }), path))
    }
}

/// Whether the line at `line` is one of the library's.
pub fn is_line(text: &str, line: Span) -> bool {
    marked(text, line).is_some()
}

/// The library's mark (`>`, `<` or `=`) in a line, and its message.
fn marked(text: &str, line: Span) -> Option<(u8, Span)> {
    const WORDS: [&str; 9] = ["TEXT ", "BINARY ", "CLOSE ", "PING ", "PONG ", "CONT ", "EOF", "GET ", "HTTP/1.1 "];
    let content = line.slice(text);
    let bytes = content.as_bytes();
    for at in 0..bytes.len().min(200) {
        let mark = bytes[at];
        if !matches!(mark, b'<' | b'>' | b'=' | b'x') || bytes.get(at + 1) != Some(&b' ') {
            continue;
        }
        if at > 0 && bytes[at - 1] != b' ' {
            continue;
        }
        let message = &content[at + 2..];
        let known = match mark {
            b'=' => message.starts_with("connection is "),
            b'x' => message.ends_with("closing TCP connection"),
            _ => WORDS.iter().any(|word| message.starts_with(word)) || is_header(message),
        };
        if known {
            return Some((mark, Span::new(line.start + at + 2, line.end)));
        }
    }
    None
}

fn is_header(message: &str) -> bool {
    let name = message.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-');
    let len = name.count();
    len > 0 && message[len..].starts_with(": ")
}

/// `1000 (OK) bye [5 bytes]`
fn close<'s>(screen: &Located<'s>, rest: Span, by: Direction, stamp: Stamp) -> Taken<'s> {
    let message = rest.slice(&screen.text);
    let digits = message.bytes().take_while(u8::is_ascii_digit).count();
    let code = match message[..digits].parse() {
        Ok(code) => code,
        // A Close frame without a code: `CLOSE '' [0 bytes]`.
        Err(_) if message.starts_with("''") => 1005,
        Err(_) => return Taken::Other,
    };
    let end = size(message).map_or(message.len(), |(at, ..)| at);
    let reason = message[digits..end.max(digits)].split_once(") ").map(|(_, reason)| reason);
    let span = screen.map.span(Span::new(rest.start, rest.start + digits));
    happened(Happening::Close(stamp.close(End::closed(code, reason, Some(by)), span)))
}
