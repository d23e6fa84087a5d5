//! The messages of one socket: the array in an archive's entry, or a text of their own, as an array or one a line.

use crate::capture::kit::{Cursor, Lines, Step, end_of_text, without_comma};
use crate::capture::{Event, EventKind, Located, Problem, Sink, Timestamp};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Kind, Node, parse};
use crate::text::span::Span;

use super::message::{Message, read_message};

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

    /// Calls `each` with the messages, until it says to stop; what is wrong with one of them goes to `problem`.
    pub(super) fn each(
        &self,
        started: Option<Timestamp>,
        each: &mut dyn FnMut(Message<'s>) -> bool,
        problem: &mut dyn FnMut(Problem),
    ) {
        match self.clone() {
            Self::Items(cursor) => {
                items(cursor, started, each, problem);
            }
            Self::Array(cursor, span) => {
                if !items(cursor, started, each, problem) {
                    problem(cut(span.end));
                }
            }
            Self::Lines(source, span) => lines(source, span, started, each, problem),
        }
    }
}

/// Whether the array was read to its end, or as far as was asked for.
fn items<'s>(
    mut cursor: Cursor<'s>,
    started: Option<Timestamp>,
    each: &mut dyn FnMut(Message<'s>) -> bool,
    problem: &mut dyn FnMut(Problem),
) -> bool {
    loop {
        match cursor.item() {
            Step::Next(()) => {}
            Step::End => return true,
            Step::Cut | Step::Bad => return false,
        }
        // A message without an end is where the text was cut.
        let Some(extent) = cursor.skip() else {
            return false;
        };
        match one(&cursor.value(extent), started) {
            Ok(message) => {
                if message.is_some_and(|message| !each(message)) {
                    return true;
                }
            }
            Err(malformed) => problem(malformed),
        }
    }
}

fn lines<'s>(
    source: &'s Source,
    span: Span,
    started: Option<Timestamp>,
    each: &mut dyn FnMut(Message<'s>) -> bool,
    problem: &mut dyn FnMut(Problem),
) {
    let mut lines = Lines::within(source, span).filled().peekable();
    while let Some(line) = lines.next() {
        let line = without_comma(&line);
        let is_last = lines.peek().is_none();
        match parse(&line.text, CAPTURE_DEPTH) {
            Err(error) if is_last && error.is_truncation() => problem(cut(line.span().end)),
            _ => match one(&line, started) {
                Ok(message) => {
                    if message.is_some_and(|message| !each(message)) {
                        return;
                    }
                }
                Err(malformed) => problem(malformed),
            },
        }
    }
}

/// The message that `whole` is; nothing for a ping, or for what is no message.
fn one<'s>(whole: &Located<'s>, started: Option<Timestamp>) -> Result<Option<Message<'s>>, Problem> {
    match parse(&whole.text, CAPTURE_DEPTH) {
        Ok(document) => Ok(read_message(whole, document.root(), started)),
        Err(error) => Err(Problem::Malformed {
            span: whole.map.span(error.span),
            extent: whole.span(),
            message: error.to_string(),
            help: error.help().to_owned(),
        }),
    }
}

fn cut(at: usize) -> Problem {
    Problem::Truncated {
        span: Span::at(at),
        message: "the messages end in the middle of one; the complete ones before it were read".to_owned(),
    }
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
    let mut look = |_| {
        known = true;
        false
    };
    messages.each(None, &mut look, &mut |_| {});
    if !known {
        sink.problem(Problem::OtherFormat {
            span: Span::at(Cursor::new(source, 0).skip_whitespace()),
            message: "the input holds no message as a HAR's `_webSocketMessages` does",
        });
        return;
    }
    let sink = std::cell::RefCell::new(sink);
    let mut each = |message| {
        let kind = match message {
            Message::Frame(frame) => EventKind::Frame(frame),
            Message::Error(error) => EventKind::Error(error),
            Message::Close(close) => EventKind::Close(close),
        };
        sink.borrow_mut().event(Event { socket: 0, kind });
        true
    };
    messages.each(None, &mut each, &mut |problem| {
        sink.borrow_mut().problem(problem);
    });
}
