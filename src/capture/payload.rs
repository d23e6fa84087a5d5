//! Payload files: one payload, an array of payloads, or a payload a line.

use crate::json::{self, CAPTURE_DEPTH, Node};
use crate::span::Span;

use super::layer::{lines, part, trimmed};
use super::{Located, Sink};

pub(super) fn read<'s>(text: &'s str, sink: &mut dyn Sink<'s>) {
    let whole = trimmed(text, Span::new(0, text.len()));
    if whole.is_empty() {
        return;
    }
    let outer = Located::verbatim(text, Span::new(0, text.len()));
    match json::parse(text, CAPTURE_DEPTH) {
        Ok(document) => {
            for span in payloads(document.root()) {
                sink.payload(part(&outer, span), span);
            }
        }
        Err(_) if is_line_delimited(text) => {
            for line in lines(text) {
                let line = trimmed(text, line);
                if !line.is_empty() {
                    sink.payload(part(&outer, line), line);
                }
            }
        }
        // What is wrong with it is for whoever parses the payload to say.
        Err(_) => sink.payload(part(&outer, whole), whole),
    }
}

/// The items of an array of objects; any other value is one payload.
fn payloads(root: Node<'_>) -> Vec<Span> {
    let independent = root.items().len() > 0 && root.items().all(Node::is_object);
    if independent {
        root.items().map(Node::span).collect()
    } else {
        vec![root.span()]
    }
}

/// Whether each line is a JSON text of its own, as far as the first bytes tell; the first one must be whole.
fn is_line_delimited(text: &str) -> bool {
    let mut lines = lines(text)
        .map(|line| trimmed(text, line).slice(text))
        .filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    lines.next().is_some_and(|line| line.starts_with('{'))
        && lines.all(|line| line.starts_with(['{', '[']))
        && json::parse(first, CAPTURE_DEPTH).is_ok_and(|document| document.root().is_object())
}
