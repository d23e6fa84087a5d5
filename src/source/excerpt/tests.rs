//! Tests of `source/excerpt.rs`.

use super::super::{InputName, Source};
use super::*;

fn cut(text: &str, span: (usize, usize), extent: (usize, usize)) -> Excerpt {
    Source::from_text(InputName::Stdin, text, Masker::new(false))
        .locate(Span::new(span.0, span.1), Span::new(extent.0, extent.1))
        .excerpt
}

fn shown(excerpt: &Excerpt) -> (&str, &str, usize) {
    (&excerpt.text, excerpt.highlight.slice(&excerpt.text), excerpt.column)
}

#[test]
fn only_the_first_line_of_a_span_is_shown() {
    for text in ["ab\ncde\nfg", "ab\r\ncde\r\nfg", "ab\rcde\rfg"] {
        let at = text.find("de").unwrap();
        let excerpt = cut(text, (at, text.len()), (0, text.len()));
        assert_eq!(shown(&excerpt), ("cde", "de", 1), "{text:?}");
        assert!(!excerpt.cut_before && !excerpt.cut_after);
    }
}

#[test]
fn a_point_may_stand_at_the_end_of_a_line_or_of_the_file() {
    for (text, at, line) in [
        ("ab\ncd", 2, "ab"),
        ("ab\ncd", 5, "cd"),
        ("ab\n", 3, ""),
        ("ab\r\ncd", 2, "ab"),
        ("ab\r\ncd", 3, "ab"),
        ("", 0, ""),
    ] {
        let excerpt = cut(text, (at, at), (0, text.len()));
        assert_eq!(shown(&excerpt), (line, "", 1), "{text:?} {at}");
        assert_eq!(excerpt.highlight.start, line.len());
    }
}

#[test]
fn an_extent_bounds_what_is_shown_but_never_the_place() {
    let text = "aaaa bbbb cccc";
    let excerpt = cut(text, (5, 9), (5, 9));
    assert_eq!(shown(&excerpt), ("bbbb", "bbbb", 6));
    assert!(excerpt.cut_before && excerpt.cut_after);
    assert_eq!(shown(&cut(text, (5, 9), (7, 8))), ("bbbb", "bbbb", 6));
    assert_eq!(shown(&cut(text, (5, 9), (10, 14))), ("bbbb cccc", "bbbb", 6));
}

#[test]
fn wide_and_combining_characters_keep_their_columns() {
    let text = "日本e\u{301}x😀 {\"text\":\"日本\"} y";
    let at = text.find('y').unwrap();
    let excerpt = cut(text, (at, at + 1), (0, text.len()));
    assert_eq!(shown(&excerpt), ("日本e\u{301}x😀 {\"text\":\"**\"} y", "y", 1));
    let inside = text.find('本').unwrap() + 1;
    assert_eq!(shown(&cut(text, (inside, inside + 1), (0, text.len()))).1, "本");
}

#[test]
fn a_long_line_is_cut_to_a_window() {
    let text = format!("{}é{}", "a".repeat(5000), "b".repeat(5000));
    let excerpt = cut(&text, (5000, 9000), (0, text.len()));
    assert_eq!(excerpt.column, 5001 - REACH);
    assert!(excerpt.cut_before && excerpt.cut_after);
    assert!(excerpt.text.len() <= 2 * REACH + SPAN_SHOWN + 4);
    // The span goes on behind the window, and so does its highlight.
    assert_eq!(excerpt.highlight, Span::new(REACH, excerpt.text.len()));
}

#[test]
fn what_is_hidden_is_masked_whatever_it_looks_like() {
    let text = "{\"é\":1,\"data\":\"añ=\",\"b\":[1]}";
    let shown = |span: Span, hidden: &str, show| {
        let at = text.find(hidden).unwrap();
        let source = Source::from_text(InputName::Stdin, text, Masker::new(show));
        let mut place = source.mark(span, Span::new(0, text.len()));
        place.hide(Span::new(at, at + hidden.len()));
        source.resolve(&mut place);
        let excerpt = place.excerpt;
        let marked = excerpt.highlight.slice(&excerpt.text).to_owned();
        (excerpt.text, marked)
    };
    let at = text.find("\"añ").unwrap();
    let value = Span::new(at, at + "\"añ=\"".len());
    let (whole, marked) = shown(value, "\"añ=\"", false);
    assert_eq!(whole, "{\"é\":1,\"data\":\"***\",\"b\":[1]}");
    assert_eq!(marked, "\"***\"");
    let (whole, marked) = shown(Span::new(0, text.len()), "[1]", false);
    assert_eq!(whole, "{\"é\":1,\"data\":\"añ=\",\"b\":***}");
    assert_eq!(marked, whole);
    assert_eq!(shown(value, "\"añ=\"", true).0, text);
}

#[test]
fn a_value_that_is_its_own_extent_is_still_masked() {
    let text = r#"{"guestName":"Bob"}"#;
    assert_eq!(shown(&cut(text, (13, 18), (13, 18))), ("\"***\"", "\"***\"", 14));
}

#[test]
fn the_highlight_moves_along() {
    let excerpt = Excerpt { text: "\t\u{202e}ab\u{1b}c".to_owned(), highlight: Span::new(4, 7), ..Excerpt::default() };
    let escaped = excerpt.escaped();
    assert_eq!(escaped.text, " \\u{202e}ab\\u{1b}c");
    assert_eq!(escaped.highlight.slice(&escaped.text), "ab\\u{1b}");
    let end = Excerpt { highlight: Span::at(excerpt.text.len()), ..excerpt };
    assert_eq!(end.escaped().highlight, Span::at(escaped.text.len()));
}
