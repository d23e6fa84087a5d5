//! The content of a binary frame, from whatever notation a capture has for it.

#[cfg(test)]
mod tests;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::text::json::{self, Node};

/// Levels of the value that holds the content.
const DEPTH: usize = 4;

/// The content in base64, from the value that stands for it: base64 or hexadecimal text, or a list of bytes. `len` is how many
/// bytes it must have, where that is known: a notation that gives another number was not understood.
pub(super) fn base64(written: &str, len: Option<usize>) -> Option<String> {
    let document = json::parse(written, DEPTH).ok()?;
    let value = document.root();
    let bytes = match value.as_str() {
        Some(text) => of_text(text, len)?,
        None => list(value.get("data").unwrap_or(value))?,
    };
    len.is_none_or(|len| bytes.len() == len).then(|| STANDARD.encode(bytes))
}

fn of_text(text: &str, len: Option<usize>) -> Option<Vec<u8>> {
    // Hexadecimal text may be base64, too: the length tells.
    let base64 = STANDARD.decode(text).ok();
    base64.filter(|bytes| len.is_none_or(|len| bytes.len() == len)).or_else(|| hex(text))
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, digit| sum << 4 | digit)).collect())
}

fn list(node: Node<'_>) -> Option<Vec<u8>> {
    let bytes = node.items().map(|byte| u8::try_from(byte.as_i64()?).ok());
    bytes.collect()
}
