//! Inputs: found, read, decoded, and with every byte's line and column known.

pub mod archive;
pub mod content;
pub mod decode;
mod excerpt;
pub mod folder;
mod gitignore;
mod location;
pub mod paths;
mod position;
mod storage;
pub mod walk;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use elsa::sync::FrozenVec;

use crate::text::mask::Masker;
use crate::text::span::Span;

use position::{Origin, Position, PositionIndex};
use storage::Storage;

pub use excerpt::Excerpt;
pub use location::Location;
pub(crate) use storage::{BLOCK, Stretch};

/// Where an input came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InputName {
    /// A file, by its path as given, with `/` between the parts.
    File(String),
    /// Standard input.
    Stdin,
    /// The value of a command-line option, by the option's name (`--endpoint`).
    Argument(String),
}

impl InputName {
    /// The name as a report shows it (not yet escaped for a terminal).
    pub fn display(&self) -> &str {
        match self {
            InputName::File(path) => path,
            InputName::Stdin => "<stdin>",
            InputName::Argument(option) => option,
        }
    }
}

/// The decoded text of one input, with the way back to the bytes of the file.
///
/// Spans that findings are made of are byte offsets in [`Source::text`]; [`Source::locate`] turns them into the line, the
/// column and the offset of the input's own bytes (after gunzip, before transcoding).
///
/// What a capture keeps in other files beside it ([`Source::beside`]) gets offsets behind its own text, so a span tells the file, too.
pub struct Source {
    /// The input itself.
    main: Box<Part>,
    /// The files beside it; whoever reads the input appends them, one after another.
    beside: FrozenVec<Box<Part>>,
    /// Opens the files that the input names.
    files: Option<Box<dyn Files>>,
    masker: Masker,
    /// The bytes of the file are not those that places count: it was gzipped.
    packed: bool,
    /// What ends its lines, once somebody has asked.
    line_end: OnceLock<u8>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("name", self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}

/// One file's text.
#[derive(Debug)]
struct Part {
    /// The offset of its first byte among the spans of the source.
    base: usize,
    name: Arc<InputName>,
    member: Option<Arc<str>>,
    storage: Storage,
    origin: Origin,
    /// Made when a place is first asked for: an input without findings never needs it.
    positions: OnceLock<PositionIndex>,
}

impl Part {
    fn position(&self, offset: usize) -> Position {
        let index = self.positions.get_or_init(|| PositionIndex::new(&self.storage));
        index.at(&self.storage, &self.origin, offset)
    }

    fn end(&self) -> usize {
        self.base + self.storage.len()
    }
}

/// The files that a capture may name: those beside it, or the other members of its archive.
pub trait Files: Send + Sync {
    /// The text of the file `name`.
    ///
    /// # Errors
    /// A sentence that says why not: no such file, a name that leads elsewhere, or no text.
    fn open(&self, name: &str) -> Result<Source, String>;
}

impl Source {
    /// An input whose text is already there: an argument, or a test.
    pub fn from_text(name: InputName, text: impl Into<String>, masker: Masker) -> Self {
        let storage = Storage::Memory(text.into());
        Self::new(name, storage, Origin::Utf8 { bom: 0 }, masker)
    }

    fn new(name: InputName, storage: Storage, origin: Origin, masker: Masker) -> Self {
        let name = Arc::new(name);
        let main = Part { base: 0, name, member: None, storage, origin, positions: OnceLock::new() };
        Self {
            main: Box::new(main),
            beside: FrozenVec::default(),
            files: None,
            masker,
            packed: false,
            line_end: OnceLock::new(),
        }
    }

    /// Text in a file that is read by `block` bytes, whatever its size.
    #[cfg(test)]
    pub(crate) fn in_file(text: &str, block: usize) -> Self {
        let storage = Storage::in_file(text, block);
        let origin = Origin::Utf8 { bom: 0 };
        Self::new(InputName::Stdin, storage, origin, Masker::new(true))
    }

    /// The same text, as that of a member of the archive which the input is.
    #[must_use]
    pub fn in_member(mut self, member: &str) -> Self {
        for part in std::iter::once(&mut self.main).chain(self.beside.as_mut()) {
            part.member = Some(member.into());
        }
        self
    }

    /// The same text, unpacked from a file whose bytes are others.
    #[must_use]
    pub fn unpacked(mut self, packed: bool) -> Self {
        self.packed = packed;
        self
    }

    /// Whether the text at `span` is what stands in a file, byte by byte, so that other text can be put in its place: not in an
    /// archive, not gzipped, not transcoded, and in the input itself.
    pub fn is_verbatim(&self, span: Span) -> bool {
        let main = &self.main;
        matches!(*main.name, InputName::File(_))
            && matches!(main.origin, Origin::Utf8 { .. })
            && main.member.is_none()
            && !self.packed
            && span.end <= main.end()
    }

    /// With the files that the input may name.
    #[must_use]
    pub fn with_files(mut self, files: Box<dyn Files>) -> Self {
        self.files = Some(files);
        self
    }

    /// Opens the file `name` that the input names; its text stands at the returned span from then on.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub fn beside(&self, name: &str) -> Result<Span, String> {
        let files = self.files.as_ref();
        let opened = files.ok_or("the input stands alone")?.open(name)?;
        Ok(self.append(opened))
    }

    /// Puts the text of `other` behind this one's; returns where it stands.
    pub(crate) fn append(&self, other: Source) -> Span {
        let mut first = None;
        for mut part in std::iter::once(other.main).chain(other.beside.into_vec()) {
            let last = self.beside.len().checked_sub(1).and_then(|index| self.beside.get(index));
            // One byte between them: the end of one text is not the start of the next.
            part.base = last.unwrap_or(&self.main).end() + 1;
            first.get_or_insert(Span::new(part.base, part.end()));
            self.beside.push(part);
        }
        first.unwrap_or_default()
    }

    /// The part that holds `offset`.
    fn part(&self, offset: usize) -> &Part {
        if offset <= self.main.end() {
            return &self.main;
        }
        let (mut low, mut high) = (0, self.beside.len());
        while high - low > 1 {
            let middle = low.midpoint(high);
            match self.beside.get(middle) {
                Some(part) if part.base <= offset => low = middle,
                _ => high = middle,
            }
        }
        self.beside.get(low).unwrap_or(&self.main)
    }

    /// Where the input came from.
    pub fn name(&self) -> &InputName {
        &self.main.name
    }

    /// The archive's member that this is the text of.
    pub fn member(&self) -> Option<&str> {
        self.main.member.as_deref()
    }

    /// The name with the archive's member, as reports show it: `run.zip!trace.network`.
    pub fn shown_name(&self) -> Cow<'_, str> {
        let name = self.name().display();
        match self.member() {
            Some(member) => Cow::Owned(format!("{name}!{member}")),
            None => Cow::Borrowed(name),
        }
    }

    /// The length of the text in bytes, without the files beside it.
    pub fn len(&self) -> usize {
        self.main.storage.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        let mut at = 0;
        while at < self.len() {
            let stretch = self.stretch(at, 1);
            if !stretch.text().trim().is_empty() {
                return false;
            }
            at = stretch.base + stretch.text().len().max(1);
        }
        true
    }

    /// The whole text, without a byte order mark. For documents of a moderate size: it is kept in memory from then on, and a
    /// capture may be larger than that. Captures are read by [`Source::slice`].
    pub fn text(&self) -> &str {
        self.main.storage.whole()
    }

    /// The text at `span`, cut to the text and back to character boundaries.
    pub fn slice(&self, span: Span) -> Cow<'_, str> {
        let part = self.part(span.start);
        let to = |at: usize| at.saturating_sub(part.base);
        part.storage.slice(Span::new(to(span.start), to(span.end)))
    }

    /// The byte that ends lines: a line feed, or a carriage return where there is no line feed, as old Macs wrote.
    pub(crate) fn line_end(&self) -> u8 {
        const LOOKED_AT: usize = 64 << 10;
        *self.line_end.get_or_init(|| {
            let head = self.slice(Span::new(0, LOOKED_AT.min(self.len())));
            let only_returns = head.contains('\r') && !head.contains('\n');
            if only_returns { b'\r' } else { b'\n' }
        })
    }

    /// A piece of the text that begins at or before `at`, a character boundary, and holds at least `least` bytes from there on,
    /// if there are so many.
    pub(crate) fn stretch(&self, at: usize, least: usize) -> Stretch<'_> {
        let part = self.part(at);
        let mut stretch = part.storage.stretch(at - part.base, least);
        stretch.base += part.base;
        stretch
    }

    /// Where the file ends that holds `offset`.
    pub(crate) fn end_of(&self, offset: usize) -> usize {
        self.part(offset).end()
    }

    /// How much of the text is read at once, in bytes.
    pub(crate) fn block(&self) -> usize {
        self.main.storage.block()
    }

    /// The number of the line that byte `offset` of the text stands in, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        let part = self.part(offset);
        part.position(offset - part.base).line
    }

    /// What masks secrets and personal values in anything quoted from this input.
    pub fn masker(&self) -> &Masker {
        &self.masker
    }
}
