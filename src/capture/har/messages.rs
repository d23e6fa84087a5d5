//! The messages of one socket: the array in an archive's entry, or a text of their own, as an array or one a line.

use crate::capture::kit::{Cursor, Ending, Lines, end_of_text, other_format, without_comma};
use crate::capture::{Event, EventKind, Located, Problem, Sink, Timestamp};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Kind, Node, parse};
use crate::text::span::Span;

use super::message::read_message;

/// Takes a message, or what is wrong with one; says whether more is asked for.
pub(super) type Each<'e, 's> = &'e mut dyn FnMut(Result<EventKind<'s>, Problem>) -> bool;

/// Where the messages stand.
#[derive(Clone)]
pub(super) enum Messages<'s> {
    /// In an array of the archive itself; the cursor stands behind its bracket. Where it is cut, the archive is.
    Items(Cursor<'s>),
    /// In an array that is the whole of a text; the cursor stands behind its bracket.
    Array(Cursor<'s>, Span),
    /// A line each.
    Lines(&'s Source, Span),
}

impl<'s> Messages<'s> {
    /// The array at `cursor`, if there is one.
    pub(super) fn items(mut cursor: Cursor<'s>) -> Option<Self> {
        cursor.enter(b'[').then_some(Self::Items(cursor))
    }

    /// The messages that the text at `span` consists of.
    pub(super) fn within(source: &'s Source, span: Span) -> Self {
        let mut cursor = Cursor::new(source, span.start);
        if cursor.enter(b'[') { Self::Array(cursor, span) } else { Self::Lines(source, span) }
    }

    /// Calls `each` with the messages, and with what is wrong with one of them, until it says to stop.
    pub(super) fn each(&self, started: Option<Timestamp>, each: Each<'_, 's>) {
        match self.clone() {
            Self::Items(cursor) => {
                items(cursor, started, each);
            }
            Self::Array(cursor, span) => {
                if !items(cursor, started, each) {
                    each(Err(cut(span.end)));
                }
            }
            Self::Lines(source, span) => lines(source, span, started, each),
        }
    }
}

/// Whether the array was read to its end, or as far as was asked for.
fn items<'s>(mut cursor: Cursor<'s>, started: Option<Timestamp>, each: Each<'_, 's>) -> bool {
    let values = cursor.clone();
    let ending = cursor.items(&mut |extent| take(&values.value(extent), started, each));
    matches!(ending, Ending::Complete)
}

fn lines<'s>(source: &'s Source, span: Span, started: Option<Timestamp>, each: Each<'_, 's>) {
    let mut lines = Lines::within(source, span).filled().peekable();
    while let Some(line) = lines.next() {
        let line = without_comma(&line);
        let is_last = lines.peek().is_none();
        let goes_on = match parse(&line.text, CAPTURE_DEPTH) {
            Err(error) if is_last && error.is_truncation() => each(Err(cut(line.span().end))),
            _ => take(&line, started, each),
        };
        if !goes_on {
            return;
        }
    }
}

/// Hands on the message that `whole` is; a ping, or what is no message, is none. Whether more is asked for.
fn take<'s>(whole: &Located<'s>, started: Option<Timestamp>, each: Each<'_, 's>) -> bool {
    match parse(&whole.text, CAPTURE_DEPTH) {
        Ok(document) => read_message(whole, document.root(), started).is_none_or(|message| each(Ok(message))),
        Err(error) => each(Err(Problem::malformed(whole, whole.span(), &error))),
    }
}

fn cut(at: usize) -> Problem {
    Problem::cut(at, "the messages end in the middle of one; the complete ones before it were read")
}

/// Whether the JSON text `record` is a message as archives hold them, and nothing more: an application's log has other members, or
/// writes these another way.
pub(in crate::capture) fn is_message(record: &Located<'_>) -> bool {
    let Ok(document) = parse(&record.text, CAPTURE_DEPTH) else {
        return false;
    };
    let root = document.root();
    let kind = root.get("type").and_then(Node::as_str);
    let is = |key, kind| root.get(key).is_some_and(|node| node.kind() == kind);
    matches!(kind, Some("send" | "receive" | "error"))
        && is("opcode", Kind::Number)
        && is("time", Kind::Number)
        && is("data", Kind::String)
        && root.members().count() == 4
}

/// Reads the messages of one socket, without the entry that they were copied from: no URL, and no end.
pub(in crate::capture) fn read_messages<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let messages = Messages::within(source, Span::new(0, end_of_text(source)));
    let mut known = false;
    messages.each(None, &mut |found| {
        known |= found.is_ok();
        !known
    });
    if !known {
        return sink.problem(other_format(source, "the input holds no message as a HAR's `_webSocketMessages` does"));
    }
    messages.each(None, &mut |found| {
        match found {
            Ok(kind) => sink.event(Event { socket: 0, kind }),
            Err(problem) => sink.problem(problem),
        }
        true
    });
}
