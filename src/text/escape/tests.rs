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
