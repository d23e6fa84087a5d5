//! One object of an archive's `_webSocketMessages`.

use crate::capture::kit::{base64_len, close_frame, content};
use crate::capture::{Data, Direction, EventKind, Located, Stamp, Timestamp};
use crate::text::json::Node;

/// Reads one message object; `started` is when its socket began. Pings, pongs and what is no message give nothing.
pub(super) fn read_message<'s>(
    whole: &Located<'s>,
    node: Node<'_>,
    started: Option<Timestamp>,
) -> Option<EventKind<'s>> {
    let time = node.get("time").and_then(|time| match time.as_f64() {
        Some(value) => Timestamp::epoch_near(value, started),
        None => Timestamp::json(time),
    });
    let stamp = Stamp { time, extent: whole.map.span(node.span()) };
    let kind = node.get("type").and_then(Node::as_str).unwrap_or_default();
    let opcode = node.get("opcode").and_then(Node::as_i64);
    let data = node.get("data");
    Some(match (kind, opcode) {
        ("error", _) | (_, Some(-1)) => EventKind::Error(stamp.error(data.and_then(Node::as_str).unwrap_or_default())),
        (_, Some(8)) => EventKind::Close(close_frame(node, direction(kind), stamp)),
        (_, Some(9 | 10)) => return None,
        _ => {
            let data = data?;
            let data = if opcode == Some(2) {
                Data::Binary { span: whole.map.span(data.span()), len: data.as_str().and_then(base64_len) }
            } else {
                Data::Text(content(whole, data))
            };
            EventKind::Frame(stamp.frame(direction(kind), data))
        }
    })
}

fn direction(kind: &str) -> Direction {
    match kind {
        "send" | "sent" | "request" | "outgoing" => Direction::Client,
        "receive" | "received" | "response" | "incoming" => Direction::Server,
        _ => Direction::Unknown,
    }
}
