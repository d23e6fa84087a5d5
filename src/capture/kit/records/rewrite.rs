//! Records of other shapes, rewritten as objects of JSON whose every byte knows where it came from.

use crate::capture::Located;
use crate::text::json::{SourceMap, SourceMapBuilder};
use crate::text::span::Span;

/// Builds an object out of pieces of a text, from left to right.
pub struct Rewriter<'t> {
    from: &'t str,
    text: String,
    map: SourceMapBuilder,
    /// Up to here, the pieces of `from` are taken.
    at: usize,
}

impl<'t> Rewriter<'t> {
    pub fn new(from: &'t str) -> Self {
        let mut rewriter = Self { from, text: String::new(), map: SourceMap::builder(0), at: 0 };
        rewriter.own("{");
        rewriter
    }

    /// Text that stands nowhere.
    pub fn own(&mut self, text: &str) {
        self.written(text, 0);
    }

    /// Text that is written otherwise in the next `len` bytes.
    pub fn written(&mut self, text: &str, len: usize) {
        self.map.escape(text.len(), len);
        self.text.push_str(text);
        self.at += len;
    }

    /// A piece as it stands; what stands before it is left out.
    pub fn copy(&mut self, span: Span) {
        self.skip_to(span.start);
        let piece = Span::new(span.start.max(self.at), span.end.max(self.at)).slice(self.from);
        self.map.verbatim(piece.len());
        self.text.push_str(piece);
        self.at += piece.len();
    }

    /// The next `len` bytes as they stand.
    pub fn copy_next(&mut self, len: usize) {
        self.copy(Span::new(self.at, self.at + len));
    }

    /// Leaves out what stands before `at`.
    pub fn skip_to(&mut self, at: usize) {
        if at > self.at {
            self.map.escape(0, at - self.at);
            self.at = at;
        }
    }

    /// A comma, where members stand before.
    pub fn separate(&mut self) {
        if self.text.len() > 1 {
            self.own(",");
        }
    }

    /// The finished object.
    pub fn finish<'s>(mut self, outer: &Located<'s>) -> Located<'s> {
        self.own("}");
        self.skip_to(self.from.len());
        Located { text: self.text.into(), map: self.map.finish().through(&outer.map) }
    }
}
