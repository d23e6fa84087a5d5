//! Inputs: found, read, decoded, and with every byte's line and column known.

pub mod archive;
pub mod content;
pub mod decode;
mod excerpt;
pub mod folder;
mod gitignore;
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

/// A place in an input: what a reader needs to find it and to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The input.
    pub name: Arc<InputName>,
    /// The member, inside a zip archive.
    pub member: Option<Arc<str>>,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, from 1, in Unicode characters.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column just past the last character.
    pub end_column: usize,
    /// Column of the first byte, from 1, in bytes (of the text in UTF-8 where the input is UTF-16).
    pub byte_column: usize,
    /// The same of the end.
    pub end_byte_column: usize,
    /// First byte in the input's own bytes, after gunzip and before transcoding.
    pub offset: usize,
    /// Length in the input's own bytes.
    pub length: usize,
    /// The text around the place, cut and masked, for a reader.
    pub excerpt: Excerpt,
    /// Where it is in the source's text, until [`Source::resolve`] has worked the rest out.
    marked: Option<Marked>,
    /// The masked text of an excerpt that shows values.
    masked: Option<Box<str>>,
}

/// A place that is not worked out yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marked {
    span: Span,
    extent: Span,
    /// What the excerpt must not show, whatever it looks like.
    hidden: Option<Span>,
}

impl Location {
    /// Where the place begins in its source's text, before it is worked out; orders marked places.
    pub(crate) fn start(&self) -> usize {
        self.marked.map_or(self.offset, |marked| marked.span.start)
    }

    /// Where the place is in its source's text, before it is worked out.
    pub(crate) fn marked(&self) -> Option<Span> {
        self.marked.map(|marked| marked.span)
    }

    /// The excerpt's text, masked whatever a reader is shown.
    pub(crate) fn masked_text(&self) -> &str {
        self.masked.as_deref().unwrap_or(&self.excerpt.text)
    }

    /// Masks the whole of `span` in the excerpt of a place that is not worked out yet: content that no mask can look into.
    pub(crate) fn hide(&mut self, span: Span) {
        if let Some(marked) = &mut self.marked {
            marked.hidden = Some(span);
        }
    }
}

/// Most bytes around a place that are looked at for the ends of its line.
const LINE_WINDOW: usize = 4096;

impl Source {
    /// An input whose text is already there: an argument, or a test.
    pub fn from_text(name: InputName, text: impl Into<String>, masker: Masker) -> Self {
        let storage = Storage::Memory(text.into());
        Self::new(name, storage, Origin::Utf8 { bom: 0 }, masker)
    }

    fn new(name: InputName, storage: Storage, origin: Origin, masker: Masker) -> Self {
        let name = Arc::new(name);
        let main = Part { base: 0, name, member: None, storage, origin, positions: OnceLock::new() };
        Self { main: Box::new(main), beside: FrozenVec::default(), files: None, masker, packed: false }
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

    /// The place of `span`, with an excerpt of its line. `extent` bounds what the excerpt may show: the record (line, message)
    /// that the finding is about. Of a minified capture the rest of the line is other people's data.
    pub fn locate(&self, span: Span, extent: Span) -> Location {
        let mut location = self.mark(span, extent);
        self.resolve(&mut location);
        location
    }

    /// The place of `span`, of which at most the first line is marked, with that line as its extent.
    pub fn locate_line(&self, span: Span) -> Location {
        let marked = self.slice(Span::new(span.start, span.end.min(span.start + LINE_WINDOW)));
        let first_line = marked.lines().next().map_or(0, str::len);
        let span = Span::new(span.start, span.start + first_line);
        let before = Span::new(span.start.saturating_sub(LINE_WINDOW), span.start);
        let before = self.slice(before);
        let before = before.rfind('\n').map_or(before.len(), |at| before.len() - at - 1);
        let after = self.slice(Span::new(span.end, span.end + LINE_WINDOW));
        let after = after.find('\n').unwrap_or(after.len());
        self.locate(span, Span::new(span.start - before, span.end + after))
    }

    /// The place of `span`, to be worked out by [`Source::resolve`] when it is known to be reported: most places of a log with
    /// many repeats of one fault never are, and counting columns and masking an excerpt costs far more than judging a frame.
    pub fn mark(&self, span: Span, extent: Span) -> Location {
        let part = self.part(span.start);
        Location {
            name: Arc::clone(&part.name),
            member: part.member.clone(),
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            byte_column: 0,
            end_byte_column: 0,
            offset: 0,
            length: 0,
            excerpt: Excerpt::default(),
            masked: None,
            marked: Some(Marked { span, extent, hidden: None }),
        }
    }

    /// Works out a place that this source has marked; one that is worked out already stays as it is.
    pub fn resolve(&self, location: &mut Location) {
        let Some(Marked { span, extent, hidden }) = location.marked.take() else {
            return;
        };
        let part = self.part(span.start);
        let local = |at: usize| at.saturating_sub(part.base).min(part.storage.len());
        let local = |span: Span| Span::new(local(span.start), local(span.end));
        let shown = local(span);
        let from = part.position(shown.start);
        let to = part.position(shown.end);
        location.line = from.line;
        location.column = from.column;
        location.end_line = to.line;
        location.end_column = to.column;
        location.byte_column = from.byte_column;
        location.end_byte_column = to.byte_column;
        location.offset = from.offset;
        location.length = to.offset.saturating_sub(from.offset);
        let (extent, hidden) = (local(extent), hidden.map(local));
        let cut = |masker| self.excerpt(part, shown, extent, hidden, from.column, masker);
        location.excerpt = cut(&self.masker);
        if self.masker.shows_values() {
            location.masked = Some(cut(&Masker::new(false)).text.into());
        }
    }

    fn excerpt(
        &self,
        part: &Part,
        span: Span,
        extent: Span,
        hidden: Option<Span>,
        column: usize,
        masker: &Masker,
    ) -> Excerpt {
        let around = excerpt::around(span, extent, part.storage.len());
        let stretch = part.storage.stretch(around.start, around.len());
        let text = stretch.text();
        let local = |span: Span| {
            let to = |at: usize| at.saturating_sub(stretch.base).min(text.len());
            Span::new(to(span.start), to(span.end))
        };
        let (shown, extent, hidden) = (local(span), local(extent), hidden.map(local));
        Excerpt::cut(text, shown, extent, hidden, column, masker)
    }

    /// What masks secrets and personal values in anything quoted from this input.
    pub fn masker(&self) -> &Masker {
        &self.masker
    }
}
