//! What an archive tells of a socket's end.

use crate::capture::kit::response_code;
use crate::capture::{Close, End, Timestamp};
use crate::text::json::Node;
use crate::text::span::Span;

/// What is known of the answer to a handshake.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    /// Its status, and the place that says so.
    pub(super) status: Option<(i64, Span)>,
    /// The entry shows in another way that this is a socket: by its messages, or by the method CONNECT.
    pub(super) socket: bool,
}

/// The status that the handshake was refused with, and the place that says so. `frames`: some passed; `told`: the error that the
/// recorder noted.
pub(super) fn refusal(frames: bool, told: Option<&(String, Span)>, answer: Answer) -> Option<(Option<u16>, Span)> {
    if frames {
        return None;
    }
    if let Some((code, span)) = told.and_then(|(t, span)| Some((response_code(t)?, *span))) {
        return Some((Some(code), span));
    }
    match answer.status {
        Some((code, span)) if code > 101 && !(code == 200 && answer.socket) => Some((http_status(code), span)),
        Some((code, _)) if code <= 0 => told.map(|(_, span)| (None, *span)),
        _ => None,
    }
}

/// A status as HTTP knows it.
pub(super) fn http_status(code: i64) -> Option<u16> {
    u16::try_from(code).ok().filter(|code| *code >= 100)
}

/// `_webSocketClose`, which stands at `span`: `"aborted"`, or what the Close frame held.
pub(super) fn recorded_close(value: Node<'_>, span: Span) -> Option<Close> {
    let kind = if value.as_str() == Some("aborted") {
        End::Dropped { reported: false }
    } else if value.is_object() {
        let code = value.get("code").and_then(Node::as_i64).and_then(|code| u16::try_from(code).ok());
        End::reported(code.unwrap_or(1005), value.get("reason").and_then(Node::as_str), None)
    } else {
        return None;
    };
    Some(Close { kind, time: value.get("timestamp").and_then(Timestamp::json), span, extent: span })
}
