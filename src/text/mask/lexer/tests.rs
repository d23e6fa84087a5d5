//! Tests of `text/mask/lexer.rs`.

use super::*;

#[test]
fn levels_of_marks() {
    for (text, level, start) in [
        (r#"""#, 0, 0),
        (r#"\""#, 1, 0),
        (r#"\\""#, 0, 2),
        (r#"\\\""#, 2, 0),
        (r#"\\\\\""#, 1, 4),
        (r"\u0022", 1, 0),
        (r"\\u0022", 2, 0),
    ] {
        let quote = quote_at(text.as_bytes(), 0).unwrap();
        assert_eq!((quote.level, quote.start, quote.end), (level, start, text.len()), "{text}");
    }
    assert_eq!(quote_at(br"\n", 0), None);
}
