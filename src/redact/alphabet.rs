//! The characters that may stand for a character: as many bytes in UTF-8, and of the same class.

#[cfg(test)]
mod tests;

/// The places that one symbol of a value can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Only this character: white space, punctuation, what must stay.
    One(char),
    /// The `size` characters from this one on.
    Range(char, u32),
    /// base64url; the last character of a part carries no more than the bits that are left, and is a multiple of `step`.
    Base64 {
        /// 1, 4 or 16.
        step: u32,
    },
    /// A decimal number of `width` digits from `from` on.
    Decimal {
        /// Digits, and so characters.
        width: u32,
        /// The least number.
        from: u32,
        /// How many numbers.
        size: u32,
    },
}

const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Runs of characters that have one class and one length in UTF-8.
const RUNS: [(char, char); 21] = [
    ('a', 'z'),
    ('A', 'Z'),
    ('0', '9'),
    ('à', 'ö'),
    ('À', 'Ö'),
    ('α', 'ρ'),
    ('Α', 'Ρ'),
    ('а', 'я'),
    ('А', 'Я'),
    ('א', 'ת'),
    ('ؠ', 'ي'),
    ('٠', '٩'),
    ('ก', 'ฮ'),
    ('अ', 'ह'),
    ('०', '९'),
    ('ァ', 'ヺ'),
    ('ぁ', 'ゖ'),
    ('一', '鿿'),
    ('가', '힣'),
    ('😀', '🙏'),
    ('𠀀', '𪛖'),
];

/// Symbols that are pictures: these say something, as letters do.
const PICTURES: std::ops::RangeInclusive<char> = '🌀'..='🫿';

impl Alphabet {
    /// The alphabet of a character, by its class.
    pub(super) fn of(character: char) -> Self {
        let run = RUNS.iter().find(|(first, last)| (*first..=*last).contains(&character));
        match run {
            Some((first, last)) => Self::run(*first, *last),
            None => Self::fallback(character),
        }
    }

    fn run(first: char, last: char) -> Self {
        Self::Range(first, u32::from(last) - u32::from(first) + 1)
    }

    /// For letters and digits of other scripts: some run of their class and length.
    fn fallback(character: char) -> Self {
        let (lower, upper) = (character.is_lowercase(), character.is_uppercase());
        match (character.len_utf8(), character) {
            (4, c) if PICTURES.contains(&c) => Self::run('😀', '🙏'),
            (2, _) if lower => Self::run('à', 'ö'),
            (2, _) if upper => Self::run('À', 'Ö'),
            (2, c) if c.is_alphabetic() => Self::run('א', 'ת'),
            (2, c) if c.is_numeric() => Self::run('٠', '٩'),
            // Cased letters of three and four bytes, and digits of four, in runs that hold nothing else.
            (3, _) if lower => Self::run('ⴀ', 'ⴥ'),
            (3, _) if upper => Self::run('Ⴀ', 'Ⴥ'),
            (3, c) if c.is_alphabetic() => Self::run('一', '鿿'),
            (3, c) if c.is_numeric() => Self::run('०', '९'),
            (4, _) if lower => Self::run('𐐨', '𐑏'),
            (4, _) if upper => Self::run('𐐀', '𐐧'),
            (4, c) if c.is_alphabetic() => Self::run('𠀀', '𪛖'),
            (4, c) if c.is_numeric() => Self::run('𝟘', '𝟡'),
            _ => Self::One(character),
        }
    }

    /// The hexadecimal digits that may stand for one.
    pub(super) fn of_hex(digit: char) -> Self {
        match digit {
            'a'..='f' => Self::Range('a', 6),
            'A'..='F' => Self::Range('A', 6),
            _ => Self::of(digit),
        }
    }

    /// How many places there are; never 0.
    pub(super) fn size(self) -> u32 {
        match self {
            Alphabet::One(_) => 1,
            Alphabet::Range(_, size) | Alphabet::Decimal { size, .. } => size,
            Alphabet::Base64 { step } => 64 / step,
        }
    }

    /// The place of a text that a symbol of this alphabet is written as; some place for one that is not.
    pub(super) fn index(self, written: &str) -> u32 {
        let first = written.chars().next().unwrap_or_default();
        let index = match self {
            Alphabet::One(_) => 0,
            Alphabet::Range(start, _) => u32::from(first).abs_diff(u32::from(start)),
            Alphabet::Base64 { step } => {
                let at = BASE64URL.iter().position(|b| char::from(*b) == first);
                u32::try_from(at.unwrap_or_default()).unwrap_or_default() / step
            }
            Alphabet::Decimal { from, .. } => written.parse::<u32>().unwrap_or_default().abs_diff(from),
        };
        index % self.size()
    }

    /// Writes the symbol at this place.
    pub(super) fn write(self, index: u32, out: &mut String) {
        match self {
            Alphabet::One(character) => out.push(character),
            Alphabet::Range(start, _) => {
                out.push(char::from_u32(u32::from(start) + index).unwrap_or(start));
            }
            Alphabet::Base64 { step } => {
                let byte = BASE64URL.get((index * step) as usize).unwrap_or(&b'A');
                out.push(char::from(*byte));
            }
            Alphabet::Decimal { width, from, .. } => {
                let number = from + index;
                out.push_str(&format!("{number:0width$}", width = width as usize));
            }
        }
    }

    /// What tells this alphabet from another.
    pub(super) fn tag(self) -> [u32; 3] {
        match self {
            Alphabet::One(character) => [0, u32::from(character), 0],
            Alphabet::Range(start, size) => [1, u32::from(start), size],
            Alphabet::Base64 { step } => [2, step, 0],
            Alphabet::Decimal { from, size, .. } => [3, from, size],
        }
    }
}
