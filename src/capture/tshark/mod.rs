//! Packet captures as tshark prints them: `-T json` (an array of packets) and `-T ek` (a packet a line, behind a line for an index).
//!
//! A key that tshark writes twice in one packet (two frames in one segment) is read twice.

mod handshake;
mod message;
mod packet;

use std::collections::HashSet;

use crate::capture::kit::{Cursor, Ending, Happening, Key, Lines, Step, Tracker, end_of_text, other_format};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Node, parse};
use crate::text::span::Span;

use super::{Direction, End, Located, Problem, Sink, Stamp, Timestamp};

use handshake::{Handshake, handshake};
use message::{direction, garbles, read_message};
use packet::{Layer, Layers};

/// A packet that is larger than this is not looked at.
const MAX_PACKET: usize = 64 << 20;

/// Whether the input is an array whose first item is a packet of `tshark -T json`.
pub(super) fn is_json(source: &Source) -> bool {
    let mut cursor = Cursor::new(source, 0);
    cursor.enter(b'[')
        && matches!(cursor.item(), Step::Next(()))
        && has_member(cursor, "_source", |value| has_member(value, "layers", |mut layers| layers.enter(b'{')))
}

/// Whether the input begins with a packet of `tshark -T ek`, or the line before one.
pub(super) fn is_ek(source: &Source) -> bool {
    let cursor = Cursor::new(source, 0);
    let index = |value: Cursor<'_>| has_member(value, "_index", |name| name.goes_on("\"packets-"));
    has_member(cursor.clone(), "index", index)
        || (has_member(cursor.clone(), "timestamp", |_| true)
            && has_member(cursor, "layers", |mut layers| layers.enter(b'{')))
}

/// Whether one of the first members of the object at `cursor` has this key, and a value that `fits`.
fn has_member(mut cursor: Cursor<'_>, key: &str, fits: impl FnOnce(Cursor<'_>) -> bool) -> bool {
    cursor.enter(b'{') && cursor.seek(key, 8) && fits(cursor)
}

/// Reads what `tshark -T json` prints.
pub(super) fn read_json<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut reader = Reader::default();
    let mut cursor = Cursor::new(source, 0);
    if !cursor.enter(b'[') {
        return sink.problem(other_format(source, "the input is no array of packets"));
    }
    let ending = cursor.items(&mut |span| {
        reader.packet(&Located::of(source, span), sink);
        true
    });
    if let Ending::Broken(at) = ending {
        let span = Span::at(at);
        sink.problem(malformed(span, span, "a bracket or a colon stands here where a packet belongs"));
    }
    reader.finish(source, matches!(ending, Ending::Cut), sink);
}

/// Reads what `tshark -T ek` prints.
pub(super) fn read_ek<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut reader = Reader::default();
    let mut cut = false;
    let mut lines = Lines::of(source).filled().peekable();
    if lines.peek().is_none_or(|line| !line.text.starts_with('{')) {
        return sink.problem(other_format(source, "the input has no packet a line"));
    }
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        // The last line of a capture that was cut.
        if is_last && Cursor::new(source, line.span().start).skip().is_none() {
            cut = true;
        } else if !line.text.starts_with("{\"index\"") {
            reader.packet(&line, sink);
        }
    }
    reader.finish(source, cut, sink);
}

fn malformed(span: Span, extent: Span, message: &str) -> Problem {
    Problem::Malformed {
        span,
        extent,
        message: message.to_owned(),
        help: "let tshark print the capture again; what follows the fault in this packet was not read".to_owned(),
    }
}

/// A connection: its number in the capture, and its two ends, since several captures may stand in one file.
fn connection(layers: Layers<'_>) -> Key {
    let tcp = layers.first("tcp");
    let of = |layer: &Option<Layer<'_>>, name: &str| {
        let value = layer.as_ref().and_then(|layer| layer.field(name));
        value.map_or("", |value| value.as_str().unwrap_or(value.raw())).to_owned()
    };
    let ip = layers.first("ip");
    let ip6 = layers.first("ipv6");
    let end = |side: &str| {
        let address = of(&ip, &format!("ip.{side}")) + &of(&ip6, &format!("ipv6.{side}"));
        format!("{address} {}", of(&tcp, &format!("tcp.{side}port")))
    };
    let mut ends = [end("src"), end("dst")];
    ends.sort();
    Key::Id(format!("{} {}", of(&tcp, "tcp.stream"), ends.join(" ")))
}

#[derive(Default)]
struct Reader<'s> {
    tracker: Tracker<'s>,
    /// Connections that were seen to speak WebSocket, or to ask for it.
    sockets: HashSet<Key>,
    /// Requests without an answer yet.
    asked: HashSet<Key>,
    /// Directions of which compressed frames cannot be told any more.
    garbled: HashSet<(Key, Direction)>,
    /// A packet of TLS whose content tshark could not read.
    encrypted: Option<Span>,
    packets: bool,
}

impl<'s> Reader<'s> {
    fn packet(&mut self, whole: &Located<'s>, sink: &mut dyn Sink<'s>) {
        if whole.text.len() > MAX_PACKET {
            sink.skipped(whole.span());
            return;
        }
        let document = match parse(&whole.text, CAPTURE_DEPTH) {
            Ok(document) => document,
            Err(error) => {
                let message = error.to_string();
                sink.problem(malformed(whole.map.span(error.span), whole.span(), &message));
                return;
            }
        };
        let root = document.root();
        let layers = root.pointer("/_source/layers").or_else(|| root.get("layers"));
        match layers {
            Some(layers) => self.layers(whole, root, Layers(layers), sink),
            None => sink.skipped(whole.span()),
        }
    }

    fn layers(&mut self, whole: &Located<'s>, root: Node<'_>, layers: Layers<'_>, sink: &mut dyn Sink<'s>) {
        self.packets = true;
        let key = connection(layers);
        let frame = layers.first("frame");
        let time = frame
            .and_then(|frame| frame.field("frame.time_epoch").and_then(Timestamp::json))
            .or_else(|| root.get("timestamp").and_then(Timestamp::json));
        for layer in layers.all("http") {
            let tls = layers.has("tls") || layers.has("ssl");
            if let Some(found) = handshake(whole, &layer, tls, time) {
                self.handshake(&key, found, sink);
            }
        }
        let mut data = layers.all("data");
        for layer in layers.all("websocket") {
            self.sockets.insert(key.clone());
            // Frames pass: whatever the answer was, it was no refusal.
            self.asked.remove(&key);
            let side = (key.clone(), direction(&layer));
            if garbles(&layer) {
                self.garbled.insert(side.clone());
            }
            let garbled = self.garbled.contains(&side);
            if let Some(happening) = read_message(whole, &layer, &mut data, time, garbled) {
                self.tracker.take(&key, happening, sink);
            }
        }
        if let Some(tcp) = layers.first("tcp") {
            self.end(&key, &tcp, whole, time, sink);
        }
        if !layers.has("http") && !layers.has("websocket") {
            let tls = layers.all("tls").next();
            self.encrypted = self.encrypted.or(tls.map(|tls| whole.map.span(tls.node.span())));
        }
    }

    fn handshake(&mut self, key: &Key, found: Handshake<'s>, sink: &mut dyn Sink<'s>) {
        match found {
            Handshake::Request(open) => {
                self.asked.insert(key.clone());
                self.sockets.insert(key.clone());
                self.tracker.take(key, Happening::Connecting(open), sink);
            }
            Handshake::Response(open, span) => {
                if !self.asked.remove(key) {
                    // An answer to something else.
                } else if open.status == Some(101) {
                    self.tracker.take(key, Happening::Opened(open), sink);
                } else {
                    self.tracker.take(key, Happening::Refused(open, span), sink);
                }
            }
        }
    }

    /// The end of the connection, where the packet is the one that ends it: a Close frame that came before has ended the socket.
    fn end(
        &mut self,
        key: &Key,
        tcp: &Layer<'_>,
        whole: &Located<'s>,
        time: Option<Timestamp>,
        sink: &mut dyn Sink<'s>,
    ) {
        let flag = ["tcp.flags.reset", "tcp.flags.fin"].into_iter().find(|name| tcp.flag(name) == Some(true));
        let Some(field) = flag.and_then(|name| tcp.field(name)) else {
            return;
        };
        if !self.sockets.remove(key) {
            return;
        }
        let span = whole.map.span(field.span());
        let stamp = Stamp { time, extent: span };
        let happening = match self.asked.remove(key) {
            true => Happening::Refused(stamp.open(), span),
            false => Happening::Close(stamp.close(End::Dropped { reported: false }, span)),
        };
        self.tracker.take(key, happening, sink);
    }

    fn finish(mut self, source: &'s Source, cut: bool, sink: &mut dyn Sink<'s>) {
        self.tracker.finish(sink);
        if cut {
            let message = "the packets end in the middle of one; the complete ones before it were read";
            sink.problem(Problem::cut(end_of_text(source), message));
        } else if !self.packets {
            sink.problem(other_format(source, "the input holds no packets as tshark prints them"));
        }
        if let Some(span) = self.encrypted.filter(|_| !self.tracker.has_any()) {
            sink.problem(Problem::NotRecorded {
                span,
                message: "the packets are encrypted, and tshark had no keys: it shows no WebSocket frames".to_owned(),
                help: "start the client with SSLKEYLOGFILE=keys.log, capture again, and give tshark the keys: -o tls.keylog_file:keys.log".to_owned(),
            });
        }
    }
}
