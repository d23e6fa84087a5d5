//! The sockets that events tell of, each from its creation to its end.

use std::collections::HashMap;

use crate::capture::kit::{Happening, Key, Tracker, base64_len, close_frame, content, response_code, string};
use crate::capture::{Data, Direction, End, Located, Open, Sink, Stamp, Timestamp};
use crate::text::json::Node;
use crate::text::span::Span;

use super::event::CdpEvent;

/// What is known of a socket that has not ended.
#[derive(Default)]
struct Life<'s> {
    /// Seconds from the protocol's clock, which counts from some unknown moment, to the wall clock's.
    offset: Option<f64>,
    asked: Option<Timestamp>,
    subprotocols: Option<Located<'s>>,
    origin: Option<Located<'s>>,
    /// The status of the answer, where it does not tell yet whether the socket opened.
    status: Option<u16>,
    /// Its creation, or its handshake, was seen.
    begun: bool,
    /// A handshake that succeeded, or a frame, was seen.
    opened: bool,
}

impl<'s> Life<'s> {
    /// The opening, as the record at `extent` confirms it.
    fn open(&mut self, status: Option<u16>, extent: Span) -> Open<'s> {
        Open {
            url: None,
            status: status.or(self.status),
            subprotocols: self.subprotocols.take(),
            origin: self.origin.take(),
            time: self.asked,
            extent,
        }
    }

    /// The event's time: the wall clock's, where the handshake told how the clocks differ.
    fn time(&self, params: Node<'_>) -> Option<Timestamp> {
        let seconds = params.get("timestamp")?.as_f64()?;
        match self.offset {
            Some(offset) => Timestamp::epoch(seconds + offset),
            None => Timestamp::since_start(seconds),
        }
    }

    fn stamp(&self, event: &CdpEvent<'_, 's>) -> Stamp {
        Stamp { time: self.time(event.params), extent: event.extent }
    }
}

/// The sockets of a log.
#[derive(Default)]
pub(super) struct Lives<'s> {
    tracker: Tracker<'s>,
    lives: HashMap<Key, Life<'s>>,
}

impl<'s> Lives<'s> {
    /// Takes the next event.
    pub(super) fn take(&mut self, event: &CdpEvent<'_, 's>, sink: &mut dyn Sink<'s>) {
        let id = event.params.get("requestId").and_then(Node::as_str);
        let key = Key::Id(format!("{}\n{}", event.session, id.unwrap_or_default()));
        match event.method {
            "Network.webSocketCreated" => self.created(&key, event, sink),
            "Network.webSocketWillSendHandshakeRequest" => self.asked(&key, event, sink),
            "Network.webSocketHandshakeResponseReceived" => self.answered(&key, event, sink),
            "Network.webSocketFrameSent" => self.frame(&key, event, Direction::Client, sink),
            "Network.webSocketFrameReceived" => self.frame(&key, event, Direction::Server, sink),
            "Network.webSocketFrameError" => self.failed(&key, event, sink),
            "Network.webSocketClosed" => self.closed(&key, event, sink),
            _ => {}
        }
    }

    /// What the log holds no end of.
    pub(super) fn finish(mut self, sink: &mut dyn Sink<'s>) {
        self.tracker.finish(sink);
    }

    fn created(&mut self, key: &Key, event: &CdpEvent<'_, 's>, sink: &mut dyn Sink<'s>) {
        let life = Life { begun: true, ..Life::default() };
        self.lives.insert(key.clone(), life);
        let url = event.params.get("url");
        let open = Open { url: url.and_then(|url| string(event.text, url)), extent: event.extent, ..Open::default() };
        self.tracker.take(key, Happening::Connecting(open), sink);
    }

    fn asked(&mut self, key: &Key, event: &CdpEvent<'_, 's>, sink: &mut dyn Sink<'s>) {
        if !self.lives.contains_key(key) {
            // The log begins between the two: the socket's own beginning is here.
            let open = Open { extent: event.extent, ..Open::default() };
            self.tracker.take(key, Happening::Connecting(open), sink);
        }
        let life = self.lives.entry(key.clone()).or_default();
        life.begun = true;
        let seconds = |name| event.params.get(name).and_then(Node::as_f64);
        if let (Some(wall), Some(clock)) = (seconds("wallTime"), seconds("timestamp")) {
            life.offset = Some(wall - clock);
        }
        life.asked = life.time(event.params);
        life.subprotocols = header(event, "sec-websocket-protocol");
        life.origin = header(event, "origin");
    }

    fn answered(&mut self, key: &Key, event: &CdpEvent<'_, 's>, sink: &mut dyn Sink<'s>) {
        let life = self.lives.entry(key.clone()).or_default();
        let status = event.params.pointer("/response/status");
        let code = status.and_then(Node::as_f64).map(|code| code as u16);
        let happening = match (status, code) {
            // Over HTTP/2 the answer to a handshake is 200 (RFC 8441, section 5); over HTTP/1.1 an error follows.
            (_, Some(200)) => {
                life.status = code;
                return;
            }
            (Some(status), Some(code)) if code != 101 => {
                let place = event.text.map.span(status.span());
                Happening::Refused(life.open(Some(code), event.extent), place)
            }
            _ => Happening::Opened(life.open(code, event.extent)),
        };
        life.opened = true;
        self.tracker.take(key, happening, sink);
    }

    fn frame(&mut self, key: &Key, event: &CdpEvent<'_, 's>, direction: Direction, sink: &mut dyn Sink<'s>) {
        let life = self.lives.entry(key.clone()).or_default();
        let stamp = life.stamp(event);
        let message = event.params.get("response");
        let Some(payload) = message.and_then(|message| message.get("payloadData")) else {
            return;
        };
        if life.begun && !life.opened {
            let open = life.open(None, event.extent);
            self.tracker.take(key, Happening::Opened(open), sink);
        }
        life.opened = true;
        // The protocol's numbers are doubles: `1.0` is one, too.
        let opcode = message.and_then(|message| message.get("opcode")?.as_f64());
        let data = match (opcode.unwrap_or(1.0) as u8, message) {
            (8, Some(message)) => {
                let close = close_frame(message, direction, stamp);
                self.tracker.take(key, Happening::Close(close), sink);
                return;
            }
            (8..=10, _) => return,
            (1, _) => Data::Text(content(event.text, payload)),
            _ => {
                let len = payload.as_str().and_then(base64_len);
                Data::Binary { span: event.text.map.span(payload.span()), len }
            }
        };
        self.tracker.take(key, Happening::Frame(stamp.frame(direction, data)), sink);
    }

    fn failed(&mut self, key: &Key, event: &CdpEvent<'_, 's>, sink: &mut dyn Sink<'s>) {
        let life = self.lives.entry(key.clone()).or_default();
        let told = event.params.get("errorMessage");
        let message = told.and_then(Node::as_str).unwrap_or_default();
        let code = response_code(message);
        let happening = if life.opened || (!life.begun && code.is_none()) {
            Happening::Error(life.stamp(event).error(message))
        } else {
            life.opened = true;
            let place = told.map_or(event.extent, |told| event.text.map.span(told.span()));
            // A status that was no success is the reason of the failure; what the error itself says of it is the surest.
            life.status = None;
            Happening::Refused(life.open(code, event.extent), place)
        };
        self.tracker.take(key, happening, sink);
    }

    fn closed(&mut self, key: &Key, event: &CdpEvent<'_, 's>, sink: &mut dyn Sink<'s>) {
        let mut life = self.lives.remove(key).unwrap_or_default();
        if life.begun && !life.opened {
            let open = life.open(None, event.extent);
            self.tracker.take(key, Happening::Opened(open), sink);
        }
        let close = life.stamp(event).close(End::Unknown, event.extent);
        self.tracker.take(key, Happening::Close(close), sink);
    }
}

/// The value of a header of the request, by its name in lower case.
fn header<'s>(event: &CdpEvent<'_, 's>, name: &str) -> Option<Located<'s>> {
    let headers = event.params.pointer("/request/headers")?;
    let header = headers.members().find(|header| header.key().eq_ignore_ascii_case(name))?;
    string(event.text, header.value())
}
