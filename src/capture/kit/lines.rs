//! The lines of an input of any size, forwards or backwards.

#[cfg(test)]
mod tests;

use crate::capture::kit::{part, trimmed};
use crate::capture::{Located, Timestamp};
use crate::source::{BLOCK, Source};
use crate::text::json::SourceMap;
use crate::text::span::Span;

/// A line that is longer than this is cut into several: of a text of any size, only so much is held.
const MAX_LINE: usize = 64 << 20;

/// The places of an input's lines, without their line ends.
#[derive(Clone)]
pub struct Lines<'s> {
    source: &'s Source,
    at: usize,
    end: usize,
}

impl<'s> Lines<'s> {
    /// All lines.
    pub fn of(source: &'s Source) -> Self {
        Self::within(source, Span::new(0, source.len()))
    }

    /// The lines of a part of the input.
    pub fn within(source: &'s Source, span: Span) -> Self {
        Self { source, at: span.start, end: span.end }
    }

    /// The lines that are not blank, without the white space around them.
    pub fn filled(self) -> impl Iterator<Item = Located<'s>> {
        let source = self.source;
        self.filter_map(move |span| filled(source, span))
    }

    /// Where the next line begins.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.at;
        if start >= self.end {
            return None;
        }
        let mut seen = 0;
        loop {
            let stretch = self.source.stretch(start, (seen + 1).max(2 * seen));
            let bytes = stretch.bytes_from(start);
            let bytes = bytes.get(..self.end - start).unwrap_or(bytes);
            if let Some(len) = memchr::memchr(self.source.line_end(), &bytes[seen.min(bytes.len())..]) {
                let end = start + seen + len;
                self.at = end + 1;
                let cr = bytes[..seen + len].ends_with(b"\r");
                return Some(Span::new(start, end - usize::from(cr)));
            }
            if start + bytes.len() >= self.end || bytes.len() <= seen || bytes.len() >= MAX_LINE {
                let end = if bytes.len() <= seen { self.end } else { start + bytes.len() };
                self.at = end.max(start + 1);
                let cr = self.source.slice(Span::new(end - 1, end)) == "\r";
                return Some(Span::new(start, end - usize::from(cr)));
            }
            seen = bytes.len();
        }
    }
}

/// The places of an input's lines from the last to the first.
pub struct LinesBack<'s> {
    source: &'s Source,
    end: Option<usize>,
}

impl<'s> LinesBack<'s> {
    pub fn of(source: &'s Source) -> Self {
        Self { source, end: Some(source.len()) }
    }

    /// The lines that are not blank, without the white space around them.
    pub fn filled(self) -> impl Iterator<Item = Located<'s>> {
        let source = self.source;
        self.filter_map(move |span| filled(source, span))
    }
}

impl Iterator for LinesBack<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let end = self.end?;
        let mut from = end;
        let start = loop {
            let before = from.saturating_sub(BLOCK);
            let stretch = self.source.stretch(before, from - before);
            let text = stretch.text().as_bytes();
            let first = before.max(stretch.base) - stretch.base;
            let part = text.get(first..(from - stretch.base).min(text.len())).unwrap_or_default();
            match memchr::memrchr(self.source.line_end(), part) {
                Some(found) => break Some(stretch.base + first + found + 1),
                None if before == 0 || end - before >= MAX_LINE => {
                    break (before > 0).then_some(before);
                }
                None => from = before,
            }
        };
        self.end = start.map(|start| start.saturating_sub(1));
        let span = Span::new(start.unwrap_or(0), end);
        let cr = self.source.slice(span).ends_with('\r');
        Some(Span::new(span.start, span.end - usize::from(cr)))
    }
}

/// Where the text ends, without white space behind it.
pub fn end_of_text(source: &Source) -> usize {
    let last = LinesBack::of(source).filled().next();
    last.map_or(0, |line| line.span().end)
}

/// A piece of a text, in which the lines that begin before `own_end` (in the source) are to be read.
pub struct Chunk<'s> {
    /// The lines, and some of the text behind them, where the last record may go on.
    pub text: Located<'s>,
    pub own_end: usize,
}

/// A text in pieces of whole lines: one piece, where the text is in memory.
pub fn chunks<'s>(source: &'s Source, ahead: usize) -> impl Iterator<Item = Chunk<'s>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= source.len() {
            return None;
        }
        let stretch = source.stretch(at, 1);
        let whole = stretch.base == 0 && stretch.text().len() == source.len();
        let own_end = if whole {
            source.len()
        } else {
            let wanted = at + source.block().max(1);
            let mut lines = Lines::within(source, Span::new(wanted.min(source.len()), source.len()));
            lines.next();
            lines.at().min(source.len())
        };
        let span = Span::new(at, own_end.saturating_add(ahead).min(source.len()));
        at = own_end;
        Some(Chunk { text: Located::of(source, span), own_end })
    })
}

/// Puts pieces of text together that stand apart in the source, in its order.
#[derive(Default)]
pub struct Joiner<'s> {
    whole: Option<Located<'s>>,
}

impl<'s> Joiner<'s> {
    pub fn push(&mut self, piece: &Located<'s>) {
        self.whole = Some(match self.whole.take() {
            None => piece.clone(),
            Some(before) => {
                Located { map: before.map.then(&piece.map), text: format!("{}{}", before.text, piece.text).into() }
            }
        });
    }

    /// The whole text; empty where there were no pieces.
    pub fn finish(self) -> Located<'s> {
        self.whole.unwrap_or_else(|| Located { text: "".into(), map: SourceMap::verbatim(Span::at(0)) })
    }
}

/// Whether a log with these times at its two ends runs backwards as a whole, in more than `few` steps.
pub fn is_newest_first(times: &[Timestamp], few: usize) -> bool {
    let pairs = || times.iter().zip(times.iter().skip(1));
    let back = pairs().filter(|(a, b)| a > b).count();
    let forth = pairs().filter(|(a, b)| a < b).count();
    times.first() > times.last() && back > few && back > forth * 9
}

fn filled(source: &Source, span: Span) -> Option<Located<'_>> {
    let line = Located::of(source, span);
    let inner = trimmed(&line.text, Span::new(0, line.text.len()));
    (!inner.is_empty()).then(|| part(&line, inner))
}
