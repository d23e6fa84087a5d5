//! JSON documents of an export, one after another, and the items of a listing one at a time: a listing of an organisation may
//! hold tens of thousands of entities, and what stands before a fault or a cut is read.

use crate::text::json::{CAPTURE_DEPTH, Document, ParseError, parse_prefix};
use crate::text::span::Span;

/// Why a text cannot be read on.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// The offending bytes.
    pub(super) span: Span,
    /// What is wrong there.
    pub(super) message: String,
    /// What to do.
    pub(super) help: &'static str,
    /// The text ends where it should go on.
    pub(super) truncated: bool,
}

impl From<ParseError> for Fault {
    fn from(error: ParseError) -> Self {
        Self { span: error.span, message: error.to_string(), help: error.help(), truncated: error.is_truncation() }
    }
}

/// A place in the text.
#[derive(Clone, Debug)]
pub(super) struct Stream<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Stream<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is no white space; the stream stands before it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Steps over the byte that [`Stream::peek`] gave.
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// The value that comes next.
    pub(super) fn value(&mut self) -> Result<Document<'t>, Fault> {
        if self.peek().is_none() {
            return Err(self.cut());
        }
        let (document, end) = parse_prefix(self.text, self.at, CAPTURE_DEPTH)?;
        self.at = end;
        Ok(document)
    }

    /// Whether another item or member comes in the container that was entered; otherwise its end, `close`, is stepped over.
    pub(super) fn goes_on(&mut self, first: &mut bool, close: u8) -> Result<bool, Fault> {
        let was_first = std::mem::replace(first, false);
        match self.peek() {
            Some(byte) if byte == close => {
                self.step();
                Ok(false)
            }
            Some(b',') if !was_first => {
                self.step();
                match self.peek() {
                    Some(byte) if byte == close => {
                        Err(self.fault("a trailing comma is not JSON", "delete the comma before the closing bracket"))
                    }
                    _ => Ok(true),
                }
            }
            Some(_) if was_first => Ok(true),
            Some(_) => Err(self.fault(
                &format!("expected a comma or {}", char::from(close)),
                "export it again: two values must not follow one another without a comma",
            )),
            None => Err(self.cut()),
        }
    }

    /// The key of the next member; the stream then stands before its value.
    pub(super) fn key(&mut self) -> Result<String, Fault> {
        if self.peek() != Some(b'"') {
            let help = "an object holds \"key\": value members, separated by commas";
            return Err(self.fault("expected a key in double quotes", help));
        }
        let key = self.value()?;
        let key = key.root().as_str().unwrap_or_default().to_owned();
        match self.peek() {
            Some(b':') => {
                self.step();
                self.peek();
                Ok(key)
            }
            None => Err(self.cut()),
            Some(_) => Err(self.fault("expected a colon after the key", "write a colon between the key and its value")),
        }
    }

    /// Whether the object that begins here has a member of this name that is an array, as far as the text goes.
    pub(super) fn has_list(&self, name: &str) -> bool {
        let mut ahead = self.clone();
        let (mut depth, mut key) = (0_usize, None);
        while let Some(byte) = ahead.peek() {
            match byte {
                b'"' => {
                    let start = ahead.at;
                    let Some(end) = string_end(ahead.text.as_bytes(), start) else {
                        return false;
                    };
                    ahead.at = end;
                    key = (depth == 1).then(|| Span::new(start + 1, end - 1).slice(ahead.text));
                    continue;
                }
                b'[' if depth == 1 && key == Some(name) => return true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return false;
                    }
                }
                b':' => {
                    ahead.step();
                    continue;
                }
                _ => {}
            }
            key = None;
            ahead.step();
        }
        false
    }

    fn fault(&self, message: &str, help: &'static str) -> Fault {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = rest.chars().next().map_or(0, char::len_utf8);
        Fault { span: Span::new(self.at, self.at + len), message: message.to_owned(), help, truncated: false }
    }

    fn cut(&self) -> Fault {
        Fault {
            span: Span::at(self.text.len()),
            message: "the text ends in the middle of a list or an object".to_owned(),
            help: "",
            truncated: true,
        }
    }
}

/// The offset just past the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found + 1);
        }
        at = found + 2;
    }
}

#[cfg(test)]
mod tests;
