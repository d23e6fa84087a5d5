//! Tests of `text/json/pointer.rs`.

use super::*;

#[test]
fn tokens_unescape_in_the_order_of_rfc_6901() {
    let found: Vec<_> = tokens("/a~1b/~01/").collect();
    assert_eq!(found, ["a/b", "~1", ""]);
    assert_eq!(tokens("").count(), 0);
    assert_eq!(join("", "a/b~"), "/a~1b~0");
}

#[test]
fn an_index_is_written_in_one_way() {
    assert_eq!(index("0"), Some(0));
    assert_eq!(index("10"), Some(10));
    for token in ["", "01", "+1", "-", "1 ", "99999999999999999999999"] {
        assert_eq!(index(token), None, "{token}");
    }
}

#[test]
fn pointers_lead_to_values() -> Result<(), crate::text::json::ParseError> {
    let text = r#"{"a/b":[{"~":7}],"":1,"a/b":[{"~":8},[9]]}"#;
    let document = crate::text::json::parse(text, 8)?;
    let at = |pointer| document.root().pointer(pointer).map(|node| node.raw());
    assert_eq!(at("/a~1b/0/~0"), Some("8"));
    assert_eq!(at("/a~1b/1/0"), Some("9"));
    assert_eq!(at("/"), Some("1"));
    assert_eq!(at(""), Some(text));
    assert_eq!(at("/a~1b/2"), None);
    assert_eq!(at("/a~1b/01"), None);
    assert_eq!(at("/a~1b/0/~0/x"), None);
    Ok(())
}

#[test]
fn dotted_reads_like_code() {
    assert_eq!(dotted("/routingData/language"), "routingData.language");
    assert_eq!(dotted("/content/0/attachment"), "content[0].attachment");
}
