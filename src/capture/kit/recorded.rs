//! What recorders agree on that write frames as JSON: base64, Close frames, and a browser's words for a refused handshake.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::capture::{Close, Direction, End, Stamp};
use crate::text::json::Node;

/// Bytes that base64 text decodes to.
pub fn base64_len(text: &str) -> Option<usize> {
    STANDARD.decode(text).ok().map(|bytes| bytes.len())
}

/// A Close frame as other writers record it: the code and the reason as text, or two bytes of code and the reason in base64.
pub fn close_frame(node: Node<'_>, direction: Direction, stamp: Stamp) -> Close {
    let data = node.get("data");
    let text = data.map_or("", |data| data.as_str().unwrap_or_else(|| data.raw()));
    let (code, reason) = close_text(text)
        .or_else(|| close_bytes(&STANDARD.decode(text).ok()?))
        .map_or((None, String::new()), |(code, reason)| (Some(code), reason));
    let by = Some(direction).filter(|by| *by != Direction::Unknown);
    let kind = End::reported(code.unwrap_or(1005), Some(&reason), by);
    stamp.close(kind, stamp.extent)
}

fn close_text(text: &str) -> Option<(u16, String)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let code = text[..digits].parse().ok().filter(is_close_code)?;
    let reason = text[digits..].trim_start_matches([' ', ':', ',']);
    Some((code, reason.to_owned()))
}

fn close_bytes(bytes: &[u8]) -> Option<(u16, String)> {
    let (code, reason) = bytes.split_first_chunk::<2>()?;
    let code = Some(u16::from_be_bytes(*code)).filter(is_close_code)?;
    Some((code, String::from_utf8_lossy(reason).into_owned()))
}

fn is_close_code(code: &u16) -> bool {
    (1000..5000).contains(code)
}

/// The status in "Unexpected response code: 403".
pub fn response_code(text: &str) -> Option<u16> {
    let (_, rest) = text.split_once("response code: ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest[..digits].parse().ok()
}
