//! What one line of a console or of an application's log says about a socket.

use crate::capture::{Direction, End, Settings};
use crate::text::span::{Span, floor};

use super::payload::{PayloadReader, Piece, payload_start};
use super::socket::{close, failure, open, word};

/// What a line says; spans of the scanned text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing about a socket.
    Nothing,
    /// A frame.
    Frame {
        direction: Direction,
        /// The direction is told by a `>` that the line begins with: an arrow, or a prompt.
        leading_arrow: bool,
        /// The word names both ends, as `c2s`: it says the same in a server's log.
        absolute: bool,
        piece: Piece,
    },
    /// A client begins to connect.
    Connecting { url: Option<Span>, protocols: Option<Span> },
    /// A socket is open.
    Opened { url: Option<Span> },
    /// A handshake was refused, or failed.
    Failed { url: Option<Span>, status: Option<u16>, message: Span },
    /// A client's error.
    Error { message: Span },
    /// The end of a socket.
    Close { kind: End, span: Span },
}

/// Most bytes of a line that are searched for words.
const MAX_WORDS: usize = 2_000;
/// Most bytes between a direction word and its payload.
const MAX_GAP: usize = 160;

/// Reads the line at `line` of `text`. A frame's payload may go on in the lines behind it.
pub fn classify(text: &str, line: Span, payloads: &mut PayloadReader) -> Line {
    if let Some(found) = frame(text, line, payloads) {
        return found;
    }
    let head = Span::new(line.start, floor(text, line.end.min(line.start + MAX_WORDS)));
    let lower = head.slice(text).to_ascii_lowercase();
    let found = failure(text, head, &lower).or_else(|| close(text, head, &lower)).or_else(|| open(text, head, &lower));
    found.unwrap_or(Line::Nothing)
}

fn frame(text: &str, line: Span, payloads: &mut PayloadReader) -> Option<Line> {
    let found = find_direction(text, line)?;
    let gap_end = line.end.min(found.end + MAX_GAP);
    if let Some(start) = payload_start(text, found.end, gap_end) {
        let between = Span::new(found.end, start).slice(text).to_ascii_lowercase();
        if word(&between, "close") || word(&between, "closed") {
            return None;
        }
        return Some(Line::Frame {
            direction: found.direction,
            leading_arrow: found.leading_arrow,
            absolute: found.absolute,
            piece: payloads.read(text, start, line.end),
        });
    }
    let rest = Span::new(found.end, floor(text, gap_end)).slice(text);
    let at = found.end + rest.find("[object ")?;
    let len = Span::new(at, line.end).slice(text).find(']')? + 1;
    Some(Line::Frame {
        direction: found.direction,
        leading_arrow: found.leading_arrow,
        absolute: found.absolute,
        piece: Piece::Unparsed(Span::new(at, at + len)),
    })
}

/// The direction that a short piece of prose tells, in a log of this perspective.
pub fn prose_direction(text: &str, settings: &Settings) -> Option<Direction> {
    let found = find_direction(text, Span::new(0, text.len()))?;
    Some(match found.absolute {
        true => found.direction,
        false => settings.turn(found.direction),
    })
}

/// A direction and where its word or arrow ends.
struct Found {
    direction: Direction,
    end: usize,
    leading_arrow: bool,
    absolute: bool,
}

/// The first direction word before any brace, else the first arrow.
fn find_direction(text: &str, line: Span) -> Option<Found> {
    let content = line.slice(text);
    let head = &content[..floor(content, content.find('{').unwrap_or(content.len()).min(MAX_WORDS))];
    let mut arrow = None;
    let mut at = 0;
    while let Some(c) = head[at..].chars().next() {
        let is_word = c.is_alphanumeric() || c == '_';
        let is_arrow = is_arrow(c);
        if !is_word && !is_arrow {
            at += c.len_utf8();
            continue;
        }
        let same = |c: char| {
            if is_word { c.is_alphanumeric() || c == '_' } else { self::is_arrow(c) }
        };
        let len = head[at..].find(|c| !same(c)).unwrap_or(head.len() - at);
        let token = &head[at..at + len];
        let before = head[..at].chars().next_back();
        let after = content[at + len..].chars().next();
        let found = |direction, leading_arrow| Found {
            direction,
            end: line.start + at + len,
            leading_arrow,
            absolute: matches!(token.to_ascii_lowercase().as_str(), "c2s" | "s2c"),
        };
        if is_word {
            if let Some(direction) = word_direction(token, before, after) {
                return Some(found(direction, false));
            }
        } else if arrow.is_none() && stands_alone(before, after) {
            arrow = arrow_direction(token).map(|direction| found(direction, at == 0 && token == ">"));
        }
        at += len;
    }
    arrow
}

fn is_arrow(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '-' | '→' | '←' | '⇒' | '⇐' | '↑' | '↓' | '⬆' | '⬇' | '➡' | '⬅' | '⇨' | '⇦')
}

fn stands_alone(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':' | '|' | '"'))
        && after.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '{' | '[' | ']' | ')' | ':' | '|' | '"' | '\'' | '\u{fe0f}')
        })
}

fn arrow_direction(token: &str) -> Option<Direction> {
    Some(match token {
        "→" | "⇒" | "↑" | "⬆" | "➡" | "⇨" | "->" | "-->" | "=>" | "==>" => Direction::Client,
        "←" | "⇐" | "↓" | "⬇" | "⬅" | "⇦" | "<-" | "<--" | "<=" | "<==" => Direction::Server,
        _ if token.bytes().all(|b| b == b'>') => Direction::Client,
        _ if token.bytes().all(|b| b == b'<') => Direction::Server,
        _ => return None,
    })
}

fn word_direction(token: &str, before: Option<char>, after: Option<char>) -> Option<Direction> {
    // A path's segment, or a query's: /send-message
    if before == Some('/') || after == Some('/') || token.len() > 24 {
        return None;
    }
    match token.to_ascii_lowercase().as_str() {
        "send" | "sending" | "sent" | "outgoing" | "outbound" | "tx" | "c2s" => {
            return Some(Direction::Client);
        }
        "recv" | "receive" | "received" | "receiving" | "incoming" | "inbound" | "rx" | "s2c" | "onmessage" => {
            return Some(Direction::Server);
        }
        _ => {}
    }
    match token {
        "OUT" => return Some(Direction::Client),
        "IN" => return Some(Direction::Server),
        _ => {}
    }
    let prefixed = |prefix: &str| {
        token.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '_'))
    };
    if prefixed("send") {
        Some(Direction::Client)
    } else if prefixed("recv") || prefixed("receive") || prefixed("onMessage") {
        Some(Direction::Server)
    } else {
        None
    }
}
