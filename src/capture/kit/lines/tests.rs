//! Lines, forwards and backwards.

use crate::source::InputName;
use crate::text::mask::Masker;

use super::*;

proptest::proptest! {
    #[test]
    fn lines_are_those_of_the_standard_library(text in "[aé\r\n]{0,60}", block in 1..9_usize) {
        let sources = [
            Source::from_text(InputName::Stdin, text.clone(), Masker::new(true)),
            Source::in_file(&text, block),
        ];
        for source in sources {
            // Where no line feed stands in it, a carriage return ends a line.
            let end = if text.contains('\n') { '\n' } else { '\r' };
            let expected: Vec<&str> = text
                .split_inclusive(end)
                .map(|line| line.strip_suffix(end).unwrap_or(line))
                .map(|line| line.strip_suffix('\r').unwrap_or(line))
                .collect();
            let slice = |span| source.slice(span).into_owned();
            let lines: Vec<String> = Lines::of(&source).map(slice).collect();
            proptest::prop_assert_eq!(&lines, &expected);
            let back = LinesBack::of(&source).filled().map(|line| line.text.into_owned());
            let mut back: Vec<String> = back.collect();
            back.reverse();
            let filled = Lines::of(&source).filled().map(|line| line.text.into_owned());
            proptest::prop_assert_eq!(back, filled.collect::<Vec<_>>());
        }
    }
}

/// Lines that end with a carriage return alone, as old Macs wrote them.
#[test]
fn carriage_returns_end_lines_where_nothing_else_does() {
    let source = crate::source::Source::in_file("a\rbc\r\rd", 5);
    let lines: Vec<String> = Lines::of(&source).map(|span| source.slice(span).into_owned()).collect();
    assert_eq!(lines, ["a", "bc", "", "d"]);
    let back: Vec<String> = LinesBack::of(&source).filled().map(|line| line.text.into_owned()).collect();
    assert_eq!(back, ["d", "bc", "a"]);
}
