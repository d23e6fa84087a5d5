//! What an archive tells of a socket's end.

use crate::json::Node;
use crate::span::Span;

use crate::capture::{Close, EndKind, Timestamp};

use super::message::Message;

/// The status that the handshake was refused with, and the place that says so.
pub(super) fn refusal(
    messages: Option<&[Message<'_>]>,
    failure: Option<&(String, Span)>,
    status: Option<(i64, Span)>,
) -> Option<(Option<u16>, Span)> {
    let shown = messages.unwrap_or_default();
    let frames = shown
        .iter()
        .any(|message| matches!(message, Message::Frame(_)));
    if frames {
        return None;
    }
    let error = shown.iter().find_map(|message| match message {
        Message::Error(error) => Some((error.message.as_str(), error.extent)),
        _ => None,
    });
    let failure = failure.map(|(text, span)| (text.as_str(), *span));
    let told = error.or(failure);
    if let Some((code, span)) = told.and_then(|(t, span)| Some((response_code(t)?, span))) {
        return Some((Some(code), span));
    }
    match status {
        Some((code, span)) if code > 101 && !(code == 200 && messages.is_some()) => {
            Some((http_status(code), span))
        }
        Some((code, _)) if code <= 0 => told.map(|(_, span)| (None, span)),
        _ => None,
    }
}

/// A status as HTTP knows it.
pub(super) fn http_status(code: i64) -> Option<u16> {
    u16::try_from(code).ok().filter(|code| *code >= 100)
}

/// The status in "Unexpected response code: 403".
pub(in crate::capture) fn response_code(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("response code: ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest[..digits].parse().ok()
}

/// `_webSocketClose`: `"aborted"`, or what the Close frame held.
pub(super) fn recorded_close(value: Node<'_>) -> Option<Close> {
    let kind = if value.as_str() == Some("aborted") {
        EndKind::Dropped { reported: false }
    } else if value.is_object() {
        let code = value.get("code").and_then(Node::as_i64);
        let reason = value.get("reason").and_then(Node::as_str);
        EndKind::Closed {
            code: code
                .and_then(|code| u16::try_from(code).ok())
                .unwrap_or(1005),
            reason: reason.filter(|r| !r.is_empty()).map(str::to_owned),
            by: None,
        }
    } else {
        return None;
    };
    let kind = match kind {
        EndKind::Closed { code: 1006, .. } => EndKind::Dropped { reported: true },
        kind => kind,
    };
    Some(Close {
        kind,
        time: value.get("timestamp").and_then(Timestamp::json),
        span: value.span(),
        extent: value.span(),
    })
}
