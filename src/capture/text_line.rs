//! What one line of a console or of an application's log says about a socket.

use crate::span::Span;

use super::har_entry::response_code;
use super::text_payload::{PayloadReader, Piece, floor, payload_start};
use super::{Direction, EndKind};

/// What a line says; spans of the scanned text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing about a socket.
    Nothing,
    /// A frame.
    Frame {
        direction: Direction,
        /// The direction is told by an arrow that the line begins with.
        leading_arrow: bool,
        piece: Piece,
    },
    /// A client begins to connect.
    Connecting {
        url: Option<Span>,
        protocols: Option<Span>,
    },
    /// A socket is open.
    Opened { url: Option<Span> },
    /// A handshake was refused, or failed.
    Failed {
        url: Option<Span>,
        status: Option<u16>,
        message: Span,
    },
    /// A client's error.
    Error { message: Span },
    /// The end of a socket.
    Close { kind: EndKind, span: Span },
}

/// Most bytes of a line that are searched for words.
const MAX_WORDS: usize = 2_000;
/// Most bytes between a direction word and its payload.
const MAX_GAP: usize = 160;

/// Reads the line at `line` of `text`. A frame's payload may go on in the lines behind it.
pub(super) fn classify(text: &str, line: Span, payloads: &mut PayloadReader) -> Line {
    if let Some(found) = frame(text, line, payloads) {
        return found;
    }
    let head = Span::new(
        line.start,
        floor(text, line.end.min(line.start + MAX_WORDS)),
    );
    let lower = head.slice(text).to_ascii_lowercase();
    let found = failure(text, head, &lower)
        .or_else(|| close(text, head, &lower))
        .or_else(|| open(text, head, &lower));
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
            piece: payloads.read(text, start, line.end),
        });
    }
    let rest = Span::new(found.end, floor(text, gap_end)).slice(text);
    let at = found.end + rest.find("[object ")?;
    let len = Span::new(at, line.end).slice(text).find(']')? + 1;
    Some(Line::Frame {
        direction: found.direction,
        leading_arrow: found.leading_arrow,
        piece: Piece::Unparsed(Span::new(at, at + len)),
    })
}

/// A direction and where its word or arrow ends.
struct Found {
    direction: Direction,
    end: usize,
    leading_arrow: bool,
}

/// The first direction word before any brace, else the first arrow.
fn find_direction(text: &str, line: Span) -> Option<Found> {
    let content = line.slice(text);
    let head = &content[..floor(
        content,
        content.find('{').unwrap_or(content.len()).min(MAX_WORDS),
    )];
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
            if is_word {
                c.is_alphanumeric() || c == '_'
            } else {
                self::is_arrow(c)
            }
        };
        let len = head[at..].find(|c| !same(c)).unwrap_or(head.len() - at);
        let token = &head[at..at + len];
        let before = head[..at].chars().next_back();
        let after = content[at + len..].chars().next();
        let found = |direction, leading_arrow| Found {
            direction,
            end: line.start + at + len,
            leading_arrow,
        };
        if is_word {
            if let Some(direction) = word_direction(token, before, after) {
                return Some(found(direction, false));
            }
        } else if arrow.is_none() && stands_alone(before, after) {
            arrow = arrow_direction(token).map(|direction| found(direction, at == 0));
        }
        at += len;
    }
    arrow
}

fn is_arrow(c: char) -> bool {
    matches!(
        c,
        '<' | '>'
            | '='
            | '-'
            | '→'
            | '←'
            | '⇒'
            | '⇐'
            | '↑'
            | '↓'
            | '⬆'
            | '⬇'
            | '➡'
            | '⬅'
            | '⇨'
            | '⇦'
    )
}

fn stands_alone(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':' | '|' | '"'))
        && after.is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '{' | '[' | ']' | ')' | ':' | '|' | '"' | '\'' | '\u{fe0f}'
                )
        })
}

fn arrow_direction(token: &str) -> Option<Direction> {
    Some(match token {
        "→" | "⇒" | "↑" | "⬆" | "➡" | "⇨" | "->" | "-->" | "=>" | "==>" => {
            Direction::Client
        }
        "←" | "⇐" | "↓" | "⬇" | "⬅" | "⇦" | "<-" | "<--" | "<=" | "<==" => {
            Direction::Server
        }
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
        "recv" | "receive" | "received" | "receiving" | "incoming" | "inbound" | "rx" | "s2c"
        | "onmessage" => return Some(Direction::Server),
        _ => {}
    }
    match token {
        "OUT" => return Some(Direction::Client),
        "IN" => return Some(Direction::Server),
        _ => {}
    }
    let prefixed = |prefix: &str| {
        token
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '_'))
    };
    if prefixed("send") {
        Some(Direction::Client)
    } else if prefixed("recv") || prefixed("receive") || prefixed("onMessage") {
        Some(Direction::Server)
    } else {
        None
    }
}

/// Whether `needle` stands in `text` as a word of its own.
fn word(text: &str, needle: &str) -> bool {
    word_at(text, needle).is_some()
}

fn word_at(text: &str, needle: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(needle)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(part) && !text[at + needle.len()..].starts_with(part))
}

/// The first `ws:` or `wss:` URL of the line; where the line certainly opens a socket, also an `http:` or `https:` one. Elsewhere
/// that is the address of a page or a script.
fn url(text: &str, head: Span, lower: &str) -> Option<Span> {
    let start = ["wss://", "ws://"]
        .iter()
        .find_map(|scheme| lower.find(scheme))
        .or_else(|| opened_http(lower))?;
    let rest = &lower[start..];
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\'))
        .unwrap_or(rest.len());
    let end = rest[..end]
        .trim_end_matches([')', ',', '.', ';', ']', '}', ':'])
        .len();
    let span = Span::new(start, start + end).shifted(head.start);
    (!span.slice(text).is_empty()).then_some(span)
}

/// Where the `http:` or `https:` URL stands that a socket is opened with, which recent browsers accept.
fn opened_http(lower: &str) -> Option<usize> {
    ["new websocket(", "websocket connection to "]
        .iter()
        .find_map(|words| {
            let start = lower.find(words)? + words.len();
            let rest = lower[start..].trim_start_matches([' ', '"', '\'', '`']);
            let is_http = rest.starts_with("http://") || rest.starts_with("https://");
            is_http.then_some(lower.len() - rest.len())
        })
}

/// A browser's or a library's own words for a handshake that failed, or for an error.
fn failure(text: &str, head: Span, lower: &str) -> Option<Line> {
    let failed = |status, at: usize| Line::Failed {
        url: url(text, head, lower),
        status,
        message: trim_end(text, Span::new(head.start + at, head.end)),
    };
    if lower.contains("websocket connection to '")
        && let Some(at) = lower.find("failed: ")
    {
        return Some(failed(response_code(lower), at + "failed: ".len()));
    }
    for words in [
        "unexpected response code: ",
        "unexpected server response: ",
        "rejected websocket connection: http ",
    ] {
        if let Some(at) = lower.find(words) {
            let digits: String = lower[at + words.len()..].chars().take(3).collect();
            if let Ok(status) = digits.parse() {
                return Some(failed(Some(status), at));
            }
        }
    }
    let error = [
        "websocket error",
        "web socket error",
        "ws error",
        "socket error",
        "onerror",
    ]
    .iter()
    .find_map(|words| word_at(lower, words));
    error.map(|at| Line::Error {
        message: trim_end(text, Span::new(head.start + at, head.end)),
    })
}

fn trim_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + span.slice(text).trim_end().len())
}

/// Things that close and open beside a socket.
const OTHERS: [&str; 9] = [
    "database",
    "redis",
    "sql",
    "mongo",
    "http server",
    "kafka",
    "amqp",
    "port ",
    "file",
];

fn is_about_another(lower: &str) -> bool {
    OTHERS.iter().any(|other| lower.contains(other))
}

fn names_socket(lower: &str) -> bool {
    ["websocket", "web socket", "socket", "connection"]
        .iter()
        .any(|name| lower.contains(name))
        || word(lower, "ws")
}

fn close(text: &str, head: Span, lower: &str) -> Option<Line> {
    let (at, name) = [
        "onclose",
        "closed",
        "close",
        "closing",
        "disconnected",
        "disconnect",
    ]
    .iter()
    .filter_map(|name| word_at(lower, name).map(|at| (at, *name)))
    .min()?;
    if let Some(code) = close_code(lower, at) {
        let number = code.slice(lower).parse().ok()?;
        let kind = match number {
            1006 => EndKind::Dropped { reported: true },
            code => EndKind::Closed {
                code,
                reason: reason(text, head, lower),
                by: None,
            },
        };
        let span = code.shifted(head.start);
        return Some(Line::Close { kind, span });
    }
    if is_about_another(lower) {
        return None;
    }
    let clean = flag(lower, "wasclean").or_else(|| flag(lower, "clean"));
    let kind = match clean {
        Some(false) => EndKind::Dropped { reported: false },
        Some(true) => EndKind::Closed {
            code: 1005,
            reason: reason(text, head, lower),
            by: None,
        },
        None if matches!(name, "close" | "closing" | "disconnect") => return None,
        None if !names_socket(lower) && name != "disconnected" && name != "onclose" => return None,
        None => EndKind::Unknown,
    };
    let span = Span::new(at, at + name.len()).shifted(head.start);
    Some(Line::Close { kind, span })
}

/// The value of `name: true` or `name=false`.
fn flag(lower: &str, name: &str) -> Option<bool> {
    let at = word_at(lower, name)? + name.len();
    let value = lower[at..].trim_start_matches([':', '=', ' ', '"', '\'']);
    if value.starts_with("false") {
        Some(false)
    } else {
        value.starts_with("true").then_some(true)
    }
}

/// The close code: behind the word `code`, or the first number in its range soon after the close word at `at`.
fn close_code(lower: &str, at: usize) -> Option<Span> {
    let is_code = |span: &Span| {
        let number = span.slice(lower).parse::<u16>();
        number.is_ok_and(|code| (1000..5000).contains(&code))
    };
    let number = |from: usize| {
        let rest = lower.get(from..)?;
        let gap = rest.len()
            - rest
                .trim_start_matches([':', '=', ' ', '"', '\'', '('])
                .len();
        let digits = rest[gap..].bytes().take_while(u8::is_ascii_digit).count();
        Some(Span::new(from + gap, from + gap + digits))
    };
    let named = lower
        .match_indices("code")
        .filter_map(|(at, _)| number(at + "code".len()))
        .find(is_code);
    if named.is_some() {
        return named;
    }
    let end = floor(lower, at + 60);
    let bytes = lower.as_bytes();
    let mut from = at;
    while from < end {
        if bytes[from].is_ascii_digit() {
            let span = Span::new(
                from,
                from + bytes[from..]
                    .iter()
                    .take_while(|b| b.is_ascii_digit())
                    .count(),
            );
            let before = lower[..from].trim_end();
            let attached =
                lower[..from].ends_with([':', '.', '-', '/']) || before.ends_with("port");
            let range = span
                .slice(lower)
                .parse::<u16>()
                .is_ok_and(|code| (1000..=1015).contains(&code) || (3000..5000).contains(&code));
            if range && !attached && !lower[span.end..].starts_with(['.', '-', ':', 'm', 's']) {
                return Some(span);
            }
            from = span.end;
        } else {
            from += 1;
        }
    }
    None
}

/// The reason phrase, which no log escapes: in quotes up to the last one, else up to what consoles print next.
fn reason(text: &str, head: Span, lower: &str) -> Option<String> {
    let at = word_at(lower, "reason")? + "reason".len();
    let rest = Span::new(head.start + at, head.end).slice(text);
    let rest = rest.trim_start_matches([':', '=', ' ']).trim_end();
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.rfind('"').map_or(quoted, |end| &quoted[..end]),
        None => {
            let lower = rest.to_ascii_lowercase();
            let end = [", wasclean", ", clean", " wasclean", ", code", "; "]
                .iter()
                .filter_map(|next| lower.find(next))
                .min()
                .unwrap_or(rest.len());
            let value = rest[..end].trim_end_matches([',', ')', ' ']);
            if value.to_ascii_lowercase().starts_with("wasclean") {
                ""
            } else {
                value.trim_matches('\'')
            }
        }
    };
    Some(value.trim().to_owned()).filter(|reason| !reason.is_empty())
}

fn open(text: &str, head: Span, lower: &str) -> Option<Line> {
    let address = url(text, head, lower);
    if lower.contains("new websocket(")
        || (word(lower, "connecting") && (address.is_some() || lower.contains("websocket")))
    {
        let protocols = address.and_then(|url| protocols(text, Span::new(url.end, head.end)));
        return Some(Line::Connecting {
            url: address,
            protocols,
        });
    }
    let opened = ["connected", "opened", "open", "established", "onopen"]
        .iter()
        .any(|name| word(lower, name));
    if !opened
        || lower.contains("not open")
        || lower.contains("not connected")
        || is_about_another(lower)
    {
        return None;
    }
    let sure = address.is_some()
        || lower.contains("websocket")
        || lower.contains("web socket")
        || word(lower, "ws")
        || word(lower, "onopen")
        || lower.contains("connected (press ctrl+c")
        || [
            "socket open",
            "connection open",
            "socket connected",
            "connection established",
        ]
        .iter()
        .any(|words| lower.contains(words));
    sure.then_some(Line::Opened { url: address })
}

/// The second argument of `new WebSocket(url, protocols)`.
fn protocols(text: &str, rest: Span) -> Option<Span> {
    let content = rest.slice(text);
    let inner = content.strip_prefix(['"', '\'', '`'])?.trim_start();
    let inner = inner.strip_prefix(',')?.trim_start();
    let list = inner.trim_start_matches(['[', ' ']);
    let quote = list
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let start = content.len() - list.len() + 1;
    let len = content[start..].find(quote)?;
    Some(Span::new(start, start + len).shifted(rest.start))
}
