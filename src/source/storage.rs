//! Where a source's text is kept: in memory, or, when there is much of it, in a file that is read in blocks.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::text::span::{Span, floor};

/// How much of a file is read at once, in bytes.
pub(crate) const BLOCK: usize = 1 << 18;

/// The text of a source.
#[derive(Debug)]
pub(super) enum Storage {
    Memory(String),
    File(FileText),
}

/// UTF-8 text in a file. It was valid when it was checked; a file that changes since is read as far as it still is.
#[derive(Debug)]
pub(super) struct FileText {
    file: Mutex<File>,
    /// Bytes before the text: a byte order mark.
    skip: u64,
    len: usize,
    /// How much is read at once.
    block: usize,
    /// The block that was read last: neighbouring pieces are asked for one after another.
    latest: Mutex<Option<(usize, Arc<str>)>>,
    /// All of it, once somebody asked.
    whole: OnceLock<String>,
}

/// A piece of a source's text, as large as was convenient to get.
#[derive(Clone, Debug)]
pub(crate) struct Stretch<'s> {
    /// Where it begins in the source's text.
    pub(crate) base: usize,
    text: Held<'s>,
}

#[derive(Clone, Debug)]
enum Held<'s> {
    Borrowed(&'s str),
    Shared(Arc<str>),
}

impl<'s> Stretch<'s> {
    /// Text that begins at `base` of what it is a part of.
    pub(crate) fn borrowed(base: usize, text: &'s str) -> Self {
        Self { base, text: Held::Borrowed(text) }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        match &self.text {
            Held::Borrowed(text) => text,
            Held::Shared(text) => text,
        }
    }

    /// The text from `at` of the whole on; empty outside of the stretch.
    pub(crate) fn bytes_from(&self, at: usize) -> &[u8] {
        at.checked_sub(self.base).and_then(|at| self.text().as_bytes().get(at..)).unwrap_or_default()
    }
}

impl Storage {
    /// `text` in a file that is read by `block` bytes.
    #[cfg(test)]
    pub(super) fn in_file(text: &str, block: usize) -> Self {
        use std::io::Write;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let mut text = FileText::new(file, 0, text.len());
        text.block = block;
        Storage::File(text)
    }

    /// How much is read at once.
    pub(super) fn block(&self) -> usize {
        match self {
            Storage::Memory(_) => BLOCK,
            Storage::File(file) => file.block,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Storage::Memory(text) => text.len(),
            Storage::File(file) => file.len,
        }
    }

    pub(super) fn whole(&self) -> &str {
        match self {
            Storage::Memory(text) => text,
            Storage::File(file) => file.whole.get_or_init(|| file.slice(Span::new(0, file.len))),
        }
    }

    /// The text at `span`, cut to the text and back to character boundaries.
    pub(super) fn slice(&self, span: Span) -> Cow<'_, str> {
        match self {
            Storage::Memory(text) => {
                let end = floor(text, span.end);
                Cow::Borrowed(&text[floor(text, span.start).min(end)..end])
            }
            Storage::File(file) => Cow::Owned(file.slice(span)),
        }
    }

    /// A stretch that begins at `at`, a character boundary, and holds at least `least` bytes if there are so many.
    pub(super) fn stretch(&self, at: usize, least: usize) -> Stretch<'_> {
        match self {
            Storage::Memory(text) => Stretch::borrowed(0, text),
            Storage::File(file) => {
                let (base, text) = file.block(at, least);
                Stretch { base, text: Held::Shared(text) }
            }
        }
    }
}

impl FileText {
    /// The text of `file`, `skip` bytes in; `len` bytes of it.
    pub(super) fn new(file: File, skip: u64, len: usize) -> Self {
        Self { file: Mutex::new(file), skip, len, block: BLOCK, latest: Mutex::new(None), whole: OnceLock::new() }
    }

    fn slice(&self, span: Span) -> String {
        let Span { start, end } = Span::new(span.start.min(self.len), span.end.min(self.len));
        if start == end {
            return String::new();
        }
        let (base, block) = self.block(start, end - start);
        let from = floor(&block, start.saturating_sub(base));
        let to = floor(&block, end - base);
        block[from..to.max(from)].to_owned()
    }

    /// A block that holds `least` bytes from `at` on, and where it begins; less at the text's end.
    fn block(&self, at: usize, least: usize) -> (usize, Arc<str>) {
        let wanted = least.max(1).min(self.len.saturating_sub(at));
        let mut latest = lock(&self.latest);
        if let Some((base, text)) = latest.as_ref()
            && *base <= at
            && at + wanted <= base + text.len()
        {
            return (*base, Arc::clone(text));
        }
        // A few bytes more on either side: what is asked for need not begin or end on a character boundary.
        let (base, text) = self.read(at.saturating_sub(3), (wanted + 8).max(self.block));
        let text: Arc<str> = text.into();
        if text.len() <= self.block.max(BLOCK) + 8 {
            *latest = Some((base, Arc::clone(&text)));
        }
        (base, text)
    }

    /// About `len` bytes from `base` on, without half a character at either end, and where they begin.
    fn read(&self, base: usize, len: usize) -> (usize, String) {
        let mut bytes = self.bytes(base, len.min(self.len.saturating_sub(base)));
        let head = bytes.iter().take(3).take_while(|b| **b & 0xc0 == 0x80);
        let head = if base > 0 { head.count() } else { 0 };
        bytes.drain(..head);
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let half = error.utf8_error().error_len().is_none();
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                if half {
                    bytes.truncate(valid);
                }
                super::decode::in_place(bytes)
            }
        };
        (base + head, text)
    }

    fn bytes(&self, base: usize, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        let mut file = lock(&self.file);
        let mut filled = 0;
        if file.seek(SeekFrom::Start(self.skip + base as u64)).is_ok() {
            while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
                match file.read(rest) {
                    Ok(0) => break,
                    Ok(read) => filled += read,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
        }
        bytes.truncate(filled);
        bytes
    }
}

/// Locks what a reader that panicked cannot have left half done: a file is sought before it is read, a block is put in whole.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
