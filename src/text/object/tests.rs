//! Tests of `text/object.rs`.

use super::*;

#[test]
fn members_keep_their_order_and_absent_ones_are_left_out() {
    let json = object! {
        "z": "a\u{202e}",
        "a": None::<u64>,
        "raw": Json::Raw("\u{202e}".to_owned()),
        "none": Json::list([""; 0]),
        "gone": filled(Vec::<u64>::new()),
        "zero": filled(0_u64),
        "empty": filled(object! {}),
        "some": filled(vec![1_u64, 2]),
        "ms": 1.5,
    };
    let text = serde_json::to_string(&json.begun("kind", "x")).unwrap();
    let expected = r#"{"kind":"x","z":"a\\u{202e}","raw":"RAW","none":[],"some":[1,2],"ms":1.5}"#;
    assert_eq!(text, expected.replace("RAW", "\u{202e}"));
}
