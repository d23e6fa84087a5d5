//! The HTTP messages that open a socket, in the bytes of a connection.

use crate::capture::kit::websocket::Deflate;

/// Most bytes that the head of an HTTP message may have.
const MAX_HEAD: usize = 1 << 18;

/// The bytes of one side up to the end of an HTTP message's head.
#[derive(Default)]
pub(super) struct Head {
    bytes: Vec<u8>,
}

/// What bytes turned out to be.
pub(super) enum Step {
    /// The head goes on.
    More,
    /// It is no head of such a message.
    Other,
    /// A whole head, and the bytes behind it.
    Whole(String, Vec<u8>),
}

impl Head {
    /// Takes the next bytes of a message that begins with `start`.
    pub(super) fn feed(&mut self, bytes: &[u8], start: &str) -> Step {
        self.bytes.extend_from_slice(bytes);
        let known = self.bytes.len().min(start.len());
        let fits = self.bytes[..known] == start.as_bytes()[..known];
        if !fits || self.bytes.len() > MAX_HEAD {
            self.bytes.clear();
            return Step::Other;
        }
        let Some(end) = memchr::memmem::find(&self.bytes, b"\r\n\r\n") else {
            return Step::More;
        };
        let rest = self.bytes.split_off(end + 4);
        let head = String::from_utf8_lossy(&std::mem::take(&mut self.bytes)).into_owned();
        Step::Whole(head, rest)
    }
}

/// A client's request for a socket.
pub(super) struct Request {
    pub(super) url: String,
    pub(super) subprotocols: Option<String>,
    pub(super) origin: Option<String>,
}

impl Request {
    /// Reads the head of a request; `None` for one that asks for something else.
    pub(super) fn of(head: &str, tls: bool) -> Option<Self> {
        if !header(head, "upgrade")?.eq_ignore_ascii_case("websocket") {
            return None;
        }
        let target = head.split(' ').nth(1)?;
        let scheme = if tls { "wss" } else { "ws" };
        let url = match target.split_once("://") {
            // As a proxy is asked.
            Some((_, rest)) => format!("{scheme}://{rest}"),
            None => format!("{scheme}://{}{target}", header(head, "host")?),
        };
        Some(Self {
            url,
            subprotocols: header(head, "sec-websocket-protocol").map(str::to_owned),
            origin: header(head, "origin").map(str::to_owned),
        })
    }
}

/// The status of a response's head.
pub(super) fn status(head: &str) -> Option<u16> {
    head.split([' ', '\r']).nth(1)?.parse().ok()
}

/// What a response agrees on.
pub(super) fn deflate(head: &str) -> Deflate {
    header(head, "sec-websocket-extensions").map_or_else(Deflate::default, Deflate::of)
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.split("\r\n").skip(1).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
