//! Consoles' and applications' logs: lines of text with JSON in them.

mod ansi;
mod ids;
mod pasted;
mod traits;

use crate::capture::kit::prose::{
    Conversation, Entry, Line, MAX_BLOCK, PayloadReader, Piece, classify, is_telling, screen_lines, told,
};
use crate::capture::kit::{Lines, LinesBack, Tracker, chunks, logfmt, trimmed};
use crate::capture::{Direction, End, Located, Settings, Sink, Timestamp};
use crate::source::Source;
use crate::text::span::Span;

pub(super) fn read<'s>(source: &'s Source, settings: &Settings, sink: &mut dyn Sink<'s>) {
    let conversation = Conversation::of(traits::traits(source), settings);
    let mut reader = Reader { tracker: Tracker::of_text(), conversation, done: 0 };
    if traits::runs_backwards(source) {
        reader.backwards(source, sink);
    } else {
        for chunk in chunks(source, MAX_BLOCK) {
            reader.chunk(&screen(chunk.text), chunk.own_end, sink);
        }
    }
    reader.tracker.finish(sink);
}

/// What a terminal showed of the text, and what it was before somebody pasted it.
fn screen(text: Located<'_>) -> Located<'_> {
    pasted::undo(ansi::strip(text))
}

/// Whether the text holds a line about a socket.
pub(super) fn has_any(source: &Source) -> bool {
    // Words that are said of much else make a log of a socket where they tell of both directions.
    let (mut sent, mut received) = (false, false);
    chunks(source, MAX_BLOCK).any(|chunk| {
        let screen = screen(chunk.text);
        let mut payloads = PayloadReader::default();
        screen_lines(&screen.text).any(|line| {
            let found = classify(&screen.text, line, &mut payloads);
            if let Line::Frame { weak: true, direction, piece: Piece::Json(_), .. } = found {
                sent |= direction == Direction::Client;
                received |= direction == Direction::Server;
            }
            (sent && received) || is_telling(&screen.text, line, &mut payloads)
        })
    })
}

/// The close code or the status of a handshake that a short text tells of, where it shows nothing else of a socket: what people
/// paste who have nothing but the symptom.
pub(crate) fn symptom(source: &Source) -> Option<u16> {
    const SHORT: usize = 50;
    let numbers = |line: Located<'_>| match told(&screen(line).text) {
        Line::Close { kind: End::Closed { code, .. }, .. } => Some(code),
        Line::Close { kind: End::Dropped { .. }, .. } => Some(1006),
        Line::Failed { status, .. } => status,
        _ => None,
    };
    Lines::of(source).filled().take(SHORT).find_map(numbers)
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
            if let Some(line) = logfmt::unquoted(screen, content) {
                self.conversation.message(&line, entry, tracker, sink);
                continue;
            }
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
        self.chunk(&screen(Located::of(source, span)), span.end + 1, sink);
    }
}
