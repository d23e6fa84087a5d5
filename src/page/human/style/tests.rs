//! Tests of `page/human/style.rs`.

use super::*;

#[test]
fn text_is_cut_between_characters() {
    let style = Style::new(&HumanOptions::default());
    assert_eq!(clip("日本日本", 8, style), "日本日本");
    assert_eq!(clip("日本日本", 6, style), "日本…");
    assert_eq!(clip("abc", 2, style), "a…");
}

#[test]
fn text_is_broken_at_spaces_and_long_words_anywhere() {
    assert_eq!(wrap("one two three", 8), ["one two", "three"]);
    assert_eq!(wrap("a 0123456789abc d", 8), ["a", "01234567", "89abc d"]);
    assert_eq!(wrap("日本日本日 x", 8), ["日本日本", "日 x"]);
    assert_eq!(wrap("", 8), [""]);
}
