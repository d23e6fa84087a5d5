//! Tests of `page/xml.rs`.

use super::*;

#[test]
fn text_is_escaped_and_what_xml_cannot_hold_is_shown() {
    let hostile = "a]]><b c=\"d\">&'\u{1b}\u{ffff}\u{fffe}\u{7f}é";
    let elements = vec![Element::new("text").saying(hostile), Element::new("empty")];
    let mut out = Vec::new();
    document(&mut out, &Element::new("root").with("name", hostile).holding(elements)).unwrap();
    let text = String::from_utf8(out).unwrap();
    insta::assert_snapshot!(text);
}
