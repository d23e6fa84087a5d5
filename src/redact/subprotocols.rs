//! Subprotocols are names, but clients that cannot set a header put a token among them.

use crate::text::span::Span;

/// Longest name that is taken for one.
const LONGEST_NAME: usize = 24;
/// Most digits in a name: versions have few, tokens many.
const MOST_DIGITS: usize = 3;
/// Words that say that a token follows, in the same item or in the next ones.
const ANNOUNCING: [&str; 6] = ["bearer", "token", "auth", "jwt", "basic", "apikey"];

/// The items, or parts of items, that are no plain names.
pub(super) fn values(list: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut announced = false;
    let mut at = 0;
    for item in list.split(',') {
        let start = at + (item.len() - item.trim_start().len());
        at += item.len() + 1;
        let name = item.trim();
        let span = Span::new(start, start + name.len());
        let lower = name.to_ascii_lowercase();
        let word = ANNOUNCING.iter().filter_map(|word| lower.rfind(word).map(|at| at + word.len())).max();
        match word {
            _ if announced => found.push(span),
            // `base64url.bearer.authorization.example.eyJ…`: what announces it stays, and so does the sign behind it.
            Some(end) if !is_name(name) => found.push(Span::new(start + end, span.end)),
            None if !is_name(name) => found.push(span),
            _ => {}
        }
        announced |= word.is_some();
    }
    found.retain(|span| !span.is_empty());
    found
}

fn is_name(item: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
    let digits = item.bytes().filter(u8::is_ascii_digit).count();
    item.len() <= LONGEST_NAME && item.bytes().all(plain) && digits <= MOST_DIGITS
}

#[cfg(test)]
mod tests;
