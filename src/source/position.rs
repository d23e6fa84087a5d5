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
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize, usize) {
        let storage = Storage::Memory(text.to_owned());
        let index = PositionIndex::new(&storage);
        let position = index.at(&storage, &Origin::Utf8 { bom: 3 }, offset);
        (position.line, position.column, position.offset)
    }

    #[test]
    fn lines_end_at_lf_crlf_and_cr() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(at(text, 0), (1, 1, 3));
        assert_eq!(at(text, 2), (2, 1, 5));
        assert_eq!(at(text, 5), (3, 1, 8));
        assert_eq!(at(text, 7), (4, 1, 10));
        assert_eq!(at(text, 99), (4, 2, 11));
    }

    #[test]
    fn columns_count_characters_beyond_a_checkpoint() {
        let text = format!("x\n{}😀y", "é".repeat(STEP));
        assert_eq!(at(&text, text.len() - 1), (2, STEP + 2, text.len() + 2));
    }

    #[test]
    fn byte_columns_count_the_bytes_of_the_line() {
        let column = |text: &str, origin: &Origin, offset| {
            let storage = Storage::Memory(text.to_owned());
            PositionIndex::new(&storage).at(&storage, origin, offset).byte_column
        };
        let plain = Origin::Utf8 { bom: 0 };
        let marked = Origin::Utf8 { bom: 3 };
        // The example of reviewdog's definition of a column.
        assert_eq!(column("a𐐀b", &plain, 5), 6);
        assert_eq!(column("a𐐀b", &marked, 5), 9);
        assert_eq!(column("é\n😀x", &marked, 7), 5);
        assert_eq!(column("é\r😀x", &Origin::Utf16 { len: 99 }, 7), 5);
        let long = format!("x\n{}y", "é".repeat(STEP));
        assert_eq!(column(&long, &plain, long.len() - 1), 2 * STEP + 1);
        let ascii = format!("x\n{}y", "e".repeat(2 * STEP));
        assert_eq!(column(&ascii, &plain, ascii.len() - 1), 2 * STEP + 1);
    }

    #[test]
    fn utf16_offsets_count_code_units() {
        let text = "é😀\nx";
        let storage = Storage::Memory(text.to_owned());
        let index = PositionIndex::new(&storage);
        let place = index.at(&storage, &Origin::Utf16 { len: 12 }, text.len() - 1);
        assert_eq!(place.offset, 2 + 2 * 4);
    }

    /// Line, column and UTF-16 units before `offset`, counted from the start of the text.
    fn naive(text: &str, offset: usize) -> (usize, usize, usize) {
        let (mut line, mut column, mut units) = (1, 1, 0);
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            if at + character.len_utf8() > offset {
                break;
            }
            units += character.len_utf16();
            if character == '\n' || character == '\r' && next != Some('\n') {
                (line, column) = (line + 1, 1);
            } else {
                column += 1;
            }
        }
        (line, column, units)
    }

    proptest::proptest! {
        #[test]
        fn positions_are_those_of_a_naive_count(
            part in "[a\n\ré😀\u{2028}]{0,40}",
            times in 0..400_usize,
            offset in 0..20_000_usize,
        ) {
            let text = part.repeat(times);
            let origin = Origin::Utf16 { len: usize::MAX };
            let in_memory = Storage::Memory(text.clone());
            let in_file = Storage::in_file(&text, 100);
            let (index, other) = (PositionIndex::new(&in_memory), PositionIndex::new(&in_file));
            for offset in [offset, STEP - 1, STEP, STEP + 1, 2 * STEP, text.len(), text.len() + 1] {
                let position = index.at(&in_memory, &origin, offset);
                proptest::prop_assert_eq!(position, other.at(&in_file, &origin, offset));
                let expected = naive(&text, offset);
                proptest::prop_assert_eq!(
                    (position.line, position.column, position.offset),
                    (expected.0, expected.1, 2 + 2 * expected.2)
                );
            }
        }
    }
}
