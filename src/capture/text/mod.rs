//! Consoles' and applications' logs: lines of text with JSON in them.

mod ansi;
mod line;
mod literal;
mod payload;
mod python;
mod socket;

use crate::json::parse_prefix;
use crate::source::Source;
use crate::span::Span;

use super::layer::{part, string, trimmed};
use super::lines::chunks;
use super::tracker::{Happening, Key, Tracker};
use super::{ClientError, Close, Data, Direction, Frame, Located, Open, Sink, Timestamp};

use payload::{MAX_BLOCK, Piece};
use python::{Connection, Taken};

pub(super) use line::{Line, classify, prose_direction};
pub(super) use payload::PayloadReader;

/// How to get payloads whole from what shortened them: a console, or an application's logger.
const REMEDY: &str = "log payloads whole: a browser's console shortens what it shows, so log the string, JSON.stringify(message), or export a HAR";

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut reader = Reader {
        arrows: Arrows::of(source),
        tracker: Tracker::new(true),
        terminal: false,
        python: Connection::default(),
        done: 0,
    };
    for chunk in chunks(source, MAX_BLOCK) {
        reader.chunk(&ansi::strip(chunk.text), chunk.own_end, sink);
    }
    reader.tracker.finish(sink);
}

/// Whether the text holds a line about a socket.
pub(super) fn has_any(source: &Source) -> bool {
    chunks(source, MAX_BLOCK).any(|chunk| {
        let screen = ansi::strip(chunk.text);
        let mut payloads = PayloadReader::default();
        screen_lines(&screen.text)
            .any(|line| classify(&screen.text, line, &mut payloads) != Line::Nothing)
    })
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

/// What an arrow at the beginning of a line means in this transcript.
#[derive(Clone, Copy, PartialEq)]
enum Arrows {
    /// `>` was sent, `<` was received.
    Both,
    /// Every line begins with `>`: a client through a pipe prints its prompt before what it *received*.
    Prompt,
}

impl Arrows {
    fn of(source: &Source) -> Self {
        let (mut prompt, mut told) = (false, false);
        for chunk in chunks(source, 0) {
            let screen = ansi::strip(chunk.text);
            for line in screen_lines(&screen.text) {
                let line = line.slice(&screen.text);
                prompt |= line.starts_with("> ");
                told |= line.starts_with("< ")
                    || line.starts_with("Connected")
                    || line.starts_with("Disconnected");
            }
        }
        if prompt && !told {
            Arrows::Prompt
        } else {
            Arrows::Both
        }
    }
}

struct Reader<'s> {
    arrows: Arrows,
    tracker: Tracker<'s>,
    /// wscat on a terminal: each line behind an arrow is a frame, JSON or not.
    terminal: bool,
    python: Connection<'s>,
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
            let time = Timestamp::of_line(content.slice(text));
            match self.python.line(screen, content, time) {
                Taken::Other => {}
                Taken::Noted => continue,
                Taken::Happened(happening) => {
                    self.tracker.take(&Key::Implicit, *happening, sink);
                    continue;
                }
            }
            let found = classify(text, content, &mut payloads);
            if let Line::Frame { piece, .. } = &found {
                self.done = screen.map.offset(piece.span().end);
            }
            if !self.take(screen, content, found, sink) {
                sink.skipped(screen.map.span(content));
            }
        }
    }

    fn take(
        &mut self,
        screen: &Located<'s>,
        line: Span,
        found: Line,
        sink: &mut dyn Sink<'s>,
    ) -> bool {
        let content = line.slice(&screen.text);
        self.terminal |= content.contains("press CTRL+C");
        let found = match found {
            Line::Nothing if self.terminal => match typed(content, line) {
                Some(found) => found,
                None => return false,
            },
            found => found,
        };
        let time = Timestamp::of_line(content);
        let end = match &found {
            Line::Frame { piece, .. } => piece.span().end.max(line.end),
            _ => line.end,
        };
        let extent = screen.map.span(Span::new(line.start, end));
        let prompt = self.arrows == Arrows::Prompt;
        let Some(happening) = happening(screen, found, time, extent, prompt) else {
            return false;
        };
        self.tracker.take(&Key::Implicit, happening, sink)
    }
}

/// A line that was typed or received on a terminal and is no JSON.
fn typed(content: &str, line: Span) -> Option<Line> {
    let direction = match content.get(..2)? {
        "> " => Direction::Client,
        "< " => Direction::Server,
        _ => return None,
    };
    Some(Line::Frame {
        direction,
        leading_arrow: true,
        piece: Piece::Json(Span::new(line.start + 2, line.end)),
    })
}

/// What a classified line of `outer` tells of its socket. `prompt`: an arrow at its beginning tells no direction.
pub(super) fn happening<'s>(
    outer: &Located<'s>,
    line: Line,
    time: Option<Timestamp>,
    extent: Span,
    prompt: bool,
) -> Option<Happening<'s>> {
    let open = |url: Option<Span>, status| Open {
        url: url.map(|url| part(outer, url)),
        status,
        subprotocols: None,
        time,
        extent,
    };
    let error = |message: Span| ClientError {
        message: message.slice(&outer.text).to_owned(),
        time,
        extent,
    };
    Some(match line {
        Line::Nothing => return None,
        Line::Frame {
            direction,
            leading_arrow,
            piece,
        } => Happening::Frame(Frame {
            direction: if leading_arrow && prompt {
                Direction::Unknown
            } else {
                direction
            },
            time,
            data: data(outer, piece),
            extent,
        }),
        Line::Connecting { url, protocols } => Happening::Connecting(Open {
            subprotocols: protocols.map(|span| part(outer, span)),
            ..open(url, None)
        }),
        Line::Opened { url } => Happening::Opened(open(url, Some(101))),
        Line::Failed {
            url,
            status: Some(status),
            message,
        } => Happening::Refused(open(url, Some(status)), outer.map.span(message)),
        Line::Failed { url, message, .. } => Happening::Failed(open(url, None), error(message)),
        Line::Error { message } => Happening::Error(error(message)),
        Line::Close { kind, span } => Happening::Close(Close {
            kind,
            time,
            span: outer.map.span(span),
            extent,
        }),
    })
}

fn data<'s>(outer: &Located<'s>, piece: Piece) -> Data<'s> {
    match piece {
        Piece::Json(span) => Data::Text(part(outer, span)),
        Piece::Elided(span) => Data::Elided {
            shown: part(outer, span),
            remedy: REMEDY,
        },
        Piece::Unparsed(span) => Data::Unparsed {
            span: outer.map.span(span),
        },
        // A console puts a logged string in quotes: one layer that the socket never saw.
        Piece::Quoted(span) => {
            let document = parse_prefix(&outer.text, span.start, 1);
            let inner = document
                .ok()
                .and_then(|(document, _)| string(outer, document.root()));
            Data::Text(inner.unwrap_or_else(|| part(outer, span)))
        }
    }
}
