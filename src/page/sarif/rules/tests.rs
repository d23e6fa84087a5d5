//! Tests of `page/sarif/rules.rs`.

use crate::rule::RULES;

use super::*;

#[test]
fn links_into_the_documentation_become_text() {
    assert_eq!(
        without_links("as for [GL102](GL102.md), [globs](../configuration.md#globs) [x](https://a.b/c.md) [y](z)"),
        "as for GL102, globs [x](https://a.b/c.md) [y](z)"
    );
}

#[test]
fn every_rule_is_described() {
    for rule in RULES {
        let told = serde_json::to_value(descriptor(rule)).unwrap();
        let code = rule.code;
        let text = |pointer: &str| told.pointer(pointer).and_then(|text| text.as_str()).unwrap();
        assert!(text("/fullDescription/text").len() > 20, "{code}");
        assert!(!text("/fullDescription/text").starts_with(['*', '#']), "{code}");
        assert!(text("/help/markdown").starts_with("**"), "{code}");
        assert!(!text("/help/markdown").contains(".md)"), "{code}");
        assert!(text("/shortDescription/text").ends_with('.'), "{code}");
    }
    assert_eq!(sentence("startChat was sent twice"), "startChat was sent twice.");
    assert_eq!(sentence("a key occurs twice"), "A key occurs twice.");
}
