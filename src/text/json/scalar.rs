//! Numbers and the three literals.

use super::document::Value;
use super::error::{ParseError, Problem};
use super::parse::Parser;

impl<'t> Parser<'t> {
    /// Goes past the number that begins here.
    pub(super) fn number(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.zero(start)?,
            Some(b'1'..=b'9') => self.digits(),
            Some(b'I' | b'N') => return Err(self.error_at(start, Problem::NotANumber)),
            _ => return Err(self.error_here(Problem::MissingDigit)),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits()?;
        }
        match self.peek() {
            // A date, a time, a version, an id: `2026-11-23`, `12:30`, `1.2.3`, `4fe9`.
            Some(b'-' | b'+' | b'.' | b':' | b'_' | b'a'..=b'z' | b'A'..=b'Z') => {
                Err(self.error_at(start, Problem::UnquotedValue))
            }
            _ => Ok(()),
        }
    }

    /// The zero at the start of a number that began at `start`.
    fn zero(&mut self, start: usize) -> Result<(), ParseError> {
        self.at += 1;
        match self.peek() {
            Some(b'0'..=b'9') => Err(self.error_at(start, Problem::LeadingZero)),
            Some(b'x' | b'X' | b'b' | b'B' | b'o' | b'O') => Err(self.error_at(start, Problem::HexNumber)),
            _ => Ok(()),
        }
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), ParseError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.error_here(Problem::MissingDigit));
        }
        self.digits();
        Ok(())
    }

    /// Goes past `null`, `true` or `false`; nothing where none of them stands here.
    pub(super) fn literal(&mut self) -> Option<Value<'t>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'$';
            if rest.starts_with(word.as_bytes()) && !rest.get(word.len()).is_some_and(goes_on) {
                self.at += word.len();
                return Some(value);
            }
        }
        None
    }
}
