//! Tests of `page/trace/html/rules.rs`.

use crate::rule::RULES;

use super::*;

#[test]
fn links_within_the_documentation_become_text() {
    let html = page("# T\n\nSee [GL101](GL101.md) and [RFC](https://example.com/). <b>x</b> ![p](https://x/p.png)\n");
    insta::assert_snapshot!(html, @r#"<p>See GL101 and <a href="https://example.com/">RFC</a>. &lt;b&gt;x&lt;/b&gt; p</p>"#);
}

#[test]
fn every_page_can_be_shown() {
    for rule in RULES {
        let page = page(rule.page);
        assert!(page.contains("<h2>Why it matters</h2>"), "{}", rule.code);
        assert!(!page.contains("<h1>") && !page.contains("<script") && !page.contains(".md\""));
    }
}
