//! The percentage that coverage must reach, held against counts without any rounding.

use std::fmt;
use std::str::FromStr;

use crate::source::{InputName, Location, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

/// Most digits behind the point.
const DIGITS: usize = 6;
/// One per cent.
const UNIT: u128 = 1_000_000;

/// A percentage from 0 to 100, exact to six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minimum {
    millionths: u128,
}

impl Minimum {
    /// Whether `covered` of `total` reach it; of nothing, everything is covered.
    pub fn is_met(self, covered: usize, total: usize) -> bool {
        covered as u128 * 100 * UNIT >= self.millionths * total as u128
    }
}

impl FromStr for Minimum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(number) = text.strip_suffix('%') {
            return Err(format!("write the percentage without its sign: {}", number.trim_end()));
        }
        let refused = || "it must be a percentage from 0 to 100, such as 80 or 79.5".to_owned();
        let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(rest) || whole.len() > DIGITS {
            return Err(refused());
        }
        if rest.len() > DIGITS {
            return Err(format!("it may have {DIGITS} decimals at most"));
        }
        let number = |part: &str| part.parse::<u128>().map_err(|_| refused());
        let millionths = number(whole)? * UNIT + number(&format!("{rest:0<DIGITS$}"))?;
        if millionths > 100 * UNIT {
            return Err(refused());
        }
        Ok(Self { millionths })
    }
}

impl fmt::Display for Minimum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.millionths / UNIT, self.millionths % UNIT);
        let rest = format!("{rest:0>DIGITS$}");
        match rest.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            rest => write!(f, "{whole}.{rest}"),
        }
    }
}

/// What coverage must reach, and where that is said.
#[derive(Clone, Debug)]
pub struct Required {
    /// The percentage.
    pub minimum: Minimum,
    /// Where it stands.
    pub at: Location,
}

impl Required {
    /// What the option of this name says.
    pub fn by_option(option: &str, minimum: Minimum) -> Self {
        let name = InputName::Argument(option.to_owned());
        let text = minimum.to_string();
        let whole = Span::new(0, text.len());
        let source = Source::from_text(name, text, Masker::new(true));
        Self { minimum, at: source.locate(whole, whole) }
    }
}

#[cfg(test)]
mod tests;
