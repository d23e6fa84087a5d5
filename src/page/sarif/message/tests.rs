//! Tests of `page/sarif/message.rs`.

use super::*;

#[test]
fn links_and_placeholders_are_escaped_and_nothing_else() {
    assert_eq!(text("see [this](http://evil)"), "see [this\\](http://evil)");
    assert_eq!(text("{0}, {12} and {x}"), "{{0}}, {{12}} and {x}");
    let json = r#"add "routingData": {"a": [1, 2]} to {}"#;
    assert_eq!(text(json), json);
    assert_eq!(text("é{日本}]\u{1b}{"), "é{日本}]\\u{1b}{");
    // Made of digits by the escape itself.
    assert_eq!(text("\u{85}\u{80}"), "\\u{{85}}\\u{{80}}");
}
