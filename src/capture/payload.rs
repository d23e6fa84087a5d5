//! Payload files: one payload, an array of payloads, or a payload a line.

use crate::capture::kit::{Lines, part, trimmed};
use crate::source::Source;
use crate::text::json::{self, CAPTURE_DEPTH, Node};
use crate::text::span::Span;

use super::{Located, Sink};

/// A document that is larger than this is only read line by line: it is no payload that anybody sends.
const MAX_DOCUMENT: usize = 64 << 20;

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    if source.len() > MAX_DOCUMENT {
        return by_line(source, sink);
    }
    let outer = Located::of(source, Span::new(0, source.len()));
    let text: &str = &outer.text;
    let whole = trimmed(text, Span::new(0, text.len()));
    if whole.is_empty() {
        return;
    }
    match json::parse(text, CAPTURE_DEPTH) {
        Ok(document) => {
            for span in payloads(document.root()) {
                sink.payload(part(&outer, span), span);
            }
        }
        Err(_) if is_line_delimited(source) => by_line(source, sink),
        // What is wrong with it is for whoever parses the payload to say.
        Err(_) => sink.payload(part(&outer, whole), whole),
    }
}

fn by_line<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    for line in Lines::of(source).filled() {
        let extent = line.span();
        sink.payload(line, extent);
    }
}

/// The items of an array of objects; any other value is one payload.
fn payloads(root: Node<'_>) -> Vec<Span> {
    let independent = root.items().len() > 0 && root.items().all(Node::is_object);
    if independent { root.items().map(Node::span).collect() } else { vec![root.span()] }
}

/// Whether each line is a JSON text of its own, as far as the first bytes tell; the first one must be whole.
fn is_line_delimited(source: &Source) -> bool {
    let mut lines = Lines::of(source).filled();
    let Some(first) = lines.next() else {
        return false;
    };
    lines.next().is_some_and(|line| line.text.starts_with('{'))
        && lines.all(|line| line.text.starts_with(['{', '[']))
        && json::parse(&first.text, CAPTURE_DEPTH).is_ok_and(|document| document.root().is_object())
}
