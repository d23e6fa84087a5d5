//! What lines of text tell one after the other. A line by itself may say too little: which client prints it, which connection
//! it is about.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::capture::kit::{Happening, Key, Tracker};
use crate::capture::{Data, Direction, Located, Perspective, Problem, Settings, Sink, Stamp, Timestamp};
use crate::text::span::Span;

use super::line::{Line, classify, wordless};
use super::payload::{PayloadReader, Piece};
use super::python::{Connection, Taken};
use super::{data, first_line, happening, name, websocat};

/// Peculiarities of a transcript.
#[derive(Default)]
pub struct Traits {
    /// Every arrow at the beginning of a line is `>`: a client through a pipe prints its prompt before what it *received*.
    pub prompt: bool,
    /// `wscat -l`: a server's transcript.
    pub listening: bool,
    /// websocat's own log lines.
    pub websocat: bool,
    /// Lines of websocat's `log:` overlay.
    pub overlay: bool,
    /// Lines name their socket, and more than one.
    pub named: bool,
}

/// What is known of a line beside its text.
pub struct Entry {
    /// Its socket, where that is known.
    pub key: Option<Key>,
    pub time: Option<Timestamp>,
    /// The record that it stands in, where it is not its own.
    pub extent: Option<Span>,
}

/// The state of a transcript.
pub struct Conversation<'s> {
    traits: Traits,
    perspective: Perspective,
    /// wscat on a terminal: each line behind an arrow is a frame, JSON or not.
    terminal: bool,
    /// A frame was shown.
    framed: bool,
    python: HashMap<Key, Connection<'s>>,
    /// What the last frame held, as a hash, and whether its word said little.
    last: Option<(u64, bool)>,
}

impl<'s> Conversation<'s> {
    /// That of a transcript with these traits; lines in the rows of a log have none.
    pub fn of(traits: Traits, settings: &Settings) -> Self {
        let shown = match traits.listening {
            true => Perspective::Server,
            false => Perspective::Client,
        };
        Self {
            perspective: settings.perspective.unwrap_or(shown),
            traits,
            terminal: false,
            framed: false,
            python: HashMap::new(),
            last: None,
        }
    }

    /// Takes a logger's message: one line, with the rest of a payload below it.
    pub fn message(&mut self, message: &Located<'s>, entry: Entry, tracker: &mut Tracker<'s>, sink: &mut dyn Sink<'s>) {
        let line = first_line(&message.text);
        let mut payloads = PayloadReader::default();
        self.line(message, line, entry, &mut payloads, tracker, sink);
    }

    /// Takes the line at `line` of `screen`; says where the payload ends that begins in it.
    pub fn line(
        &mut self,
        screen: &Located<'s>,
        line: Span,
        entry: Entry,
        payloads: &mut PayloadReader,
        tracker: &mut Tracker<'s>,
        sink: &mut dyn Sink<'s>,
    ) -> Option<usize> {
        let content = line.slice(&screen.text);
        let place = entry.extent.unwrap_or_else(|| screen.map.span(line));
        let key = entry.key.unwrap_or_else(|| self.key(content));
        if self.library(screen, line, &key, Stamp { time: entry.time, extent: place }, tracker, sink) {
            return None;
        }
        self.terminal |= content.contains("press CTRL+C");
        if self.terminal && is_control(content) {
            sink.skipped(place);
            return None;
        }
        let found = match classify(&screen.text, line, payloads) {
            Line::Nothing => self.bare(screen, line, payloads),
            found => found,
        };
        let found = match found {
            // websocat's overlay tells of each frame once more.
            Line::Nothing if !self.traits.overlay => wordless(&screen.text, line, payloads).unwrap_or(Line::Nothing),
            found => found,
        };
        let found = if is_message(screen, &found, sink) { found } else { Line::Nothing };
        if self.is_told_again(screen, &found) {
            return None;
        }
        let end = match &found {
            Line::Frame { piece, .. } => Some(piece.span().end),
            _ => None,
        };
        self.framed |= end.is_some();
        let lines = Span::new(line.start, end.unwrap_or(line.end).max(line.end));
        let stamp = Stamp { time: entry.time, extent: entry.extent.unwrap_or_else(|| screen.map.span(lines)) };
        let turn = |direction, leading, absolute| self.direction(direction, leading, absolute);
        let told = happening(screen, found, stamp, turn);
        if !told.is_some_and(|told| tracker.take(&key, told, sink)) {
            sink.skipped(place);
        }
        end
    }

    /// Whether a message stands behind a word that says little, and once more behind one that says who sends it: an application
    /// that logs what it is about to send.
    fn is_told_again(&mut self, screen: &Located<'s>, line: &Line) -> bool {
        let Line::Frame { weak, piece, .. } = line else {
            return false;
        };
        let mut hasher = DefaultHasher::new();
        piece.span().slice(&screen.text).hash(&mut hasher);
        let now = (hasher.finish(), *weak);
        let again = self.last == Some((now.0, !weak));
        self.last = (!again).then_some(now);
        again
    }

    fn key(&self, content: &str) -> Key {
        let name = self.traits.named.then(|| name::socket(content)).flatten();
        name.map_or(Key::Implicit, |name| Key::Id(name.to_owned()))
    }

    fn direction(&self, direction: Direction, leading_arrow: bool, absolute: bool) -> Direction {
        if leading_arrow && self.traits.prompt {
            Direction::Unknown
        } else if absolute {
            direction
        } else {
            self.perspective.turn(direction)
        }
    }

    /// Takes a line of websocat's, or of Python's websockets.
    fn library(
        &mut self,
        screen: &Located<'s>,
        line: Span,
        key: &Key,
        stamp: Stamp,
        tracker: &mut Tracker<'s>,
        sink: &mut dyn Sink<'s>,
    ) -> bool {
        let (content, extent) = (line.slice(&screen.text), stamp.extent);
        if let Some((direction, messages)) = websocat::messages(screen, line) {
            for data in messages {
                let frame = stamp.frame(self.perspective.turn(direction), data);
                tracker.take(key, Happening::Frame(frame), sink);
            }
            return true;
        }
        if let Some(kind) = websocat::end(content).filter(|_| websocat::is_own(content)) {
            if !self.traits.overlay && !self.framed {
                sink.problem(websocat::no_frames(extent));
            }
            if !tracker.take(key, Happening::Close(stamp.close(kind, extent)), sink) {
                sink.skipped(extent);
            }
            return true;
        }
        let connection = self.python.entry(key.clone()).or_default();
        match connection.line(screen, line, stamp) {
            Taken::Other => return false,
            Taken::Noted => {}
            Taken::Happened(happening) => {
                tracker.take(key, *happening, sink);
            }
            Taken::Overlap => sink.problem(Problem::Mixed { span: extent }),
            Taken::Mixed(Data::Text(payload)) => sink.payload(payload, extent),
            Taken::Mixed(_) => sink.skipped(extent),
        }
        true
    }

    /// A line of a terminal's that no word describes.
    fn bare(&self, screen: &Located<'s>, line: Span, payloads: &mut PayloadReader) -> Line {
        let content = line.slice(&screen.text);
        if self.traits.listening && content == "Client connected" {
            return Line::Opened { url: None };
        }
        // What the overlay does not repeat was received, or typed and shown by the terminal.
        let shown = self.traits.websocat && !self.traits.overlay;
        if shown && content.starts_with('{') {
            let piece = payloads.read(&screen.text, line.start, line.end);
            return Line::Frame {
                direction: Direction::Unknown,
                leading_arrow: false,
                absolute: true,
                weak: false,
                piece,
            };
        }
        let typed = self.terminal.then(|| typed(content, line)).flatten();
        typed.unwrap_or(Line::Nothing)
    }
}

/// Whether a frame is one by more than its word: where that says little, what stands behind it must be a message.
fn is_message<'s>(screen: &Located<'s>, line: &Line, sink: &dyn Sink<'s>) -> bool {
    match line {
        Line::Frame { weak: true, piece, .. } => match data(screen, *piece) {
            Data::Text(payload) => sink.is_message(&payload),
            _ => false,
        },
        _ => true,
    }
}

/// What wscat shows of commands that are typed to it (`--slash`) and of pings and pongs (`-P`): no messages.
fn is_control(content: &str) -> bool {
    let typed = content.strip_prefix("> /").and_then(|rest| rest.split(' ').next());
    matches!(typed, Some("close" | "ping" | "pong"))
        || content.starts_with("< Received ping")
        || content.starts_with("< Received pong")
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
        absolute: false,
        weak: false,
        piece: Piece::Json(Span::new(line.start + 2, line.end)),
    })
}
