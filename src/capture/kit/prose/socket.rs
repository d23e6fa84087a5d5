//! What a line of text says about a socket's beginning, its errors and its end, in the words that browsers, libraries and
//! applications use. Each function takes the head of the line and the same in lower case.

use std::borrow::Cow;

use crate::capture::End;
use crate::capture::kit::words::{self, About, Hit};
use crate::capture::kit::{response_code, trimmed};
use crate::text::span::{Span, floor};

use super::line::Line;

/// Whether `needle` stands in `text` as a word of its own.
pub fn word(text: &str, needle: &str) -> bool {
    word_at(text, needle).is_some()
}

pub fn word_at(text: &str, needle: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(needle)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(part) && !text[at + needle.len()..].starts_with(part))
}

/// The first `ws:` or `wss:` URL of the line; where the line certainly opens a socket, also an `http:` or `https:` one. Elsewhere
/// that is the address of a page or a script.
fn url(text: &str, head: Span, lower: &str) -> Option<Span> {
    let start = ["wss://", "ws://"].iter().find_map(|scheme| lower.find(scheme)).or_else(|| opened_http(lower))?;
    let rest = &lower[start..];
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '\\'))
        .unwrap_or(rest.len());
    let end = rest[..end].trim_end_matches([')', ',', '.', ';', ']', '}', ':']).len();
    let span = Span::new(start, start + end).shifted(head.start);
    (!span.slice(text).is_empty()).then_some(span)
}

/// Where the `http:` or `https:` URL stands that a socket is opened with, which recent browsers accept.
fn opened_http(lower: &str) -> Option<usize> {
    ["new websocket(", "websocket connection to ", "--> get "].iter().find_map(|words| {
        let start = lower.find(words)? + words.len();
        let rest = lower[start..].trim_start_matches([' ', '"', '\'', '`']);
        let is_http = rest.starts_with("http://") || rest.starts_with("https://");
        is_http.then_some(lower.len() - rest.len())
    })
}

/// A browser's or a library's own words for a handshake that failed, or for an error.
pub fn failure(text: &str, head: Span, lower: &str) -> Option<Line> {
    let failed = |status, at: usize| Line::Failed {
        url: url(text, head, lower),
        status,
        message: match trimmed(text, Span::new(head.start + at, head.end)) {
            message if message.is_empty() => head,
            message => message,
        },
    };
    if lower.contains("websocket connection to '")
        && let Some(at) = lower.find("failed:")
    {
        return Some(failed(response_code(lower), at + "failed:".len()));
    }
    let hit = words::about(About::Refused, head.slice(text))?;
    let status = hit.manner.status.then(|| status_behind(lower, hit)).flatten();
    // A status that does not follow leaves a word that says little: `<-- 101`.
    (status.is_some() || !hit.manner.status).then(|| failed(status, hit.start))
}

/// The HTTP status at or soon behind a word, whose own digits belong to it.
fn status_behind(lower: &str, hit: Hit) -> Option<u16> {
    const NEAR: usize = 24;
    let start = lower[..hit.end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &lower[start..floor(lower, hit.end + NEAR)];
    rest.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 3)
        .and_then(|digits| digits.parse().ok())
        .filter(|status| (300..600).contains(status))
}

/// What a client noted as an error.
pub fn error(text: &str, head: Span) -> Option<Line> {
    let hit = words::about(About::Error, head.slice(text))?;
    let rest = Span::new(hit.end, head.len()).slice(head.slice(text));
    if let Some(drop) = words::about(About::Drop, rest) {
        return Some(Line::Lost { span: Span::new(drop.start, drop.end).shifted(head.start + hit.end) });
    }
    Some(Line::Error { message: trim_end(text, Span::new(head.start + hit.start, head.end)) })
}

/// A connection that was lost, in the words of what noticed it.
pub fn lost(text: &str, head: Span, lower: &str) -> Option<Line> {
    let hit = words::about(About::Drop, head.slice(text)).filter(|_| !is_about_another(lower))?;
    // A frame of a stack trace repeats what the line above it said.
    let is_trace = lower.trim_start().starts_with("at ");
    (!is_trace).then(|| Line::Lost { span: Span::new(hit.start, hit.end).shifted(head.start) })
}

fn trim_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + span.slice(text).trim_end().len())
}

/// Things that close and open beside a socket.
const OTHERS: [&str; 9] = ["database", "redis", "sql", "mongo", "http server", "kafka", "amqp", " port ", "file"];

fn is_about_another(lower: &str) -> bool {
    OTHERS.iter().any(|other| lower.contains(other))
}

fn names_socket(lower: &str) -> bool {
    ["websocket", "web socket", "socket", "connection"].iter().any(|name| lower.contains(name)) || word(lower, "ws")
}

pub fn close(text: &str, head: Span, lower: &str) -> Option<Line> {
    // An address may hold any word: `wss://a.example/chat?from=closed`.
    let spoken = without_urls(lower);
    let (at, name) = ["onclose", "closed", "close", "closing", "disconnected", "disconnect"]
        .iter()
        .filter_map(|name| word_at(&spoken, name).map(|at| (at, *name)))
        .min()?;
    if let Some(code) = close_code(lower, at) {
        let number = code.slice(lower).parse().ok()?;
        let kind = End::reported(number, reason(text, head, lower).as_deref(), None);
        let span = code.shifted(head.start);
        return Some(Line::Close { kind, span });
    }
    if is_about_another(lower) {
        return None;
    }
    let clean = flag(lower, "wasclean").or_else(|| flag(lower, "clean"));
    let kind = match clean {
        Some(false) => End::Dropped { reported: false },
        Some(true) => End::closed(1005, reason(text, head, lower).as_deref(), None),
        None if matches!(name, "close" | "closing" | "disconnect") => return None,
        None if !names_socket(lower) && name != "disconnected" && name != "onclose" => return None,
        None => End::Unknown,
    };
    let span = Span::new(at, at + name.len()).shifted(head.start);
    Some(Line::Close { kind, span })
}

/// `lower` with blanks in place of its URLs.
fn without_urls(lower: &str) -> Cow<'_, str> {
    if !lower.contains("://") {
        return Cow::Borrowed(lower);
    }
    let mut spoken = String::with_capacity(lower.len());
    let mut rest = lower;
    while let Some(at) = rest.find("://") {
        let scheme = rest[..at]
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |before| before + rest[before..].chars().next().map_or(1, char::len_utf8));
        let end = rest[at..]
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>'))
            .map_or(rest.len(), |len| at + len);
        spoken.push_str(&rest[..scheme]);
        spoken.extend(std::iter::repeat_n(' ', end - scheme));
        rest = &rest[end..];
    }
    spoken.push_str(rest);
    Cow::Owned(spoken)
}

/// The value of `name: true` or `name=false`.
fn flag(lower: &str, name: &str) -> Option<bool> {
    let at = word_at(lower, name)? + name.len();
    let value = lower[at..].trim_start_matches([':', '=', ' ', '"', '\'']);
    if value.starts_with("false") { Some(false) } else { value.starts_with("true").then_some(true) }
}

/// The close code: behind the word `code`, or the first number in its range soon after the close word at `at`.
fn close_code(lower: &str, at: usize) -> Option<Span> {
    let is_code = |span: &Span| {
        let number = span.slice(lower).parse::<u16>();
        number.is_ok_and(|code| (1000..5000).contains(&code))
    };
    let number = |from: usize| {
        let rest = lower.get(from..)?;
        let gap = rest.len() - rest.trim_start_matches([':', '=', ' ', '"', '\'', '(']).len();
        let digits = rest[gap..].bytes().take_while(u8::is_ascii_digit).count();
        Some(Span::new(from + gap, from + gap + digits))
    };
    let named = lower.match_indices("code").filter_map(|(at, _)| number(at + "code".len())).find(is_code);
    if named.is_some() {
        return named;
    }
    let end = floor(lower, at + 60);
    let bytes = lower.as_bytes();
    let mut from = at;
    while from < end {
        if bytes[from].is_ascii_digit() {
            let span = Span::new(from, from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count());
            let before = lower[..from].trim_end();
            let attached = lower[..from].ends_with([':', '.', '-', '/']) || before.ends_with("port");
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
    let value = if let Some(quoted) = rest.strip_prefix('"') {
        quoted.rfind('"').map_or(quoted, |end| &quoted[..end])
    } else {
        let lower = rest.to_ascii_lowercase();
        let end = [", wasclean", ", clean", " wasclean", ", code", "; "]
            .iter()
            .filter_map(|next| lower.find(next))
            .min()
            .unwrap_or(rest.len());
        let value = rest[..end].trim_end_matches([',', ')', ' ']);
        if value.to_ascii_lowercase().starts_with("wasclean") { "" } else { value.trim_matches('\'') }
    };
    Some(value.trim().to_owned()).filter(|reason| !reason.is_empty())
}

pub fn open(text: &str, head: Span, lower: &str) -> Option<Line> {
    let address = url(text, head, lower);
    if lower.contains("new websocket(")
        || (words::about(About::Connecting, lower).is_some() && (address.is_some() || lower.contains("websocket")))
    {
        let protocols = address.and_then(|url| protocols(text, Span::new(url.end, head.end)));
        return Some(Line::Connecting { url: address, protocols });
    }
    let opened = words::about(About::Open, lower).is_some();
    let surely = words::about(About::SurelyOpen, lower).is_some();
    let denied = lower.contains("not open") || lower.contains("not connected");
    if !(opened || surely) || denied || is_about_another(lower) {
        return None;
    }
    let sure =
        surely || address.is_some() || lower.contains("websocket") || lower.contains("web socket") || word(lower, "ws");
    sure.then_some(Line::Opened { url: address })
}

/// The second argument of `new WebSocket(url, protocols)`.
fn protocols(text: &str, rest: Span) -> Option<Span> {
    let content = rest.slice(text);
    let inner = content.strip_prefix(['"', '\'', '`'])?.trim_start();
    let inner = inner.strip_prefix(',')?.trim_start();
    let list = inner.trim_start_matches(['[', ' ']);
    let quote = list.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let start = content.len() - list.len() + 1;
    let len = content[start..].find(quote)?;
    Some(Span::new(start, start + len).shifted(rest.start))
}
