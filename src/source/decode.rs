//! Bytes to text: gzip, byte order marks, UTF-8 and UTF-16.

use std::io::Read;

use crate::json::SourceMap;
use crate::mask::Masker;
use crate::span::Span;

use super::position::Origin;
use super::{InputName, Source};

/// Most bytes that a gzip stream may unpack to.
pub const MAX_DECOMPRESSED: u64 = 1 << 30;
/// A stream may always unpack to this many bytes, however small it is.
const FREE: u64 = 64 << 20;
/// Most bytes out for one byte in, beyond [`FREE`]. Logs reach 50, zeros alone 1,032.
const MAX_RATIO: u64 = 200;
/// How many bytes at the start decide whether content is text.
const SNIFFED: usize = 8192;

/// An input that was read, with what was wrong with its bytes.
#[derive(Debug)]
pub struct Decoded {
    /// The text.
    pub source: Source,
    /// The text's first invalid byte sequence, as a span of the text, where the bytes were not valid in their encoding.
    /// The sequence was read as U+FFFD.
    pub invalid: Option<Span>,
    /// The gzip stream ended before its end mark, or was damaged: what could be unpacked is in the text.
    pub truncated: Option<String>,
}

/// Decodes the bytes of an input: gunzips (all members), removes a byte order mark, transcodes UTF-16.
///
/// # Errors
/// A sentence that says why, when nothing can be made of the bytes: binary content, UTF-16 without a byte order mark, UTF-32, or a
/// gzip stream that is damaged from its start or unpacks to too much.
pub fn decode(name: InputName, bytes: Vec<u8>, masker: Masker) -> Result<Decoded, String> {
    let (bytes, truncated) = if bytes.starts_with(&[0x1f, 0x8b]) {
        let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).max(FREE);
        gunzip(&bytes, limit.min(MAX_DECOMPRESSED))?
    } else {
        (bytes, None)
    };
    let (text, origin, invalid) = to_text(bytes)?;
    Ok(Decoded {
        source: Source::new(name, text, origin, masker),
        invalid,
        truncated,
    })
}

/// Unpacks every member of a gzip stream (RFC 1952, section 2.2) and says what cut it short, if anything did.
fn gunzip(bytes: &[u8], limit: u64) -> Result<(Vec<u8>, Option<String>), String> {
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(limit + 1);
    let result = reader.read_to_end(&mut out);
    if out.len() as u64 > limit {
        return Err(format!(
            "the gzip stream unpacks to more than {limit} bytes"
        ));
    }
    match result {
        Ok(_) => Ok((out, None)),
        Err(error) if out.is_empty() => Err(format!("the gzip stream is damaged: {error}")),
        Err(error) => Ok((
            out,
            Some(format!("the gzip stream is damaged or cut: {error}")),
        )),
    }
}

fn to_text(bytes: Vec<u8>) -> Result<(String, Origin, Option<Span>), String> {
    match bytes.as_slice() {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            Err("the content is UTF-32: save it as UTF-8".to_owned())
        }
        [0xff, 0xfe, rest @ ..] => Ok(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Ok(utf16(rest, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec(), 3),
        _ if is_bare_utf16(&bytes) => {
            Err("the content is UTF-16 without a byte order mark: save it as UTF-8".to_owned())
        }
        _ => utf8(bytes, 0),
    }
}

/// Whether nearly every other byte at the start is NUL: Latin text in UTF-16. Such bytes are valid UTF-8, and none of it is
/// what the file says.
fn is_bare_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().take(SNIFFED).count() / 2;
    let count = |low: usize| {
        bytes
            .chunks_exact(2)
            .take(pairs)
            .filter(|pair| pair[low] != 0 && pair[1 - low] == 0)
            .count()
    };
    pairs >= 2 && count(0).max(count(1)) * 10 >= pairs * 8
}

fn utf8(bytes: Vec<u8>, bom: usize) -> Result<(String, Origin, Option<Span>), String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, Origin::Utf8 { bom }, None)),
        Err(error) => {
            let bytes = error.into_bytes();
            if looks_binary(&bytes) {
                return Err("the content is binary, not text".to_owned());
            }
            Ok(repair(&bytes, bom))
        }
    }
}

/// A NUL in the first kilobytes beside invalid UTF-8: an image, an archive, a core dump.
fn looks_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(SNIFFED).any(|byte| *byte == 0)
}

fn repair(bytes: &[u8], bom: usize) -> (String, Origin, Option<Span>) {
    const REPLACEMENT: &str = "\u{fffd}";
    let mut text = String::with_capacity(bytes.len());
    let mut map = SourceMap::builder(bom);
    let mut invalid = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        map.verbatim(chunk.valid().len());
        if !chunk.invalid().is_empty() {
            invalid.get_or_insert(Span::new(text.len(), text.len() + REPLACEMENT.len()));
            text.push_str(REPLACEMENT);
            map.escape(REPLACEMENT.len(), chunk.invalid().len());
        }
    }
    (text, Origin::Repaired(map.finish()), invalid)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Origin, Option<Span>) {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = None;
    for character in char::decode_utf16(units) {
        let character = character.unwrap_or_else(|_| {
            invalid.get_or_insert(Span::new(text.len(), text.len() + 3));
            char::REPLACEMENT_CHARACTER
        });
        text.push(character);
    }
    if bytes.len() % 2 == 1 {
        invalid.get_or_insert(Span::new(text.len(), text.len() + 3));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let len = 2 + bytes.len();
    (text, Origin::Utf16 { len }, invalid)
}

#[cfg(test)]
mod tests;
