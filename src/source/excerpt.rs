//! The piece of a line that a reader sees.

use crate::mask::Masker;
use crate::span::Span;

/// How far an excerpt reaches on each side of its span, in bytes. Reports narrow it further to the terminal.
const REACH: usize = 240;
/// Longest part of a span that is shown, in bytes.
const SPAN_SHOWN: usize = 240;

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
    /// Cuts the window around `span` out of `text`, inside `extent` and inside the line of the span's first byte.
    pub(super) fn cut(
        text: &str,
        span: Span,
        extent: Span,
        _line: usize,
        column: usize,
        masker: &Masker,
    ) -> Self {
        let line = line_around(text, span.start);
        let bounds = Span::new(
            line.start.max(extent.start).min(span.start),
            line.end.min(extent.end.max(span.end)),
        );
        let shown_end = span
            .end
            .min(span.start + SPAN_SHOWN)
            .min(bounds.end)
            .max(span.start);
        let start = floor(text, span.start.saturating_sub(REACH).max(bounds.start));
        let end = ceil(text, (shown_end + REACH).min(bounds.end));
        let before = Span::new(start, span.start).slice(text).chars().count();
        let window = Span::new(start, end);
        let masked = masker.window(text, bounds, window);
        let highlight = Span::new(
            boundary_of_char(&masked, before),
            boundary_of_char(
                &masked,
                before
                    + Span::new(span.start, ceil(text, shown_end))
                        .slice(text)
                        .chars()
                        .count(),
            ),
        );
        Self {
            text: masked,
            column: column - before.min(column - 1),
            highlight,
            cut_before: start > line.start,
            cut_after: end < line.end,
        }
    }
}

fn line_around(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = bytes[..at].iter().rposition(is_break).map_or(0, |i| i + 1);
    let end = bytes[at..]
        .iter()
        .position(is_break)
        .map_or(bytes.len(), |i| at + i);
    Span::new(start, end)
}

/// The byte offset of character number `count` of `text`, or its end.
fn boundary_of_char(text: &str, count: usize) -> usize {
    text.char_indices()
        .nth(count)
        .map_or(text.len(), |(index, _)| index)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at.min(text.len())
}
