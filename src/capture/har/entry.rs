//! One entry of an HTTP Archive, if it is a socket's.

use std::borrow::Cow;

use crate::json::{CAPTURE_DEPTH, Node, SourceMap, parse_prefix};
use crate::span::Span;

use crate::capture::layer::string;
use crate::capture::walk::{Cursor, Step};
use crate::capture::{Close, EndKind, Event, EventKind, Located, Open, Problem, Sink, Timestamp};

use super::end::{http_status, recorded_close, refusal};
use super::message::{Message, read_message};
use super::take;

/// Whether an entry shows frames.
pub(super) enum Outcome {
    /// It has a message array.
    Told,
    /// Its handshake succeeded, and it has none.
    Silent,
    /// Its handshake did not succeed.
    Other,
}

/// What is kept of an entry.
pub(super) struct Entry<'s> {
    url: Option<Located<'s>>,
    subprotocols: Option<Located<'s>>,
    upgrade: bool,
    resource_type: bool,
    status: Option<(i64, Span)>,
    failure: Option<(String, Span)>,
    started: Option<Timestamp>,
    duration: Option<(f64, Span)>,
    close: Option<Close>,
    messages: Option<Vec<Message<'s>>>,
    side_file: bool,
    creator: String,
    start: usize,
}

impl<'s> Entry<'s> {
    /// Reads the entry at `start`, which may be cut; `None` for one that is no socket's.
    pub(super) fn read(
        text: &'s str,
        start: usize,
        creator: &str,
        sink: &mut dyn Sink<'s>,
    ) -> Option<Self> {
        let mut entry = Entry {
            url: None,
            subprotocols: None,
            upgrade: false,
            resource_type: false,
            status: None,
            failure: None,
            started: None,
            duration: None,
            close: None,
            messages: None,
            side_file: false,
            creator: creator.to_owned(),
            start,
        };
        let whole = Located::verbatim(text, Span::new(0, text.len()));
        let mut cursor = Cursor::new(text, start);
        let mut messages = None;
        if !cursor.enter(b'{') {
            return None;
        }
        while let Step::Next(member) = cursor.member() {
            let before = cursor;
            let key = member.key.as_str();
            if key == "_webSocketMessages" {
                messages = Some(cursor);
            } else if entry.wants(key)
                && let Some(document) = take(text, &mut cursor)
            {
                entry.member(&whole, key, document.root());
                continue;
            }
            cursor = before;
            if cursor.skip().is_none() {
                break;
            }
        }
        if !entry.is_socket(messages.is_some()) {
            return None;
        }
        // The start time that the messages' unit is checked against may stand behind them.
        if let Some(mut cursor) = messages
            && cursor.enter(b'[')
        {
            entry.messages = Some(entry.messages(text, &mut cursor, sink));
        }
        Some(entry)
    }

    fn wants(&self, key: &str) -> bool {
        matches!(
            key,
            "request"
                | "response"
                | "startedDateTime"
                | "time"
                | "_resourceType"
                | "_webSocketClose"
        )
    }

    fn member(&mut self, whole: &Located<'s>, key: &str, value: Node<'_>) {
        match key {
            "request" => self.request(whole, value),
            "response" => self.response(value),
            "startedDateTime" => self.started = Timestamp::json(value),
            "time" => self.duration = value.as_f64().map(|time| (time, value.span())),
            "_resourceType" => self.resource_type = value.as_str() == Some("websocket"),
            _ => self.close = recorded_close(value),
        }
    }

    fn request(&mut self, whole: &Located<'s>, request: Node<'_>) {
        self.url = request.get("url").and_then(|url| string(whole, url));
        for header in request.get("headers").into_iter().flat_map(Node::items) {
            let name = header
                .get("name")
                .and_then(Node::as_str)
                .unwrap_or_default();
            let Some(value) = header.get("value") else {
                continue;
            };
            if name.eq_ignore_ascii_case("upgrade") {
                let value = value.as_str().unwrap_or_default();
                self.upgrade |= value.eq_ignore_ascii_case("websocket");
            } else if name.eq_ignore_ascii_case("sec-websocket-protocol") {
                self.subprotocols = string(whole, value);
            }
        }
    }

    fn response(&mut self, response: Node<'_>) {
        if let Some(status) = response.get("status") {
            self.status = status.as_i64().map(|code| (code, status.span()));
        }
        self.failure = ["_failureText", "_error"].into_iter().find_map(|key| {
            let value = response.get(key)?;
            Some((value.as_str()?.to_owned(), value.span()))
        });
        self.side_file = response.pointer("/content/_file").is_some();
    }

    fn is_socket(&self, messages: bool) -> bool {
        let scheme = self.url.as_ref().is_some_and(|url| {
            let scheme = url.text.split(':').next().unwrap_or_default();
            scheme.eq_ignore_ascii_case("ws") || scheme.eq_ignore_ascii_case("wss")
        });
        messages || self.resource_type || scheme || self.upgrade
    }

    fn messages(
        &self,
        text: &'s str,
        cursor: &mut Cursor<'_>,
        sink: &mut dyn Sink<'s>,
    ) -> Vec<Message<'s>> {
        let whole = Located::verbatim(text, Span::new(0, text.len()));
        let mut taken = Vec::new();
        while let Step::Next(()) = cursor.item() {
            let start = cursor.at;
            match parse_prefix(text, start, CAPTURE_DEPTH) {
                Ok((document, end)) => {
                    cursor.at = end;
                    taken.extend(read_message(&whole, document.root(), self.started));
                }
                Err(error) => {
                    // A message without an end is where the archive was cut; that is told once, for the archive.
                    let Some(extent) = cursor.skip() else {
                        break;
                    };
                    sink.problem(Problem::Malformed {
                        span: error.span,
                        extent,
                        message: error.to_string(),
                        help: error.help().to_owned(),
                    });
                }
            }
        }
        taken
    }

    /// Whether the messages stand in a file beside the archive.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.side_file && self.messages.is_none()
    }

    /// Whether the entry shows frames.
    pub(super) fn outcome(&self) -> Outcome {
        match (&self.messages, self.status) {
            (Some(_), _) => Outcome::Told,
            (None, Some((101 | 200, _)) | None) => Outcome::Silent,
            (None, Some(_)) => Outcome::Other,
        }
    }

    /// A place that shows the socket: its URL.
    pub(super) fn place(&self) -> Span {
        self.url
            .as_ref()
            .map_or(Span::at(self.start), Located::span)
    }

    /// Hands out everything about the socket; `complete` says that the entry was not cut.
    pub(super) fn emit(mut self, socket: usize, complete: bool, sink: &mut dyn Sink<'s>) {
        let place = self.place();
        let refusal = refusal(self.messages.as_deref(), self.failure.as_ref(), self.status);
        let status = match &refusal {
            Some((status, _)) => *status,
            None => self.status.and_then(|(code, _)| http_status(code)),
        };
        let mut event = |kind| sink.event(Event { socket, kind });
        event(EventKind::Open(Open {
            url: self.url.take().map(|url| self.socket_url(url)),
            status,
            subprotocols: self.subprotocols.take(),
            time: self.started,
            extent: place,
        }));
        let mut last = self.started;
        let mut closed = None;
        for message in self.messages.take().unwrap_or_default() {
            match message {
                Message::Frame(frame) => {
                    last = frame.time.or(last);
                    event(EventKind::Frame(frame));
                }
                // The refusal is the end of the socket, not one more error on it.
                Message::Error(error) if refusal.as_ref().is_some_and(|r| r.1 == error.extent) => {}
                Message::Error(error) => event(EventKind::Error(error)),
                Message::Close(close) => closed = closed.or(Some(close)),
            }
        }
        if let Some((status, span)) = refusal {
            event(EventKind::Close(Close {
                kind: EndKind::Refused { status },
                time: self.end_time(last),
                span,
                extent: span,
            }));
        } else if let Some(close) = self.close.take().or(closed) {
            event(EventKind::Close(close));
        } else if complete {
            let time = self.end_time(last);
            let span = match self.duration {
                Some((_, span)) if time.is_some() => span,
                _ => place,
            };
            event(EventKind::Close(Close {
                kind: EndKind::Unknown,
                time,
                span,
                extent: span,
            }));
        }
    }

    /// A proxy that sees the handshake as HTTP writes it so; the socket's own scheme is meant.
    fn socket_url(&self, url: Located<'s>) -> Located<'s> {
        let schemes = [("http://", "ws"), ("https://", "wss")];
        let found = schemes.into_iter().find(|(http, _)| {
            let head = url.text.get(..http.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(http))
        });
        let Some((http, scheme)) = found.filter(|_| self.creator == "mitmproxy") else {
            return url;
        };
        let written = http.len() - "://".len();
        let mut map = SourceMap::builder(0);
        map.escape(scheme.len(), written);
        map.verbatim(url.text.len() - written);
        Located {
            text: Cow::Owned(format!("{scheme}{}", &url.text[written..])),
            map: map.finish().through(&url.map),
        }
    }

    /// Chrome's `time` lasts until the socket ended; other writers put something else there.
    fn end_time(&self, last: Option<Timestamp>) -> Option<Timestamp> {
        let (duration, _) = self.duration.filter(|(duration, _)| *duration > 0.0)?;
        let end = self.started?.plus_millis(duration);
        (self.creator == "WebInspector" && last.is_none_or(|last| last <= end)).then_some(end)
    }
}
