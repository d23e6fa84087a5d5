//! Tests of `page/trace/html/page.rs`.

use proptest::prelude::*;

use super::*;

#[test]
fn every_place_of_the_template_is_filled() {
    let page = page("{}", &[]);
    assert!(!page.contains("{{") && !page.contains("}}"));
    assert!(page.contains("script-src 'sha256-") && page.contains(STYLE) && page.contains(SCRIPT));
    // What a browser would fetch.
    assert!(!page.contains("http://") && !page.contains(" src=") && !page.contains("@import"));
    assert!(!page.contains("url("));
}

#[test]
fn the_hash_is_that_of_the_standard() {
    assert_eq!(hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

proptest! {
    #[test]
    fn data_cannot_leave_its_element(
        text in r"(</script>|<!--|<script|-->|\]\]>|&lt;|\{\{script\}\}|\u{2028}|[\\\x22'<>/&a`\x00-\x1f]){0,12}"
    ) {
        let json = serde_json::to_string(&text).unwrap();
        let page = page(&json, &[]);
        let (_, after) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
        let (data, _) = after.split_once("</script>").unwrap();
        let loose = data.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(!loose);
        let back: String = serde_json::from_str(data).unwrap();
        prop_assert_eq!(back, text);
    }
}
