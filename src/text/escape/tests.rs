//! Tests of `text/escape.rs`.

use super::*;

#[test]
fn dangerous_characters_become_visible() {
    assert_eq!(
        escape("a\u{1b}[31m\r\n\u{202e}\u{feff}\u{e0041}\u{85}\u{7f}"),
        "a\\u{1b}[31m\\r\\n\\u{202e}\\u{feff}\\u{e0041}\\u{85}\\u{7f}"
    );
    assert!(matches!(escape("Zoë 日本 ✓"), Cow::Borrowed(_)));
}

#[test]
fn the_highlight_moves_along() {
    let excerpt = Excerpt { text: "\t\u{202e}ab\u{1b}c".to_owned(), highlight: Span::new(4, 7), ..Excerpt::default() };
    let escaped = escape_excerpt(&excerpt);
    assert_eq!(escaped.text, " \\u{202e}ab\\u{1b}c");
    assert_eq!(escaped.highlight.slice(&escaped.text), "ab\\u{1b}");
    let end = Excerpt { highlight: Span::at(excerpt.text.len()), ..excerpt };
    assert_eq!(escape_excerpt(&end).highlight, Span::at(escaped.text.len()));
}
