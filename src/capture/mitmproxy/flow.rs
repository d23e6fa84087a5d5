//! One flow, if it is a socket's.

use std::borrow::Cow;

use crate::capture::kit::prefixed;
use crate::capture::kit::websocket::scheme_of;
use crate::capture::{Close, Data, Direction, End, Event, EventKind, Frame, Located, Note, Open, Sink, Timestamp};
use crate::source::Source;
use crate::text::span::Span;

use super::tnet::{Item, Tnet};

/// A message that is larger than this is only counted.
const MAX_MESSAGE: usize = 64 << 20;

const DROPPED: Note = Note::of(
    "mitmproxy dropped this message: the other side never got it, so it was not checked",
    "record without an addon or a user that drops messages, or judge the conversation by the others",
);
const INJECTED: Note = Note::of(
    "mitmproxy injected this message: neither side sent it, so it was not checked",
    "record without an addon or a user that injects messages, or judge the conversation by the others",
);
const LARGE: Note = Note::of(
    "this message is larger than 64 MiB: it was not checked",
    "no chat message is that large: see what sends it",
);

/// The parts of a flow that matter.
pub(super) struct Flow<'s> {
    source: &'s Source,
    tnet: Tnet<'s>,
    place: Span,
    version: Option<Item>,
    websocket: Option<Item>,
    request: Request<'s>,
    status: Option<Item>,
}

#[derive(Default)]
struct Request<'s> {
    scheme: Option<Cow<'s, str>>,
    host: Option<Cow<'s, str>>,
    port: Option<f64>,
    path: Option<Item>,
    host_header: Option<Cow<'s, str>>,
    upgrade: bool,
    subprotocols: Option<Item>,
    origin: Option<Item>,
    started: Option<Timestamp>,
}

impl<'s> Flow<'s> {
    pub(super) fn of(source: &'s Source, item: Item) -> Self {
        let tnet = Tnet::new(source);
        let mut flow = Self {
            source,
            tnet,
            place: Span::at(item.content.start),
            version: None,
            websocket: None,
            request: Request::default(),
            status: None,
        };
        for (key, value) in tnet.members(item) {
            match key.as_ref() {
                "version" => flow.version = Some(value),
                "websocket" => flow.websocket = Some(value).filter(|value| value.kind == b'}'),
                "request" => flow.request = Request::of(tnet, value),
                "response" => {
                    let mut members = tnet.members(value);
                    flow.status = members.find(|(key, _)| key == "status_code").map(|(_, v)| v);
                }
                _ => {}
            }
        }
        flow
    }

    /// The version of the flow's layout, and its place.
    pub(super) fn version(&self) -> Option<(f64, Span)> {
        let item = self.version?;
        Some((self.tnet.number(item)?, item.content))
    }

    /// Hands out the socket of this number; `false` where the flow is none.
    pub(super) fn emit(self, socket: usize, sink: &mut dyn Sink<'s>) -> bool {
        if self.websocket.is_none() && !self.request.upgrade {
            return false;
        }
        let status = self.status.and_then(|item| self.tnet.number(item));
        let status = status.filter(|status| (100.0..1000.0).contains(status)).map(|status| status as u16);
        let url = self.url();
        let extent = url.as_ref().map_or(self.place, Located::span);
        let Request { subprotocols, origin, .. } = self.request;
        let open = Open {
            url,
            status,
            subprotocols: subprotocols.map(|item| Located::of(self.source, item.content)),
            origin: origin.map(|item| Located::of(self.source, item.content)),
            time: self.request.started,
            extent,
        };
        let mut event = |kind| sink.event(Event { socket, kind });
        event(EventKind::Open(open));
        match self.websocket {
            Some(websocket) => self.socket(websocket, &mut event),
            None if status != Some(101) => {
                let span = self.status.map_or(extent, |item| item.content);
                event(EventKind::Close(Close { kind: End::Refused { status }, time: None, span, extent: span }));
            }
            None => {}
        }
        true
    }

    /// The messages, then the end, whatever order the flow has them in.
    fn socket(&self, websocket: Item, event: &mut dyn FnMut(EventKind<'s>)) {
        let mut end = Ended::default();
        let mut messages = None;
        for (key, value) in self.tnet.members(websocket) {
            match key.as_ref() {
                "messages" => messages = Some(value).filter(|value| value.kind == b']'),
                "close_code" => end.code = Some(value),
                "close_reason" => end.reason = Some(value),
                "closed_by_client" => end.by_client = self.tnet.flag(value),
                "timestamp_end" => end.time = time(self.tnet, value),
                _ => {}
            }
        }
        for message in messages.into_iter().flat_map(|list| self.tnet.inside(list)) {
            if let Some(frame) = self.frame(message) {
                event(EventKind::Frame(frame));
            }
        }
        if let Some(close) = end.close(self.tnet) {
            event(EventKind::Close(close));
        }
    }

    /// `[opcode, from_client, content, timestamp, dropped, injected]`
    fn frame(&self, message: Item) -> Option<Frame<'s>> {
        let mut parts = self.tnet.inside(message);
        let opcode = self.tnet.number(parts.next()?)?;
        let direction = match self.tnet.flag(parts.next()?) {
            Some(true) => Direction::Client,
            Some(false) => Direction::Server,
            None => Direction::Unknown,
        };
        let content = parts.next()?.content;
        let time = parts.next().and_then(|item| time(self.tnet, item));
        let mut flag = || parts.next().and_then(|item| self.tnet.flag(item)) == Some(true);
        let (dropped, injected) = (flag(), flag());
        let note = match (injected, dropped) {
            (true, _) => Some(INJECTED),
            (_, true) => Some(DROPPED),
            _ => (content.len() > MAX_MESSAGE).then_some(LARGE),
        };
        let data = match (note, opcode as i64) {
            (Some(note), _) => Data::Unchecked { span: content, note: Some(note) },
            (None, 1) => Data::Text(Located::of(self.source, content)),
            (None, 2) => Data::Binary { span: content, len: Some(content.len()) },
            _ => return None,
        };
        Some(Frame { direction, guessed: false, time, data, extent: content })
    }

    /// The URL of the handshake, put together from its parts; the path is the part that has a place.
    fn url(&self) -> Option<Located<'s>> {
        let request = &self.request;
        let path = request.path?;
        let http = request.scheme.as_deref().unwrap_or("http");
        let scheme = scheme_of(http).unwrap_or(http);
        let host = match (&request.host_header, &request.host) {
            (Some(host), _) => host.to_string(),
            (None, host) => {
                let host = host.as_deref()?;
                let usual = if scheme == "wss" { 443.0 } else { 80.0 };
                match request.port.filter(|port| *port != usual) {
                    Some(port) => format!("{host}:{port}"),
                    None => host.to_owned(),
                }
            }
        };
        let path = Located { text: self.tnet.text(path), ..Located::of(self.source, path.content) };
        Some(prefixed(&format!("{scheme}://{host}"), &path))
    }
}

impl<'s> Request<'s> {
    fn of(tnet: Tnet<'s>, item: Item) -> Self {
        let mut request = Self::default();
        for (key, value) in tnet.members(item) {
            match key.as_ref() {
                "scheme" => request.scheme = Some(tnet.text(value)),
                "host" => request.host = Some(tnet.text(value)).filter(|host| !host.is_empty()),
                "port" => request.port = tnet.number(value),
                "path" => request.path = Some(value),
                "timestamp_start" => request.started = time(tnet, value),
                "headers" => request.headers(tnet, value),
                _ => {}
            }
        }
        request
    }

    fn headers(&mut self, tnet: Tnet<'s>, list: Item) {
        for header in tnet.inside(list) {
            let mut pair = tnet.inside(header);
            let (Some(name), Some(value)) = (pair.next(), pair.next()) else {
                continue;
            };
            let name = tnet.text(name);
            if name.eq_ignore_ascii_case("host") {
                self.host_header = Some(tnet.text(value));
            } else if name.eq_ignore_ascii_case("upgrade") {
                self.upgrade |= tnet.text(value).eq_ignore_ascii_case("websocket");
            } else if name.eq_ignore_ascii_case("sec-websocket-protocol") {
                self.subprotocols = Some(value);
            } else if name.eq_ignore_ascii_case("origin") {
                self.origin = Some(value);
            }
        }
    }
}

#[derive(Default)]
struct Ended {
    code: Option<Item>,
    reason: Option<Item>,
    by_client: Option<bool>,
    time: Option<Timestamp>,
}

impl Ended {
    /// None where the socket was still open.
    fn close(&self, tnet: Tnet<'_>) -> Option<Close> {
        let item = self.code?;
        let code = tnet.number(item).filter(|code| (0.0..65536.0).contains(code))? as u16;
        let reason = self.reason.map(|item| tnet.text(item));
        let by = self.by_client.map(|client| match client {
            true => Direction::Client,
            false => Direction::Server,
        });
        // 1006 is mitmproxy's own word for an end without a Close frame.
        let kind = End::reported(code, reason.as_deref(), by);
        Some(Close { kind, time: self.time, span: item.content, extent: item.content })
    }
}

fn time(tnet: Tnet<'_>, item: Item) -> Option<Timestamp> {
    Timestamp::epoch(tnet.number(item)?)
}
