//! JSON Web Tokens: the header still decodes and names its algorithm, the other parts are other base64url.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

use crate::text::json;
use crate::text::span::Span;

use super::alphabet::Alphabet;
use super::key::Key;
use super::rewrite::rewrite;

/// Levels of a header that are looked into; headers are flat.
const DEPTH: usize = 8;
/// What a header says about the token's form, not about anybody.
const FORM: [&str; 7] = ["alg", "typ", "cty", "enc", "zip", "crit", "b64"];

/// The token with its header replaced, and what may stand for its characters; `None` for what is no token, nor the base64 of
/// a JSON text.
pub(super) fn alphabets(key: &Key, text: &str) -> Option<(String, Vec<Alphabet>)> {
    let base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/' | b'=');
    if !text.starts_with("eyJ") || !text.bytes().all(|b| base64(b) || b == b'.') {
        return None;
    }
    let (head, rest) = text.split_once('.').map_or((text, None), |(head, rest)| (head, Some(rest)));
    let mut written = String::with_capacity(text.len());
    let mut alphabets = Vec::with_capacity(text.len());
    if let Some(header) = rest.and_then(|_| header(key, head)) {
        alphabets.extend(header.chars().map(Alphabet::One));
        written.push_str(&header);
    } else {
        // It still begins as the base64 of an object does.
        alphabets.extend("eyJ".chars().map(Alphabet::One));
        alphabets.extend(part(&head[3..], head.len()));
        written.push_str(head);
    }
    for rest in rest.into_iter().flat_map(|rest| rest.split('.')) {
        alphabets.push(Alphabet::One('.'));
        alphabets.extend(part(rest, rest.len()));
        written.push('.');
        written.push_str(rest);
    }
    Some((written, alphabets))
}

/// The characters of a part of `len` characters, of which `shown` are the last ones.
fn part(shown: &str, len: usize) -> impl Iterator<Item = Alphabet> {
    let last = match len % 4 {
        2 => 16,
        3 => 4,
        _ => 1,
    };
    let count = shown.len();
    shown.char_indices().map(move |(at, character)| {
        if !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_') {
            return Alphabet::One(character);
        }
        let whole = Alphabet::Base64 { step: 1 };
        let canonical = whole.index(character.encode_utf8(&mut [0; 4])).is_multiple_of(last);
        match at + 1 == count && canonical {
            true => Alphabet::Base64 { step: last },
            false => whole,
        }
    })
}

/// The header with its values replaced: keys, algorithm and length stay.
fn header(key: &Key, encoded: &str) -> Option<String> {
    let engine = GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));
    let text = String::from_utf8(engine.decode(encoded).ok()?).ok()?;
    let document = json::parse(&text, DEPTH).ok()?;
    let objects = document.nodes().filter(|node| node.is_object());
    let members = objects.flat_map(|object| object.all_members());
    let values = members.filter(|member| !FORM.contains(&member.key()));
    let strings = values.flat_map(|member| {
        let value = member.value();
        std::iter::once(value).chain(value.items())
    });
    let spans: Vec<Span> = strings
        .filter(|value| value.as_str().is_some())
        .map(|value| Span::new(value.span().start + 1, value.span().end - 1))
        .collect();
    let replaced = rewrite(key, &text, spans);
    Some(engine.encode(replaced))
}
