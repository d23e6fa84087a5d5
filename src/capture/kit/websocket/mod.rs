//! What several readers know of the WebSocket protocol: its URLs, and frames as they are on the wire (RFC 6455).

mod decoder;
mod inflate;

use std::borrow::Cow;

use crate::capture::{Direction, End, Located};
use crate::text::json::SourceMap;

pub use decoder::{Body, Chunk, Decoder, Message};
pub use inflate::Deflate;

/// The scheme that a socket's URL has where HTTP's own is written: a proxy sees the handshake as HTTP.
pub fn scheme_of(http: &str) -> Option<&'static str> {
    [("http", "ws"), ("https", "wss")]
        .into_iter()
        .find(|(known, _)| http.eq_ignore_ascii_case(known))
        .map(|(_, scheme)| scheme)
}

/// The URL of a handshake with the socket's own scheme.
pub fn socket_url(url: Located<'_>) -> Located<'_> {
    let written = url.text.split(':').next().map_or(0, str::len);
    let Some(scheme) = scheme_of(&url.text[..written]).filter(|_| written < url.text.len()) else {
        return url;
    };
    let mut map = SourceMap::builder(0);
    map.escape(scheme.len(), written);
    map.verbatim(url.text.len() - written);
    Located { text: Cow::Owned(format!("{scheme}{}", &url.text[written..])), map: map.finish().through(&url.map) }
}

/// What the payload of a Close frame says (RFC 6455, 5.5.1).
pub fn close_kind(payload: &[u8], by: Direction) -> End {
    let (code, reason) = match payload.split_first_chunk::<2>() {
        Some((code, reason)) => (u16::from_be_bytes(*code), reason),
        None => (1005, payload),
    };
    End::closed(code, Some(&String::from_utf8_lossy(reason)), Some(by))
}
