//! Numbers by their text: exact, whatever their size.

use std::hash::{Hash, Hasher};

/// A JSON number in normal form: significant digits without zeros at either end, times a power of ten.
///
/// `1`, `1.0` and `10e-1` are equal, also where no machine type holds them. An exponent beyond 38 digits is read as the
/// largest that an `i128` holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal<'t> {
    negative: bool,
    /// The digits are those of `integer`, then those of `fraction`; together they neither begin nor end with a zero.
    integer: &'t [u8],
    fraction: &'t [u8],
    /// Power of ten of the last digit.
    exponent: i128,
}

impl<'t> Decimal<'t> {
    /// The number that `text`, a JSON number, stands for.
    pub(super) fn new(text: &'t str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Self::normal(negative, integer.as_bytes(), fraction.as_bytes(), read_exponent(exponent))
    }

    fn normal(negative: bool, integer: &'t [u8], fraction: &'t [u8], exponent: i128) -> Self {
        let mut integer = trim_start(integer);
        let mut fraction = trim_end(fraction);
        let mut exponent = exponent.saturating_sub(fraction.len() as i128);
        if fraction.is_empty() {
            let trimmed = trim_end(integer);
            exponent = exponent.saturating_add((integer.len() - trimmed.len()) as i128);
            integer = trimmed;
        }
        if integer.is_empty() {
            fraction = trim_start(fraction);
        }
        let zero = integer.is_empty() && fraction.is_empty();
        Self { negative: negative && !zero, integer, fraction, exponent: if zero { 0 } else { exponent } }
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'t> {
        self.integer.iter().chain(self.fraction).copied()
    }

    /// Whether the number is whole: `1.0` and `1e3` are, `1e-1` is not.
    pub(super) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// The number, where it is whole and an `i128` holds it.
    pub(super) fn to_i128(self) -> Option<i128> {
        // 39 digits: no i128 has more.
        let zeros = usize::try_from(self.exponent).ok().filter(|zeros| *zeros < 39)?;
        if self.integer.len() + self.fraction.len() + zeros > 39 {
            return None;
        }
        let magnitude = self
            .digits()
            .chain(std::iter::repeat_n(b'0', zeros))
            .try_fold(0_i128, |sum, digit| sum.checked_mul(10)?.checked_add(i128::from(digit - b'0')))?;
        Some(if self.negative { -magnitude } else { magnitude })
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.negative == other.negative && self.exponent == other.exponent && self.digits().eq(other.digits())
    }
}

impl Eq for Decimal<'_> {}

impl Hash for Decimal<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.negative.hash(state);
        self.exponent.hash(state);
        self.digits().for_each(|digit| digit.hash(state));
    }
}

/// A number as `f64`, where that is finite.
pub(super) fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether the number `text` equals `expected`, a number of a schema.
///
/// Whole numbers compare exactly. A fraction in a schema has the precision of an `f64`, so other numbers compare as such.
pub(super) fn equals(text: &str, expected: &serde_json::Number) -> bool {
    let whole = Decimal::new(text).to_i128();
    if let Some(expected) = expected.as_i64() {
        return whole == Some(i128::from(expected));
    }
    if let Some(expected) = expected.as_u64() {
        return whole == Some(i128::from(expected));
    }
    let Some(expected) = expected.as_f64() else {
        return false;
    };
    match whole.filter(|whole| i64::try_from(*whole).is_ok() || u64::try_from(*whole).is_ok()) {
        Some(whole) => expected.fract() == 0.0 && expected as i128 == whole,
        None => finite(text) == Some(expected),
    }
}

fn read_exponent(text: &str) -> i128 {
    text.parse().unwrap_or(if text.starts_with('-') { i128::MIN } else { i128::MAX })
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    digits.get(..digits.len() - zeros).unwrap_or_default()
}

#[cfg(test)]
mod tests;
