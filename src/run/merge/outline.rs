//! The outline of a capture's sockets: enough to find the same socket in another recording of it.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::capture::{ClientError, Close, Data, Direction, End, Event, EventKind, Located, Problem, Sink, Timestamp};
use crate::text::span::Span;

/// Most frames of a socket that are compared: the first ones tell sockets apart.
const COMPARED: usize = 10_000;

/// A frame, by what can be compared.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) direction: Direction,
    /// A hash of what the frame says, whatever its white space; nothing for a frame that the recording does not show whole.
    pub(super) content: Option<u64>,
}

/// A socket of a capture.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    pub(super) url: Option<String>,
    pub(super) status: Option<u16>,
    pub(super) first: Option<Timestamp>,
    pub(super) last: Option<Timestamp>,
    pub(super) frames: Vec<Mark>,
    /// How many frames there were in all.
    pub(super) count: usize,
    pub(super) errors: Vec<ClientError>,
    pub(super) close: Option<Close>,
}

impl Outline {
    fn at(&mut self, time: Option<Timestamp>) {
        self.first = self.first.or(time);
        self.last = self.last.max(time);
    }

    /// Whether it tells something of a socket that its frames do not: how it ended, or an error of the client.
    pub(super) fn tells_more(&self) -> bool {
        let end = self.close.as_ref().map(|close| &close.kind);
        !self.errors.is_empty() || end.is_some_and(|kind| *kind != End::Unknown)
    }
}

/// Takes the outlines of a capture's sockets.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    pub(super) sockets: Vec<Outline>,
}

impl<'s> Sink<'s> for Outlines {
    fn event(&mut self, event: Event<'s>) {
        while self.sockets.len() <= event.socket {
            self.sockets.push(Outline::default());
        }
        let Some(outline) = self.sockets.get_mut(event.socket) else {
            return;
        };
        match event.kind {
            EventKind::Open(open) => {
                outline.at(open.time);
                outline.url = open.url.map(|url| url.text.into_owned());
                outline.status = open.status;
            }
            EventKind::Frame(frame) => {
                outline.at(frame.time);
                outline.count += 1;
                if outline.frames.len() < COMPARED {
                    outline.frames.push(Mark { direction: frame.direction, content: content(&frame.data) });
                }
            }
            EventKind::Error(error) => outline.errors.push(error),
            EventKind::Close(close) => {
                outline.at(close.time);
                outline.close.get_or_insert(close);
            }
        }
    }

    fn payload(&mut self, _: Located<'s>, _: Span) {}
    fn problem(&mut self, _: Problem) {}
    fn skipped(&mut self, _: Span) {}

    fn takes_lone_ends(&self) -> bool {
        true
    }
}

/// What a frame says: a console prints with other white space than a browser's archive, and in the order of its keys.
fn content(data: &Data<'_>) -> Option<u64> {
    let Data::Text(located) = data else {
        return None;
    };
    let mut hasher = DefaultHasher::new();
    match serde_json::from_str::<serde_json::Value>(&located.text) {
        Ok(value) => value.to_string().hash(&mut hasher),
        Err(_) => located.text.trim().hash(&mut hasher),
    }
    Some(hasher.finish())
}
