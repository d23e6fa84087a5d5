//! From the bytes of a decoded string back to the bytes that it was written as.

use crate::text::span::Span;

/// One stretch of decoded text and where it stands in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    /// First decoded byte.
    decoded: usize,
    /// First source byte.
    source: usize,
    /// Whether source bytes are the decoded bytes; otherwise the segment is one escape.
    verbatim: bool,
}

/// Maps offsets in decoded text to offsets in the text it was decoded from.
///
/// A payload in a log is often a string inside another JSON text: `{"data":"{\"type\":…}"}`. A finding in the payload
/// must point at the real byte of the real file, so the map remembers every escape. Maps compose ([`SourceMap::through`])
/// when strings are nested in strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    /// Ordered by `decoded` and by `source`; may be empty where no text is decoded.
    segments: Vec<Segment>,
    /// Source offset one past the last source byte, for the decoded length and anything beyond.
    source_end: usize,
    decoded_end: usize,
    /// How many JSON strings the text stands in, one within the other; nothing where it is encoded in another way, too.
    layers: Option<usize>,
}

impl SourceMap {
    /// The map of text that stands verbatim at `span` of the source.
    pub fn verbatim(span: Span) -> Self {
        Self {
            segments: vec![Segment { decoded: 0, source: span.start, verbatim: true }],
            source_end: span.end,
            decoded_end: span.len(),
            layers: Some(0),
        }
    }

    /// The same map, of text that is the content of a JSON string.
    #[must_use]
    pub(crate) fn of_string(mut self) -> Self {
        self.layers = Some(1);
        self
    }

    /// How many JSON strings the text stands in, one within the other: as often is what comes into it to be escaped. Nothing
    /// where it is encoded in another way, so that nobody knows how other text would stand there.
    pub(crate) fn layers(&self) -> Option<usize> {
        self.layers
    }

    /// Starts a map whose first decoded byte stands at `source`.
    pub fn builder(source: usize) -> SourceMapBuilder {
        SourceMapBuilder { segments: Vec::new(), decoded: 0, source }
    }

    /// The source offset of decoded offset `decoded`. Inside an escape this is the escape's first byte; past the end it is
    /// the end of the source.
    pub fn offset(&self, decoded: usize) -> usize {
        if decoded >= self.decoded_end {
            return self.source_end;
        }
        let index = self.segments.partition_point(|segment| segment.decoded <= decoded);
        let Some(segment) = index.checked_sub(1).and_then(|i| self.segments.get(i)) else {
            return self.source_end;
        };
        if segment.verbatim { segment.source + (decoded - segment.decoded) } else { segment.source }
    }

    /// The source span of a decoded span. An empty span stays empty.
    pub fn span(&self, decoded: Span) -> Span {
        Span::new(self.offset(decoded.start), self.offset(decoded.end))
    }

    /// The decoded offset of what stands at source offset `source`: the way back of [`SourceMap::offset`]. Inside an escape
    /// this is the character that it stands for; outside of the map, its beginning or its end.
    pub fn decoded(&self, source: usize) -> usize {
        if source >= self.source_end {
            return self.decoded_end;
        }
        // Of several characters behind one escape the first.
        let mut index = self.segments.partition_point(|segment| segment.source < source);
        let exact = |segment: &Segment| segment.source == source;
        if !self.segments.get(index).is_some_and(exact) {
            index = index.saturating_sub(1);
        }
        let Some(segment) = self.segments.get(index) else {
            return 0;
        };
        if !segment.verbatim {
            return segment.decoded;
        }
        let next = self.segments.get(index + 1);
        let end = next.map_or(self.decoded_end, |segment| segment.decoded);
        (segment.decoded + source.saturating_sub(segment.source)).min(end)
    }

    /// The span of the whole source stretch.
    pub fn whole(&self) -> Span {
        let start = self.segments.first().map_or(self.source_end, |segment| segment.source);
        Span::new(start, self.source_end)
    }

    /// This map where `self` decodes from text that itself was decoded by `outer`: the result maps straight to `outer`'s source.
    #[must_use]
    pub fn through(&self, outer: &SourceMap) -> SourceMap {
        let mut segments = Vec::with_capacity(self.segments.len());
        for (index, segment) in self.segments.iter().enumerate() {
            let next =
                self.segments.get(index + 1).map_or((self.decoded_end, self.source_end), |s| (s.decoded, s.source));
            if !segment.verbatim {
                segments.push(Segment { source: outer.offset(segment.source), ..*segment });
                continue;
            }
            outer.split(Span::new(segment.source, next.1), |start, source, verbatim| {
                segments.push(Segment { decoded: segment.decoded + (start - segment.source), source, verbatim });
            });
        }
        SourceMap {
            segments,
            source_end: outer.offset(self.source_end),
            decoded_end: self.decoded_end,
            layers: self.layers.zip(outer.layers).map(|(own, outer)| own + outer),
        }
    }

    /// The map of this text with another behind it that stands further on in the source.
    #[must_use]
    pub fn then(mut self, next: &SourceMap) -> SourceMap {
        let shifted =
            next.segments.iter().map(|segment| Segment { decoded: segment.decoded + self.decoded_end, ..*segment });
        self.segments.extend(shifted);
        self.source_end = next.source_end.max(self.source_end);
        self.decoded_end += next.decoded_end;
        // Between the two stands something that is not in the text.
        self.layers = None;
        self
    }

    /// Calls `each` with (decoded start, source start, verbatim) of every segment part inside the decoded `span`.
    fn split(&self, span: Span, mut each: impl FnMut(usize, usize, bool)) {
        let first = self.segments.partition_point(|segment| segment.decoded <= span.start).saturating_sub(1);
        for segment in self.segments.iter().skip(first) {
            if segment.decoded >= span.end {
                break;
            }
            let start = segment.decoded.max(span.start);
            let source = if segment.verbatim { segment.source + (start - segment.decoded) } else { segment.source };
            each(start, source, segment.verbatim);
        }
    }
}

/// Builds a [`SourceMap`] from left to right.
#[derive(Debug)]
pub struct SourceMapBuilder {
    segments: Vec<Segment>,
    decoded: usize,
    source: usize,
}

impl SourceMapBuilder {
    /// The next `len` bytes stand in the source as they are.
    pub fn verbatim(&mut self, len: usize) {
        if len == 0 {
            return;
        }
        if !self.segments.last().is_some_and(|last| last.verbatim) {
            self.push(true);
        }
        self.decoded += len;
        self.source += len;
    }

    /// The next `decoded` bytes are written as `source` other bytes.
    pub fn escape(&mut self, decoded: usize, source: usize) {
        self.push(false);
        self.decoded += decoded;
        self.source += source;
    }

    fn push(&mut self, verbatim: bool) {
        self.segments.push(Segment { decoded: self.decoded, source: self.source, verbatim });
    }

    /// The finished map.
    pub fn finish(mut self) -> SourceMap {
        if self.segments.is_empty() {
            self.push(true);
        }
        SourceMap { segments: self.segments, source_end: self.source, decoded_end: self.decoded, layers: None }
    }
}
