//! Values of one fixed shape, and what may stand for each of their characters.

use std::str::FromStr;

use crate::rules::payload::is_placeholder;

use super::alphabet::Alphabet;
use super::form::number;

/// Shortest value that is taken for a hexadecimal number or hash.
const HEX: usize = 8;

/// A UUID, which stays one of its version.
pub(super) fn uuid(text: &str) -> Option<Vec<Alphabet>> {
    let fits = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    // The nil UUID is a placeholder.
    if !fits || is_placeholder(text) {
        return None;
    }
    let alphabets = text.char_indices().map(|(at, digit)| match at {
        // The version, and the variant.
        14 | 19 => Alphabet::One(digit),
        _ => Alphabet::of_hex(digit),
    });
    Some(alphabets.collect())
}

/// A hexadecimal number or hash.
pub(super) fn hex(text: &str) -> Option<Vec<Alphabet>> {
    let all = text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let mixed = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic());
    (text.len() >= HEX && all && mixed && number(text).is_none()).then(|| text.chars().map(Alphabet::of_hex).collect())
}

/// `1990-05-17`, also with a time behind it: a day that exists stays one.
pub(super) fn date(text: &str) -> Option<Vec<Alphabet>> {
    let exists = jiff::civil::Date::from_str(text).is_ok()
        || jiff::Timestamp::from_str(text).is_ok()
        || jiff::civil::DateTime::from_str(text).is_ok();
    let separators = [(4, '-'), (7, '-'), (10, 'T'), (13, ':'), (16, ':')];
    let chars: Vec<char> = text.chars().collect();
    let fits = |(at, wanted): &(usize, char)| chars.get(*at).is_none_or(|c| c.eq_ignore_ascii_case(wanted));
    let whole = chars.len() == 10 || chars.len() >= 19;
    if !exists || !whole || !text.is_ascii() || !separators.iter().all(fits) {
        return None;
    }
    let decimal = |from, size| Alphabet::Decimal { width: 2, from, size };
    let one = |at: usize| Alphabet::One(chars.get(at).copied().unwrap_or('-'));
    let mut alphabets = vec![one(0), one(1), decimal(0, 100), one(4)];
    alphabets.extend([decimal(1, 12), one(7), decimal(1, 28)]);
    if chars.len() > 10 {
        alphabets.extend([one(10), decimal(0, 24), one(13), decimal(0, 60), one(16), decimal(0, 60)]);
    }
    // A fraction's digits, and the zone, which stays.
    let fraction = chars.iter().skip(20).take_while(|c| c.is_ascii_digit()).count();
    let fraction = if chars.get(19) == Some(&'.') { 20..20 + fraction } else { 0..0 };
    for (at, character) in chars.iter().enumerate().skip(19) {
        alphabets.push(match fraction.contains(&at) {
            true => Alphabet::of(*character),
            false => Alphabet::One(*character),
        });
    }
    Some(alphabets)
}
