//! A log with raw bytes: sockets are found in what passed each connection.

use std::borrow::Cow;
use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::capture::kit::websocket::{Body, Chunk, Decoder, Message, close_kind};
use crate::capture::{Data, Direction, End, EventKind, Located, Note, Open, Sink};
use crate::text::json::SourceMap;
use crate::text::span::Span;

use super::constants::Kind;
use super::handshake::{Head, Request, Step, deflate, status};

const LOST: Note = Note::of(
    "this frame's compression cannot be undone: a frame before it is not in the log, or it is larger than 64 MiB",
    "begin the log before the page opens the socket",
);

/// A connection, and whether what TLS carried on it: with TLS, the bytes below are of no use.
type Id = (i64, bool);

#[derive(Default)]
pub(super) struct Reader {
    connections: HashMap<Id, Connection>,
    sockets: usize,
    /// The log has bytes of some connection.
    recorded: bool,
}

/// What a log had to read.
pub(super) enum Outcome {
    Sockets,
    /// Bytes, but none of a socket: those of HTTP/2 are not looked into.
    NoSockets,
    NoBytes,
}

/// How far a connection has come.
enum Connection {
    /// No request for a socket yet.
    Idle(Head),
    /// A socket was asked for.
    Asked(Box<Asked>),
    Open(Box<Socket>),
}

struct Asked {
    request: Request,
    chunk: Chunk,
    answer: Head,
}

struct Socket {
    number: usize,
    client: Decoder,
    server: Decoder,
    closed: bool,
}

impl Reader {
    pub(super) fn event<'s>(&mut self, event: super::Event<'s, '_>, sink: &mut dyn Sink<'s>) {
        match event.kind {
            Kind::Sent { tls } => self.bytes(&event, tls, Direction::Client, sink),
            Kind::Received { tls } => self.bytes(&event, tls, Direction::Server, sink),
            Kind::ReadError => self.end(&event, End::Dropped { reported: false }, sink),
            // The browser gave the connection up; why, the log does not say.
            Kind::Connection if event.is_end => {
                self.end(&event, End::Unknown, sink);
                self.connections.remove(&(event.source, false));
                self.connections.remove(&(event.source, true));
            }
            _ => {}
        }
    }

    /// Attempts without an answer; then what there was to read.
    pub(super) fn finish(mut self, sink: &mut dyn Sink<'_>) -> Outcome {
        let mut asked: Vec<_> = self
            .connections
            .drain()
            .filter_map(|(id, connection)| match connection {
                Connection::Asked(asked) => Some((id, asked)),
                Connection::Idle(_) | Connection::Open(_) => None,
            })
            .collect();
        asked.sort_by_key(|(id, _)| *id);
        for (_, asked) in asked {
            open(self.sockets, &asked, None, sink);
            self.sockets += 1;
        }
        match (self.sockets, self.recorded) {
            (0, false) => Outcome::NoBytes,
            (0, true) => Outcome::NoSockets,
            _ => Outcome::Sockets,
        }
    }

    fn bytes<'s>(&mut self, event: &super::Event<'s, '_>, tls: bool, direction: Direction, sink: &mut dyn Sink<'s>) {
        let Some(value) = event.param("bytes") else {
            let nothing = event.param("byte_count").and_then(|count| count.as_i64()) == Some(0);
            if nothing && direction == Direction::Server {
                // The other side has nothing more to say.
                self.end(event, End::Dropped { reported: false }, sink);
            }
            return;
        };
        let Some(bytes) = value.as_str().and_then(|text| STANDARD.decode(text).ok()) else {
            return;
        };
        self.recorded = true;
        // The record has the name of the value, by which it is masked.
        let chunk = Chunk { span: event.place(value), stamp: event.stamp };
        let id = (event.source, tls);
        let connection = self.connections.remove(&id);
        let connection = connection.unwrap_or(Connection::Idle(Head::default()));
        let next = match connection {
            Connection::Idle(head) if direction == Direction::Client => idle(head, &bytes, tls, chunk),
            Connection::Idle(head) => Connection::Idle(head),
            Connection::Asked(asked) if direction == Direction::Server => self.answered(asked, &bytes, chunk, sink),
            Connection::Asked(asked) => Connection::Asked(asked),
            Connection::Open(mut socket) => {
                socket.feed(direction, &bytes, chunk, sink);
                Connection::Open(socket)
            }
        };
        self.connections.insert(id, next);
    }

    /// Takes bytes of the answer to a request for a socket.
    fn answered<'s>(
        &mut self,
        mut asked: Box<Asked>,
        bytes: &[u8],
        chunk: Chunk,
        sink: &mut dyn Sink<'s>,
    ) -> Connection {
        let (head, rest) = match asked.answer.feed(bytes, "HTTP/1.") {
            Step::More => return Connection::Asked(asked),
            Step::Other => return Connection::Idle(Head::default()),
            Step::Whole(head, rest) => (head, rest),
        };
        let status = status(&head);
        let number = self.sockets;
        self.sockets += 1;
        open(number, &asked, status, sink);
        if status != Some(101) {
            close(number, End::Refused { status }, chunk, sink);
            return Connection::Idle(Head::default());
        }
        let deflate = deflate(&head);
        let decoder = |forgets| Decoder::new(deflate.agreed.then_some(forgets));
        let mut socket = Socket {
            number,
            client: decoder(deflate.client_forgets),
            server: decoder(deflate.server_forgets),
            closed: false,
        };
        socket.feed(Direction::Server, &rest, chunk, sink);
        Connection::Open(Box::new(socket))
    }

    /// The connection is over: so is its socket, or the attempt to open one.
    fn end<'s>(&mut self, event: &super::Event<'s, '_>, kind: End, sink: &mut dyn Sink<'s>) {
        let chunk = Chunk { span: event.stamp.extent, stamp: event.stamp };
        for tls in [false, true] {
            let id = (event.source, tls);
            match self.connections.remove(&id) {
                Some(Connection::Open(mut socket)) => {
                    if !std::mem::replace(&mut socket.closed, true) {
                        close(socket.number, kind.clone(), chunk, sink);
                    }
                    // Bytes that were under way are still logged.
                    self.connections.insert(id, Connection::Open(socket));
                }
                Some(Connection::Asked(asked)) => {
                    open(self.sockets, &asked, None, sink);
                    close(self.sockets, End::Refused { status: None }, chunk, sink);
                    self.sockets += 1;
                }
                Some(Connection::Idle(_)) | None => {}
            }
        }
    }
}

/// Takes bytes of a client that has not asked for a socket yet.
fn idle(mut head: Head, bytes: &[u8], tls: bool, chunk: Chunk) -> Connection {
    if let Step::Whole(text, _) = head.feed(bytes, "GET ")
        && let Some(request) = Request::of(&text, tls)
    {
        return Connection::Asked(Box::new(Asked { request, chunk, answer: Head::default() }));
    }
    Connection::Idle(head)
}

impl Socket {
    fn feed<'s>(&mut self, direction: Direction, bytes: &[u8], chunk: Chunk, sink: &mut dyn Sink<'s>) {
        let decoder = match direction {
            Direction::Client => &mut self.client,
            Direction::Server | Direction::Unknown => &mut self.server,
        };
        let (number, closed) = (self.number, &mut self.closed);
        decoder.feed(bytes, chunk, &mut |message| {
            let chunk = message.chunk;
            if message.opcode == 8 {
                if let (false, Body::Bytes(payload)) = (*closed, &message.body) {
                    *closed = true;
                    close(number, close_kind(payload, direction), chunk, sink);
                }
            } else if let Some(data) = data(message) {
                let kind = EventKind::Frame(chunk.stamp.frame(direction, data));
                sink.event(crate::capture::Event { socket: number, kind });
            }
        });
    }
}

fn data<'s>(message: Message) -> Option<Data<'s>> {
    let span = message.chunk.span;
    Some(match (message.opcode, message.body) {
        (0..=2, Body::Lost) => Data::Unchecked { span, note: Some(LOST) },
        (1, Body::Bytes(bytes)) => {
            let text =
                String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            Data::Text(written_as(text, span))
        }
        (2, Body::Bytes(bytes)) => Data::Binary { span, len: Some(bytes.len()) },
        _ => return None,
    })
}

/// Text that stands in the log as something else, all of it at `span`.
fn written_as<'s>(text: String, span: Span) -> Located<'s> {
    let mut map = SourceMap::builder(span.start);
    map.escape(text.len(), span.len());
    Located { text: Cow::Owned(text), map: map.finish() }
}

fn open<'s>(socket: usize, asked: &Asked, status: Option<u16>, sink: &mut dyn Sink<'s>) {
    let Chunk { span, stamp } = asked.chunk;
    let header = |text: &Option<String>| text.clone().map(|text| written_as(text, span));
    let open = Open {
        url: Some(written_as(asked.request.url.clone(), span)),
        status,
        subprotocols: header(&asked.request.subprotocols),
        origin: header(&asked.request.origin),
        ..stamp.open()
    };
    sink.event(crate::capture::Event { socket, kind: EventKind::Open(open) });
}

fn close<'s>(socket: usize, kind: End, chunk: Chunk, sink: &mut dyn Sink<'s>) {
    let kind = EventKind::Close(chunk.stamp.close(kind, chunk.span));
    sink.event(crate::capture::Event { socket, kind });
}
