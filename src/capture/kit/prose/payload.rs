//! The payload behind a direction word: JSON, or what a console made of it.

use crate::capture::kit::literal;
use crate::text::json::{CAPTURE_DEPTH, ParseError, Problem, parse_prefix};
use crate::text::span::{Span, floor};

/// What stands where a payload is expected; spans of the scanned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A JSON text, or one with a genuine fault.
    Json(Span),
    /// A JSON string that holds a JSON text.
    Quoted(Span),
    /// A JSON text that was shortened.
    Elided(Span),
    /// An object as a console prints it, and all of it.
    Literal(Span),
    /// An object as a console prints it, of which it left something out.
    Unparsed(Span),
}

impl Piece {
    pub fn span(self) -> Span {
        match self {
            Piece::Json(span)
            | Piece::Quoted(span)
            | Piece::Elided(span)
            | Piece::Literal(span)
            | Piece::Unparsed(span) => span,
        }
    }
}

/// Most bytes that a payload printed over several lines may take.
pub const MAX_BLOCK: usize = 1 << 20;

/// Where the payload of `line` begins, at or after `from`: `{`, `[` that opens an array of values, or a quoted one of them.
pub fn payload_start(text: &str, from: usize, line_end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < line_end {
        match bytes[at] {
            b'{' => return Some(at),
            // Spring writes `payload=[{…}]` around a text.
            b'[' if at > from && bytes[at - 1] == b'=' => {}
            b'[' => {
                let next = bytes[at + 1..line_end].iter().take(64).find(|b| !b.is_ascii_whitespace());
                if matches!(next, Some(b'{' | b'[' | b'"')) {
                    return Some(at);
                }
            }
            b'"' if matches!(bytes.get(at + 1), Some(b'{' | b'[')) => {
                let escaped = bytes[at + 1..line_end].iter().take(64).any(|b| *b == b'\\');
                return Some(if escaped { at } else { at + 1 });
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Reads payloads, and remembers how far it looked so that no stretch of text is read again and again.
#[derive(Default)]
pub struct PayloadReader {
    /// Up to here, a JSON text over several lines was looked for in vain.
    parsed: usize,
    /// Up to here, a closing bracket was.
    scanned: usize,
}

impl PayloadReader {
    /// The payload that begins at `start` in the line that ends at `line_end`.
    pub fn read(&mut self, text: &str, start: usize, line_end: usize) -> Piece {
        let line = &text[..line_end];
        let rest = Span::new(start, start + line[start..].trim_end().len());
        let error = match parse_prefix(line, start, CAPTURE_DEPTH) {
            Ok((document, end)) => {
                let span = Span::new(start, end);
                return match document.root().as_str() {
                    Some(_) => Piece::Quoted(span),
                    None => Piece::Json(span),
                };
            }
            Err(error) => error,
        };
        if is_elided(line, &error) {
            return Piece::Elided(rest);
        }
        if error.is_truncation() {
            return self.block(text, rest);
        }
        let printed = is_printed(text, start);
        match self.balanced(text, start, line_end) {
            Some(span) if printed => printed_whole(text, span),
            None if printed => Piece::Unparsed(rest),
            // A fault in a JSON text ends with the line: what follows is the log's.
            Some(span) => Piece::Json(Span::new(start, span.end.min(rest.end))),
            None => Piece::Json(rest),
        }
    }

    /// A payload that goes on in the next lines, or was cut at the end of its first one.
    fn block(&mut self, text: &str, first: Span) -> Piece {
        let mut fault = first.end;
        if first.start >= self.parsed {
            let limit = floor(text, first.start + MAX_BLOCK);
            match parse_prefix(&text[..limit], first.start, CAPTURE_DEPTH) {
                Ok((_, end)) => return Piece::Json(Span::new(first.start, end)),
                Err(error) => fault = error.span.start,
            }
            self.parsed = fault;
        }
        let printed = is_printed(text, first.start);
        match self.balanced(text, first.start, first.end) {
            // Printed by an inspector, or pretty-printed with a fault in it.
            Some(span) if printed => printed_whole(text, span),
            Some(span) if fault < span.end && first.len() <= 2 => Piece::Json(span),
            _ if printed => Piece::Unparsed(first),
            _ => Piece::Elided(first),
        }
    }

    /// The stretch from the bracket at `start` to its counterpart, strings in any quotes skipped. It goes on in lines that
    /// are indented or begin with a closing bracket, as inspectors print them.
    fn balanced(&mut self, text: &str, start: usize, line_end: usize) -> Option<Span> {
        let bytes = text.as_bytes();
        let limit = if start < self.scanned { line_end } else { (start + MAX_BLOCK).min(bytes.len()) };
        let (mut depth, mut at) = (0_usize, start);
        while at < limit {
            match bytes[at] {
                b'{' | b'[' | b'(' => depth += 1,
                b'}' | b']' | b')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(Span::new(start, at + 1));
                    }
                }
                b'\n' if !matches!(bytes.get(at + 1), Some(b' ' | b'\t' | b'}' | b']' | b'\r')) => {
                    break;
                }
                b'\\' => at += 1,
                quote @ (b'"' | b'\'' | b'`') => at = quoted_end(bytes, at, quote),
                _ => {}
            }
            at += 1;
        }
        self.scanned = self.scanned.max(at);
        None
    }
}

/// The offset of the closing quote on the same line, or of the opening one where there is none: an apostrophe.
fn quoted_end(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => return start,
            b'\\' => at += 1,
            byte if *byte == quote => return at,
            _ => {}
        }
        at += 1;
    }
    start
}

fn printed_whole(text: &str, span: Span) -> Piece {
    if literal::is_plain(text, span) { Piece::Literal(span) } else { Piece::Unparsed(span) }
}

/// Whether the value at `start` is what an inspector prints, not JSON: its first key has no double quotes.
fn is_printed(text: &str, start: usize) -> bool {
    let rest = text.get(start..).unwrap_or_default();
    let inner = rest.trim_start_matches(|c: char| matches!(c, '{' | '[') || c.is_whitespace());
    match inner.chars().next() {
        Some('\'') => true,
        Some(c) => c.is_alphabetic() && !["true", "false", "null"].iter().any(|w| inner.starts_with(w)),
        None => false,
    }
}

/// Whether `error` is there because the log left something out: an ellipsis where it stands, or in the string before it.
fn is_elided(text: &str, error: &ParseError) -> bool {
    let at = error.span.start.min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let dots = |text: &str| text.contains("...") || text.contains('…');
    // Asterisks: a sanitizer wrote over members.
    if rest.starts_with("..") || rest.starts_with('…') || rest.starts_with("***") {
        return true;
    }
    if error.is_truncation() {
        let end = text.trim_end().trim_end_matches(['"', '\'', ')']);
        return end.ends_with("...") || end.ends_with('…');
    }
    if !matches!(error.problem, Problem::MissingColon | Problem::MissingComma { .. } | Problem::TrailingContent) {
        return false;
    }
    let before = text[..at].trim_end();
    let Some(inner) = before.strip_suffix('"') else {
        return dots(&before[floor(before, before.len().saturating_sub(8))..]);
    };
    let open = inner.rfind('"').unwrap_or_default();
    dots(&inner[open..])
}
