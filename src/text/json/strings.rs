//! JSON strings: decoding, and the map from decoded bytes back to the escapes.

use std::borrow::Cow;

use crate::text::span::Span;

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
                let (character, len) = escape(bytes, at).map_err(|problem| cut_or(text, start, at, problem))?;
                let head = owned.get_or_insert_default();
                head.push_str(Span::new(verbatim, at).slice(text));
                head.push(character);
                at += len;
                verbatim = at;
            }
            Some(b'\n' | b'\r') => {
                return Err(ParseError::new(text, at, Problem::LineBreakInString));
            }
            Some(control @ 0..=0x1f) => {
                let problem = Problem::ControlCharacter(char::from(*control));
                return Err(ParseError::new(text, at, problem));
            }
            Some(_) => at += 1,
        }
    }
}

/// The error of the escape at `at`: an escape that the end of the text cuts is a string that is not closed.
fn cut_or(text: &str, start: usize, at: usize, problem: Problem) -> ParseError {
    let rest = text.as_bytes().get(at + 1..).unwrap_or_default();
    let cut = match rest {
        [] => true,
        [b'u', digits @ ..] => digits.len() < 4 && digits.iter().all(u8::is_ascii_hexdigit),
        _ => false,
    };
    if cut { ParseError::new(text, start, Problem::UnterminatedString) } else { ParseError::new(text, at, problem) }
}

/// The character of the escape at byte `at`, and the escape's length in bytes.
fn escape(bytes: &[u8], at: usize) -> Result<(char, usize), Problem> {
    let short = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes, at).ok_or(Problem::ShortUnicodeEscape),
        Some(b'x') => return Err(Problem::HexEscape),
        Some(b'\'') => return Err(Problem::SingleQuoteEscape),
        _ => return Err(Problem::UnknownEscape),
    };
    Ok((short, 2))
}

fn unicode_escape(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let unit = hex4(bytes, at + 2)?;
    if (0xd800..0xdc00).contains(&unit)
        && bytes.get(at + 6..at + 8) == Some(b"\\u")
        && let Some(low) = hex4(bytes, at + 8)
        && (0xdc00..0xe000).contains(&low)
    {
        let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        return char::from_u32(code).map(|character| (character, 12));
    }
    Some((char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |sum, byte| Some(sum * 16 + char::from(*byte).to_digit(16)?))
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
            let Ok((character, len)) = escape(bytes, at) else {
                break;
            };
            map.escape(character.len_utf8(), len);
            at += len;
        } else {
            let run = bytes[at..end].iter().position(|byte| *byte == b'\\').unwrap_or(end - at);
            map.verbatim(run);
            at += run;
        }
    }
    map.finish().of_string()
}
