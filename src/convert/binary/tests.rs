//! The content of binary frames.

use super::*;

#[test]
fn every_notation_gives_the_bytes() {
    for (written, len) in [
        (r#""aGkh""#, Some(3)),
        (r#""aGkh""#, None),
        (r#""686921""#, Some(3)),
        (r#"{"type":"Buffer","data":[104,105,33]}"#, Some(3)),
        ("[104,105,33]", None),
    ] {
        assert_eq!(base64(written, len).as_deref(), Some("aGkh"), "{written}");
    }
    for (written, len) in [("00 01 ... [9 bytes]", Some(9)), (r#""aGkh""#, Some(4)), ("[300]", None)] {
        assert_eq!(base64(written, len), None, "{written}");
    }
}
