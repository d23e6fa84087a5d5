//! The bytes of an input: in memory when there are few, in a file otherwise; gzip undone.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::{SpooledData, SpooledTempFile, spooled_tempfile};

/// An input of up to this many bytes is kept in memory.
pub(super) const IN_MEMORY: usize = 8 << 20;
/// Most bytes that standard input may hold, or a compressed input unpack to.
pub const MAX_SPOOLED: u64 = 4 << 30;
/// A stream may always unpack to this many bytes, however small it is.
pub(super) const FREE: u64 = 64 << 20;
/// Most bytes out for one byte in, beyond [`FREE`]. Logs reach 50, zeros alone 1,032.
const MAX_RATIO: u64 = 200;
/// How many bytes at the start tell what an input is.
const HEAD: usize = 8192;

/// Most bytes that `packed` bytes may unpack to: more is no log, but a bomb.
pub(super) fn unpacked_limit(packed: u64) -> u64 {
    packed.saturating_mul(MAX_RATIO).clamp(FREE, MAX_SPOOLED)
}

/// Something that can be read from any place.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// Where bytes are.
#[derive(Debug)]
pub(super) enum Bytes {
    Memory(Vec<u8>),
    /// A file and its length; its cursor is anywhere.
    File(File, u64),
}

/// The bytes of an input, unpacked where they were gzipped.
#[derive(Debug)]
pub struct Content {
    pub(super) bytes: Bytes,
    head: Vec<u8>,
    /// What cut the gzip stream short: what could be unpacked is there.
    pub(super) truncated: Option<String>,
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { head: bytes.iter().take(HEAD).copied().collect(), bytes: Bytes::Memory(bytes), truncated: None }
    }
}

impl Content {
    /// The content of the file at `path`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut start = Vec::new();
        (&file).take(IN_MEMORY as u64 + 1).read_to_end(&mut start)?;
        if start.len() <= IN_MEMORY {
            return Ok(start.into());
        }
        if !file.metadata()?.is_file() {
            // A pipe cannot be read again.
            return Self::of_reader(io::Cursor::new(start).chain(file));
        }
        let len = file.seek(SeekFrom::End(0))?;
        start.truncate(HEAD);
        Ok(Self { bytes: Bytes::File(file, len), head: start, truncated: None })
    }

    /// What `reader` yields; much of it goes to a temporary file, since captures are read more than once.
    ///
    /// # Errors
    /// It cannot be read, holds more than [`MAX_SPOOLED`] bytes, or there is no room for the temporary file.
    pub fn of_reader(reader: impl Read) -> io::Result<Self> {
        let mut spool = spooled_tempfile(IN_MEMORY);
        let copied = io::copy(&mut reader.take(MAX_SPOOLED + 1), &mut spool)?;
        if copied > MAX_SPOOLED {
            return Err(io::Error::other(format!("it holds more than {MAX_SPOOLED} bytes: give the file itself")));
        }
        Ok(Self { head: head_of(&mut spool)?, bytes: bytes_of(spool)?, truncated: None })
    }

    /// These bytes in a file, however few they are.
    #[cfg(test)]
    pub(super) fn in_file(bytes: &[u8]) -> Self {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Self {
            head: bytes.iter().take(HEAD).copied().collect(),
            bytes: Bytes::File(file, bytes.len() as u64),
            truncated: None,
        }
    }

    /// All of the bytes, of an input that is small enough to be kept in memory.
    pub(crate) fn in_memory(&self) -> Option<&[u8]> {
        match &self.bytes {
            Bytes::Memory(bytes) => Some(bytes),
            Bytes::File(..) => None,
        }
    }

    /// The first bytes.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        match &self.bytes {
            Bytes::Memory(bytes) => bytes.len() as u64,
            Bytes::File(_, len) => *len,
        }
    }

    /// Whether the bytes are those of a gzip stream (RFC 1952, section 2.3.1).
    pub(crate) fn is_gzip(&self) -> bool {
        self.head.starts_with(&[0x1f, 0x8b])
    }

    /// The content with gzip undone, all members joined, as rotated logs have them (RFC 1952, section 2.2).
    ///
    /// # Errors
    /// A sentence that says why: the stream is damaged from its start, or unpacks to too much.
    pub fn unpacked(self) -> Result<Self, String> {
        if !self.is_gzip() {
            return Ok(self);
        }
        let limit = unpacked_limit(self.len());
        let reader = self.reader().map_err(|error| error.to_string())?;
        gunzip(io::BufReader::new(reader), limit)
    }

    /// The bytes, to be read from their start.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn reader(self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self.bytes {
            Bytes::Memory(bytes) => Box::new(io::Cursor::new(bytes)),
            Bytes::File(mut file, _) => {
                file.seek(SeekFrom::Start(0))?;
                Box::new(file)
            }
        })
    }
}

/// Unpacks a gzip stream and says what cut it short, if anything did.
pub(super) fn gunzip(packed: impl Read, limit: u64) -> Result<Content, String> {
    let reader = flate2::read::MultiGzDecoder::new(packed);
    unpack(reader, "the gzip stream", limit)
}

/// What `reader` unpacks, up to `limit` bytes, and what cut it short, if anything did; `what` it is, for messages.
pub(super) fn unpack(mut reader: impl Read, what: &str, limit: u64) -> Result<Content, String> {
    let mut spool = spooled_tempfile(IN_MEMORY);
    let mut block = vec![0; 1 << 16];
    let mut len = 0;
    let damage = loop {
        match reader.read(&mut block) {
            Ok(0) => break None,
            Ok(read) => {
                len += read as u64;
                if len > limit {
                    return Err(format!("{what} unpacks to more than {limit} bytes"));
                }
                let written = spool.write_all(&block[..read]);
                written.map_err(|error| format!("no room for the unpacked content: {error}"))?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if len == 0 => return Err(format!("{what} is damaged: {error}")),
            Err(error) => break Some(format!("{what} is damaged or cut: {error}")),
        }
    };
    let spooled = |error: io::Error| format!("the unpacked content cannot be read: {error}");
    Ok(Content {
        head: head_of(&mut spool).map_err(spooled)?,
        bytes: bytes_of(spool).map_err(spooled)?,
        truncated: damage,
    })
}

fn head_of(spool: &mut SpooledTempFile) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    spool.seek(SeekFrom::Start(0))?;
    Read::take(&mut *spool, HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// What was written to `spool`.
pub(super) fn bytes_of(spool: SpooledTempFile) -> io::Result<Bytes> {
    Ok(match spool.into_inner() {
        SpooledData::InMemory(cursor) => Bytes::Memory(cursor.into_inner()),
        SpooledData::OnDisk(mut file) => {
            let len = file.seek(SeekFrom::End(0))?;
            Bytes::File(file, len)
        }
    })
}
