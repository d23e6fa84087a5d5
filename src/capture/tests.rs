//! Tests of the readers: what they hand out, as lines of text.

mod cdp;
mod envelopes;
mod exports;
mod formats;
mod frame_log;
mod har;
mod messages;
mod mitmproxy;
mod netlog;
mod origin;
mod payload;
mod recognise;
mod robust;
mod terminal;
mod text;
mod tshark;
mod words;

use std::fmt::Write as _;

use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

/// Writes down what a reader hands out, each place with the text that stands there.
pub(super) struct Transcript<'s> {
    text: &'s str,
    pub(super) lines: Vec<String>,
}

impl<'s> Transcript<'s> {
    fn at(&self, span: Span) -> String {
        assert!(self.text.get(span.start..span.end).is_some(), "{span:?} is no place in the text");
        let text = span.slice(self.text).replace('\n', "\\n").replace('\r', "\\r");
        if text.chars().count() <= 60 {
            return text;
        }
        let head: String = text.chars().take(30).collect();
        let tail: Vec<char> = text.chars().rev().take(20).collect();
        format!("{head} ~ {}", tail.iter().rev().collect::<String>())
    }

    /// Text whose every character must map to a place in the source.
    fn located(&self, located: &Located<'_>) -> String {
        let span = located.span();
        assert!(span.end <= self.text.len());
        let mut before = span.start;
        for (at, _) in located.text.char_indices() {
            let place = located.map.offset(at);
            assert!(place >= before && place <= span.end, "maps must not run back");
            assert!(self.text.is_char_boundary(place));
            before = place;
        }
        located.text.replace('\n', "\\n").replace('\r', "\\r")
    }

    fn time(time: Option<Timestamp>) -> String {
        time.map_or(String::new(), |time| {
            let mark = if time.wall { '@' } else { '~' };
            format!(" {mark}{}", time.micros % 100_000_000_000)
        })
    }
}

impl<'s> Sink<'s> for Transcript<'s> {
    fn event(&mut self, event: Event<'s>) {
        let mut line = format!("{} ", event.socket);
        let _ = match &event.kind {
            EventKind::Open(open) => write!(
                line,
                "open {} {:?}{}{}",
                open.url.as_ref().map_or("-".to_owned(), |url| self.located(url)),
                open.status,
                open.subprotocols.as_ref().map_or(String::new(), |p| format!(" protocols={}", self.located(p))),
                Self::time(open.time)
            ),
            EventKind::Frame(frame) => {
                self.at(frame.extent);
                let data = match &frame.data {
                    Data::Text(text) => format!("text {}", self.located(text)),
                    Data::Binary { span, len } => format!("binary {len:?} {}", self.at(*span)),
                    Data::Elided { shown, .. } => format!("elided {}", self.located(shown)),
                    Data::Unparsed { span } => format!("unparsed {}", self.at(*span)),
                    Data::Unchecked { span, note } => {
                        let what = note.as_ref().map_or("-", |note| &note.what);
                        format!("unchecked {} ({what})", self.at(*span))
                    }
                };
                let direction = frame.direction.as_str();
                write!(line, "{direction} {data}{}", Self::time(frame.time))
            }
            EventKind::Error(error) => {
                self.at(error.extent);
                write!(line, "error {}{}", error.message, Self::time(error.time))
            }
            EventKind::Close(close) => {
                self.at(close.extent);
                let at = self.at(close.span);
                write!(line, "close {:?} at `{at}`{}", close.kind, Self::time(close.time))
            }
        };
        self.lines.push(line);
    }

    fn payload(&mut self, payload: Located<'s>, extent: Span) {
        self.at(extent);
        let line = format!("payload {}", self.located(&payload));
        self.lines.push(line);
    }

    fn problem(&mut self, problem: Problem) {
        let line = match problem {
            Problem::Truncated { span, .. } => format!("truncated at {}", span.start),
            Problem::Encoding { span } => format!("encoding at {}", span.start),
            Problem::OtherFormat { span, message } => format!("at {}: {message}", span.start),
            Problem::OtherVersion { span, message } | Problem::NotRecorded { span, message, .. } => {
                format!("at `{}`: {message}", self.at(span))
            }
            Problem::MissingFile { span, sockets, why } => {
                format!("{sockets} without frames at `{}`: {why}", self.at(span))
            }
            Problem::NoFrames { sockets, tool, span, .. } => {
                format!("no frames in {sockets} by {tool} at `{}`", self.at(span))
            }
            Problem::Unread { span, message } => format!("unread {message} at `{}`", self.at(span)),
            Problem::Mixed { span } => format!("mixed from `{}`", self.at(span)),
            Problem::Malformed { span, extent, message, .. } => {
                self.at(extent);
                format!("malformed at `{}`: {message}", self.at(span))
            }
        };
        self.lines.push(line);
    }

    fn is_message(&self, payload: &Located<'_>) -> bool {
        payload.text.contains("\"type\"")
    }

    fn missed(&mut self, extent: Span) {
        let line = format!("missed `{}`", self.at(extent));
        self.lines.push(line);
    }

    fn skipped(&mut self, span: Span) {
        let line = format!("skipped `{}`", self.at(span));
        self.lines.push(line);
    }
}

pub(super) fn source(text: &str) -> Source {
    Source::from_text(InputName::Stdin, text, Masker::new(true))
}

/// The transcript of `text` read as `format`; the same whether the text is in memory or read from a file in blocks.
pub(super) fn transcript_as(text: &str, format: Format) -> Vec<String> {
    read_as(text, format, &Settings::default())
}

fn read_as(text: &str, format: Format, settings: &Settings) -> Vec<String> {
    let in_memory = lines_of(&source(text), text, format, settings);
    let blocks: &[usize] = if text.len() < 20_000 { &[5, 64] } else { &[4096] };
    for &block in blocks {
        let in_file = Source::in_file(text, block);
        assert_eq!(in_memory, lines_of(&in_file, text, format, settings));
    }
    in_memory
}

fn lines_of(source: &Source, text: &str, format: Format, settings: &Settings) -> Vec<String> {
    let mut sink = Transcript { text, lines: Vec::new() };
    read(source, format, settings, &mut sink);
    sink.lines
}

/// The transcript of `text` read as the format that it is recognised as.
pub(super) fn transcript(text: &str) -> String {
    transcript_with(text, &Settings::default())
}

/// The same, with what a user says of the log.
pub(super) fn transcript_with(text: &str, settings: &Settings) -> String {
    let format = recognise_with(&source(text), settings).expect("a known format");
    let in_file = Source::in_file(text, 9);
    assert_eq!(recognise_with(&in_file, settings), Some(format));
    format!("{}\n{}", format.as_str(), read_as(text, format, settings).join("\n"))
}

/// Files beside a capture, by name.
struct Beside(Vec<(String, String)>);

impl crate::source::Files for Beside {
    fn open(&self, name: &str) -> Result<Source, String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        let (_, text) = found.ok_or("there is no such file")?;
        Ok(source(text))
    }
}

/// The transcript of `text` with files beside it; each that is opened stands behind the text, with one byte between them.
pub(super) fn transcript_beside(text: &str, format: Format, files: &[(&str, &str)]) -> String {
    let beside = || {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Box::new(Beside(files.iter().map(owned).collect()))
    };
    let whole: Vec<&str> = [text].into_iter().chain(files.iter().map(|(_, t)| *t)).collect();
    let whole = whole.join("\n");
    let read_as = |source: Source| lines_of(&source.with_files(beside()), &whole, format, &Settings::default());
    let in_memory = read_as(source(text));
    assert_eq!(in_memory, read_as(Source::in_file(text, 64)));
    in_memory.join("\n")
}
