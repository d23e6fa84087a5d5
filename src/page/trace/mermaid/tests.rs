//! Tests of `page/trace/mermaid.rs`.

use super::clean;

#[test]
fn what_could_end_a_statement_becomes_an_entity() {
    assert_eq!(clean("startChat"), "startChat");
    assert_eq!(clean("a;b#c`%%$"), "a#59;b#35;c#96;#37;#37;#36;");
    assert_eq!(clean("<br/>\n\u{202e}"), "#60;br/#62;#92;n#92;u#123;202e#125;");
}
