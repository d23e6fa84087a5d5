//! One WebSocket frame as tshark dissects it.

use crate::capture::layer::{part, string};
use crate::capture::{Close, Data, Direction, EndKind, Frame, Located, Note, Timestamp};
use crate::span::Span;

use super::packet::Layer;

const NOT_INFLATED: Note = Note {
    what: "tshark did not undo this frame's compression: what it shows is not what was sent",
    help: "it joins compressed fragments wrongly; record without permessage-deflate, or take a HAR, a NetLog or a mitmproxy flow of the same conversation",
};
const NOT_SHOWN: Note = Note {
    what: "tshark shows no content of this frame",
    help: "let tshark print the whole packet (no -j, -J or -e), and capture whole packets (no snap length)",
};
const SHORTENED: Note = Note {
    what: "tshark shows less text than this frame had: it was not checked",
    help: "capture whole packets (no snap length), or take a HAR, a NetLog or a mitmproxy flow of the same conversation",
};

/// What a frame says.
pub(super) enum Message<'s> {
    Frame(Frame<'s>),
    Close(Close),
}

/// Reads the frame of `layer`, of a packet that is `whole`; `data` gives the bytes of binary frames. Pings, pongs and the first
/// parts of fragmented messages give nothing: tshark shows such a message whole with its last part.
pub(super) fn read_message<'s, 'd>(
    whole: &Located<'s>,
    layer: &Layer<'d>,
    data: &mut dyn Iterator<Item = Layer<'d>>,
    time: Option<Timestamp>,
) -> Option<Message<'s>> {
    // Only clients mask (RFC 6455, 5.1).
    let direction = match layer.flag("websocket.mask") {
        Some(true) => Direction::Client,
        Some(false) => Direction::Server,
        None => Direction::Unknown,
    };
    let extent = whole.map.span(layer.node.span());
    let data = match layer.number("websocket.opcode")? {
        0..=2 => content(whole, layer, data)?,
        8 => return Some(Message::Close(close(layer, direction, time, extent))),
        _ => return None,
    };
    Some(Message::Frame(Frame {
        direction,
        time,
        data,
        extent,
    }))
}

fn content<'s, 'd>(
    whole: &Located<'s>,
    layer: &Layer<'d>,
    data: &mut dyn Iterator<Item = Layer<'d>>,
) -> Option<Data<'s>> {
    let opcode = layer.number("websocket.opcode");
    let last = layer.flag("websocket.fin").unwrap_or(true);
    let len = layer.number("websocket.payload_length");
    let unchecked = |note| Data::Unchecked {
        span: whole.map.span(layer.node.span()),
        note: Some(note),
    };
    if let Some(text) = layer.field("websocket.payload.text") {
        let located = string(whole, text)?;
        if !is_text(&located.text) {
            return Some(unchecked(NOT_INFLATED));
        }
        // Of a frame that is compressed or a part, the length is another one.
        let plain = last && opcode == Some(1) && layer.text("websocket.rsv") == Some("0x00");
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

/// Whether it can be what somebody sent as text: no control characters but white space, and no bytes that were none.
fn is_text(text: &str) -> bool {
    !text
        .chars()
        .any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c == '\u{fffd}')
}

fn close(
    layer: &Layer<'_>,
    direction: Direction,
    time: Option<Timestamp>,
    extent: Span,
) -> Close {
    let code = layer.number("websocket.payload.close.status_code");
    let reason = layer.text("websocket.payload.close.reason");
    Close {
        kind: EndKind::Closed {
            code: code
                .and_then(|code| u16::try_from(code).ok())
                .unwrap_or(1005),
            reason: reason.filter(|r| !r.is_empty()).map(str::to_owned),
            by: Some(direction).filter(|by| *by != Direction::Unknown),
        },
        time,
        span: extent,
        extent,
    }
}
