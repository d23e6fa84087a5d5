//! Which socket an event belongs to, for formats whose records do not number their sockets.

use std::collections::HashMap;

use crate::capture::{ClientError, Close, End, Event, EventKind, Frame, Open, Sink, Stamp};
use crate::text::span::Span;

/// What a record tells of a socket.
pub enum Happening<'s> {
    /// A client begins to connect.
    Connecting(Open<'s>),
    /// The socket is open.
    Opened(Open<'s>),
    /// The handshake failed, or was answered with another status than 101; the span is the place that says so.
    Refused(Open<'s>, Span),
    /// The browser reports a failed connection: a refused handshake, or an error on an open socket.
    Failed(Open<'s>, ClientError),
    /// A frame.
    Frame(Frame<'s>),
    /// An error.
    Error(ClientError),
    /// The end.
    Close(Close),
    /// A connection was lost: the end, unless the socket goes on; and what was said of it.
    Lost(Close, String),
}

/// What names a socket in a log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The log's own id.
    Id(String),
    /// Its URL.
    Url(String),
    /// Nothing: all such records belong to one socket at a time.
    Implicit,
}

#[derive(Default)]
struct Life<'s> {
    socket: usize,
    /// A connection attempt that nothing has confirmed yet.
    pending: Option<Open<'s>>,
    opened: bool,
    ended: bool,
    /// The end was a refused handshake, and the status that it was refused with.
    refused: Option<Option<u16>>,
    /// An event was handed out.
    used: bool,
    /// A frame was.
    framed: bool,
    /// A connection was lost, which may have been this one.
    lost: Option<(Close, String)>,
}

/// Gives each event its socket.
#[derive(Default)]
pub struct Tracker<'s> {
    lives: HashMap<Key, Life<'s>>,
    next: usize,
    /// Lines of text: what comes after an end belongs to a new socket, and an end without a socket says nothing.
    text: bool,
}

impl<'s> Tracker<'s> {
    /// One whose happenings are told by lines of text.
    pub fn of_text() -> Self {
        Self { text: true, ..Self::default() }
    }

    /// Whether any socket was seen.
    pub fn has_any(&self) -> bool {
        self.next > 0
    }

    /// Whether a connection attempt goes by `key` that nothing has confirmed yet.
    pub fn is_pending(&self, key: &Key) -> bool {
        self.lives.get(key).is_some_and(|life| life.pending.is_some())
    }

    /// Whether the next happenings are told by lines of text.
    pub fn text(&mut self, text: bool) {
        self.text = text;
    }

    /// Whether an unfinished socket goes by `key`.
    pub fn is_live(&self, key: &Key) -> bool {
        self.lives.get(key).is_some_and(|life| !life.ended)
    }

    /// Hands `happening` on; `false` where it says nothing.
    pub fn take(&mut self, key: &Key, happening: Happening<'s>, sink: &mut dyn Sink<'s>) -> bool {
        match happening {
            Happening::Connecting(open) => {
                self.begin(key, sink).pending = Some(open);
            }
            // Several layers of a client tell of one opening.
            Happening::Opened(open) if self.text && open.url.is_none() && self.has_just_opened(key) => {}
            Happening::Opened(open) => self.open(key, open, sink),
            // A library's exception repeats what the handshake's own line told.
            Happening::Refused(open, _) if self.text && open.url.is_none() && self.is_refused(key, open.status) => {
                return false;
            }
            Happening::Refused(open, span) => self.refuse(key, open, span, sink),
            Happening::Failed(open, error) => {
                if self.lives.get(key).is_some_and(|l| l.opened && !l.ended) {
                    self.emit(key, EventKind::Error(error), sink);
                } else {
                    let span = error.extent;
                    self.refuse(key, open, span, sink);
                }
            }
            Happening::Frame(frame) => {
                if self.text && !self.is_live(key) {
                    self.begin(key, sink);
                }
                // The socket goes on: what was lost was another connection.
                if let Some((close, said)) = self.lives.get_mut(key).and_then(|life| life.lost.take()) {
                    let stamp = Stamp { time: close.time, extent: close.extent };
                    self.emit(key, EventKind::Error(stamp.error(&said)), sink);
                }
                self.emit(key, EventKind::Frame(frame), sink);
                if let Some(life) = self.lives.get_mut(key) {
                    life.framed = true;
                }
            }
            Happening::Error(error) => {
                if self.text && !self.is_live(key) && !sink.takes_lone_ends() {
                    return false;
                }
                self.emit(key, EventKind::Error(error), sink);
            }
            Happening::Close(close) => {
                let known = self.lives.get(key);
                let lone = self.text && known.is_none() && !sink.takes_lone_ends();
                if lone || known.is_some_and(|life| life.ended) {
                    return false;
                }
                // Of a lost connection and an end of which nothing is said, the loss says more.
                let lost = self.lives.get_mut(key).and_then(|life| life.lost.take());
                let close = lost.map(|(lost, _)| lost).filter(|_| close.kind == End::Unknown).unwrap_or(close);
                self.emit(key, EventKind::Close(close), sink);
                if let Some(life) = self.lives.get_mut(key) {
                    life.ended = true;
                }
            }
            Happening::Lost(close, said) => {
                let Some(life) = self.lives.get_mut(key).filter(|life| !life.ended) else {
                    return sink.takes_lone_ends() && self.take(key, Happening::Close(close), sink);
                };
                // A client that had not got through was refused.
                let kind = if life.pending.is_some() { End::Refused { status: None } } else { close.kind.clone() };
                life.lost.get_or_insert((Close { kind, ..close }, said));
            }
        }
        true
    }

    /// Connection attempts that nothing followed.
    pub fn finish(&mut self, sink: &mut dyn Sink<'s>) {
        let mut left: Vec<&mut Life<'s>> = self.lives.values_mut().collect();
        left.sort_by_key(|life| life.socket);
        for life in left {
            life.flush(sink);
            life.lose(sink);
        }
    }

    fn begin(&mut self, key: &Key, sink: &mut dyn Sink<'s>) -> &mut Life<'s> {
        if let Some(life) = self.lives.get_mut(key) {
            life.flush(sink);
            life.lose(sink);
        }
        let socket = self.next;
        self.next += 1;
        let life = Life { socket, ..Life::default() };
        self.lives.entry(key.clone()).insert_entry(life).into_mut()
    }

    fn open(&mut self, key: &Key, mut open: Open<'s>, sink: &mut dyn Sink<'s>) {
        let pending = match self.lives.get_mut(key) {
            Some(life) if !life.used && !life.ended => life.pending.take(),
            _ => None,
        };
        match pending {
            Some(attempt) => merge(&mut open, attempt),
            None => {
                self.begin(key, sink);
            }
        }
        self.emit(key, EventKind::Open(open), sink);
        if let Some(life) = self.lives.get_mut(key) {
            life.opened = true;
        }
    }

    fn refuse(&mut self, key: &Key, open: Open<'s>, span: Span, sink: &mut dyn Sink<'s>) {
        let (status, stamp) = (open.status, Stamp { time: open.time, extent: open.extent });
        self.open(key, open, sink);
        self.take(key, Happening::Close(stamp.close(End::Refused { status }, span)), sink);
        if let Some(life) = self.lives.get_mut(key) {
            life.refused = Some(status);
        }
    }

    fn has_just_opened(&self, key: &Key) -> bool {
        self.lives.get(key).is_some_and(|life| life.opened && !life.framed && !life.ended && life.lost.is_none())
    }

    fn is_refused(&self, key: &Key, status: Option<u16>) -> bool {
        self.lives.get(key).is_some_and(|life| life.refused == Some(status))
    }

    fn emit(&mut self, key: &Key, kind: EventKind<'s>, sink: &mut dyn Sink<'s>) {
        if !self.lives.contains_key(key) {
            self.begin(key, sink);
        }
        if let Some(life) = self.lives.get_mut(key) {
            life.flush(sink);
            life.used = true;
            sink.event(Event { socket: life.socket, kind });
        }
    }
}

impl<'s> Life<'s> {
    fn flush(&mut self, sink: &mut dyn Sink<'s>) {
        if let Some(open) = self.pending.take() {
            self.used = true;
            sink.event(Event { socket: self.socket, kind: EventKind::Open(open) });
        }
    }
}

impl<'s> Life<'s> {
    /// Nothing follows a lost connection: that was the end.
    fn lose(&mut self, sink: &mut dyn Sink<'s>) {
        if let Some((close, _)) = self.lost.take().filter(|_| !self.ended) {
            self.ended = true;
            sink.event(Event { socket: self.socket, kind: EventKind::Close(close) });
        }
    }
}

/// The attempt knows what the confirmation leaves out; it came first and shows the URL.
fn merge<'s>(open: &mut Open<'s>, attempt: Open<'s>) {
    if open.url.is_none() && attempt.url.is_some() {
        open.url = attempt.url;
        open.extent = attempt.extent;
    }
    open.subprotocols = open.subprotocols.take().or(attempt.subprotocols);
    open.origin = open.origin.take().or(attempt.origin);
    open.time = open.time.or(attempt.time);
}
