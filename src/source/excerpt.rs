//! The piece of a line that a reader sees.

use crate::text::escape;
use crate::text::mask::{MASK, Masker};
use crate::text::span::{Span, ceil, floor};

/// How far an excerpt reaches on each side of its span, in bytes. Reports narrow it further to the terminal.
const REACH: usize = 240;
/// Longest part of a span that is shown, in bytes.
const SPAN_SHOWN: usize = 240;
/// How much of the line around the window is read beyond its extent, to find the key of a value that is an extent of its own.
const BEYOND: usize = 4096;

/// Most of a record on either side of a place that the mask looks at, in bytes: a record may be a socket's whole traffic.
const CONTEXT: usize = 1 << 20;

/// The part of a text of `len` bytes that [`Excerpt::cut`] may look at.
pub(super) fn around(span: Span, extent: Span, len: usize) -> Span {
    let start = extent.start.min(span.start).saturating_sub(BEYOND + 8);
    let end = extent.end.max(span.end) + BEYOND + REACH + SPAN_SHOWN + 8;
    Span::new(start.max(span.start.saturating_sub(CONTEXT)), end.min(span.start + CONTEXT).min(len))
}

/// One line around a place, cut to a window, with secrets masked. Character counts are those of the source, so a caret can
/// be put by counting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The window's text: no line breaks; not yet escaped for a terminal.
    pub text: String,
    /// Column of the window's first character, from 1.
    pub column: usize,
    /// The place, as a byte range of `text`.
    pub highlight: Span,
    /// Something stands before the window on its line.
    pub cut_before: bool,
    /// Something stands after the window on its line.
    pub cut_after: bool,
}

impl Excerpt {
    /// The same with its text escaped and its highlight moved along. A tab becomes a space: one character stays one column.
    pub fn escaped(&self) -> Self {
        let mut text = String::with_capacity(self.text.len() + 16);
        let mut start = None;
        let mut end = None;
        for (index, character) in self.text.char_indices() {
            if index >= self.highlight.start {
                start.get_or_insert(text.len());
            }
            if index >= self.highlight.end {
                end.get_or_insert(text.len());
            }
            match character {
                '\t' => text.push(' '),
                other => escape::push(&mut text, other),
            }
        }
        let highlight = Span::new(start.unwrap_or(text.len()), end.unwrap_or(text.len()));
        Self { text, highlight, ..*self }
    }

    /// Cuts the window around `span` out of `text`, inside `extent` and inside the line of the span's first byte. `column` is
    /// the column of that byte. Of a span over several lines the part on its first line is shown.
    ///
    /// Of `hidden` nothing is shown, whatever it looks like.
    ///
    /// The work is bounded by the reach of the window and of the mask: a line may be a capture of many megabytes.
    pub(super) fn cut(
        text: &str,
        span: Span,
        extent: Span,
        hidden: Option<Span>,
        column: usize,
        masker: &Masker,
    ) -> Self {
        let (at, column) = before_line_feed(text, floor(text, span.start), column);
        let span = Span::new(at, ceil(text, span.end));
        let earliest = extent.start.min(at).max(at.saturating_sub(REACH));
        let latest = extent.end.max(span.end);
        let start = line_start(text, ceil(text, earliest).min(at), at);
        let end = line_end(text, at, latest.min(at + SPAN_SHOWN + REACH));
        let shown_end = span.end.min(end);
        let end = ceil(text, end.min(shown_end.max(at) + REACH));
        let window = Span::new(start, end);
        let context = context(text, extent, window);
        let mut masked = masker.window(text, context, window);
        if let Some(hidden) = hidden.filter(|_| !masker.shows_values()) {
            masked = cover(&masked, text, start, hidden);
        }
        let before = chars(text, start, at);
        let highlighted = chars(text, at, shown_end.max(at));
        Self {
            highlight: Span::new(boundary_of_char(&masked, before), boundary_of_char(&masked, before + highlighted)),
            text: masked,
            column: column.saturating_sub(before).max(1),
            cut_before: start > 0 && !is_break(text.as_bytes()[start - 1]),
            cut_after: text.as_bytes().get(end).is_some_and(|b| !is_break(*b)),
        }
    }
}

/// The text of a window that begins at byte `at` of `text`, already masked, with every character of `hidden` masked but the
/// quotes around it. Masks keep the number of characters.
fn cover(masked: &str, text: &str, mut at: usize, hidden: Span) -> String {
    let mut originals = text[at..].chars();
    let cover = |character: char| {
        let quote = character == '"' && (at == hidden.start || at + 1 == hidden.end);
        let hide = (hidden.start..hidden.end).contains(&at) && !quote;
        at += originals.next().map_or(1, char::len_utf8);
        if hide { MASK } else { character }
    };
    masked.chars().map(cover).collect()
}

/// What the mask is to look at around `window`: the record, and where that is no whole line some text on either side, which
/// holds the key of a record that is a value.
fn context(text: &str, extent: Span, window: Span) -> Span {
    let bytes = text.as_bytes();
    let begins_line = extent.start == 0 || bytes.get(extent.start - 1).is_some_and(|b| is_break(*b));
    let ends_line = bytes.get(extent.end).is_none_or(|b| is_break(*b));
    let start = if begins_line { extent.start } else { extent.start.min(window.start.saturating_sub(BEYOND)) };
    let end = if ends_line { extent.end } else { extent.end.max(window.end + BEYOND) };
    Span::new(start.min(window.start), end.max(window.end).min(text.len()))
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// A place between CR and LF belongs to the line that they end: the place before both, and its column.
fn before_line_feed(text: &str, at: usize, column: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    if at > 0 && bytes.get(at) == Some(&b'\n') && bytes[at - 1] == b'\r' {
        (at - 1, column.saturating_sub(1))
    } else {
        (at, column)
    }
}

/// The start of the line of `at`, or `earliest` where it begins before that.
fn line_start(text: &str, earliest: usize, at: usize) -> usize {
    text.as_bytes()[earliest..at]
        .iter()
        .rposition(|byte| is_break(*byte))
        .map_or(earliest, |index| earliest + index + 1)
}

/// The end of the line of `at`, or `latest` where it ends behind that.
fn line_end(text: &str, at: usize, latest: usize) -> usize {
    let latest = ceil(text, latest).max(at);
    text.as_bytes()[at..latest].iter().position(|byte| is_break(*byte)).map_or(latest, |index| at + index)
}

fn chars(text: &str, start: usize, end: usize) -> usize {
    Span::new(start, end).slice(text).chars().count()
}

/// The byte offset of character number `count` of `text`, or its end.
fn boundary_of_char(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(index, _)| index)
}

#[cfg(test)]
mod tests;
