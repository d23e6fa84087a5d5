//! What captures are turned into: events of sockets, bare payloads, and what is to be said of the capture itself.

use std::borrow::Cow;

use crate::source::Source;
use crate::text::json::{ParseError, SourceMap};
use crate::text::span::Span;

use super::end::End;
use super::{Direction, Part, Timestamp};

/// Text taken from a capture, with the way back to the bytes it stood in. Spans of the text map to spans of [`Source::text`].
#[derive(Clone, Debug)]
pub struct Located<'s> {
    /// The decoded text.
    pub text: Cow<'s, str>,
    /// From the decoded text to the source.
    pub map: SourceMap,
}

impl<'s> Located<'s> {
    /// The text at `span` of an input.
    pub fn of(source: &'s Source, span: Span) -> Self {
        Self { text: source.slice(span), map: SourceMap::verbatim(span) }
    }

    /// Where it stands in the source.
    pub fn span(&self) -> Span {
        self.map.whole()
    }
}

/// What a frame holds.
#[derive(Clone, Debug)]
pub enum Data<'s> {
    /// The whole payload of a text frame.
    Text(Located<'s>),
    /// A binary frame; where its content stands, and its length in bytes where that is known.
    Binary {
        /// Where the content stands in the source.
        span: Span,
        /// Bytes on the wire.
        len: Option<usize>,
    },
    /// A payload that the log shortened: only what it shows, as it shows it.
    Elided {
        /// What it shows.
        shown: Located<'s>,
        /// How to make what wrote the log show payloads whole.
        remedy: &'static str,
    },
    /// Something that a console printed instead of the payload's JSON.
    Unparsed {
        /// Where it stands in the source.
        span: Span,
    },
    /// A frame that passed, whose payload the capture does not hold, or that is not to be judged.
    Unchecked {
        /// The place that tells of it.
        span: Span,
        /// What to say of it; nothing where a [`Problem`] says it for the whole capture.
        note: Option<Note>,
    },
}

/// Why a frame was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One sentence.
    pub what: Cow<'static, str>,
    /// What to do.
    pub help: Cow<'static, str>,
}

impl Note {
    pub(super) const fn of(what: &'static str, help: &'static str) -> Self {
        Self { what: Cow::Borrowed(what), help: Cow::Borrowed(help) }
    }
}

/// One message on a socket.
#[derive(Clone, Debug)]
pub struct Frame<'s> {
    /// Who sent it.
    pub direction: Direction,
    /// The word before it says little, or nothing, of who sent it: a guess, which what it holds may put right.
    pub guessed: bool,
    /// When.
    pub time: Option<Timestamp>,
    /// What.
    pub data: Data<'s>,
    /// The record that it was read from (a line, a message object).
    pub extent: Span,
}

/// The beginning of a socket, as far as the capture shows it.
#[derive(Clone, Debug, Default)]
pub struct Open<'s> {
    /// The URL of the handshake.
    pub url: Option<Located<'s>>,
    /// The HTTP status that answered the handshake.
    pub status: Option<u16>,
    /// The subprotocols that the client asked for: the value of `Sec-WebSocket-Protocol`, or `new WebSocket`'s second argument.
    pub subprotocols: Option<Located<'s>>,
    /// The page that asks for the socket: the value of `Origin`.
    pub origin: Option<Located<'s>>,
    /// When.
    pub time: Option<Timestamp>,
    /// The record that it was read from.
    pub extent: Span,
}

/// The end of a socket.
#[derive(Clone, Debug)]
pub struct Close {
    /// How.
    pub kind: End,
    /// When.
    pub time: Option<Timestamp>,
    /// The place that tells of it.
    pub span: Span,
    /// The record that it was read from.
    pub extent: Span,
}

/// An error that the client or the browser noted.
#[derive(Clone, Debug)]
pub struct ClientError {
    /// What it said.
    pub message: String,
    /// When.
    pub time: Option<Timestamp>,
    /// The record that it was read from.
    pub extent: Span,
}

/// When something happened, and the record that tells of it: what everything on a socket has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    pub(super) time: Option<Timestamp>,
    pub(super) extent: Span,
}

impl Stamp {
    pub(super) fn frame<'s>(self, direction: Direction, data: Data<'s>) -> Frame<'s> {
        Frame { direction, guessed: false, time: self.time, data, extent: self.extent }
    }

    /// The beginning of a socket of which nothing more is known.
    pub(super) fn open<'s>(self) -> Open<'s> {
        Open { time: self.time, extent: self.extent, ..Open::default() }
    }

    /// An end, which the place at `span` tells of.
    pub(super) fn close(self, kind: End, span: Span) -> Close {
        Close { kind, time: self.time, span, extent: self.extent }
    }

    pub(super) fn error(self, message: &str) -> ClientError {
        ClientError { message: message.to_owned(), time: self.time, extent: self.extent }
    }
}

/// Something that happened on a socket.
#[derive(Clone, Debug)]
pub enum EventKind<'s> {
    /// The socket opened, or the handshake was refused ([`Open::status`]).
    Open(Open<'s>),
    /// A frame passed.
    Frame(Frame<'s>),
    /// The client noted an error.
    Error(ClientError),
    /// The socket ended.
    Close(Close),
}

/// One event of one socket.
#[derive(Clone, Debug)]
pub struct Event<'s> {
    /// Which socket of this capture, from 0, in the order in which the sockets first appear.
    pub socket: usize,
    /// What happened.
    pub kind: EventKind<'s>,
}

/// Something about the capture itself that a user must know; becomes a GL9xx finding.
#[derive(Clone, Debug)]
pub enum Problem {
    /// A JSON document that ends in the middle, or a last line that does: GL903.
    Truncated {
        /// The place where it ends.
        span: Span,
        /// What was cut.
        message: String,
    },
    /// Sockets without frames, because the tool records none: GL904.
    NoFrames {
        /// A place that shows it.
        span: Span,
        /// How many sockets.
        sockets: usize,
        /// The tool, by its own name.
        tool: String,
        /// What to use instead.
        help: String,
    },
    /// The capture was recorded so that it cannot hold what is to be checked: GL904.
    NotRecorded {
        /// A place that shows it.
        span: Span,
        /// What is missing.
        message: String,
        /// How to record it.
        help: String,
    },
    /// The input was written by a version of its tool whose files may be laid out otherwise: GL902.
    OtherVersion {
        /// The version.
        span: Span,
        /// What is known of it.
        message: String,
    },
    /// Frames stand in files that the capture names and that cannot be read: GL904.
    MissingFile {
        /// The place that names the first such file.
        span: Span,
        /// How many sockets.
        sockets: usize,
        /// Why that file cannot be read.
        why: String,
    },
    /// Sockets that overlap in a log whose lines do not say which of them a frame belongs to: GL908.
    Mixed {
        /// The line from which on they do.
        span: Span,
    },
    /// A line holds a message of a protocol, and could not be read: GL909.
    Unread {
        /// The line.
        span: Span,
        /// The message's name.
        message: String,
    },
    /// The input is not of the format that it was read as: GL902.
    OtherFormat {
        /// Where it begins.
        span: Span,
        /// Why it is not.
        message: &'static str,
    },
    /// Bytes that are not valid in the input's encoding; the rest was read around them: GL901.
    Encoding {
        /// The first of them.
        span: Span,
    },
    /// A record that should hold a frame but cannot be read: GL210 at the capture's own level.
    Malformed {
        /// The offending bytes.
        span: Span,
        /// The record.
        extent: Span,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
}

impl Problem {
    /// The input ends at `at`, in the middle of something.
    pub(super) fn cut(at: usize, message: &str) -> Self {
        Self::Truncated { span: Span::at(at), message: message.to_owned() }
    }

    /// What stands in the record at `extent` is no JSON, or not all of it.
    pub(super) fn malformed(text: &Located<'_>, extent: Span, error: &ParseError) -> Self {
        let (message, help) = (error.to_string(), error.help().to_owned());
        Self::Malformed { span: text.map.span(error.span), extent, message, help }
    }
}

/// What a reader hands out, in file order (order by time is the reader's duty, see the frame log).
pub trait Sink<'s> {
    /// An event of a socket.
    fn event(&mut self, event: Event<'s>);
    /// A payload that belongs to no socket: a payload file, or a bare payload in a log.
    fn payload(&mut self, payload: Located<'s>, extent: Span);
    /// Something about the capture itself.
    fn problem(&mut self, problem: Problem);
    /// A line or record that holds nothing to check; `span` is its place.
    fn skipped(&mut self, span: Span);
    /// Whether a text's line about an end or an error counts where the text shows no socket: beside another recording it does.
    fn takes_lone_ends(&self) -> bool {
        false
    }
    /// Whether a text resembles a message of a protocol that is looked for.
    fn is_message(&self, _payload: &Located<'_>) -> bool {
        false
    }
    /// A record stands here that may have been a frame of any socket seen so far, and cannot be read.
    fn missed(&mut self, _extent: Span) {}
    /// Where the parts of a log's rows were read from.
    fn chosen(&mut self, choices: Vec<Choice>) {
        drop(choices);
    }
}

/// Where a part of a log's rows was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The part.
    pub part: Part,
    /// The member's key, with that of the member around it; or the pointer that the user gave.
    pub key: String,
    /// In how many rows.
    pub rows: u64,
}
