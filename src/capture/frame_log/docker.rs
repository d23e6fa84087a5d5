//! Docker's json-file log: a line of the container in each record. A line of more than 16 KiB stands in several, of which only the
//! last ends with a line end.

use std::collections::BTreeMap;

use crate::capture::Located;
use crate::capture::kit::Joiner;
use crate::capture::kit::records::Rewriter;
use crate::text::json::{self, CAPTURE_DEPTH, Node};
use crate::text::span::Span;

/// Longest line that is put together.
const MAX_LINE: usize = 1 << 20;

/// Lines that go on in the next record of their stream.
#[derive(Default)]
pub(super) struct Docker<'s> {
    begun: BTreeMap<String, Vec<Located<'s>>>,
}

impl<'s> Docker<'s> {
    /// Takes a record; gives back one to read, with its place, unless the record's line goes on.
    pub(super) fn take(&mut self, record: Located<'s>) -> Option<(Located<'s>, Span)> {
        let extent = record.span();
        if !record.text.starts_with("{\"log\":\"") {
            return Some((record, extent));
        }
        let Some((stream, ends)) = shape(&record) else {
            return Some((record, extent));
        };
        if ends && !self.begun.contains_key(&stream) {
            return Some((record, extent));
        }
        let parts = self.begun.entry(stream.clone()).or_default();
        parts.push(record);
        let len: usize = parts.iter().map(|part| part.text.len()).sum();
        if ends || len > MAX_LINE {
            return self.begun.remove(&stream).and_then(joined);
        }
        None
    }

    /// The lines that never ended.
    pub(super) fn rest(&mut self) -> impl Iterator<Item = (Located<'s>, Span)> + use<'s> {
        let mut rest: Vec<_> = std::mem::take(&mut self.begun).into_values().filter_map(joined).collect();
        rest.sort_by_key(|(_, extent)| extent.start);
        rest.into_iter()
    }
}

/// The stream of a record, and whether its line ends with it.
fn shape(record: &Located<'_>) -> Option<(String, bool)> {
    let document = json::parse(&record.text, CAPTURE_DEPTH).ok()?;
    let text = |key| document.root().get(key).and_then(Node::as_str);
    text("time")?;
    Some((text("stream")?.to_owned(), text("log")?.ends_with('\n')))
}

/// The record of the whole line: the first one's, with the others' text behind its own.
fn joined(parts: Vec<Located<'_>>) -> Option<(Located<'_>, Span)> {
    let first = parts.first()?;
    let extent = Span::new(first.span().start, parts.last()?.span().end);
    if parts.len() == 1 {
        return Some((first.clone(), extent));
    }
    let mut joiner = Joiner::default();
    let mut lines = Vec::with_capacity(parts.len());
    for part in &parts {
        let document = json::parse(&part.text, CAPTURE_DEPTH).ok()?;
        lines.push(document.root().get("log")?.span());
        joiner.push(part);
    }
    let whole = joiner.finish();
    let mut object = Rewriter::new(&whole.text);
    // The time stands behind the text, so it is told of first.
    let document = json::parse(&first.text, CAPTURE_DEPTH).ok()?;
    for key in ["time", "stream"] {
        object.separate();
        object.own(&format!("\"{key}\":{}", document.root().get(key)?.raw()));
    }
    object.own(",\"log\":\"");
    let mut base = 0;
    for (part, line) in parts.iter().zip(lines) {
        object.copy(Span::new(base + line.start + 1, base + line.end - 1));
        base += part.text.len();
    }
    object.own("\"");
    Some((object.finish(&whole), extent))
}
