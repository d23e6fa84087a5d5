//! Lines of `key=value` members, whose texts stand in quotes with escapes: `level=debug msg="Sending: {\"type\":…}"`.

use std::borrow::Cow;

use crate::capture::Located;
use crate::text::json::SourceMap;
use crate::text::span::Span;

/// Least number of members that a line begins with before it counts as one of them.
const FEW: usize = 2;

/// The part of `outer` at `line` with its quoted values as they were before they were quoted; none where it is no such line, or
/// quotes nothing that needs it.
pub fn unquoted<'s>(outer: &Located<'s>, line: Span) -> Option<Located<'s>> {
    let written = line.slice(&outer.text);
    if !written.contains("=\"") || !written.contains("\\\"") || members(written) < FEW {
        return None;
    }
    let mut text = String::with_capacity(written.len());
    let mut map = SourceMap::builder(line.start);
    let mut at = 0;
    let mut quoted = false;
    while let Some(c) = written[at..].chars().next() {
        let escaped = written[at + c.len_utf8()..].chars().next().filter(|_| c == '\\' && quoted);
        let (plain, len) = match (c, escaped) {
            ('\\', Some(next @ ('"' | '\\'))) => (Some(next), 2),
            ('\\', Some('n')) => (Some('\n'), 2),
            ('"', _) if quoted || written[..at].ends_with('=') => {
                quoted = !quoted;
                map.escape(0, 1);
                at += 1;
                continue;
            }
            _ => (None, c.len_utf8()),
        };
        match plain {
            Some(plain) => {
                text.push(plain);
                map.escape(plain.len_utf8(), len);
            }
            None => {
                text.push(c);
                map.verbatim(len);
            }
        }
        at += len;
    }
    Some(Located { text: Cow::Owned(text), map: map.finish().through(&outer.map) })
}

/// How many members stand at the beginning of the line, one behind the other.
fn members(line: &str) -> usize {
    let (mut rest, mut count) = (line.trim_start(), 0);
    while let Some((key, value)) = rest.split_once('=') {
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '/'));
        if !is_key {
            break;
        }
        count += 1;
        rest = behind(value).trim_start();
        if count >= FEW {
            break;
        }
    }
    count
}

/// What follows a value.
fn behind(value: &str) -> &str {
    let Some(inner) = value.strip_prefix('"') else {
        return value.find(' ').map_or("", |at| &value[at..]);
    };
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &inner[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests;
