//! The piece of a line that a reader sees.

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
mod tests {
    use super::super::{InputName, Source};
    use super::*;

    fn cut(text: &str, span: (usize, usize), extent: (usize, usize)) -> Excerpt {
        Source::from_text(InputName::Stdin, text, Masker::new(false))
            .locate(Span::new(span.0, span.1), Span::new(extent.0, extent.1))
            .excerpt
    }

    fn shown(excerpt: &Excerpt) -> (&str, &str, usize) {
        (&excerpt.text, excerpt.highlight.slice(&excerpt.text), excerpt.column)
    }

    #[test]
    fn only_the_first_line_of_a_span_is_shown() {
        for text in ["ab\ncde\nfg", "ab\r\ncde\r\nfg", "ab\rcde\rfg"] {
            let at = text.find("de").unwrap();
            let excerpt = cut(text, (at, text.len()), (0, text.len()));
            assert_eq!(shown(&excerpt), ("cde", "de", 1), "{text:?}");
            assert!(!excerpt.cut_before && !excerpt.cut_after);
        }
    }

    #[test]
    fn a_point_may_stand_at_the_end_of_a_line_or_of_the_file() {
        for (text, at, line) in [
            ("ab\ncd", 2, "ab"),
            ("ab\ncd", 5, "cd"),
            ("ab\n", 3, ""),
            ("ab\r\ncd", 2, "ab"),
            ("ab\r\ncd", 3, "ab"),
            ("", 0, ""),
        ] {
            let excerpt = cut(text, (at, at), (0, text.len()));
            assert_eq!(shown(&excerpt), (line, "", 1), "{text:?} {at}");
            assert_eq!(excerpt.highlight.start, line.len());
        }
    }

    #[test]
    fn an_extent_bounds_what_is_shown_but_never_the_place() {
        let text = "aaaa bbbb cccc";
        let excerpt = cut(text, (5, 9), (5, 9));
        assert_eq!(shown(&excerpt), ("bbbb", "bbbb", 6));
        assert!(excerpt.cut_before && excerpt.cut_after);
        assert_eq!(shown(&cut(text, (5, 9), (7, 8))), ("bbbb", "bbbb", 6));
        assert_eq!(shown(&cut(text, (5, 9), (10, 14))), ("bbbb cccc", "bbbb", 6));
    }

    #[test]
    fn wide_and_combining_characters_keep_their_columns() {
        let text = "日本e\u{301}x😀 {\"text\":\"日本\"} y";
        let at = text.find('y').unwrap();
        let excerpt = cut(text, (at, at + 1), (0, text.len()));
        assert_eq!(shown(&excerpt), ("日本e\u{301}x😀 {\"text\":\"**\"} y", "y", 1));
        let inside = text.find('本').unwrap() + 1;
        assert_eq!(shown(&cut(text, (inside, inside + 1), (0, text.len()))).1, "本");
    }

    #[test]
    fn a_long_line_is_cut_to_a_window() {
        let text = format!("{}é{}", "a".repeat(5000), "b".repeat(5000));
        let excerpt = cut(&text, (5000, 9000), (0, text.len()));
        assert_eq!(excerpt.column, 5001 - REACH);
        assert!(excerpt.cut_before && excerpt.cut_after);
        assert!(excerpt.text.len() <= 2 * REACH + SPAN_SHOWN + 4);
        // The span goes on behind the window, and so does its highlight.
        assert_eq!(excerpt.highlight, Span::new(REACH, excerpt.text.len()));
    }

    #[test]
    fn what_is_hidden_is_masked_whatever_it_looks_like() {
        let text = "{\"é\":1,\"data\":\"añ=\",\"b\":[1]}";
        let shown = |span: Span, hidden: &str, show| {
            let at = text.find(hidden).unwrap();
            let source = Source::from_text(InputName::Stdin, text, Masker::new(show));
            let mut place = source.mark(span, Span::new(0, text.len()));
            place.hide(Span::new(at, at + hidden.len()));
            source.resolve(&mut place);
            let excerpt = place.excerpt;
            let marked = excerpt.highlight.slice(&excerpt.text).to_owned();
            (excerpt.text, marked)
        };
        let at = text.find("\"añ").unwrap();
        let value = Span::new(at, at + "\"añ=\"".len());
        let (whole, marked) = shown(value, "\"añ=\"", false);
        assert_eq!(whole, "{\"é\":1,\"data\":\"***\",\"b\":[1]}");
        assert_eq!(marked, "\"***\"");
        let (whole, marked) = shown(Span::new(0, text.len()), "[1]", false);
        assert_eq!(whole, "{\"é\":1,\"data\":\"añ=\",\"b\":***}");
        assert_eq!(marked, whole);
        assert_eq!(shown(value, "\"añ=\"", true).0, text);
    }

    #[test]
    fn a_value_that_is_its_own_extent_is_still_masked() {
        let text = r#"{"guestName":"Bob"}"#;
        assert_eq!(shown(&cut(text, (13, 18), (13, 18))), ("\"***\"", "\"***\"", 14));
    }
}
