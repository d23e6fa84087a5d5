//! Huge JSON texts.

use guestlint::text::json::{PAYLOAD_DEPTH, parse};

use crate::effort::linear;

#[test]
fn thirty_megabytes_in_one_line_take_linear_time() {
    const SIZE: usize = 30_000_000;
    linear(|| {
        let string = format!("\"{}\"", "x".repeat(SIZE));
        let document = parse(&string, PAYLOAD_DEPTH).unwrap();
        assert_eq!(document.root().as_str().map(str::len), Some(SIZE));
        let escapes = format!("\"{}\"", "\\n".repeat(SIZE / 2));
        let document = parse(&escapes, PAYLOAD_DEPTH).unwrap();
        assert_eq!(document.root().as_str().map(str::len), Some(SIZE / 2));
        let array = format!("[{}0]", "1,".repeat(SIZE / 2));
        assert_eq!(parse(&array, PAYLOAD_DEPTH).unwrap().root().items().len(), SIZE / 2 + 1);
    });
}

#[test]
fn an_object_of_many_equal_keys_takes_linear_time() {
    linear(|| {
        let text = format!("{{{}\"k\":0}}", "\"k\":1,".repeat(500_000));
        let document = parse(&text, PAYLOAD_DEPTH).unwrap();
        assert_eq!(document.root().members().count(), 1);
        assert_eq!(document.root().all_members().len(), 500_001);
        assert_eq!(document.root().get("k").map(|n| n.raw()), Some("0"));
    });
}
