//! Text for Markdown as GitHub and GitLab read it: nothing that comes from an input may become a link, a mention, a reference to
//! an issue, a picture, a formula or HTML.

use std::fmt::Write;

use crate::text::escape::escape;

/// Prose on one line, also in a cell of a table. What stands in backticks becomes code.
pub(super) fn prose(text: &str) -> String {
    let text = escape(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = &*text;
    while let Some((before, after)) = rest.split_once('`') {
        plain(&mut out, before);
        match after.split_once('`') {
            Some((inside, after)) if !inside.is_empty() => {
                push_code(&mut out, inside);
                rest = after;
            }
            _ => {
                out.push_str("&#96;");
                rest = after;
            }
        }
    }
    plain(&mut out, rest);
    out
}

/// Prose at the start of a line, where it must not begin a list, a heading or a quotation.
pub(super) fn paragraph(text: &str) -> String {
    let prose = prose(text);
    let number = prose.trim_start_matches(|c: char| c.is_ascii_digit());
    let begins_list = number.len() < prose.len() && number.starts_with(['.', ')']);
    match prose.chars().next() {
        Some(first) if begins_list || matches!(first, '+' | '-' | '=') => {
            let rest = prose.get(1..).unwrap_or_default();
            format!("&#{};{rest}", u32::from(first))
        }
        _ => prose,
    }
}

/// Code, such as a path.
pub(super) fn code(text: &str) -> String {
    let mut out = String::new();
    push_code(&mut out, &escape(text));
    out
}

fn push_code(out: &mut String, text: &str) {
    let trimmed = text.trim() == text && !text.is_empty();
    // A pipe ends a cell even in code, and two runs of backticks side by side are one.
    if trimmed && !text.contains(['`', '|', '\\']) && !out.ends_with('`') {
        let _ = write!(out, "`{text}`");
        return;
    }
    out.push_str("<code>");
    plain(out, text);
    out.push_str("</code>");
}

/// Text in which nothing means anything.
fn plain(out: &mut String, text: &str) {
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            // Mentions, issues, formulas, schemes and emoji are looked for in the page that Markdown was made into, where an
            // entity is the character itself. A tag parts it from what follows.
            '@' | '#' | '!' | '%' => apart(out, character),
            '$' => out.push_str("<span>&#36;</span>"),
            ':' if rest.peek().is_some_and(|next| may_follow(*next)) => apart(out, ':'),
            '.' if ends_with_www(out) => apart(out, '.'),
            '&' | '<' | '>' | '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' => {
                // Writing to a string does not fail.
                let _ = write!(out, "&#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
}

/// Whether a colon before this may end a scheme, or begin an emoji.
fn may_follow(next: char) -> bool {
    next.is_alphanumeric() || matches!(next, '/' | '+' | '-' | '_')
}

fn apart(out: &mut String, character: char) {
    let _ = write!(out, "<span>{character}</span>");
}

fn ends_with_www(out: &str) -> bool {
    let end = out.len().checked_sub(3).and_then(|start| out.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
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
}
