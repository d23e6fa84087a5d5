//! The little that must be known of a notation to find a value in it: quotes at any level of escaping, and words.

/// A quotation mark, with the escapes that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// How many strings it stands in: 0 for `"`, 1 for `\"`, 2 for `\\\"`.
    pub(super) level: u32,
    /// First byte of the mark's own escapes.
    pub(super) start: usize,
    /// One past the mark.
    pub(super) end: usize,
    /// `"`, `'` or a backtick.
    mark: u8,
}

impl Quote {
    /// Whether this mark ends a string that `open` began: the same mark, at the same level or at an outer one. Another mark
    /// does not, at any level: an apostrophe needs no escape in JSON.
    fn closes(self, open: Quote) -> bool {
        self.mark == open.mark && self.level <= open.level
    }
}

/// The quotation mark whose escapes begin at `at`, or a mark behind a run of backslashes that begins there.
pub(super) fn quote_at(bytes: &[u8], at: usize) -> Option<Quote> {
    let slashes = bytes.get(at..)?.iter().take_while(|b| **b == b'\\').count();
    let after = at + slashes;
    match bytes.get(after)? {
        mark @ (b'"' | b'\'' | b'`') => {
            let level = slashes.trailing_ones();
            Some(Quote { level, start: after - own_slashes(level), end: after + 1, mark: *mark })
        }
        b'u' if slashes > 0 => {
            let mark = match bytes.get(after + 1..after + 5)? {
                b"0022" => b'"',
                b"0027" => b'\'',
                _ => return None,
            };
            let (level, own) = unicode_level(slashes);
            Some(Quote { level, start: after - own, end: after + 5, mark })
        }
        _ => None,
    }
}

/// A mark at level n carries 2^n - 1 backslashes of its own; further ones before it are the end of the string's content.
fn own_slashes(level: u32) -> usize {
    1usize.checked_shl(level).map_or(usize::MAX, |n| n - 1)
}

/// The level of a mark written `\u0022` behind `slashes` backslashes, and how many of them are its own: each decoding halves
/// them, until an odd one makes the mark.
fn unicode_level(slashes: usize) -> (u32, usize) {
    let zeros = slashes.trailing_zeros();
    let rest = slashes >> (zeros + 1);
    let level = zeros + 1 + rest.trailing_ones();
    (level, slashes.min(own_slashes(level)))
}

/// The first mark from `at` on that ends a string begun by `open`.
pub(super) fn closing(bytes: &[u8], mut at: usize, open: Quote) -> Option<Quote> {
    while let Some(byte) = bytes.get(at) {
        if !matches!(byte, b'\\' | b'"' | b'\'' | b'`') {
            at += 1;
            continue;
        }
        match quote_at(bytes, at) {
            Some(quote) if quote.closes(open) => return Some(quote),
            Some(quote) => at = quote.end,
            None => {
                at += bytes[at..].iter().take_while(|b| **b == b'\\').count().max(1);
            }
        }
    }
    None
}

/// The first byte from `at` on that is no space, no line break and no escaped one (`\n` in a string in a string).
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'\\' => {
                let slashes = bytes[at..].iter().take_while(|b| **b == b'\\').count();
                match bytes.get(at + slashes) {
                    Some(b'n' | b'r' | b't') => at += slashes + 1,
                    _ => return at,
                }
            }
            _ => return at,
        }
    }
    at
}

/// Whether a byte may stand in a key that is written without quotes.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

#[cfg(test)]
mod tests;
