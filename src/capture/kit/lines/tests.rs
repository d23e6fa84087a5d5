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
            let expected: Vec<&str> = text
                .split_inclusive('\n')
                .map(|line| line.strip_suffix('\n').unwrap_or(line))
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
