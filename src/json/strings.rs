//! JSON strings: decoding, and the map from decoded bytes back to the escapes.

use std::borrow::Cow;

use crate::span::Span;

use super::error::{ParseError, Problem};
use super::map::SourceMap;

/// Decodes the string literal whose opening quote stands at byte `start`; returns its text and the offset just past the closing quote.
///
/// Text without escapes is borrowed. A lone surrogate escape is read as U+FFFD.
pub(super) fn decode(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), ParseError> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let mut verbatim = at;
    let mut owned: Option<String> = None;
    loop {
        match bytes.get(at) {
            None => return Err(ParseError::new(text, start, Problem::UnterminatedString)),
            Some(b'"') => {
                let tail = Span::new(verbatim, at).slice(text);
                let decoded = match owned {
                    None => Cow::Borrowed(tail),
                    Some(mut head) => {
                        head.push_str(tail);
                        Cow::Owned(head)
                    }
                };
                return Ok((decoded, at + 1));
            }
            Some(b'\\') => {
                let (character, len) = escape(text, at)?;
                let head = owned.get_or_insert_default();
                head.push_str(Span::new(verbatim, at).slice(text));
                head.push(character);
                at += len;
                verbatim = at;
            }
            Some(0..=0x1f) => return Err(ParseError::new(text, at, Problem::ControlCharacter)),
            Some(_) => at += 1,
        }
    }
}

/// The character of the escape at byte `at`, and the escape's length in bytes.
fn escape(text: &str, at: usize) -> Result<(char, usize), ParseError> {
    let bytes = text.as_bytes();
    let short = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(text, at),
        _ => return Err(ParseError::new(text, at, Problem::UnknownEscape)),
    };
    Ok((short, 2))
}

fn unicode_escape(text: &str, at: usize) -> Result<(char, usize), ParseError> {
    let bytes = text.as_bytes();
    let Some(unit) = hex4(bytes, at + 2) else {
        return Err(ParseError::new(text, at, Problem::UnknownEscape));
    };
    if (0xd800..0xdc00).contains(&unit) && bytes.get(at + 6..at + 8) == Some(b"\\u") {
        if let Some(low) = hex4(bytes, at + 8).filter(|low| (0xdc00..0xe000).contains(low)) {
            let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            return Ok((
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                12,
            ));
        }
    }
    Ok((
        char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
        6,
    ))
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |sum, byte| {
        Some(sum * 16 + char::from(*byte).to_digit(16)?)
    })
}

/// The map from the decoded text of the string literal at `literal` (quotes included) to the bytes of `text`.
/// `literal` must be a string's span in a parsed document; for other text the map covers as much as can be decoded.
pub fn source_map(text: &str, literal: Span) -> SourceMap {
    let bytes = text.as_bytes();
    let end = literal.end.saturating_sub(1).min(bytes.len());
    let mut at = literal.start + 1;
    let mut map = SourceMap::builder(at);
    while at < end {
        if bytes[at] == b'\\' {
            let Ok((character, len)) = escape(text, at) else {
                break;
            };
            map.escape(character.len_utf8(), len);
            at += len;
        } else {
            let run = bytes[at..end]
                .iter()
                .position(|byte| *byte == b'\\')
                .unwrap_or(end - at);
            map.verbatim(run);
            at += run;
        }
    }
    map.finish()
}
