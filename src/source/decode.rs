//! Bytes to text: byte order marks, UTF-8 and UTF-16.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use tempfile::{SpooledTempFile, spooled_tempfile};

use crate::text::json::{SourceMap, SourceMapBuilder};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::content::{Bytes, Content, IN_MEMORY, bytes_of};
use super::position::Origin;
use super::storage::{FileText, Storage};
use super::{InputName, Source};

/// How many bytes at the start decide whether content is text.
const SNIFFED: usize = 8192;
/// How much is read at once; little in tests, which see many blocks then.
const BLOCK: usize = if cfg!(test) { 16 } else { 1 << 18 };
/// What a byte that is no text becomes where places must stay what they are.
const STAND_IN: u8 = b'?';
const REPLACEMENT: &str = "\u{fffd}";

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
    Content::from(bytes).unpacked()?.decode(name, masker)
}

/// Text as it was made of bytes: where it is, how it relates to them, and its first invalid sequence.
type Text = (Storage, Origin, Option<Span>);

impl Content {
    /// The text of the content: without a byte order mark, UTF-16 transcoded.
    ///
    /// # Errors
    /// A sentence that says why, when nothing can be made of the bytes: binary content, UTF-16 without a byte order mark, UTF-32.
    pub fn decode(self, name: InputName, masker: Masker) -> Result<Decoded, String> {
        let (storage, origin, invalid) = self.text()?;
        Ok(Decoded { source: Source::new(name, storage, origin, masker), invalid, truncated: self.truncated })
    }

    /// The content of a format that mixes text with other bytes: each byte that is no text becomes a question mark, so that
    /// a place in the text is the same place in the bytes.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn decode_binary(self, name: InputName, masker: Masker) -> Result<Decoded, String> {
        let storage = match self.bytes {
            Bytes::Memory(bytes) => Storage::Memory(in_place(bytes)),
            // A block repairs itself in the same way when it is read.
            Bytes::File(file, len) => Storage::File(FileText::new(file, 0, to_usize(len)?)),
        };
        Ok(Decoded {
            source: Source::new(name, storage, Origin::Utf8 { bom: 0 }, masker),
            invalid: None,
            truncated: self.truncated,
        })
    }

    fn text(&self) -> Result<Text, String> {
        match self.head() {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                Err("the content is UTF-32: save it as UTF-8".to_owned())
            }
            [0xff, 0xfe, ..] => self.transcode(2, Utf16::new(u16::from_le_bytes)),
            [0xfe, 0xff, ..] => self.transcode(2, Utf16::new(u16::from_be_bytes)),
            [0xef, 0xbb, 0xbf, ..] => self.utf8(3),
            head if is_bare_utf16(head) => {
                Err("the content is UTF-16 without a byte order mark: save it as UTF-8".to_owned())
            }
            _ => self.utf8(0),
        }
    }

    fn utf8(&self, bom: usize) -> Result<Text, String> {
        let valid = match &self.bytes {
            Bytes::Memory(bytes) => match std::str::from_utf8(&bytes[bom..]) {
                Ok(text) => Some(Storage::Memory(text.to_owned())),
                Err(_) => None,
            },
            Bytes::File(file, len) => {
                if is_utf8(file, bom as u64).map_err(unreadable)? {
                    let file = file.try_clone().map_err(unreadable)?;
                    let text = FileText::new(file, bom as u64, to_usize(*len)? - bom);
                    Some(Storage::File(text))
                } else {
                    None
                }
            }
        };
        match valid {
            Some(storage) => Ok((storage, Origin::Utf8 { bom }, None)),
            None if looks_binary(self.head()) => Err("the content is binary, not text".to_owned()),
            None => self.transcode(bom, Repair::new(bom)),
        }
    }

    /// Runs the bytes after the byte order mark through `transcoder`.
    fn transcode(&self, bom: usize, mut transcoder: impl Transcoder) -> Result<Text, String> {
        let mut out = Out { spool: spooled_tempfile(IN_MEMORY), len: 0, invalid: None };
        let whole = |out: &mut Out, transcoder: &mut dyn Transcoder| -> io::Result<()> {
            match &self.bytes {
                Bytes::Memory(bytes) => transcoder.block(&bytes[bom..], true, out).map(|_| ()),
                Bytes::File(file, _) => blocks(file, bom as u64, |block, last| transcoder.block(block, last, out)),
            }
        };
        whole(&mut out, &mut transcoder).map_err(unreadable)?;
        let storage = match bytes_of(out.spool).map_err(unreadable)? {
            Bytes::Memory(bytes) => Storage::Memory(in_place(bytes)),
            Bytes::File(file, len) => Storage::File(FileText::new(file, 0, to_usize(len)?)),
        };
        Ok((storage, transcoder.origin(), out.invalid))
    }
}

fn unreadable(error: io::Error) -> String {
    error.to_string()
}

fn to_usize(len: u64) -> Result<usize, String> {
    usize::try_from(len).map_err(|_| "the input is too large for this machine".to_owned())
}

/// Calls `each` with the blocks of `file` from `skip` on, and whether a block is the last one. It says how many bytes it took; the
/// others come again in front of the next block.
fn blocks(mut file: &File, skip: u64, mut each: impl FnMut(&[u8], bool) -> io::Result<usize>) -> io::Result<()> {
    file.seek(SeekFrom::Start(skip))?;
    let mut block = Vec::with_capacity(BLOCK + 8);
    loop {
        let read = Read::take(&mut file, BLOCK as u64).read_to_end(&mut block)?;
        let taken = each(&block, read == 0)?;
        if read == 0 {
            return Ok(());
        }
        block.drain(..taken);
    }
}

fn is_utf8(file: &File, skip: u64) -> io::Result<bool> {
    let mut valid = true;
    blocks(file, skip, |block, last| {
        let checked = std::str::from_utf8(block);
        let half = |error: &std::str::Utf8Error| error.error_len().is_none() && !last;
        valid &= checked.as_ref().map_or_else(half, |_| true);
        Ok(checked.map_or_else(|error| error.valid_up_to(), str::len))
    })?;
    Ok(valid)
}

/// Whether nearly every other byte at the start is NUL: Latin text in UTF-16. Such bytes are valid UTF-8, and none of it is
/// what the file says.
fn is_bare_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().take(SNIFFED).count() / 2;
    let count =
        |low: usize| bytes.chunks_exact(2).take(pairs).filter(|pair| pair[low] != 0 && pair[1 - low] == 0).count();
    pairs >= 2 && count(0).max(count(1)) * 10 >= pairs * 8
}

/// A NUL in the first kilobytes beside invalid UTF-8: an image, an archive, a core dump.
fn looks_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(SNIFFED).any(|byte| *byte == 0)
}

/// The text of `bytes`, each byte that is no text as [`STAND_IN`].
pub(super) fn in_place(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|_| char::from(STAND_IN)));
        }
        text
    })
}

/// Text that is being written.
struct Out {
    spool: SpooledTempFile,
    len: usize,
    invalid: Option<Span>,
}

impl Out {
    fn push(&mut self, text: &str) -> io::Result<()> {
        self.len += text.len();
        self.spool.write_all(text.as_bytes())
    }

    fn replacement(&mut self) -> io::Result<()> {
        let span = Span::new(self.len, self.len + REPLACEMENT.len());
        self.invalid.get_or_insert(span);
        self.push(REPLACEMENT)
    }
}

/// Makes text of bytes that are none yet, block by block.
trait Transcoder {
    /// Writes what `block` says, and returns how many bytes of it were taken: all of the last one's.
    fn block(&mut self, block: &[u8], last: bool, out: &mut Out) -> io::Result<usize>;
    /// How the text relates to the bytes.
    fn origin(self) -> Origin
    where
        Self: Sized;
}

/// UTF-8 with invalid sequences.
struct Repair {
    map: SourceMapBuilder,
}

impl Repair {
    fn new(bom: usize) -> Self {
        Self { map: SourceMap::builder(bom) }
    }
}

impl Transcoder for Repair {
    fn block(&mut self, block: &[u8], last: bool, out: &mut Out) -> io::Result<usize> {
        let mut taken = 0;
        for chunk in block.utf8_chunks() {
            let (valid, invalid) = (chunk.valid(), chunk.invalid());
            out.push(valid)?;
            self.map.verbatim(valid.len());
            taken += valid.len();
            // It may be half a character, whose rest comes with the next block.
            let at_end = taken + invalid.len() == block.len() && !last;
            if !invalid.is_empty() && !at_end {
                out.replacement()?;
                self.map.escape(REPLACEMENT.len(), invalid.len());
                taken += invalid.len();
            }
        }
        Ok(taken)
    }

    fn origin(self) -> Origin {
        Origin::Repaired(self.map.finish())
    }
}

struct Utf16 {
    unit: fn([u8; 2]) -> u16,
    len: usize,
}

impl Utf16 {
    fn new(unit: fn([u8; 2]) -> u16) -> Self {
        Self { unit, len: 2 }
    }
}

impl Transcoder for Utf16 {
    fn block(&mut self, block: &[u8], last: bool, out: &mut Out) -> io::Result<usize> {
        let unit = self.unit;
        let mut whole = block.len() / 2 * 2;
        let is_high = |pair: &[u8]| (0xd800..0xdc00).contains(&unit([pair[0], pair[1]]));
        if !last && whole >= 2 && is_high(&block[whole - 2..whole]) {
            whole -= 2;
        }
        let units = block[..whole].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut text = String::with_capacity(whole);
        for character in char::decode_utf16(units) {
            if let Ok(character) = character {
                text.push(character)
            } else {
                out.push(&std::mem::take(&mut text))?;
                out.replacement()?;
            }
        }
        out.push(&text)?;
        if last && whole < block.len() {
            out.replacement()?;
            whole = block.len();
        }
        self.len += whole;
        Ok(whole)
    }

    fn origin(self) -> Origin {
        Origin::Utf16 { len: self.len }
    }
}

#[cfg(test)]
mod tests;
