//! What one line of a console or of an application's log says about a socket.

use crate::capture::kit::words;
use crate::capture::{Direction, End, Settings};
use crate::text::span::{Span, floor};

use super::payload::{PayloadReader, Piece, payload_start};
use super::socket::{close, error, failure, lost, open, word};

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
        /// Nothing but what it holds says that it is one: the word before it is said of much else, or is not known.
        weak: bool,
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
    /// What may be the end of a socket: a connection was lost, and nothing is said of whose.
    Lost { span: Span },
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
    let found = failure(text, head, &lower)
        .or_else(|| error(text, head))
        .or_else(|| match close(text, head, &lower) {
            // Of an end of which nothing else is said, how it was lost says more.
            Some(Line::Close { kind: End::Unknown, span }) => {
                lost(text, head, &lower).or(Some(Line::Close { kind: End::Unknown, span }))
            }
            close => close,
        })
        .or_else(|| lost(text, head, &lower))
        .or_else(|| open(text, head, &lower));
    found.unwrap_or(Line::Nothing)
}

fn frame(text: &str, line: Span, payloads: &mut PayloadReader) -> Option<Line> {
    let found = find_direction(text, line)?;
    let gap_end = line.end.min(found.end + MAX_GAP);
    if let Some(start) = payload_start(text, found.end, gap_end) {
        let between = Span::new(found.end, start).slice(text).to_ascii_lowercase();
        // An object among the later arguments of a call is no payload: `sendMessage(text = …, customAttributes = {})`.
        let later = between.starts_with('(') && between.contains(", ") && between.trim_end().ends_with('=');
        if later || word(&between, "close") || word(&between, "closed") {
            return None;
        }
        return Some(Line::Frame {
            direction: found.direction,
            leading_arrow: found.leading_arrow,
            absolute: found.absolute,
            weak: found.weak,
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
        weak: found.weak,
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

/// A frame that no word tells of: a line with an object in it, in the log of a socket.
pub fn wordless(text: &str, line: Span, payloads: &mut PayloadReader) -> Option<Line> {
    let start = payload_start(text, line.start, floor(text, line.end.min(line.start + MAX_WORDS)))?;
    let piece = payloads.read(text, start, line.end);
    let is_whole = matches!(piece, Piece::Json(_) | Piece::Quoted(_) | Piece::Literal(_));
    is_whole.then_some(Line::Frame {
        direction: Direction::Unknown,
        leading_arrow: false,
        absolute: true,
        weak: true,
        piece,
    })
}

/// A direction and where its word or arrow ends.
struct Found {
    direction: Direction,
    end: usize,
    leading_arrow: bool,
    absolute: bool,
    weak: bool,
}

/// The first direction word before any brace, else the first arrow.
fn find_direction(text: &str, line: Span) -> Option<Found> {
    let content = line.slice(text);
    let head = &content[..floor(content, content.find('{').unwrap_or(content.len()).min(MAX_WORDS))];
    let word = words::direction(head);
    let found = word.map(|(hit, direction)| Found {
        direction,
        end: line.start + hit.end,
        leading_arrow: false,
        absolute: hit.manner.absolute,
        weak: hit.manner.weak,
    });
    match found {
        Some(found) if !found.weak => Some(found),
        weak => arrow(content, head.len(), line.start).or(weak),
    }
}

/// The first arrow in the first `len` bytes of a line that begins at `start`.
fn arrow(content: &str, len: usize, start: usize) -> Option<Found> {
    let head = &content[..len];
    let mut at = 0;
    while let Some(next) = head[at..].find(is_arrow) {
        at += next;
        let len = head[at..].find(|c| !is_arrow(c)).unwrap_or(head.len() - at);
        let token = &head[at..at + len];
        let before = head[..at].chars().next_back();
        let after = content[at + len..].chars().next();
        if stands_alone(before, after)
            && let Some(direction) = arrow_direction(token)
        {
            let end = start + at + len;
            let leading_arrow = at == 0 && token == ">";
            return Some(match between_names(&head[..at], &head[at + len..]) {
                None => Found { direction, end, leading_arrow, absolute: false, weak: false },
                Some(named) => {
                    // The arrow points at who receives.
                    let turned = matches!(direction, Direction::Server);
                    let named = if turned { named.opposite() } else { named };
                    Found { direction: named, end, leading_arrow: false, absolute: true, weak: false }
                }
            });
        }
        at += len;
    }
    None
}

/// Who stands at the left end of an arrow between two names: `Server -> Client:`; unknown where nobody knows the names, none
/// where it stands between something else.
fn between_names(left: &str, right: &str) -> Option<Direction> {
    let left = left.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let right = right.trim().trim_end_matches([':', ',', '|']).trim_end();
    let is_name = |name: &str| {
        name.starts_with(char::is_alphanumeric)
            && name.ends_with(char::is_alphanumeric)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
    };
    if !is_name(left) || !is_name(right) {
        return None;
    }
    let ends = (words::named(left), words::named(right));
    Some(match ends {
        (Some(left), _) => left,
        (None, Some(right)) => right.opposite(),
        (None, None) => Direction::Unknown,
    })
}

fn is_arrow(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '-' | '→' | '←' | '⇒' | '⇐' | '↑' | '↓' | '⬆' | '⬇' | '➡' | '⬅' | '⇨' | '⇦')
}

fn stands_alone(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':' | '|'))
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
