//! The network file of a Playwright trace: an entry of an HTTP Archive a line, each in an object that says so.

use crate::capture::kit::{Cursor, Lines, other_format};
use crate::capture::{Located, Problem, Sink};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Node, parse};
use crate::text::span::Span;

use super::Reader;

/// Whether the JSON text `record` is a line of a trace's network file.
pub(in crate::capture) fn is_snapshot(record: &Located<'_>) -> bool {
    let document = parse(&record.text, CAPTURE_DEPTH);
    document.is_ok_and(|document| is_snapshot_node(document.root()))
}

fn is_snapshot_node(root: Node<'_>) -> bool {
    root.get("type").and_then(Node::as_str) == Some("resource-snapshot")
        && root.get("snapshot").is_some_and(Node::is_object)
}

/// Reads the network file of a trace.
pub(in crate::capture) fn read_trace<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut reader = Reader::new(source, "Playwright");
    let mut other = false;
    let mut lines = Lines::of(source).filled().peekable();
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        match parse(&line.text, CAPTURE_DEPTH) {
            Ok(document) if is_snapshot_node(document.root()) => {
                reader.log = true;
                if let Some(cursor) = snapshot(source, line.span()) {
                    reader.entry(cursor, true, sink);
                }
            }
            Ok(_) => other = true,
            Err(error) if is_last && error.is_truncation() => {
                reader.log = true;
                let message = "the trace ends in the middle of an entry; the complete ones before it were read";
                sink.problem(Problem::cut(line.span().end, message));
            }
            // Of a line that is no entry it is of no use to say what is wrong with it.
            Err(error) if line.text.contains("resource-snapshot") => {
                sink.problem(Problem::malformed(&line, line.span(), &error));
            }
            Err(_) => other = true,
        }
    }
    if other && !reader.log {
        let message = "the input is no network file of a Playwright trace: no line of it is a `resource-snapshot`";
        sink.problem(other_format(source, message));
    }
    reader.tell_silence(sink);
}

/// A cursor at the entry in the line at `span`.
fn snapshot(source: &Source, span: Span) -> Option<Cursor<'_>> {
    let mut cursor = Cursor::new(source, span.start);
    (cursor.enter(b'{') && cursor.seek("snapshot", usize::MAX)).then_some(cursor)
}
