//! One object of an archive's `_webSocketMessages`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::capture::layer::content;
use crate::capture::{ClientError, Close, Data, Direction, EndKind, Frame, Located, Timestamp};
use crate::text::json::Node;

/// What a message object says.
pub(super) enum Message<'s> {
    Frame(Frame<'s>),
    Error(ClientError),
    Close(Close),
}

/// Reads one message object; `started` is when its socket began. Pings, pongs and what is no message give nothing.
pub(super) fn read_message<'s>(whole: &Located<'s>, node: Node<'_>, started: Option<Timestamp>) -> Option<Message<'s>> {
    let extent = whole.map.span(node.span());
    let time = node.get("time").and_then(|time| match time.as_f64() {
        Some(value) => Timestamp::epoch_near(value, started),
        None => Timestamp::json(time),
    });
    let kind = node.get("type").and_then(Node::as_str).unwrap_or_default();
    let opcode = node.get("opcode").and_then(Node::as_i64);
    let data = node.get("data");
    Some(match (kind, opcode) {
        ("error", _) | (_, Some(-1)) => Message::Error(ClientError {
            message: data.and_then(Node::as_str).unwrap_or_default().to_owned(),
            time,
            extent,
        }),
        (_, Some(8)) => Message::Close(Close { span: extent, extent, ..close(node, direction(kind), time) }),
        (_, Some(9 | 10)) => return None,
        _ => {
            let data = data?;
            let data = if opcode == Some(2) {
                Data::Binary { span: whole.map.span(data.span()), len: data.as_str().and_then(base64_len) }
            } else {
                Data::Text(content(whole, data))
            };
            Message::Frame(Frame { direction: direction(kind), time, data, extent })
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

/// Bytes that base64 text decodes to.
pub(in crate::capture) fn base64_len(text: &str) -> Option<usize> {
    STANDARD.decode(text).ok().map(|bytes| bytes.len())
}

/// A Close frame as other writers record it: the code and the reason as text, or two bytes of code and the reason in base64.
pub(in crate::capture) fn close(node: Node<'_>, direction: Direction, time: Option<Timestamp>) -> Close {
    let data = node.get("data");
    let text = data.map_or("", |data| data.as_str().unwrap_or_else(|| data.raw()));
    let (code, reason) = close_text(text)
        .or_else(|| close_bytes(&STANDARD.decode(text).ok()?))
        .map_or((None, String::new()), |(code, reason)| (Some(code), reason));
    Close {
        kind: match code {
            Some(1006) => EndKind::Dropped { reported: true },
            _ => EndKind::Closed {
                code: code.unwrap_or(1005),
                reason: Some(reason).filter(|reason| !reason.is_empty()),
                by: Some(direction).filter(|by| *by != Direction::Unknown),
            },
        },
        time,
        span: node.span(),
        extent: node.span(),
    }
}

fn close_text(text: &str) -> Option<(u16, String)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let code = text[..digits].parse().ok().filter(is_close_code)?;
    let reason = text[digits..].trim_start_matches([' ', ':', ',']);
    Some((code, reason.to_owned()))
}

fn close_bytes(bytes: &[u8]) -> Option<(u16, String)> {
    let (code, reason) = bytes.split_first_chunk::<2>()?;
    let code = Some(u16::from_be_bytes(*code)).filter(is_close_code)?;
    Some((code, String::from_utf8_lossy(reason).into_owned()))
}

fn is_close_code(code: &u16) -> bool {
    (1000..5000).contains(code)
}
