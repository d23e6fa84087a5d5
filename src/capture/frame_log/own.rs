//! Rows that guestlint itself writes into a frame log: what is true of the log, and not of a socket in it.

use crate::capture::kit::records::is_header;
use crate::capture::kit::{Lines, content, string};
use crate::capture::{Data, Located, Note, Problem};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Node, parse_prefix};
use crate::text::span::Span;

use super::row::Row;

/// A row about the log itself.
pub(in crate::capture) enum LogRow<'s> {
    /// The log stands in the order in which things happened.
    Header,
    /// Something about the capture that the log was made from.
    Problem(Problem),
    /// A payload that belongs to no socket.
    Payload(Located<'s>),
    /// A record stood here that may have been a frame, and could not be read.
    Missed(Span),
}

/// How many lines at the start tell whether a log is in this tool's own form.
const SAMPLE: usize = 32;

/// The events of `docs/frame-log.md`.
const EVENTS: &str = "frame-log missed problem payload connecting open refused send recv frame error close";

/// Whether a frame log is in the form that guestlint writes and documents, a row a line, and not an application's or a log
/// service's own.
pub(crate) fn is_own_log(source: &Source) -> bool {
    let is_own = |line: &Located<'_>| {
        parse_prefix(&line.text, 0, CAPTURE_DEPTH)
            .is_ok_and(|(document, _)| EVENTS.split(' ').any(|known| known == event(document.root())))
    };
    let mut lines = Lines::of(source).filled().take(SAMPLE).peekable();
    lines.peek().is_some() && lines.all(|line| is_own(&line))
}

fn event<'d>(row: Node<'d>) -> &'d str {
    row.get("event").and_then(Node::as_str).unwrap_or_default()
}

/// The row, if it is one of guestlint's own.
pub(super) fn own_row<'s>(row: &Located<'s>, root: Node<'_>, extent: Span) -> Option<Row<'s>> {
    let log = match event(root) {
        "frame-log" if is_header(root) => LogRow::Header,
        "missed" if root.members().count() == 1 => LogRow::Missed(extent),
        "problem" => LogRow::Problem(problem(row, root, extent)?),
        "payload" => LogRow::Payload(string(row, root.get("data")?)?),
        _ => return None,
    };
    Some(Row::Log(log))
}

/// A frame that a converted capture did not hold, or that is not to be judged.
pub(super) fn unchecked<'s>(row: &Located<'s>, extent: Span) -> Option<Data<'s>> {
    let (document, _) = parse_prefix(&row.text, 0, CAPTURE_DEPTH).ok()?;
    let root = document.root();
    root.get("unchecked").filter(|flag| flag.raw() == "true")?;
    let text = |key| root.get(key).and_then(Node::as_str).map(str::to_owned);
    Some(Data::Unchecked {
        span: extent,
        note: text("message").map(|what| Note { what: what.into(), help: text("help").unwrap_or_default().into() }),
    })
}

fn problem(row: &Located<'_>, root: Node<'_>, extent: Span) -> Option<Problem> {
    let kind = root.get("problem")?;
    let text = |key| root.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
    let span = row.map.span(kind.span());
    Some(match kind.as_str()? {
        "truncated" => Problem::Truncated { span, message: text("message") },
        "encoding" => Problem::Encoding { span },
        "no-frames" => Problem::NoFrames {
            span,
            sockets: usize::try_from(root.get("sockets")?.as_i64()?).ok()?,
            tool: text("tool"),
            help: text("help"),
        },
        "not-recorded" => Problem::NotRecorded { span, message: text("message"), help: text("help") },
        "missing-file" => Problem::MissingFile {
            span,
            sockets: usize::try_from(root.get("sockets")?.as_i64()?).ok()?,
            why: text("message"),
        },
        "unread" => Problem::Unread { span, message: text("message") },
        "mixed" => Problem::Mixed { span },
        "other-version" => Problem::OtherVersion { span, message: text("message") },
        "malformed" => {
            let data = root.get("data");
            Problem::Malformed {
                span: data.map_or(span, |data| content(row, data).span()),
                // The record that was read, not the one that tells of it.
                extent: data.map_or(extent, |data| row.map.span(data.span())),
                message: text("message"),
                help: text("help"),
            }
        }
        _ => return None,
    })
}
