//! Which format an input has, by its content.

use crate::json::{CAPTURE_DEPTH, parse};
use crate::source::Source;
use crate::span::Span;

use super::frame_log::{Row, read_row, without_comma};
use super::layer::{lines, trimmed};
use super::walk::{Cursor, Step};
use super::{Format, Located, text, unsupported};

/// What [`recognise`] looked for, for the message about an input that it does not know.
pub const TRIED: &str =
    "a JSON payload, a frame log (NDJSON or JSON), a HAR file, or text with WebSocket frames";

/// Rows that are looked at before a log counts as one without wrappers.
const SAMPLE: usize = 64;
/// Longest record that is parsed only to recognise a format.
const MAX_RECORD: usize = 64 << 20;

/// Recognises the format of an input by its content; `None` when it looks like no known input.
pub fn recognise(source: &Source) -> Option<Format> {
    let text = source.text();
    if unsupported(source).is_some() {
        return None;
    }
    match text.trim_start().as_bytes().first()? {
        b'{' => Some(object(text)),
        b'[' => array(text),
        b'"' => quoted(text),
        _ => lines_of_text(text),
    }
}

fn object(text: &str) -> Format {
    if is_archive(text) {
        return Format::Har;
    }
    let mut cursor = Cursor::new(text, 0);
    let Some(first) = cursor.skip() else {
        // The first value has no end: a cut file, or text that only begins like JSON.
        return broken_object(text);
    };
    cursor.skip_whitespace();
    let single = cursor.at >= text.len();
    if single {
        return match is_wrapper(text, first) {
            true => Format::FrameLog,
            false => Format::Payload,
        };
    }
    if first.slice(text).contains('\n') && is_wrapper(text, first) {
        return Format::FrameLog;
    }
    broken_object(text)
}

/// Rows of a log, frames in text, or one payload with a fault in it.
fn broken_object(text: &str) -> Format {
    let rows = lines(text)
        .map(|line| trimmed(text, line))
        .filter(|line| !line.is_empty());
    if rows.take(SAMPLE).any(|row| is_wrapper(text, row)) {
        return Format::FrameLog;
    }
    let first = lines(text).next().unwrap_or_default().slice(text);
    if parse(first, CAPTURE_DEPTH).is_err() && text::has_any(text) {
        Format::Text
    } else {
        Format::Payload
    }
}

/// Whether the record at `span` is a frame or a socket's event, not a bare payload.
fn is_wrapper(text: &str, span: Span) -> bool {
    let record = Located::verbatim(text, span);
    span.len() <= MAX_RECORD
        && record.text.starts_with('{')
        && matches!(
            read_row(&without_comma(&record), span),
            Ok(Row::Socket(_) | Row::Log(_))
        )
}

/// An object with a member `log` that holds what an archive holds.
fn is_archive(text: &str) -> bool {
    let mut cursor = Cursor::new(text, 0);
    cursor.enter(b'{');
    while let Step::Next(member) = cursor.member() {
        if member.key == "log" {
            let mut log = cursor;
            if log.enter(b'{')
                && let Step::Next(first) = log.member()
            {
                let known = [
                    "version", "creator", "browser", "pages", "entries", "comment",
                ];
                return known.contains(&first.key.as_str()) || first.key.starts_with('_');
            }
        }
        if cursor.skip().is_none() {
            return false;
        }
    }
    false
}

fn array(text: &str) -> Option<Format> {
    let mut cursor = Cursor::new(text, 0);
    cursor.enter(b'[');
    let mut known = false;
    for _ in 0..SAMPLE {
        let Step::Next(()) = cursor.item() else {
            break;
        };
        let Some(item) = cursor.skip() else {
            break;
        };
        if is_wrapper(text, item) {
            return Some(Format::FrameLog);
        }
        known |= item.len() <= MAX_RECORD && parse(item.slice(text), CAPTURE_DEPTH).is_ok();
    }
    let closed = known || text.trim() == "[]";
    // `[INFO] Sending: …` begins with a bracket, too.
    lines_of_text(text)
        .filter(|_| !closed)
        .or(closed.then_some(Format::Payload))
}

/// A JSON text in a JSON string: a payload that was encoded twice.
fn quoted(text: &str) -> Option<Format> {
    let encoded = text.trim_start().starts_with("\"{\\\"") && parse(text, CAPTURE_DEPTH).is_ok();
    if encoded {
        Some(Format::Payload)
    } else {
        lines_of_text(text)
    }
}

/// Text with frames in it; or rows of a log behind a line that is none.
fn lines_of_text(text: &str) -> Option<Format> {
    let rows = lines(text)
        .map(|line| trimmed(text, line))
        .filter(|line| !line.is_empty());
    let (mut json, mut wrappers, mut other) = (0, 0, 0);
    for row in rows.take(SAMPLE) {
        if row.slice(text).starts_with('{') {
            json += 1;
            wrappers += usize::from(is_wrapper(text, row));
        } else {
            other += 1;
        }
    }
    if wrappers > 0 && json > other {
        return Some(Format::FrameLog);
    }
    text::has_any(text).then_some(Format::Text)
}
