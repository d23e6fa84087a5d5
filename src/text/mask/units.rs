//! Text as the characters that it means: an escape (`\u0061`, at whatever level of strings in strings) and a percent-encoded
//! character are one unit. So a value is known, and can be replaced, however it is written.

use crate::text::json::SourceMap;
use crate::text::span::Span;

/// How a unit is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As it is.
    Raw,
    /// As it is, and what it means depends on the backslash before it: `n` in `\n`, the backslashes themselves, half of a
    /// surrogate pair.
    Bound,
    /// `\u00e9`, behind any number of backslashes.
    Escape,
    /// `\ud83d\ude00`: a surrogate pair.
    Pair,
    /// `%C3%A9`: its UTF-8 bytes, percent-encoded.
    Percent,
    /// `%FF`: a percent-encoded byte that is no UTF-8; the character is the byte's number.
    Byte,
}

/// One character, and the bytes that it is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) span: Span,
    pub(crate) character: char,
    pub(crate) form: Form,
}

/// The units of `text`, which they cover without a gap.
pub(crate) fn units(text: &str) -> impl Iterator<Item = Unit> {
    let mut at = 0;
    let mut bound = false;
    std::iter::from_fn(move || {
        let unit = unit(text, at, bound)?;
        bound = unit.character == '\\' && unit.form == Form::Bound;
        at = unit.span.end;
        Some(unit)
    })
}

fn unit(text: &str, at: usize, bound: bool) -> Option<Unit> {
    let character = text.get(at..)?.chars().next()?;
    let coded = match character {
        '\\' => Some(backslashes(text.as_bytes(), at)),
        '%' => percent(text.as_bytes(), at),
        _ => None,
    };
    let form = if bound { Form::Bound } else { Form::Raw };
    Some(coded.unwrap_or(Unit { span: Span::new(at, at + character.len_utf8()), character, form }))
}

/// A run of backslashes, with the code behind it where there is one.
fn backslashes(bytes: &[u8], at: usize) -> Unit {
    let after = run(bytes, at);
    let unit = |end, character, form| Unit { span: Span::new(at, end), character, form };
    let Some(code) = code(bytes, after) else {
        return unit(after, '\\', Form::Bound);
    };
    let end = after + 5;
    if let Some(character) = char::from_u32(code) {
        return unit(end, character, Form::Escape);
    }
    let second = run(bytes, end);
    let low = self::code(bytes, second).filter(|_| second > end && code < 0xdc00);
    let low = low.filter(|low| (0xdc00..0xe000).contains(low));
    let pair = low.and_then(|low| char::from_u32(0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00)));
    match pair {
        Some(character) => unit(second + 5, character, Form::Pair),
        None => unit(end, char::REPLACEMENT_CHARACTER, Form::Bound),
    }
}

fn run(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|b| **b == b'\\').count()
}

/// The number in `u00e9` at `at`.
fn code(bytes: &[u8], at: usize) -> Option<u32> {
    match bytes.get(at..at + 5)? {
        [b'u', digits @ ..] => hex(digits),
        _ => None,
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| Some(sum * 16 + char::from(*digit).to_digit(16)?))
}

fn percent(bytes: &[u8], at: usize) -> Option<Unit> {
    let byte = |at: usize| match bytes.get(at..at + 3)? {
        [b'%', digits @ ..] => u8::try_from(hex(digits)?).ok(),
        _ => None,
    };
    let first = byte(at)?;
    let len = match first {
        0..0x80 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
        _ => 0,
    };
    let encoded: Option<Vec<u8>> = (0..len).map(|index| byte(at + index * 3)).collect();
    let decoded = encoded.and_then(|bytes| String::from_utf8(bytes).ok()?.chars().next());
    Some(match decoded {
        Some(character) => Unit { span: Span::new(at, at + len * 3), character, form: Form::Percent },
        None => Unit { span: Span::new(at, at + 3), character: char::from(first), form: Form::Byte },
    })
}

/// `text` with the characters read that need no escape and are no marks of a notation, and the way back; `None` where
/// nothing is written so. Quotes, backslashes and separators stay as they are written: their form says what they are.
pub(crate) fn plain(text: &str) -> Option<(String, SourceMap)> {
    let harmless = |unit: &Unit| {
        matches!(unit.form, Form::Escape | Form::Pair | Form::Percent)
            && (unit.character.is_alphanumeric() || matches!(unit.character, '@' | '.' | '-' | '_' | '+'))
    };
    let coded = text.contains("\\u") || text.contains('%');
    if !coded || !units(text).any(|unit| harmless(&unit)) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut map = SourceMap::builder(0);
    for unit in units(text) {
        if harmless(&unit) {
            map.escape(unit.character.len_utf8(), unit.span.len());
            plain.push(unit.character);
        } else {
            map.verbatim(unit.span.len());
            plain.push_str(unit.span.slice(text));
        }
    }
    Some((plain, map.finish()))
}

#[cfg(test)]
mod tests;
