//! Pieces of decoded text, with their way back to the source through any number of string layers.

use std::borrow::Cow;

use crate::text::json::{Node, SourceMap, source_map};
use crate::text::span::Span;

use crate::capture::Located;

/// The part of `outer` at `span` (of `outer`'s text).
pub fn part<'s>(outer: &Located<'s>, span: Span) -> Located<'s> {
    Located {
        text: match &outer.text {
            Cow::Borrowed(text) => Cow::Borrowed(span.slice(text)),
            Cow::Owned(text) => Cow::Owned(span.slice(text).to_owned()),
        },
        map: SourceMap::verbatim(span).through(&outer.map),
    }
}

/// The content of a JSON string of a document that was parsed from `outer`'s text.
pub fn string<'s>(outer: &Located<'s>, node: Node<'_>) -> Option<Located<'s>> {
    let decoded = node.as_str()?;
    let span = node.span();
    if !node.raw().contains('\\') {
        let mut content = part(outer, Span::new(span.start + 1, span.end - 1));
        let inner = SourceMap::verbatim(Span::new(span.start + 1, span.end - 1)).of_string();
        content.map = inner.through(&outer.map);
        return Some(content);
    }
    Some(Located { text: Cow::Owned(decoded.to_owned()), map: source_map(&outer.text, span).through(&outer.map) })
}

/// A payload as a JSON value holds it: the content of a string, or the value itself.
pub fn content<'s>(outer: &Located<'s>, node: Node<'_>) -> Located<'s> {
    string(outer, node).unwrap_or_else(|| part(outer, node.span()))
}

/// `span` of `text` without the white space at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let content = span.slice(text);
    let head = content.len() - content.trim_start().len();
    let len = content.trim().len();
    Span::new(span.start + head, span.start + head + len)
}

/// The part of `outer` at `span`, written with backslash escapes; `escape` gives the character of the escape that a text begins
/// with, and the escape's length.
pub fn unescaped<'s>(outer: &Located<'s>, span: Span, escape: fn(&str) -> (char, usize)) -> Located<'s> {
    let written = span.slice(&outer.text);
    if !written.contains('\\') {
        return part(outer, span);
    }
    let mut text = String::with_capacity(written.len());
    let mut map = SourceMap::builder(span.start);
    let mut at = 0;
    while at < written.len() {
        let run = written[at..].find('\\').unwrap_or(written.len() - at);
        text.push_str(&written[at..at + run]);
        map.verbatim(run);
        at += run;
        if at < written.len() {
            let (character, len) = escape(&written[at..]);
            text.push(character);
            map.escape(character.len_utf8(), len);
            at += len;
        }
    }
    Located { text: Cow::Owned(text), map: map.finish().through(&outer.map) }
}

/// The part of a row that is not JSON any more: for a row like `{…},`.
pub fn without_comma<'s>(row: &Located<'s>) -> Located<'s> {
    let text = row.text.trim_end();
    match text.strip_suffix(',') {
        Some(rest) if rest.trim_end().ends_with('}') => part(row, Span::new(0, rest.len())),
        _ => row.clone(),
    }
}
