//! Puts what another recording told of a socket into the events of the first one.

use std::collections::HashMap;

use crate::capture::{ClientError, Close, End, Event, EventKind, Located, Problem, Sink, Timestamp};
use crate::text::span::Span;

/// What another recording told of a socket; its places are those of the joined source.
#[derive(Debug, Default)]
pub(super) struct Extra {
    /// In the order in which they came.
    pub(super) errors: Vec<ClientError>,
    pub(super) close: Option<Close>,
}

impl Extra {
    /// The same, `by` bytes further on.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        for error in &mut self.errors {
            error.extent = error.extent.shifted(by);
        }
        if let Some(close) = &mut self.close {
            close.span = close.span.shifted(by);
            close.extent = close.extent.shifted(by);
        }
        self
    }
}

/// Hands events on, and what was told elsewhere at its place among them.
pub(super) struct Splice<'x, 's> {
    sink: &'x mut dyn Sink<'s>,
    extras: HashMap<usize, Extra>,
    /// The latest time of each of the sockets that were told of elsewhere.
    times: HashMap<usize, Timestamp>,
}

impl<'x, 's> Splice<'x, 's> {
    pub(super) fn new(sink: &'x mut dyn Sink<'s>, extras: HashMap<usize, Extra>) -> Self {
        Self { sink, extras, times: HashMap::new() }
    }

    /// The recording is over; sockets of which it shows no end end as the other one told.
    pub(super) fn finish(mut self) {
        let mut left: Vec<usize> = self.extras.keys().copied().collect();
        left.sort_unstable();
        for socket in left {
            self.end(socket, None);
        }
    }

    /// Hands the end of `socket` on: the recording's own where it knows one, else the other's.
    fn end(&mut self, socket: usize, own: Option<Close>) {
        let extra = self.extras.remove(&socket).unwrap_or_default();
        for error in extra.errors {
            self.hand_on(socket, EventKind::Error(error));
        }
        let own_time = own.as_ref().and_then(|close| close.time);
        let known = own.filter(|close| close.kind != End::Unknown || extra.close.is_none());
        let last = self.times.get(&socket);
        let told = extra.close.map(|close| Close {
            // Clocks of two recordings differ: an end before the last frame is none.
            time: close.time.filter(|time| last.is_none_or(|last| time >= last)).or(own_time),
            ..close
        });
        if let Some(close) = known.or(told) {
            self.hand_on(socket, EventKind::Close(close));
        }
    }

    fn hand_on(&mut self, socket: usize, kind: EventKind<'s>) {
        self.sink.event(Event { socket, kind });
    }
}

impl<'s> Sink<'s> for Splice<'_, 's> {
    fn event(&mut self, event: Event<'s>) {
        let time = match &event.kind {
            EventKind::Open(open) => open.time,
            EventKind::Frame(frame) => frame.time,
            EventKind::Error(error) => error.time,
            EventKind::Close(_) => None,
        };
        if let (Some(time), true) = (time, self.extras.contains_key(&event.socket)) {
            self.times.insert(event.socket, time);
        }
        match event.kind {
            EventKind::Close(close) => self.end(event.socket, Some(close)),
            _ => self.sink.event(event),
        }
    }

    fn payload(&mut self, payload: Located<'s>, extent: Span) {
        self.sink.payload(payload, extent);
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }

    fn skipped(&mut self, span: Span) {
        self.sink.skipped(span);
    }

    fn missed(&mut self, extent: Span) {
        self.sink.missed(extent);
    }
}

/// Leaves out the sockets that were joined with others, and what stands outside of sockets: it was read for the sake of these.
pub(super) struct Rest<'x, 's> {
    pub(super) sink: &'x mut dyn Sink<'s>,
    /// The numbers of the other sockets, in order.
    pub(super) kept: Vec<usize>,
}

impl<'s> Sink<'s> for Rest<'_, 's> {
    fn event(&mut self, event: Event<'s>) {
        if let Ok(socket) = self.kept.binary_search(&event.socket) {
            self.sink.event(Event { socket, ..event });
        }
    }

    fn payload(&mut self, payload: Located<'s>, extent: Span) {
        self.sink.payload(payload, extent);
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }

    fn skipped(&mut self, _: Span) {}

    fn missed(&mut self, extent: Span) {
        self.sink.missed(extent);
    }
}
