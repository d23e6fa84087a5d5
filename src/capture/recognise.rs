//! Which format an input has, by its content.

use crate::capture::kit::{Cursor, Lines, Step, records, without_comma};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, parse};
use crate::text::span::Span;

use super::formats::{FORMATS, Format, Mark};
use super::frame_log::{self, Reading, Row, read_row};
use super::{Located, Settings, text, unsupported};

/// Rows that are looked at before a log counts as one without wrappers.
const SAMPLE: usize = 64;
/// Records that must all be alike before they count as ones of a kind.
const FEW: usize = 8;
/// Longest record that is parsed only to recognise a format.
const MAX_RECORD: usize = 64 << 20;

/// As [`recognise`], but rows whose parts stand where the user says are rows of a log.
pub fn recognise_with(source: &Source, settings: &Settings) -> Option<Format> {
    let known = recognise(source);
    let mapped = !settings.mapping.is_empty()
        && matches!(known, None | Some(Format::Payload))
        && frame_log::is_mapped(source, settings);
    if mapped { Some(Format::FrameLog) } else { known }
}

/// Recognises the format of an input by its content; `None` when it looks like no known input.
pub fn recognise(source: &Source) -> Option<Format> {
    if unsupported(source).is_some() {
        return None;
    }
    if let Some(format) = recognise_bytes(source.slice(Span::new(0, 64)).as_bytes()) {
        return Some(format);
    }
    let mut cursor = Cursor::new(source, 0);
    cursor.skip_whitespace();
    let first = cursor.head(4).chars().next()?;
    let marked = matches!(first, '{' | '[').then(|| by_outline(source).or_else(|| by_records(source))).flatten();
    marked.or_else(|| by_likeness(source, first))
}

/// The format of an input that mixes text with other bytes, by the first of them.
pub fn recognise_bytes(bytes: &[u8]) -> Option<Format> {
    marked(|mark| matches!(mark, Mark::Bytes(fits) if fits(bytes)))
}

fn by_outline(source: &Source) -> Option<Format> {
    marked(|mark| matches!(mark, Mark::Outline(fits) if fits(source)))
}

fn marked(is: impl Fn(&Mark) -> bool) -> Option<Format> {
    FORMATS.iter().find(|row| is(&row.mark)).map(|row| row.format)
}

/// A format that has records of its own, by the first of them.
fn by_records(source: &Source) -> Option<Format> {
    let mut records = head(source).peekable();
    let first = records.peek()?.clone();
    let fits_any = |fits: fn(&Located<'_>) -> bool| records.clone().take(SAMPLE).any(|record| fits(&record));
    for row in FORMATS {
        match row.mark {
            Mark::First(fits) if fits(&first) => return Some(row.format),
            // The first record is of this kind, and so of no other.
            Mark::Each(fits) if fits(&first) => {
                return records.take(FEW).all(|record| fits(&record)).then_some(row.format);
            }
            Mark::Any(fits) if fits_any(fits) => return Some(row.format),
            _ => {}
        }
    }
    None
}

/// Formats without a mark: how much of the input looks like what.
fn by_likeness(source: &Source, first: char) -> Option<Format> {
    match first {
        _ if records::is_csv(source) => Some(Format::FrameLog),
        '{' => Some(object(source)),
        '[' => array(source),
        '"' => quoted(source),
        _ => lines_of_text(source),
    }
}

fn object(source: &Source) -> Format {
    if records::is_export(source) {
        return Format::FrameLog;
    }
    let mut cursor = Cursor::new(source, 0);
    let Some(first) = cursor.skip() else {
        // The first value has no end: a cut file, or text that only begins like JSON.
        return broken_object(source);
    };
    cursor.skip_whitespace();
    if cursor.at_end() {
        return match is_wrapper(source, first) {
            true => Format::FrameLog,
            false => Format::Payload,
        };
    }
    let over_lines = first.len() <= MAX_RECORD && source.slice(first).contains('\n');
    if over_lines && is_wrapper(source, first) {
        return Format::FrameLog;
    }
    broken_object(source)
}

/// The first records: the items of an array, or the objects, each on a line or over several, up to what is neither.
fn head(source: &Source) -> impl Iterator<Item = Located<'_>> + Clone {
    let mut cursor = Cursor::new(source, 0);
    let is_array = cursor.enter(b'[');
    std::iter::from_fn(move || {
        let start = cursor.skip_whitespace();
        if is_array {
            if !matches!(cursor.item(), Step::Next(())) {
                return None;
            }
        } else {
            let line = Lines::within(source, Span::new(start, source.len())).next()?;
            if !cursor.goes_on("{") {
                return None;
            }
            // A line that is no JSON by itself may have an end that lies behind all others.
            if line.len() <= MAX_RECORD
                && let Some(record) = record_of(source, line)
            {
                cursor.at = line.end;
                return Some(record);
            }
        }
        let item = cursor.skip()?;
        (item.len() <= MAX_RECORD).then(|| Located::of(source, item))
    })
}

/// The record in a line, if it is one.
fn record_of(source: &Source, line: Span) -> Option<Located<'_>> {
    let record = without_comma(&Located::of(source, line));
    parse(&record.text, CAPTURE_DEPTH).is_ok().then_some(record)
}

/// Rows of a log, frames in text, or one payload with a fault in it.
fn broken_object(source: &Source) -> Format {
    let rows = Lines::of(source).filled();
    if rows.take(SAMPLE).any(|row| is_record(&row)) {
        return Format::FrameLog;
    }
    let first = Lines::of(source).next().map(|line| source.slice(line));
    if parse(&first.unwrap_or_default(), CAPTURE_DEPTH).is_err() && text::has_any(source) {
        Format::Text
    } else {
        Format::Payload
    }
}

/// Whether the value at `span` is a frame or a socket's event, not a bare payload.
fn is_wrapper(source: &Source, span: Span) -> bool {
    span.len() <= MAX_RECORD && is_record(&Located::of(source, span))
}

fn is_record(record: &Located<'_>) -> bool {
    record.text.starts_with('{')
        && matches!(
            read_row(&without_comma(record), record.span(), &mut Reading::new(&Settings::default())),
            Ok(Row::Socket(_) | Row::Log(_))
        )
}

fn array(source: &Source) -> Option<Format> {
    let mut cursor = Cursor::new(source, 0);
    cursor.enter(b'[');
    let (mut seen, mut known, mut wrapped) = (0, false, false);
    cursor.items(&mut |item| {
        seen += 1;
        wrapped = is_wrapper(source, item);
        known |= !wrapped && item.len() <= MAX_RECORD && parse(&source.slice(item), CAPTURE_DEPTH).is_ok();
        !wrapped && seen < SAMPLE
    });
    if wrapped {
        return Some(Format::FrameLog);
    }
    let closed = known || (source.len() < 64 && source.text().trim() == "[]");
    // `[INFO] Sending: …` begins with a bracket, too.
    lines_of_text(source).filter(|_| !closed).or(closed.then_some(Format::Payload))
}

/// A JSON text in a JSON string: a payload that was encoded twice.
fn quoted(source: &Source) -> Option<Format> {
    let mut cursor = Cursor::new(source, 0);
    cursor.skip_whitespace();
    let encoded =
        cursor.goes_on("\"{\\\"") && source.len() <= MAX_RECORD && parse(source.text(), CAPTURE_DEPTH).is_ok();
    if encoded { Some(Format::Payload) } else { lines_of_text(source) }
}

/// Text with frames in it; or rows of a log behind a line that is none.
fn lines_of_text(source: &Source) -> Option<Format> {
    let (mut json, mut wrappers, mut other) = (0, 0, 0);
    for row in Lines::of(source).filled().take(SAMPLE) {
        if row.text.starts_with('{') {
            json += 1;
            wrappers += usize::from(is_record(&row));
        } else if records::behind_prefix(&row).is_some_and(|record| is_record(&record)) {
            json += 1;
            wrappers += 1;
        } else {
            other += 1;
        }
    }
    if wrappers > 0 && json > other {
        return Some(Format::FrameLog);
    }
    text::has_any(source).then_some(Format::Text)
}
