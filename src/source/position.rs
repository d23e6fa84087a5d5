//! Lines, columns and original offsets of a text, for any byte, in constant time.
//!
//! Captures have lines of many megabytes (a minified HAR is one line), so counting from the start of the line for every
//! finding would be quadratic. Checkpoints every few kilobytes bound the work.

use crate::text::json::SourceMap;
use crate::text::span::{Span, ceil, floor};

use super::storage::Storage;

/// Distance between checkpoints, in bytes.
const STEP: usize = 4096;

/// How the text relates to the bytes it was decoded from.
#[derive(Debug)]
pub(super) enum Origin {
    /// The bytes are the text, after a byte order mark of `bom` bytes.
    Utf8 { bom: usize },
    /// UTF-8 with invalid sequences, each replaced by U+FFFD.
    Repaired(SourceMap),
    /// UTF-16 after a byte order mark of two bytes; `len` bytes with it. A last half unit was read as U+FFFD.
    Utf16 { len: usize },
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// From 1.
    pub(super) line: usize,
    /// From 1, in Unicode characters.
    pub(super) column: usize,
    /// In the bytes that the text was decoded from.
    pub(super) offset: usize,
    /// From 1, in bytes: those that the text was decoded from, or those of the text in UTF-8 where it was decoded from UTF-16.
    pub(super) byte_column: usize,
}

/// State at a byte of the text that is a multiple of [`STEP`] (or the character boundary after it).
#[derive(Clone, Copy, Debug)]
struct Mark {
    byte: usize,
    line: usize,
    column: usize,
    /// UTF-16 code units before `byte`.
    units: usize,
    /// Where `line` begins.
    line_start: usize,
}

#[derive(Debug)]
pub(super) struct PositionIndex {
    marks: Vec<Mark>,
}

impl PositionIndex {
    /// Counts through a whole text.
    pub(super) fn new(storage: &Storage) -> Self {
        let mut mark = Mark { byte: 0, line: 1, column: 1, units: 0, line_start: 0 };
        let mut marks = vec![mark];
        while mark.byte + STEP < storage.len() {
            // One byte more: whether a CR ends a line depends on what follows it.
            let stretch = storage.stretch(mark.byte, STEP + 8);
            let (text, base) = (stretch.text(), stretch.base);
            let end = base + text.len();
            let first = mark.byte;
            loop {
                let next = ceil(text, mark.byte + STEP - base);
                if next + 1 >= text.len() && end < storage.len() || next >= text.len() {
                    break;
                }
                mark = advance(text, base, mark, base + next);
                marks.push(mark);
            }
            if mark.byte == first {
                // Less text than there should be: the file has changed.
                break;
            }
        }
        Self { marks }
    }

    /// The position of byte `offset` of the text that this index was made of. An offset inside a character is taken
    /// back to its start; one beyond the end is the end. The line feed of a CR LF pair stands a column behind its CR.
    pub(super) fn at(&self, storage: &Storage, origin: &Origin, offset: usize) -> Position {
        let offset = offset.min(storage.len());
        let index = self.marks.partition_point(|mark| mark.byte <= offset);
        let Some(mark) = index.checked_sub(1).and_then(|i| self.marks.get(i)) else {
            return Position { line: 1, column: 1, offset, byte_column: 1 };
        };
        let text = storage.slice(Span::new(mark.byte, offset + 8));
        let offset = mark.byte + floor(&text, offset - mark.byte);
        let mark = advance(&text, mark.byte, *mark, offset);
        Position {
            line: mark.line,
            column: mark.column,
            offset: match origin {
                Origin::Utf8 { bom } => offset + bom,
                Origin::Repaired(map) => map.offset(offset),
                Origin::Utf16 { len } => (2 + 2 * mark.units).min(*len),
            },
            byte_column: byte_column(origin, mark.line_start, offset),
        }
    }
}

/// A byte order mark belongs to the first line, as it does for whoever reads the file as bytes.
fn byte_column(origin: &Origin, line_start: usize, offset: usize) -> usize {
    let (start, at) = match origin {
        Origin::Utf8 { bom } if line_start == 0 => (0, offset + bom),
        Origin::Repaired(map) if line_start == 0 => (0, map.offset(offset)),
        Origin::Repaired(map) => (map.offset(line_start), map.offset(offset)),
        Origin::Utf8 { .. } | Origin::Utf16 { .. } => (line_start, offset),
    };
    at.saturating_sub(start) + 1
}

/// Counts from `mark` to byte `to`; `text` begins at `base`. A line ends at LF, CR LF or a lone CR.
fn advance(text: &str, base: usize, mark: Mark, to: usize) -> Mark {
    let bytes = text.as_bytes();
    let mut mark = mark;
    let (from, until) = (mark.byte - base, to - base);
    let Some(part) = text.get(from..until) else {
        return mark;
    };
    if let Some(counted) = advance_ascii(part.as_bytes(), mark, to) {
        return counted;
    }
    for (index, character) in part.char_indices() {
        mark.units += character.len_utf16();
        let at = from + index;
        let ends_line = match character {
            '\n' => true,
            '\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends_line {
            mark.line += 1;
            mark.column = 1;
            mark.line_start = mark.byte + index + 1;
        } else {
            mark.column += 1;
        }
    }
    mark.byte = to;
    mark
}

/// The count for ASCII without a CR, which most logs are: by far the quicker one.
fn advance_ascii(part: &[u8], mark: Mark, to: usize) -> Option<Mark> {
    if !part.is_ascii() || memchr::memchr(b'\r', part).is_some() {
        return None;
    }
    let last = memchr::memrchr(b'\n', part);
    Some(Mark {
        byte: to,
        line: mark.line + memchr::memchr_iter(b'\n', part).count(),
        column: last.map_or(mark.column + part.len(), |last| part.len() - last),
        units: mark.units + part.len(),
        line_start: last.map_or(mark.line_start, |last| mark.byte + last + 1),
    })
}

#[cfg(test)]
mod tests;
