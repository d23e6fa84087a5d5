//! Values that are sensitive by their looks, under whatever key they stand.

use crate::text::span::Span;

use super::units;

/// From this length on, a run of mixed letters and digits is a token. UUIDs (36) are ids, and hashes have no capitals.
const TOKEN: usize = 40;
/// Digits of an international telephone number, at least.
const PHONE: usize = 8;
/// Longest local part of an e-mail address (RFC 5321).
const LOCAL: usize = 64;

/// The sensitive value that can be told from byte `at`, if any.
pub(super) fn at(bytes: &[u8], at: usize) -> Option<Span> {
    match bytes.get(at)? {
        b'@' => email(bytes, at, 1),
        b'%' if bytes[at..].starts_with(b"%40") => email(bytes, at, 3),
        b'\\' if bytes[at..].starts_with(b"\\u0040") => email(bytes, at, 6),
        b'e' if bytes[at..].starts_with(b"eyJ") => jwt(bytes, at),
        b'7' | b'[' => encoded_json(bytes, at),
        b'B' | b'b' => bearer(bytes, at),
        b'+' => phone(bytes, at),
        b':' if bytes[at..].starts_with(b"://") => user_information(bytes, at + 3),
        byte if is_token(*byte) && (at == 0 || !is_token(bytes[at - 1])) => token(bytes, at),
        _ => None,
    }
}

/// The values in the value at `place` that are sensitive by their looks.
pub(super) fn within(text: &str, place: Span) -> Vec<Span> {
    let value = place.slice(text);
    let plain = units::plain(value);
    let bytes = plain.as_ref().map_or(value, |(text, _)| text).as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let shape = self::at(bytes, at).filter(|shape| shape.end > shape.start);
        at = match shape {
            Some(shape) if shape.start == at => shape.end,
            _ => at + 1,
        };
        found.extend(shape);
    }
    let written = |span: Span| plain.as_ref().map_or(span, |(_, map)| map.span(span));
    found.into_iter().map(|span| written(span).shifted(place.start)).collect()
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn run(bytes: &[u8], from: usize, accept: impl Fn(u8) -> bool) -> usize {
    from + bytes[from..].iter().take_while(|b| accept(**b)).count()
}

/// A JSON Web Token, or what a binary frame's JSON is in base64: both begin as `{"` does in base64.
fn jwt(bytes: &[u8], at: usize) -> Option<Span> {
    let mut end = run(bytes, at, |b| is_token(b) || b == b'.');
    if !bytes[at..end].contains(&b'.') {
        // Without the dots of a token it is base64, whose alphabet goes on.
        end = run(bytes, end, |b| is_token(b) || matches!(b, b'+' | b'/' | b'='));
    }
    (end - at >= 10 || end == bytes.len()).then(|| Span::new(at, end))
}

/// What a binary frame's JSON is in hexadecimal digits, or as a list of bytes: `{"` begins it.
fn encoded_json(bytes: &[u8], at: usize) -> Option<Span> {
    let rest = &bytes[at..];
    if rest.starts_with(b"[123,34,") {
        let list = |b: u8| b.is_ascii_digit() || matches!(b, b',' | b' ');
        return Some(Span::new(at + 1, run(bytes, at + 1, list)));
    }
    let begins = rest.starts_with(b"7b22") || rest.starts_with(b"7B22");
    if !begins || (at > 0 && is_token(bytes[at - 1])) {
        return None;
    }
    let end = run(bytes, at, |b| b.is_ascii_hexdigit());
    (end - at >= 10).then(|| Span::new(at, end))
}

/// A long run with small and capital letters and digits.
fn token(bytes: &[u8], at: usize) -> Option<Span> {
    let end = run(bytes, at, is_token);
    let run = &bytes[at..end];
    let mixed = run.iter().any(u8::is_ascii_digit)
        && run.iter().any(u8::is_ascii_lowercase)
        && run.iter().any(u8::is_ascii_uppercase);
    (run.len() >= TOKEN && mixed).then(|| Span::new(at, end))
}

/// What follows the word `Bearer`, where it can be a token: the sentence "a Bearer token is missing" is none.
fn bearer(bytes: &[u8], at: usize) -> Option<Span> {
    const WORD: &[u8] = b"bearer";
    let word = bytes.get(at..at + WORD.len())?;
    if !word.eq_ignore_ascii_case(WORD) {
        return None;
    }
    let mut start = at + WORD.len();
    if bytes[start..].starts_with(b"%20") {
        start += 3;
    } else {
        start = run(bytes, start, |b| matches!(b, b' ' | b'\t' | b'+' | b':' | b'='));
    }
    if start == at + WORD.len() {
        return None;
    }
    let end = run(bytes, start, |b| is_token(b) || matches!(b, b'.' | b'~' | b'+' | b'/' | b'='));
    let value = &bytes[start..end];
    let tokenlike = value.len() >= 6 || value.iter().any(u8::is_ascii_digit);
    (tokenlike && !value.eq_ignore_ascii_case(b"tokens")).then(|| Span::new(start, end))
}

fn phone(bytes: &[u8], at: usize) -> Option<Span> {
    if at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'*') {
        return None;
    }
    let mut end = run(bytes, at + 1, |b| b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'(' | b')' | b'/' | b'.'));
    while end > at + 1 && !bytes[end - 1].is_ascii_digit() {
        end -= 1;
    }
    let digits = bytes[at..end].iter().filter(|b| b.is_ascii_digit()).count();
    (digits >= PHONE).then(|| Span::new(at, end))
}

/// `user:password@` of a URL.
fn user_information(bytes: &[u8], start: usize) -> Option<Span> {
    let end = run(bytes, start, |b| {
        !matches!(b, b'/' | b'?' | b'#' | b'@' | b'"' | b'\'' | b'\\' | b'<' | b'>') && !b.is_ascii_whitespace()
    });
    (bytes.get(end) == Some(&b'@') && end > start).then(|| Span::new(start, end))
}

/// The address around an `@` of `width` bytes at `at`. A domain has a dot and ends in letters (`ws@8.18.0` is a package),
/// unless it is cut.
fn email(bytes: &[u8], at: usize, width: usize) -> Option<Span> {
    let local = bytes[at.saturating_sub(LOCAL)..at]
        .iter()
        .rev()
        .take_while(|b| {
            b.is_ascii_alphanumeric()
                || matches!(**b, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | b'!' | b'#' | b'$' | b'&' | b'*' | b'~')
                || **b >= 0x80
        })
        .count();
    // A separator of URLs and a quotation mark are legal in an address but, in front of one, are not part of it.
    let start = (at - local..at).find(|i| !matches!(bytes[*i], b'\'' | b'&' | b'#' | b'*'))?;
    let start = boundary(bytes, start);
    let end = run(bytes, at + width, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-') || b >= 0x80);
    let domain = &bytes[at + width..end];
    let label = domain.rsplit(|b| *b == b'.').find(|label| !label.is_empty());
    let named = label.is_some_and(|label| label.len() >= 2 && !label[0].is_ascii_digit());
    let dotted = domain.iter().skip(1).any(|b| *b == b'.');
    let package = domain.first().is_some_and(u8::is_ascii_digit);
    ((end == bytes.len() && !package) || (named && dotted)).then(|| Span::new(start, end))
}

/// Steps back to the first byte of a character.
fn boundary(bytes: &[u8], mut at: usize) -> usize {
    while at > 0 && (0x80..0xc0).contains(&bytes[at]) {
        at -= 1;
    }
    at
}
