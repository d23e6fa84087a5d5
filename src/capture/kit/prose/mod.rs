//! What lines of text tell of sockets: in the words of browsers' consoles, terminals, libraries and applications. Such lines make
//! up a log of text, and stand as messages in the rows of others.

mod conversation;
mod line;
mod name;
mod payload;
mod python;
mod python_frame;
mod socket;
mod websocat;

use crate::capture::kit::{Happening, literal, part, string, trimmed};
use crate::capture::{Data, Direction, End, Frame, Located, Open, Stamp};
use crate::text::json::parse_prefix;
use crate::text::span::Span;

pub use conversation::{Conversation, Entry, Traits};
pub use line::{Line, classify, prose_direction};
pub use name::socket;
pub use payload::{MAX_BLOCK, PayloadReader, Piece};
pub use websocat::{is_overlay, is_own};

/// How to get payloads whole from what shortened them: a console, or an application's logger.
const REMEDY: &str = "log payloads whole: a browser's console shortens what it shows, so log the string, JSON.stringify(message), or export a HAR";

/// Whether a logger's message is about a socket.
pub fn is_about_socket(message: &Located<'_>) -> bool {
    is_telling(&message.text, first_line(&message.text), &mut PayloadReader::default())
}

/// Whether the text of an error tells of a socket, or of a connection that may have been one.
pub fn says_more(error: &Located<'_>) -> bool {
    classify(&error.text, first_line(&error.text), &mut PayloadReader::default()) != Line::Nothing
}

/// What a logger's message tells of a socket beside its frames.
pub fn told(message: &str) -> Line {
    classify(message, first_line(message), &mut PayloadReader::default())
}

/// The first line of a logger's message.
fn first_line(message: &str) -> Span {
    let whole = trimmed(message, Span::new(0, message.len()));
    let first = screen_lines(whole.slice(message)).next();
    first.map_or(whole, |line| line.shifted(whole.start))
}

/// Whether the line at `line` of `text` tells something of a socket.
pub fn is_telling(text: &str, line: Span, payloads: &mut PayloadReader) -> bool {
    // What is said of much else makes no log of a socket.
    let tells = |found| !matches!(found, Line::Nothing | Line::Lost { .. } | Line::Frame { weak: true, .. });
    is_overlay(line.slice(text)) || python::is_line(text, line) || tells(classify(text, line, payloads))
}

/// Lines as a terminal shows them: a carriage return begins one, too.
pub fn screen_lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split(['\n', '\r']).map(move |line| {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        span
    })
}

/// What a classified line of `outer` tells of its socket; `turn` knows the direction of a frame.
fn happening<'s>(
    outer: &Located<'s>,
    line: Line,
    stamp: Stamp,
    turn: impl Fn(Direction, bool, bool) -> Direction,
) -> Option<Happening<'s>> {
    let open = |url: Option<Span>, status| Open { url: url.map(|url| part(outer, url)), status, ..stamp.open() };
    let error = |message: Span| stamp.error(message.slice(&outer.text));
    Some(match line {
        Line::Nothing => return None,
        Line::Frame { direction, leading_arrow, absolute, weak, piece } => {
            let guessed = weak || direction == Direction::Unknown;
            let direction = turn(direction, leading_arrow, absolute);
            Happening::Frame(Frame { guessed, ..stamp.frame(direction, data(outer, piece)) })
        }
        Line::Connecting { url, protocols } => {
            Happening::Connecting(Open { subprotocols: protocols.map(|span| part(outer, span)), ..open(url, None) })
        }
        Line::Opened { url } => Happening::Opened(open(url, Some(101))),
        Line::Failed { url, status: Some(status), message } => {
            Happening::Refused(open(url, Some(status)), outer.map.span(message))
        }
        Line::Failed { url, message, .. } => Happening::Failed(open(url, None), error(message)),
        Line::Error { message } => Happening::Error(error(message)),
        Line::Lost { span } => {
            let kind = End::Dropped { reported: false };
            Happening::Lost(stamp.close(kind, outer.map.span(span)), span.slice(&outer.text).to_owned())
        }
        Line::Close { kind, span } => Happening::Close(stamp.close(kind, outer.map.span(span))),
    })
}

fn data<'s>(outer: &Located<'s>, piece: Piece) -> Data<'s> {
    match piece {
        Piece::Json(span) => Data::Text(part(outer, span)),
        Piece::Elided(span) => Data::Elided { shown: part(outer, span), remedy: REMEDY },
        Piece::Literal(span) => match literal::json(outer, span) {
            Some(content) => Data::Text(content),
            None => Data::Unparsed { span: outer.map.span(span) },
        },
        Piece::Unparsed(span) => Data::Unparsed { span: outer.map.span(span) },
        // A console puts a logged string in quotes: one layer that the socket never saw.
        Piece::Quoted(span) => {
            let document = parse_prefix(&outer.text, span.start, 1);
            let inner = document.ok().and_then(|(document, _)| string(outer, document.root()));
            Data::Text(inner.unwrap_or_else(|| part(outer, span)))
        }
    }
}
