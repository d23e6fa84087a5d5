//! What Python's websockets prints of a frame: a literal, shortened in the middle, and the size on the wire.

use crate::capture::Located;
use crate::capture::kit::unescaped;
use crate::text::span::Span;

/// How to make the library log frames whole.
pub const REMEDY: &str = "log payloads whole: set WEBSOCKETS_MAX_LOG_SIZE=65536 for Python's websockets";

/// `… [85 bytes]` at the end of a message: where the bracket stands, the number, and whether the message goes on.
pub fn size(message: &str) -> Option<(usize, usize, bool)> {
    let at = message.rfind(" [")?;
    let inner = message[at + 2..].strip_suffix(']')?;
    let number = ["text, ", "binary, "].iter().find_map(|kind| inner.strip_prefix(kind)).unwrap_or(inner);
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    number[digits..].starts_with(" byte").then_some(())?;
    Some((at, number[..digits].parse().ok()?, inner.ends_with("continued")))
}

/// The literal of a text frame, and whether it is whole: where the size on the wire is another, the log left the middle out.
pub fn frame<'s>(screen: &Located<'s>, rest: Span) -> Option<(Located<'s>, bool)> {
    let message = rest.slice(&screen.text);
    let (end, bytes, _) = size(message)?;
    let literal = &message[..end];
    let quote = literal.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    let content = unescaped(screen, Span::new(rest.start + 1, rest.start + 1 + inner.len()), numbered);
    let whole = content.text.len() == bytes;
    Some((content, whole))
}

/// Python's escapes of a character by its number.
fn numbered(text: &str) -> Option<(char, usize)> {
    let len = match text.as_bytes().get(1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => return None,
    };
    let code = u32::from_str_radix(text.get(2..2 + len)?, 16).ok()?;
    Some((char::from_u32(code)?, 2 + len))
}
