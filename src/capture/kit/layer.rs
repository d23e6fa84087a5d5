//! Pieces of decoded text, with their way back to the source through any number of string layers.

use std::borrow::Cow;

use crate::capture::Located;
use crate::text::json::{Node, SourceMap, source_map};
use crate::text::span::Span;

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

/// `rest` behind text that stands nowhere: a URL's path behind its scheme and host.
pub fn prefixed<'s>(head: &str, rest: &Located<'_>) -> Located<'s> {
    let mut map = SourceMap::builder(0);
    map.escape(head.len(), 0);
    map.verbatim(rest.text.len());
    Located { text: Cow::Owned(format!("{head}{}", rest.text)), map: map.finish().through(&rest.map) }
}

/// `span` of `text` without the white space at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let content = span.slice(text);
    let head = content.len() - content.trim_start().len();
    let len = content.trim().len();
    Span::new(span.start + head, span.start + head + len)
}

/// The part of `outer` at `span`, written with backslash escapes; `special` gives the character of an escape that only this
/// language has, which a text begins with, and the escape's length. A backslash that begins none is itself.
pub fn unescaped<'s>(outer: &Located<'s>, span: Span, special: fn(&str) -> Option<(char, usize)>) -> Located<'s> {
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
            let (character, len) = escape(&written[at..]).or_else(|| special(&written[at..])).unwrap_or(('\\', 1));
            text.push(character);
            map.escape(character.len_utf8(), len);
            at += len;
        }
    }
    Located { text: Cow::Owned(text), map: map.finish().through(&outer.map) }
}

/// The character of the escape that `text` begins with, where it is one that all languages have.
fn escape(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        quote @ (b'\\' | b'\'' | b'"') => char::from(*quote),
        _ => return None,
    };
    Some((character, 2))
}

/// The part of a row that is not JSON any more: for a row like `{…},`.
pub fn without_comma<'s>(row: &Located<'s>) -> Located<'s> {
    let text = row.text.trim_end();
    match text.strip_suffix(',') {
        Some(rest) if rest.trim_end().ends_with('}') => part(row, Span::new(0, rest.len())),
        _ => row.clone(),
    }
}
