//! Tests of `source/position.rs`.

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
