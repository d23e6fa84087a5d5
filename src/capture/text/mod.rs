//! Consoles' and applications' logs: lines of text with JSON in them.

mod ansi;
mod conversation;
mod ids;
mod line;
mod literal;
mod payload;
mod python;
mod socket;
mod traits;
mod websocat;

use crate::source::Source;
use crate::text::json::parse_prefix;
use crate::text::span::Span;

use super::layer::{part, string, trimmed};
use super::lines::{LinesBack, chunks};
use super::tracker::{Happening, Tracker};
use super::{ClientError, Close, Data, Direction, Frame, Located, Open, Settings, Sink, Timestamp};

use line::{Line, classify};
use payload::{MAX_BLOCK, PayloadReader, Piece};
use traits::Traits;

pub(super) use conversation::{Conversation, Entry};
pub(super) use line::prose_direction;

/// How to get payloads whole from what shortened them: a console, or an application's logger.
const REMEDY: &str = "log payloads whole: a browser's console shortens what it shows, so log the string, JSON.stringify(message), or export a HAR";

pub(super) fn read<'s>(source: &'s Source, settings: &Settings, sink: &mut dyn Sink<'s>) {
    let traits = Traits::of(source);
    let backwards = traits.newest_first;
    let mut reader =
        Reader { tracker: Tracker::new(true), conversation: Conversation::of(source, traits, settings), done: 0 };
    if backwards {
        reader.backwards(source, sink);
    } else {
        for chunk in chunks(source, MAX_BLOCK) {
            reader.chunk(&ansi::strip(chunk.text), chunk.own_end, sink);
        }
    }
    reader.tracker.finish(sink);
}

/// Whether the text holds a line about a socket.
pub(super) fn has_any(source: &Source) -> bool {
    chunks(source, MAX_BLOCK).any(|chunk| {
        let screen = ansi::strip(chunk.text);
        let mut payloads = PayloadReader::default();
        screen_lines(&screen.text).any(|line| is_telling(&screen.text, line, &mut payloads))
    })
}

/// Whether a logger's message is about a socket.
pub(super) fn is_about_socket(message: &Located<'_>) -> bool {
    let whole = trimmed(&message.text, Span::new(0, message.text.len()));
    let first = screen_lines(whole.slice(&message.text)).next();
    let line = first.map_or(whole, |line| line.shifted(whole.start));
    is_telling(&message.text, line, &mut PayloadReader::default())
}

fn is_telling(text: &str, line: Span, payloads: &mut PayloadReader) -> bool {
    websocat::is_overlay(line.slice(text))
        || python::is_line(text, line)
        || classify(text, line, payloads) != Line::Nothing
}

/// Lines as a terminal shows them: a carriage return begins one, too.
fn screen_lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split(['\n', '\r']).map(move |line| {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        span
    })
}

struct Reader<'s> {
    tracker: Tracker<'s>,
    conversation: Conversation<'s>,
    /// Up to here, in the source, lines belong to a payload above them.
    done: usize,
}

impl<'s> Reader<'s> {
    /// Reads the lines that begin before `own_end` of the source in what the terminal showed: text without control sequences.
    fn chunk(&mut self, screen: &Located<'s>, own_end: usize, sink: &mut dyn Sink<'s>) {
        let text: &str = &screen.text;
        let mut payloads = PayloadReader::default();
        for line in screen_lines(text) {
            let start = screen.map.offset(line.start);
            if start >= own_end {
                break;
            }
            // The line belongs to the payload above it.
            if start < self.done {
                continue;
            }
            let content = trimmed(text, line);
            if content.is_empty() || matches!(content.slice(text), ">" | "<") {
                continue;
            }
            let entry = Entry { key: None, time: Timestamp::of_line(content.slice(text)), extent: None };
            let tracker = &mut self.tracker;
            let end = self.conversation.line(screen, content, entry, &mut payloads, tracker, sink);
            if let Some(end) = end {
                self.done = screen.map.offset(end);
            }
        }
    }

    /// Reads a log that runs backwards: from its last line that begins with a time, with the lines below that do not.
    fn backwards(&mut self, source: &'s Source, sink: &mut dyn Sink<'s>) {
        let mut end = None;
        let mut start = 0;
        for line in LinesBack::of(source) {
            let last = *end.get_or_insert(line.end);
            start = line.start;
            if traits::begins_entry(&source.slice(line)) || last - start > MAX_BLOCK {
                self.entry(source, Span::new(start, last), sink);
                end = None;
            }
        }
        if let Some(end) = end {
            self.entry(source, Span::new(start, end), sink);
        }
    }

    fn entry(&mut self, source: &'s Source, span: Span, sink: &mut dyn Sink<'s>) {
        self.done = 0;
        self.chunk(&ansi::strip(Located::of(source, span)), span.end + 1, sink);
    }
}

/// What a classified line of `outer` tells of its socket; `turn` knows the direction of a frame.
fn happening<'s>(
    outer: &Located<'s>,
    line: Line,
    time: Option<Timestamp>,
    extent: Span,
    turn: &dyn Fn(Direction, bool, bool) -> Direction,
) -> Option<Happening<'s>> {
    let open = |url: Option<Span>, status| Open {
        url: url.map(|url| part(outer, url)),
        status,
        subprotocols: None,
        origin: None,
        time,
        extent,
    };
    let error = |message: Span| ClientError { message: message.slice(&outer.text).to_owned(), time, extent };
    Some(match line {
        Line::Nothing => return None,
        Line::Frame { direction, leading_arrow, absolute, piece } => Happening::Frame(Frame {
            direction: turn(direction, leading_arrow, absolute),
            time,
            data: data(outer, piece),
            extent,
        }),
        Line::Connecting { url, protocols } => {
            Happening::Connecting(Open { subprotocols: protocols.map(|span| part(outer, span)), ..open(url, None) })
        }
        Line::Opened { url } => Happening::Opened(open(url, Some(101))),
        Line::Failed { url, status: Some(status), message } => {
            Happening::Refused(open(url, Some(status)), outer.map.span(message))
        }
        Line::Failed { url, message, .. } => Happening::Failed(open(url, None), error(message)),
        Line::Error { message } => Happening::Error(error(message)),
        Line::Close { kind, span } => Happening::Close(Close { kind, time, span: outer.map.span(span), extent }),
    })
}

fn data<'s>(outer: &Located<'s>, piece: Piece) -> Data<'s> {
    match piece {
        Piece::Json(span) => Data::Text(part(outer, span)),
        Piece::Elided(span) => Data::Elided { shown: part(outer, span), remedy: REMEDY },
        Piece::Unparsed(span) => Data::Unparsed { span: outer.map.span(span) },
        // A console puts a logged string in quotes: one layer that the socket never saw.
        Piece::Quoted(span) => {
            let document = parse_prefix(&outer.text, span.start, 1);
            let inner = document.ok().and_then(|(document, _)| string(outer, document.root()));
            Data::Text(inner.unwrap_or_else(|| part(outer, span)))
        }
    }
}
