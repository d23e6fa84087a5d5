//! Where a rule's findings stand.

use std::borrow::Cow;

use crate::capture::Located;
use crate::finding::{Edit, Fix};
use crate::source::{Location, Source};
use crate::text::json;
use crate::text::span::Span;

/// Text under judgement and the way to its place in the input: what every rule needs to make a finding.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The input.
    pub source: &'a Source,
    /// The text, with its map to the input.
    pub located: &'a Located<'a>,
    /// The record around it, which bounds excerpts.
    pub extent: Span,
}

impl Place<'_> {
    /// The text.
    pub fn text(&self) -> &str {
        &self.located.text
    }

    /// The location of `span` of the text.
    pub fn at(&self, span: Span) -> Location {
        self.source.mark(self.located.map.span(span), self.extent)
    }

    /// The location of the whole text.
    pub fn whole(&self) -> Location {
        self.source.mark(self.located.span(), self.extent)
    }

    /// The fix that consists of `edits`, if each of them can be made.
    pub fn fix(&self, title: impl Into<String>, safe: bool, edits: Option<Vec<Edit>>) -> Option<Fix> {
        let mut edits = edits.filter(|edits| !edits.is_empty())?;
        edits.sort_by_key(|edit| edit.location.start());
        Some(Fix { title: title.into(), safe, edits, writable: false, record: self.extent })
    }

    /// Writes `pieces` in place of `span` of the text. Nothing where it cannot be known how they must stand in the input.
    pub fn edit(&self, span: Span, pieces: &[Piece<'_>]) -> Option<Edit> {
        let layers = self.located.map.layers().filter(|n| *n <= MOST_LAYERS)?;
        let mut text = String::new();
        let mut taken = String::new();
        let mut is_taken = false;
        for piece in pieces {
            match piece {
                Piece::New(new) => {
                    text.push_str(&in_strings(new, layers));
                    taken.push_str(new);
                }
                Piece::Old(old) => {
                    text.push_str(&self.source.slice(self.located.map.span(*old)));
                    taken.push_str(old.slice(self.text()));
                    is_taken = true;
                }
                Piece::Decoded(decoded) => {
                    text.push_str(&in_strings(decoded, layers));
                    taken.push_str(decoded);
                    is_taken = true;
                }
            }
        }
        let at = self.located.map.span(span);
        Some(Edit { location: self.source.mark(at, at), text, hidden: false, taken: is_taken.then_some(taken) })
    }
}

/// Text in more strings than this grows beyond any use when it is escaped.
const MOST_LAYERS: usize = 4;

/// A part of what an edit writes.
#[derive(Clone, Debug)]
pub enum Piece<'t> {
    /// Text of the protocol's or of the configuration's.
    New(Cow<'t, str>),
    /// What stands at this span of the text, as it is written in the input.
    Old(Span),
    /// Text of the input's, decoded.
    Decoded(&'t str),
}

impl From<String> for Piece<'_> {
    fn from(text: String) -> Self {
        Piece::New(text.into())
    }
}

impl<'t> From<&'t str> for Piece<'t> {
    fn from(text: &'t str) -> Self {
        Piece::New(text.into())
    }
}

/// `text` as it must be written within so many JSON strings.
fn in_strings(text: &str, layers: usize) -> Cow<'_, str> {
    (0..layers).fold(Cow::Borrowed(text), |text, _| {
        let quoted = json::quoted(&text);
        Cow::Owned(quoted[1..quoted.len() - 1].to_owned())
    })
}
