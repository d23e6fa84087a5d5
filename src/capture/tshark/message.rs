//! One WebSocket frame as tshark dissects it.

use crate::capture::kit::{Happening, part, string};
use crate::capture::{Close, Data, Direction, End, Located, Note, Stamp, Timestamp};
use crate::text::span::Span;

use super::packet::Layer;

const NOT_INFLATED: Note = Note::of(
    "tshark does not undo this frame's compression rightly: it was not checked",
    "it gets compressed fragments wrong, and what follows them: record without permessage-deflate, or take a HAR, a NetLog or a mitmproxy flow of the same conversation",
);
const NOT_SHOWN: Note = Note::of(
    "tshark shows no content of this frame",
    "let tshark print the whole packet (no -j, -J or -e), and capture whole packets (no snap length)",
);
const SHORTENED: Note = Note::of(
    "tshark shows less text than this frame had: it was not checked",
    "capture whole packets (no snap length), or take a HAR, a NetLog or a mitmproxy flow of the same conversation",
);

/// Reads the frame of `layer`, of a packet that is `whole`; `data` gives the bytes of binary frames. Pings, pongs and the first
/// parts of fragmented messages give nothing: tshark shows such a message whole with its last part. `garbled`: see [`garbles`].
pub(super) fn read_message<'s, 'd>(
    whole: &Located<'s>,
    layer: &Layer<'d>,
    data: &mut dyn Iterator<Item = Layer<'d>>,
    time: Option<Timestamp>,
    garbled: bool,
) -> Option<Happening<'s>> {
    let direction = direction(layer);
    let stamp = Stamp { time, extent: whole.map.span(layer.node.span()) };
    Some(match layer.number("websocket.opcode")? {
        0..=2 => Happening::Frame(stamp.frame(direction, content(whole, layer, data, garbled)?)),
        8 => Happening::Close(close(layer, direction, stamp)),
        _ => return None,
    })
}

fn content<'s, 'd>(
    whole: &Located<'s>,
    layer: &Layer<'d>,
    data: &mut dyn Iterator<Item = Layer<'d>>,
    garbled: bool,
) -> Option<Data<'s>> {
    let opcode = layer.number("websocket.opcode");
    let last = layer.flag("websocket.fin").unwrap_or(true);
    let len = payload_length(layer);
    let unchecked = |note| Data::Unchecked { span: whole.map.span(layer.node.span()), note: Some(note) };
    if garbled && (is_compressed(layer) || opcode == Some(0)) {
        return last.then(|| unchecked(NOT_INFLATED));
    }
    if let Some(text) = layer.field("websocket.payload.text") {
        let located = string(whole, text)?;
        if !is_text(&located.text) {
            return Some(unchecked(NOT_INFLATED));
        }
        // Of a frame that is compressed or a part, the length is another one.
        let plain = last && opcode == Some(1) && !is_compressed(layer);
        if plain && len.is_some_and(|len| located.text.len() as u64 + 1 < len) {
            return Some(unchecked(SHORTENED));
        }
        return Some(Data::Text(located));
    }
    if !last {
        return None;
    }
    if len == Some(0) && opcode == Some(1) {
        let at = Span::at(layer.node.span().start);
        return Some(Data::Text(part(whole, at)));
    }
    if opcode == Some(1) {
        return Some(unchecked(NOT_SHOWN));
    }
    let bytes = data.next().and_then(|layer| layer.field("data.data"));
    match bytes {
        Some(bytes) => Some(Data::Binary {
            span: whole.map.span(bytes.span()),
            len: bytes.as_str().map(|text| text.split(':').count()),
        }),
        None if opcode == Some(2) => Some(Data::Binary {
            span: whole.map.span(layer.node.span()),
            len: len.and_then(|len| usize::try_from(len).ok()),
        }),
        // Whether the message was text or binary was said in a part that is not there.
        None => Some(unchecked(NOT_SHOWN)),
    }
}

/// Who sent the frame: only clients mask (RFC 6455, 5.1).
pub(super) fn direction(layer: &Layer<'_>) -> Direction {
    match layer.flag("websocket.mask") {
        Some(true) => Direction::Client,
        Some(false) => Direction::Server,
        None => Direction::Unknown,
    }
}

/// Whether tshark (seen with 4.0) gets compressed frames of this direction wrong from here on: it does not join the
/// fragments of a compressed message before it inflates them, and what follows builds on them. What it shows of later frames may
/// well be text, but not the one that was sent.
pub(super) fn garbles(layer: &Layer<'_>) -> bool {
    is_compressed(layer) && layer.flag("websocket.fin") == Some(false)
}

/// Bit 4 of the reserved ones: the message is compressed (RFC 7692, 6).
fn is_compressed(layer: &Layer<'_>) -> bool {
    let bits = layer.text("websocket.rsv").unwrap_or_default();
    let digits = bits.strip_prefix("0x").unwrap_or(bits);
    u8::from_str_radix(digits, 16).is_ok_and(|bits| bits & 4 != 0)
}

/// The bytes of the payload on the wire; the short field only says that a long one follows it.
fn payload_length(layer: &Layer<'_>) -> Option<u64> {
    ["_ext_64", "_ext_16", ""].iter().find_map(|long| layer.number(&format!("websocket.payload_length{long}")))
}

/// Whether it can be what somebody sent as text: no control characters but white space, and no bytes that were none.
fn is_text(text: &str) -> bool {
    !text.chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c == '\u{fffd}')
}

fn close(layer: &Layer<'_>, direction: Direction, stamp: Stamp) -> Close {
    let code = layer.number("websocket.payload.close.status_code").and_then(|code| u16::try_from(code).ok());
    let by = Some(direction).filter(|by| *by != Direction::Unknown);
    let kind = End::closed(code.unwrap_or(1005), layer.text("websocket.payload.close.reason"), by);
    stamp.close(kind, stamp.extent)
}
