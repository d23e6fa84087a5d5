//! One entry of an HTTP Archive, if it is a socket's.

use crate::capture::kit::websocket::socket_url;
use crate::capture::kit::{Cursor, Step, string};
use crate::capture::{Close, End, Event, EventKind, Located, Open, Sink, Stamp, Timestamp};
use crate::text::json::{CAPTURE_DEPTH, Node, parse};
use crate::text::span::Span;

use super::beside::Beside;
use super::end::{Answer, http_status, recorded_close, refusal};
use super::messages::{Each, Messages};

/// `startedDateTime` has whole milliseconds, the messages' times have more.
const ROUNDING_MS: f64 = 1.5;
/// A member of an entry that is larger than this is none that tells of a socket.
const MAX_MEMBER: usize = 32 << 20;

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
#[derive(Default)]
pub(super) struct Entry<'s> {
    url: Option<Located<'s>>,
    subprotocols: Option<Located<'s>>,
    origin: Option<Located<'s>>,
    upgrade: bool,
    resource_type: bool,
    status: Option<(i64, Span)>,
    failure: Option<(String, Span)>,
    started: Option<Timestamp>,
    duration: Option<(f64, Span)>,
    close: Option<Close>,
    /// A method of its own: a socket over HTTP/2 (RFC 8441) begins with CONNECT, and opens with status 200.
    connect: bool,
    messages: Option<Messages<'s>>,
    /// The file that holds the response's content, and the place that names it.
    file: Option<(String, Span)>,
    /// The messages stand in a file that cannot be read.
    lost: bool,
    creator: String,
    start: usize,
}

impl<'s> Entry<'s> {
    /// Reads the entry at `cursor`, which may be cut; `None` for one that is no socket's. `beside` opens the files that it names.
    pub(super) fn read(mut cursor: Cursor<'s>, creator: &str, beside: &mut Beside<'s>) -> Option<Self> {
        let mut entry = Entry { creator: creator.to_owned(), start: cursor.at, ..Self::default() };
        let (mut messages, mut response) = (None, None);
        if !cursor.enter(b'{') {
            return None;
        }
        while let Step::Next(member) = cursor.member() {
            let before = cursor.clone();
            let Some(span) = cursor.skip() else {
                if member.key == "_webSocketMessages" {
                    messages = Some(before);
                }
                break;
            };
            match member.key.as_str() {
                "_webSocketMessages" => messages = Some(before),
                // Of other entries this is a page's worth of text, and whether this is one is not known yet.
                "response" => response = Some(span),
                key if entry.wants(key) => entry.value(&cursor, key, span),
                _ => {}
            }
        }
        if !entry.is_socket(messages.is_some()) {
            return None;
        }
        if let Some(span) = response {
            entry.value(&cursor, "response", span);
        }
        entry.messages = messages.and_then(Messages::items);
        if entry.messages.is_none()
            && let Some((name, span)) = entry.file.take_if(|(name, _)| holds_messages(name))
            && entry.opened()
        {
            entry.messages = beside.messages(&name, span);
            entry.lost = entry.messages.is_none();
        }
        Some(entry)
    }

    /// Whether the handshake succeeded, as far as its status tells.
    fn opened(&self) -> bool {
        matches!(self.status, Some((101 | 200, _)) | None)
    }

    /// Takes the member `key`, whose value stands at `span`.
    fn value(&mut self, cursor: &Cursor<'s>, key: &str, span: Span) {
        if span.len() > MAX_MEMBER {
            return;
        }
        let whole = cursor.value(span);
        if let Ok(document) = parse(&whole.text, CAPTURE_DEPTH) {
            self.member(&whole, key, document.root());
        }
    }

    fn wants(&self, key: &str) -> bool {
        matches!(key, "request" | "startedDateTime" | "time" | "_resourceType" | "_webSocketClose")
    }

    fn member(&mut self, whole: &Located<'s>, key: &str, value: Node<'_>) {
        match key {
            "request" => self.request(whole, value),
            "response" => self.response(whole, value),
            "startedDateTime" => self.started = Timestamp::json(value),
            "time" => self.duration = value.as_f64().map(|time| (time, whole.span())),
            "_resourceType" => self.resource_type = value.as_str() == Some("websocket"),
            _ => self.close = recorded_close(value, whole.span()),
        }
    }

    fn request(&mut self, whole: &Located<'s>, request: Node<'_>) {
        self.url = request.get("url").and_then(|url| string(whole, url));
        self.connect = request.get("method").and_then(Node::as_str) == Some("CONNECT");
        for header in request.get("headers").into_iter().flat_map(Node::items) {
            let name = header.get("name").and_then(Node::as_str).unwrap_or_default();
            let Some(value) = header.get("value") else {
                continue;
            };
            if name.eq_ignore_ascii_case("upgrade") {
                let value = value.as_str().unwrap_or_default();
                self.upgrade |= value.eq_ignore_ascii_case("websocket");
            } else if name.eq_ignore_ascii_case("sec-websocket-protocol") {
                self.subprotocols = string(whole, value);
            } else if name.eq_ignore_ascii_case("origin") {
                self.origin = string(whole, value);
            }
        }
    }

    fn response(&mut self, whole: &Located<'_>, response: Node<'_>) {
        let at = |node: Node<'_>| whole.map.span(node.span());
        if let Some(status) = response.get("status") {
            self.status = status.as_i64().map(|code| (code, at(status)));
        }
        self.failure = ["_failureText", "_error"].into_iter().find_map(|key| {
            let value = response.get(key)?;
            Some((value.as_str()?.to_owned(), at(value)))
        });
        self.file = response.pointer("/content/_file").and_then(|file| {
            let name = file.as_str()?;
            Some((name.to_owned(), at(file)))
        });
    }

    fn is_socket(&self, messages: bool) -> bool {
        let scheme = self.url.as_ref().is_some_and(|url| {
            let scheme = url.text.split(':').next().unwrap_or_default();
            scheme.eq_ignore_ascii_case("ws") || scheme.eq_ignore_ascii_case("wss")
        });
        messages || self.resource_type || scheme || self.upgrade
    }

    /// Calls `each` with the messages, until it says to stop.
    fn each_message(&self, each: Each<'_, 's>) {
        if let Some(messages) = &self.messages {
            messages.each(self.started, each);
        }
    }

    /// Whether frames passed; else the error that stands in their place.
    fn told(&self) -> (bool, Option<(String, Span)>) {
        let (mut frames, mut error) = (false, None);
        self.each_message(&mut |found| {
            match found {
                Ok(EventKind::Frame(_)) => frames = true,
                Ok(EventKind::Error(told)) => {
                    error.get_or_insert((told.message, told.extent));
                }
                Ok(EventKind::Close(_) | EventKind::Open(_)) | Err(_) => {}
            }
            !frames
        });
        (frames, error)
    }

    /// Whether the entry shows frames.
    pub(super) fn outcome(&self) -> Outcome {
        match (&self.messages, self.opened()) {
            (Some(_), _) => Outcome::Told,
            (None, true) if !self.lost => Outcome::Silent,
            (None, _) => Outcome::Other,
        }
    }

    /// A place that shows the socket: its URL.
    pub(super) fn place(&self) -> Span {
        self.url.as_ref().map_or(Span::at(self.start), Located::span)
    }

    /// Hands out everything about the socket; `complete` says that the entry was not cut.
    pub(super) fn emit(mut self, socket: usize, complete: bool, sink: &mut dyn Sink<'s>) {
        let place = self.place();
        let (frames, error) = self.told();
        let told = error.as_ref().or(self.failure.as_ref());
        let answer = Answer { status: self.status, socket: self.messages.is_some() || self.connect || self.lost };
        let refusal = refusal(frames, told, answer);
        let status = match &refusal {
            Some((status, _)) => *status,
            None => self.status.and_then(|(code, _)| http_status(code)),
        };
        let url = self.url.take().map(|url| self.socket_url(url));
        let open = EventKind::Open(Open {
            url,
            status,
            subprotocols: self.subprotocols.take(),
            origin: self.origin.take(),
            time: self.started,
            extent: place,
        });
        sink.event(Event { socket, kind: open });
        let mut last = self.started;
        let mut closed = None;
        self.each_message(&mut |found| {
            match found {
                Ok(EventKind::Close(close)) => closed = closed.take().or(Some(close)),
                // The refusal is the end of the socket, not one more error on it.
                Ok(EventKind::Error(error)) if refusal.as_ref().is_some_and(|r| r.1 == error.extent) => {}
                Ok(kind) => {
                    if let EventKind::Frame(frame) = &kind {
                        last = frame.time.or(last);
                    }
                    sink.event(Event { socket, kind });
                }
                Err(problem) => sink.problem(problem),
            }
            true
        });
        let time = self.end_time(last);
        let end = |kind, span| Stamp { time, extent: span }.close(kind, span);
        let close = match (refusal, self.close.take().or(closed)) {
            (Some((status, span)), _) => Some(end(End::Refused { status }, span)),
            (None, Some(close)) => Some(close),
            (None, None) => complete.then(|| {
                let duration = self.duration.filter(|_| time.is_some());
                end(End::Unknown, duration.map_or(place, |(_, span)| span))
            }),
        };
        if let Some(close) = close {
            sink.event(Event { socket, kind: EventKind::Close(close) });
        }
    }

    /// A proxy that sees the handshake as HTTP writes it so; the socket's own scheme is meant.
    fn socket_url(&self, url: Located<'s>) -> Located<'s> {
        if self.is_by_a_browser() { url } else { socket_url(url) }
    }

    /// A browser, or what drives one, knows the URL that the page gave.
    fn is_by_a_browser(&self) -> bool {
        let browsers = ["WebInspector", "Playwright", "Firefox", "WebKit", "Safari"];
        browsers.iter().any(|name| self.creator.contains(name))
    }

    /// Chrome's `time` lasts until the socket ended; other writers put something else there.
    fn end_time(&self, last: Option<Timestamp>) -> Option<Timestamp> {
        let (duration, _) = self.duration.filter(|(duration, _)| *duration > 0.0)?;
        let end = self.started?.plus_millis(duration);
        // Of a socket that was open when it was exported, it reaches to the last message only, give or take the start's rounding.
        let ended = last.is_none_or(|last| end.millis_since(last) > ROUNDING_MS);
        (self.creator == "WebInspector" && ended).then_some(end)
    }
}

/// Whether a file of this name can hold a socket's messages: Playwright's are `.jsonl`.
fn holds_messages(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".jsonl") || name.ends_with(".json")
}
