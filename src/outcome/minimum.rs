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
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact() {
        for (text, shown) in
            [("80", "80"), ("79.50", "79.5"), ("0", "0"), ("100.0", "100"), (" 5 ", "5"), ("0.000001", "0.000001")]
        {
            assert_eq!(text.parse::<Minimum>().unwrap().to_string(), shown);
        }
        let at = |text: &str| text.parse::<Minimum>().unwrap();
        // 79.96 % is not 80 %, however it is shown.
        assert!(!at("80").is_met(1999, 2500));
        assert!(at("79.96").is_met(1999, 2500));
        assert!(!at("79.960001").is_met(1999, 2500));
        assert!(at("33.333333").is_met(1, 3) && !at("33.333334").is_met(1, 3));
        assert!(at("100").is_met(0, 0) && at("0").is_met(0, 7));
    }

    #[test]
    fn what_is_no_percentage_is_refused() {
        for text in [
            "",
            "nan",
            "inf",
            "-1",
            "101",
            "100.000001",
            "1e2",
            "+5",
            "80,5",
            "8 0",
            ".5",
            "5.",
            "99999999999999999999999999",
            "٣",
        ] {
            assert!(text.parse::<Minimum>().is_err(), "{text}");
        }
        let why = |text: &str| text.parse::<Minimum>().unwrap_err();
        assert_eq!(why("80 %"), "write the percentage without its sign: 80");
        assert_eq!(why("1.1234567"), "it may have 6 decimals at most");
    }
}
