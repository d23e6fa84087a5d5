//! Writes what a reader hands out as a frame log, event by event.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use crate::capture::{Close, Data, End, Event, EventKind, Frame, Located, Open, Problem, Sink};
use crate::redact::Redactor;
use crate::source::Source;
use crate::text::json;
use crate::text::span::Span;

use super::binary;
use super::line::{Line, frame_event};

/// The log that is being written, over all inputs.
pub(super) struct Log<W> {
    out: W,
    redacted: bool,
    /// Sockets so far.
    sockets: usize,
    /// Lines of sockets and payloads.
    pub(super) lines: u64,
    begun: bool,
}

impl<W: Write> Log<W> {
    pub(super) fn new(out: W, redacted: bool) -> Self {
        Self { out, redacted, sockets: 0, lines: 0, begun: false }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            self.line(&Line::header(self.redacted))?;
        }
        self.line(line)
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

/// What is left out, and what is replaced, of one input.
pub(super) struct Choice<'c> {
    /// Replaces what is sensitive; absent where everything stays.
    pub(super) redactor: Option<&'c Redactor>,
    /// The sockets to write, by their numbers; absent for all.
    pub(super) sockets: Option<&'c HashSet<usize>>,
}

/// Writes the events of one input.
pub(super) struct Writer<'s, 'w, W> {
    source: &'s Source,
    log: &'w mut Log<W>,
    choice: Choice<'w>,
    /// The ids of this input's sockets.
    ids: HashMap<usize, usize>,
    /// An open that the next event decides about: opened, or refused.
    held: Option<(Event<'s>, Open<'s>)>,
    /// The first failure; nothing is written after it.
    failed: Option<io::Error>,
}

impl<'s, 'w, W: Write> Writer<'s, 'w, W> {
    /// A writer of what is read from `source`.
    pub(super) fn new(source: &'s Source, log: &'w mut Log<W>, choice: Choice<'w>) -> Self {
        Self { source, log, choice, ids: HashMap::new(), held: None, failed: None }
    }

    /// Ends the input.
    ///
    /// # Errors
    /// The log could not be written.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.release(None);
        self.failed.map_or(Ok(()), Err)
    }

    fn write(&mut self, line: &Line<'_>) {
        if self.failed.is_none()
            && let Err(error) = self.log.write(line)
        {
            self.failed = Some(error);
        }
    }

    fn socket_line(&mut self, socket: usize, line: Line<'_>) {
        let next = &mut self.log.sockets;
        let id = *self.ids.entry(socket).or_insert_with(|| {
            *next += 1;
            *next
        });
        self.log.lines += 1;
        self.write(&Line { socket: Some(id.to_string()), ..line });
    }

    fn text(&self, text: &str) -> String {
        match self.choice.redactor {
            Some(redactor) => redactor.text(text).into_owned(),
            None => text.to_owned(),
        }
    }

    /// Writes the open that was held back; `next` is the event behind it.
    fn release(&mut self, next: Option<&Event<'_>>) {
        let Some((event, open)) = self.held.take() else {
            return;
        };
        let refused = next.is_some_and(|next| {
            let refused = |close: &Close| matches!(close.kind, End::Refused { .. });
            next.socket == event.socket && matches!(&next.kind, EventKind::Close(close) if refused(close))
        });
        let succeeded = open.status.is_none_or(|status| status == 101);
        let word = if refused || !succeeded { "connecting" } else { "open" };
        let redactor = self.choice.redactor;
        let replaced = |text: &str, replace: fn(&Redactor, &str) -> String| match redactor {
            Some(redactor) => replace(redactor, text),
            None => text.to_owned(),
        };
        let url = open.url.as_ref().map(|url| replaced(&url.text, |r, url| r.url(url).into_owned()));
        let protocols = open.subprotocols.as_ref();
        let line = Line {
            url,
            status: open.status,
            protocols: protocols.map(|list| replaced(&list.text, |r, list| r.subprotocols(list).into_owned())),
            origin: open.origin.as_ref().map(|origin| replaced(&origin.text, |r, origin| r.url(origin).into_owned())),
            ..Line::of(word, open.time)
        };
        self.socket_line(event.socket, line);
    }

    fn frame(&self, frame: &Frame<'_>) -> Line<'static> {
        let line = Line::of(frame_event(frame.direction), frame.time);
        match &frame.data {
            Data::Text(text) => Line { data: Some(self.text(&text.text)), ..line },
            Data::Elided { shown, .. } => Line { data: Some(self.text(&shown.text)), elided: Some(true), ..line },
            Data::Unparsed { span } => {
                Line { data: Some(self.text(&shown(&self.source.slice(*span)))), unparsed: Some(true), ..line }
            }
            Data::Unchecked { note, .. } => Line {
                unchecked: Some(true),
                message: note.as_ref().map(|note| note.what.clone().into_owned()),
                help: note.as_ref().map(|note| note.help.clone()),
                ..line
            },
            Data::Binary { span, len } => {
                // No scan can look into bytes.
                let shown = self.choice.redactor.is_none();
                let data = shown.then(|| binary::base64(&self.source.slice(*span), *len)).flatten();
                Line {
                    opcode: Some(2),
                    encoding: data.is_some().then_some("base64"),
                    bytes: len.filter(|_| data.is_none()),
                    data,
                    ..line
                }
            }
        }
    }
}

impl<'s, W: Write> Sink<'s> for Writer<'s, '_, W> {
    fn event(&mut self, event: Event<'s>) {
        self.release(Some(&event));
        let left_out = |sockets: &HashSet<usize>| !sockets.contains(&event.socket);
        if self.choice.sockets.is_some_and(left_out) {
            return;
        }
        let line = match &event.kind {
            EventKind::Open(open) => {
                let open = open.clone();
                self.held = Some((event, open));
                return;
            }
            EventKind::Frame(frame) => self.frame(frame),
            EventKind::Error(error) => {
                Line { message: Some(self.text(&error.message)), ..Line::of("error", error.time) }
            }
            EventKind::Close(close) => {
                let reason = match &close.kind {
                    End::Closed { reason, .. } => reason.as_deref().map(|reason| self.text(reason)),
                    _ => None,
                };
                Line::close(&close.kind, close.time, reason)
            }
        };
        self.socket_line(event.socket, line);
    }

    fn payload(&mut self, payload: Located<'s>, _extent: Span) {
        self.release(None);
        self.log.lines += 1;
        self.write(&Line { data: Some(self.text(&payload.text)), ..Line::of("payload", None) });
    }

    fn problem(&mut self, problem: Problem) {
        self.release(None);
        let line = Line::of("problem", None);
        let tool;
        let line = match problem {
            Problem::Truncated { message, .. } => Line { problem: Some("truncated"), message: Some(message), ..line },
            Problem::NoFrames { sockets, tool: name, help: what, .. } => {
                tool = name;
                Line {
                    problem: Some("no-frames"),
                    tool: Some(&tool),
                    sockets: Some(sockets),
                    help: Some(what.into()),
                    ..line
                }
            }
            Problem::NotRecorded { message, help, .. } => {
                Line { problem: Some("not-recorded"), message: Some(message), help: Some(help.into()), ..line }
            }
            Problem::OtherVersion { message, .. } => {
                Line { problem: Some("other-version"), message: Some(message), ..line }
            }
            Problem::MissingFile { sockets, why, .. } => {
                Line { problem: Some("missing-file"), sockets: Some(sockets), message: Some(why), ..line }
            }
            Problem::Unread { message, .. } => {
                Line { problem: Some("unread"), message: Some(self.text(&message)), ..line }
            }
            Problem::Mixed { .. } => Line { problem: Some("mixed"), ..line },
            Problem::Encoding { .. } => Line { problem: Some("encoding"), ..line },
            Problem::Malformed { extent, message, help: what, .. } => {
                // Of a record that cannot be read nobody knows whose it is.
                let open = self.choice.redactor.is_none();
                let record = open.then(|| shown(&self.source.slice(extent)).into_owned());
                Line {
                    problem: Some("malformed"),
                    message: Some(self.text(&message)),
                    help: Some(what.into()),
                    data: record,
                    ..line
                }
            }
            // Nothing was read, and the user is told so.
            Problem::OtherFormat { .. } => return,
        };
        self.write(&line);
    }

    fn skipped(&mut self, _span: Span) {}

    fn missed(&mut self, _extent: Span) {
        self.release(None);
        self.write(&Line::of("missed", None));
    }
}

/// What a console printed: as it stands in the capture, which may be a frame log's string.
fn shown(written: &str) -> Cow<'_, str> {
    match json::parse(written, 1) {
        Ok(document) if document.root().as_str().is_some() => {
            document.root().as_str().unwrap_or_default().to_owned().into()
        }
        _ => written.into(),
    }
}
