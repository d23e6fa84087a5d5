//! A row about the socket itself: an open, a close, an error.

use crate::capture::kit::prose::{self, Line};
use crate::capture::kit::records::{Fields, SocketEvent, socket_event};
use crate::capture::kit::{Happening, content, string};
use crate::capture::{Close, Direction, End, Located, Open, Part, Stamp};
use crate::text::json::{Kind, Node, SourceMap};

/// What a row without a direction tells of its socket.
pub(super) fn event<'s>(row: &Located<'s>, fields: &Fields<'_>, stamp: Stamp) -> Option<Happening<'s>> {
    let (word, event) = event_word(fields)?;
    happened(row, fields, word, event, stamp)
}

/// What a row's text tells of its socket, where the row's own members say more of it than the text: the URL of an opening, the
/// code of an end, the status of a refusal.
pub(super) fn told_by_prose<'s>(row: &Located<'s>, fields: &Fields<'_>, stamp: Stamp) -> Option<Happening<'s>> {
    let word = fields.layer()?;
    let has = |part| fields.node(part).is_some();
    let event = match prose::told(word.as_str()?) {
        Line::Connecting { url: None, .. } if has(Part::Url) => SocketEvent::Connecting,
        Line::Opened { url: None } if has(Part::Url) => SocketEvent::Open,
        Line::Failed { status: None, .. } if has(Part::Status) => SocketEvent::Refused,
        Line::Close { kind: End::Unknown, .. } | Line::Lost { .. } | Line::Error { .. }
            if has(Part::Code) || has(Part::Clean) =>
        {
            SocketEvent::Close
        }
        Line::Nothing if says_end(word.as_str()?) && has(Part::Code) => SocketEvent::Close,
        _ => return None,
    };
    happened(row, fields, word, event, stamp)
}

/// A word for an end that may be anything's by itself: `closing`.
fn says_end(text: &str) -> bool {
    ["close", "closing", "closed", "disconnect"]
        .iter()
        .any(|word| text.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word)))
}

fn happened<'s>(
    row: &Located<'s>,
    fields: &Fields<'_>,
    word: Node<'_>,
    event: SocketEvent,
    stamp: Stamp,
) -> Option<Happening<'s>> {
    let status = fields.node(Part::Status);
    let code = status.and_then(number);
    let open = || Open {
        url: fields.node(Part::Url).and_then(|url| string(row, url)),
        status: code,
        subprotocols: fields.node(Part::Subprotocols).map(|node| subprotocols(row, node)),
        origin: fields.node(Part::Origin).and_then(|node| string(row, node)),
        ..stamp.open()
    };
    let place = row.map.span(status.unwrap_or(word).span());
    Some(match event {
        SocketEvent::Connecting => Happening::Connecting(open()),
        SocketEvent::Refused if fields.node(Part::Url).is_some() => Happening::Refused(open(), place),
        SocketEvent::Refused => Happening::Close(stamp.close(End::Refused { status: code }, place)),
        SocketEvent::Open if code.is_some_and(|code| code != 101) => Happening::Refused(open(), place),
        SocketEvent::Open => Happening::Opened(open()),
        SocketEvent::Close => Happening::Close(close(row, fields, word, stamp)),
        SocketEvent::Error => {
            let message = fields.node(Part::Payload).or_else(|| fields.node(Part::Reason));
            let text = message.map(|node| node.as_str().unwrap_or_else(|| node.raw()));
            Happening::Error(stamp.error(text.unwrap_or_default()))
        }
    })
}

/// The subprotocols as the header lists them, from such a list or from an array.
fn subprotocols<'s>(row: &Located<'s>, node: Node<'_>) -> Located<'s> {
    if node.kind() != Kind::Array {
        return content(row, node);
    }
    let mut text = String::new();
    let mut map = SourceMap::builder(node.span().start);
    let mut at = node.span().start;
    for item in node.items().filter(|item| item.as_str() != Some("")) {
        let token = content(row, item).text;
        let span = item.span();
        let separator = if text.is_empty() { "" } else { ", " };
        // What stands between two tokens in the row is written as a separator in the list; an escape keeps its token in one.
        let quote = usize::from(span.len() == token.len() + 2);
        map.escape(separator.len(), span.start + quote - at);
        if quote == 1 {
            map.verbatim(token.len());
        } else {
            map.escape(token.len(), span.len());
        }
        at = span.end - quote;
        text.push_str(separator);
        text.push_str(&token);
    }
    Located { text: text.into(), map: map.finish().through(&row.map) }
}

/// The word for what happened. `type` is a name that messages use, too: there it needs a logger's fields beside it.
fn event_word<'d>(fields: &Fields<'d>) -> Option<(Node<'d>, SocketEvent)> {
    let told = |field, loose| {
        let node = fields.node(field)?;
        Some((node, socket_event(node.as_str()?, loose)?))
    };
    let has = |field| fields.node(field).is_some();
    let evidence = has(Part::Time) && (fields.has_socket_id() || has(Part::Opcode));
    let close = |event| {
        let shape = has(Part::Clean) || (has(Part::Code) && has(Part::Reason));
        event == SocketEvent::Close && has(Part::Time) && shape
    };
    told(Part::Event, true).or_else(|| told(Part::Type, false).filter(|(_, event)| evidence || close(*event)))
}

/// A status or a code, which some loggers write as text.
fn number(node: Node<'_>) -> Option<u16> {
    match node.as_str() {
        Some(text) => text.trim().parse().ok(),
        None => node.as_i64().and_then(|code| u16::try_from(code).ok()),
    }
}

fn close(row: &Located<'_>, fields: &Fields<'_>, word: Node<'_>, stamp: Stamp) -> Close {
    let found = [Part::Code, Part::Status].into_iter().find_map(|field| {
        let node = fields.node(field)?;
        Some((node, number(node).filter(|code: &u16| *code >= 1000)?))
    });
    let clean = fields.node(Part::Clean).and_then(Node::as_bool);
    let by = fields.str(Part::By).and_then(|by| match by {
        "client" => Some(Direction::Client),
        "server" => Some(Direction::Server),
        _ => None,
    });
    let reason = fields.str(Part::Reason);
    let told = fields.str(Part::End);
    let any = fields.node(Part::Code).and_then(number);
    let kind = match (found, clean) {
        _ if told == Some("unknown") => End::Unknown,
        _ if told == Some("dropped") => End::Dropped { reported: any == Some(1006) },
        // Not even a code that no Close frame may have is lost.
        _ if told == Some("closed") => End::closed(any.unwrap_or(1005), reason, by),
        (Some((_, code)), _) => End::reported(code, reason, by),
        (None, Some(false)) => End::Dropped { reported: false },
        (None, Some(true)) => End::closed(1005, reason, by),
        (None, None) => End::Unknown,
    };
    let span = found.map_or(word.span(), |(node, _)| node.span());
    stamp.close(kind, row.map.span(span))
}
