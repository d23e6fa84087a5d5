//! The line under a finding, cut to the terminal.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::page::place;
use crate::source::{Excerpt, Location};
use crate::text::escape::escape;
use crate::text::span::Span;

use super::style::{Style, wrap};

/// Columns that miette draws between a caret and the words under it.
const LABEL_ARM: usize = 4;
/// Columns that the words under a caret should have.
const LABEL_ROOM: usize = 24;

/// One line of source, ready to be drawn. To miette it is the whole source: the built-in sources scan a file from its start
/// for every label, and a report must cost no more than what it shows.
#[derive(Debug)]
pub(super) struct Snippet {
    name: String,
    text: String,
    highlight: Span,
    label: Option<String>,
    line: usize,
    column: usize,
}

impl Snippet {
    /// The snippet of a place, escaped, at most as wide as the terminal.
    pub(super) fn new(location: &Location, label: Option<&str>, style: Style) -> Self {
        let label = label.map(escape);
        // miette draws " 12 │ " before the line.
        let gutter = location.line.to_string().len() + 4;
        let available = style.width.saturating_sub(gutter).max(10);
        let window = fit(
            &location.excerpt.escaped(),
            available,
            label.as_deref().map_or(0, |label| room(label, available)),
            style.ellipsis(),
        );
        let caret = caret(&window);
        let label = label.map(|label| {
            let room = available.saturating_sub(caret + LABEL_ARM).max(8);
            wrap(&label, room).join("\n")
        });
        Self {
            name: place::name(location),
            text: window.text,
            highlight: window.highlight,
            label,
            line: location.line.saturating_sub(1),
            column: location.column.saturating_sub(1),
        }
    }

    pub(super) fn highlight(&self) -> Span {
        self.highlight
    }

    pub(super) fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            SourceSpan::from(0..self.text.len()),
            self.line,
            self.column,
            1,
        )))
    }
}

struct Window {
    text: String,
    highlight: Span,
}

/// The column in which miette draws the middle of the underline.
fn caret(window: &Window) -> usize {
    let start = Span::new(0, window.highlight.start).slice(&window.text).width();
    start + window.highlight.slice(&window.text).width() / 2
}

/// Columns that a label should have to be read with ease: a few words a line, and its longest word in one piece.
fn room(label: &str, available: usize) -> usize {
    let longest = label.split(' ').map(UnicodeWidthStr::width).max();
    label.width().min(LABEL_ROOM.min(available / 2).max(longest.unwrap_or(0)))
}

/// Cuts `excerpt` to `available` columns around its highlight, with room for `label` columns of words under it.
fn fit(excerpt: &Excerpt, available: usize, label: usize, ellipsis: &str) -> Window {
    let room = label + LABEL_ARM;
    let mark = ellipsis.width();
    let highlight = excerpt.highlight;
    let wide = highlight.slice(&excerpt.text).width().max(1);
    let before = Span::new(0, highlight.start).slice(&excerpt.text).width();
    // A point behind the last character takes a column, too.
    let whole = excerpt.text.width() + usize::from(highlight.start == excerpt.text.len());
    let marks = mark * (usize::from(excerpt.cut_before) + usize::from(excerpt.cut_after));
    let crowded = label > 0 && before + wide / 2 + room > available;
    if whole + marks <= available && !crowded {
        return window(excerpt, Span::new(0, excerpt.text.len()), ellipsis);
    }
    let inner = available.saturating_sub(2 * mark);
    let mut left = inner.saturating_sub(wide) / 2;
    if label > 0 {
        left = left.min(available.saturating_sub(room + mark + wide / 2));
    }
    // What the text behind the place does not need is given to the text before it.
    let behind = Span::new(highlight.start, excerpt.text.len()).slice(&excerpt.text).width();
    if label == 0 {
        left = left.max(inner.saturating_sub(behind + 1));
    }
    let start = back(&excerpt.text, highlight.start, left);
    let taken = Span::new(start, highlight.start).slice(&excerpt.text).width();
    let end = forth(&excerpt.text, highlight.start, inner - taken.min(inner));
    window(excerpt, Span::new(start, end), ellipsis)
}

/// The part `kept` of an excerpt, with marks where something was cut.
fn window(excerpt: &Excerpt, kept: Span, ellipsis: &str) -> Window {
    let mut text = String::with_capacity(kept.len() + 2 * ellipsis.len() + 1);
    if excerpt.cut_before || kept.start > 0 {
        text.push_str(ellipsis);
    }
    let shift = text.len();
    text.push_str(kept.slice(&excerpt.text));
    let place = |at: usize| at.clamp(kept.start, kept.end) - kept.start + shift;
    let highlight = Span::new(place(excerpt.highlight.start), place(excerpt.highlight.end));
    if excerpt.cut_after || kept.end < excerpt.text.len() {
        text.push_str(ellipsis);
    }
    if highlight.end == text.len() && highlight.is_empty() {
        // miette draws no caret behind the end of a line.
        text.push(' ');
    }
    Window { text, highlight }
}

/// The byte at most `columns` columns before `at`, not between a character and its combining marks.
fn back(text: &str, at: usize, columns: usize) -> usize {
    let mut start = at;
    let mut used = 0;
    for (index, character) in text[..at].char_indices().rev() {
        let width = character.width().unwrap_or(0);
        used += width;
        if used > columns {
            break;
        }
        if width > 0 {
            start = index;
        }
    }
    start
}

/// The byte at most `columns` columns behind `at`.
fn forth(text: &str, at: usize, columns: usize) -> usize {
    let mut used = 0;
    for (index, character) in text[at..].char_indices() {
        used += character.width().unwrap_or(0);
        if used > columns {
            return at + index;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests;
