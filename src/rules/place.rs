//! Where a rule's findings stand.

use crate::capture::Located;
use crate::source::{Location, Source};
use crate::span::Span;

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
}
