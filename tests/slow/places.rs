//! Places in long lines.

use guestlint::source::{InputName, Source};
use guestlint::text::mask::Masker;
use guestlint::text::span::Span;

use crate::effort::linear;

#[test]
fn a_place_at_the_end_of_a_long_line_is_found_at_once() {
    let text = "é".repeat(5_000_000);
    let end = text.len();
    let source = Source::from_text(InputName::Stdin, text, Masker::new(true));
    // Counting from the start of the line takes a hundred times as long.
    linear(|| {
        for back in 1..10_000 {
            let place = Span::at(end - 2 * back);
            assert_eq!(source.locate(place, place).column, 5_000_001 - back);
        }
    });
}
