//! Places: marked while judging, and worked out for what is reported.

use std::sync::Arc;

use crate::text::mask::Masker;
use crate::text::span::Span;

use super::excerpt::{self, Excerpt};
use super::{InputName, Part, Source};

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
}
