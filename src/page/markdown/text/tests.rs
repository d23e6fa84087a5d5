//! Tests of `page/markdown/text.rs`.

use super::*;

#[test]
fn text_means_nothing() {
    insta::assert_snapshot!(
        [
            "startChat has no `routingData`: add it",
            "a ` b",
            "`a``b` and ``",
            "`x|y` `\\` ` `",
            "<script>alert(1)</script> ]]> ![x](y) *a* _b_ ~c~",
            "ask @octocat in #12 or octo/repo#1, :100: for $x$, see https://a.example www.a.example GL1!",
            "a\u{1b}\u{202e}\r\nb | c",
        ]
        .map(prose)
        .join("\n"),
        @r#"
        startChat has no `routingData`: add it
        a &#96; b
        `a`<code>b</code> and &#96;&#96;
        <code>x&#124;y</code> <code>&#92;</code> <code> </code>
        &#60;script&#62;alert(1)&#60;/script&#62; &#93;&#93;&#62; <span>!</span>&#91;x&#93;(y) &#42;a&#42; &#95;b&#95; &#126;c&#126;
        ask <span>@</span>octocat in <span>#</span>12 or octo/repo<span>#</span>1, <span>:</span>100: for <span>&#36;</span>x<span>&#36;</span>, see https<span>:</span>//a.example www<span>.</span>a.example GL1<span>!</span>
        a&#92;u{1b}&#92;u{202e}&#92;r&#92;nb &#124; c
        "#
    );
    assert_eq!(paragraph("1. a"), "&#49;. a");
    assert_eq!(paragraph("- a"), "&#45; a");
    assert_eq!(paragraph("12 files"), "12 files");
    assert_eq!(paragraph("a"), "a");
    assert_eq!(code("a.log:4:67"), "`a.log:4:67`");
}

/// The text that a reader sees, and that it is all text.
fn read(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser};
    let parser = Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION);
    let mut read = String::new();
    for event in parser {
        match event {
            Event::Text(text) | Event::Code(text) => read.push_str(&text),
            Event::InlineHtml(tag) => {
                let known = ["<code>", "</code>", "<span>", "</span>"];
                assert!(known.contains(&&*tag), "{tag} in {markdown}");
            }
            Event::Start(tag) => {
                assert!(matches!(tag, pulldown_cmark::Tag::Paragraph), "{tag:?}");
            }
            Event::End(_) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    read
}

proptest::proptest! {
    #[test]
    fn any_text_reads_as_itself(text in "[-`|<>&@#*_\\[\\]()~$:.!wa1 =+\\\\\u{1b}\n]{1,30}") {
        let shown = escape(&text).into_owned();
        let read = read(&paragraph(&format!("x{shown}x")));
        let without = |text: &str| text.replace('`', "");
        proptest::prop_assert_eq!(without(&read), format!("x{}x", without(&shown)));
    }
}
