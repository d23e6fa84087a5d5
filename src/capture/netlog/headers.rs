//! A log without raw bytes: which sockets there were, and that frames passed.

use crate::capture::kit::{Happening, Key, Tracker, string};
use crate::capture::{Data, Direction, End, Open, Problem, Sink};
use crate::text::json::Node;
use crate::text::span::Span;

use super::Event;
use super::bytes::Outcome;
use super::constants::Kind;
use super::handshake::status;

#[derive(Default)]
pub(super) struct Reader<'s> {
    tracker: Tracker<'s>,
    /// Sockets that were opened, and a place that shows the first one.
    opened: usize,
    first: Option<Span>,
}

impl<'s> Reader<'s> {
    pub(super) fn event(&mut self, event: Event<'s, '_>, sink: &mut dyn Sink<'s>) {
        let key = Key::Id(event.source.to_string());
        match event.kind {
            Kind::Request => self.request(&key, &event, sink),
            Kind::ResponseHeaders if self.tracker.is_live(&key) => {
                self.response(&key, &event, sink);
            }
            Kind::SentFrame => self.frame(&key, &event, Direction::Client, sink),
            Kind::ReceivedFrame => self.frame(&key, &event, Direction::Server, sink),
            _ => {}
        }
    }

    /// Says that payloads were not read, and why.
    pub(super) fn finish(mut self, outcome: &Outcome, sink: &mut dyn Sink<'s>) {
        self.tracker.finish(sink);
        let Some(span) = self.first else {
            return;
        };
        let plural = if self.opened == 1 { "socket" } else { "sockets" };
        let (why, help) = match outcome {
            Outcome::NoBytes | Outcome::Sockets => (
                "it was recorded without the bytes",
                "record again with \"Include raw bytes\" (chrome://net-export), or with --net-log-capture-mode=Everything; such a log holds cookies and passwords of everything that was open",
            ),
            Outcome::NoSockets => (
                "they run over HTTP/2, whose bytes are not looked into",
                "record a HAR, or start the browser with --disable-http2",
            ),
        };
        sink.problem(Problem::NotRecorded {
            span,
            message: format!("this NetLog has {} {plural}, but no payload was checked: {why}", self.opened),
            help: help.to_owned(),
        });
    }

    fn request(&mut self, key: &Key, event: &Event<'s, '_>, sink: &mut dyn Sink<'s>) {
        if event.is_end {
            if self.tracker.is_pending(key) {
                let happening = Happening::Refused(event.stamp.open(), event.stamp.extent);
                self.tracker.take(key, happening, sink);
            }
            return;
        }
        let Some(url) = event.param("url").filter(|url| is_socket(*url)) else {
            return;
        };
        if self.tracker.is_live(key) {
            return;
        }
        let open = Open { url: string(event.whole, url), extent: event.place(url), ..event.stamp.open() };
        self.tracker.take(key, Happening::Connecting(open), sink);
    }

    fn response(&mut self, key: &Key, event: &Event<'s, '_>, sink: &mut dyn Sink<'s>) {
        let line = event.param("headers").and_then(|list| list.items().next());
        let Some(line) = line else {
            return;
        };
        let span = event.place(line);
        let status = line.as_str().and_then(status);
        let open = Open { status, extent: span, ..event.stamp.open() };
        // 200 is how a socket begins on HTTP/2 (RFC 8441).
        if matches!(status, Some(101 | 200)) {
            self.opened += 1;
            self.first = self.first.or(Some(span));
            let open = Open { status: Some(101), ..open };
            self.tracker.take(key, Happening::Opened(open), sink);
        } else {
            self.tracker.take(key, Happening::Refused(open, span), sink);
        }
    }

    fn frame(&mut self, key: &Key, event: &Event<'s, '_>, direction: Direction, sink: &mut dyn Sink<'s>) {
        let (stamp, span) = (event.stamp, event.stamp.extent);
        if self.first.is_none() {
            self.opened += 1;
            self.first = Some(span);
        }
        let number = |name| event.param(name).and_then(Node::as_i64);
        let happening = match number("opcode") {
            // What a Close frame says stands in its payload, unless it has none.
            Some(8) if number("payload_length") == Some(0) => {
                Happening::Close(stamp.close(End::closed(1005, None, Some(direction)), span))
            }
            Some(8) => Happening::Close(stamp.close(End::Unknown, span)),
            Some(1 | 2) => Happening::Frame(stamp.frame(direction, Data::Unchecked { span, note: None })),
            _ => return,
        };
        self.tracker.take(key, happening, sink);
    }
}

fn is_socket(url: Node<'_>) -> bool {
    url.as_str().is_some_and(|url| url.starts_with("ws://") || url.starts_with("wss://"))
}
