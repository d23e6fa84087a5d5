//! Inputs: found, read, decoded, and with every byte's line and column known.

pub mod decode;
mod excerpt;
mod position;
pub mod walk;

use std::sync::Arc;

use crate::mask::Masker;
use crate::span::Span;

pub use excerpt::Excerpt;
use position::{Origin, PositionIndex};

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
#[derive(Debug)]
pub struct Source {
    name: Arc<InputName>,
    text: String,
    positions: PositionIndex,
    masker: Masker,
}

/// A place in an input: what a reader needs to find it and to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The input.
    pub name: Arc<InputName>,
    /// The member, inside a zip archive.
    pub member: Option<String>,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, from 1, in Unicode characters.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column just past the last character.
    pub end_column: usize,
    /// First byte in the input's own bytes, after gunzip and before transcoding.
    pub offset: usize,
    /// Length in the input's own bytes.
    pub length: usize,
    /// The text around the place, cut and masked, for a reader.
    pub excerpt: Excerpt,
    /// Where it is in the source's text, until [`Source::resolve`] has worked the rest out.
    marked: Option<Marked>,
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

    /// Masks the whole of `span` in the excerpt of a place that is not worked out yet: content that no mask can look into.
    pub(crate) fn hide(&mut self, span: Span) {
        if let Some(marked) = &mut self.marked {
            marked.hidden = Some(span);
        }
    }
}

impl Source {
    /// An input whose text is already there: an argument, or a test.
    pub fn from_text(name: InputName, text: impl Into<String>, masker: Masker) -> Self {
        Self::new(name, text.into(), Origin::Utf8 { bom: 0 }, masker)
    }

    fn new(name: InputName, text: String, origin: Origin, masker: Masker) -> Self {
        let positions = PositionIndex::new(&text, origin);
        Self {
            name: Arc::new(name),
            text,
            positions,
            masker,
        }
    }

    /// Where the input came from.
    pub fn name(&self) -> &InputName {
        &self.name
    }

    /// The decoded text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of the line that byte `offset` of the text stands in, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        self.positions.at(&self.text, offset).line
    }

    /// The place of `span`, with an excerpt of its line. `extent` bounds what the excerpt may show: the record (line, message)
    /// that the finding is about. Of a minified capture the rest of the line is other people's data.
    pub fn locate(&self, span: Span, extent: Span) -> Location {
        let mut location = self.mark(span, extent);
        self.resolve(&mut location);
        location
    }

    /// The place of `span`, to be worked out by [`Source::resolve`] when it is known to be reported: most places of a log with
    /// many repeats of one fault never are, and counting columns and masking an excerpt costs far more than judging a frame.
    pub fn mark(&self, span: Span, extent: Span) -> Location {
        Location {
            name: Arc::clone(&self.name),
            member: None,
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            offset: 0,
            length: 0,
            excerpt: Excerpt::default(),
            marked: Some(Marked {
                span,
                extent,
                hidden: None,
            }),
        }
    }

    /// Works out a place that this source has marked; one that is worked out already stays as it is.
    pub fn resolve(&self, location: &mut Location) {
        let Some(Marked {
            span,
            extent,
            hidden,
        }) = location.marked.take()
        else {
            return;
        };
        let end = span.end.min(self.text.len());
        let start = span.start.min(end);
        let from = self.positions.at(&self.text, start);
        let to = self.positions.at(&self.text, end);
        location.line = from.line;
        location.column = from.column;
        location.end_line = to.line;
        location.end_column = to.column;
        location.offset = from.offset;
        location.length = to.offset.saturating_sub(from.offset);
        let shown = Span::new(start, end);
        let (column, masker) = (from.column, &self.masker);
        location.excerpt = Excerpt::cut(&self.text, shown, extent, hidden, column, masker);
    }

    /// What masks secrets and personal values in anything quoted from this input.
    pub fn masker(&self) -> &Masker {
        &self.masker
    }
}
