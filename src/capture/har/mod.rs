//! HTTP Archive with WebSocket messages, as browsers' developer tools, test harnesses and proxies write it.
//!
//! The archive is walked, not parsed as a whole: most of it is other requests' bodies, and an archive that was cut in the
//! middle still holds every message before the cut.

mod beside;
mod end;
mod entry;
mod message;
mod messages;
mod trace;

use crate::capture::kit::{Cursor, Step, end_of_text, other_format};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, parse};
use crate::text::span::Span;

use super::{Problem, Sink};

use beside::Beside;
use entry::{Entry, Outcome};

pub(super) use messages::{is_message, read_messages};
pub(super) use trace::{is_snapshot, read_trace};

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut reader = Reader::new(source, "");
    let mut cursor = Cursor::new(source, 0);
    let complete = cursor.enter(b'{') && reader.archive(&mut cursor, sink);
    if !reader.log {
        sink.problem(other_format(source, "the input is no HTTP archive: it has no member `log`"));
    } else if !complete {
        let message = "the archive ends in the middle; what stands before was read";
        sink.problem(Problem::cut(end_of_text(source), message));
    }
    reader.tell_silence(sink);
}

/// How many requests an archive holds.
pub(crate) fn requests(source: &Source) -> usize {
    let mut cursor = Cursor::new(source, 0);
    let found = cursor.enter(b'{')
        && cursor.seek("log", usize::MAX)
        && cursor.enter(b'{')
        && cursor.seek("entries", usize::MAX)
        && cursor.enter(b'[');
    let mut requests = 0;
    if found {
        cursor.items(&mut |_| {
            requests += 1;
            true
        });
    }
    requests
}

/// An object with a member `log` that holds what an archive holds.
pub(super) fn is_archive(source: &Source) -> bool {
    let mut cursor = Cursor::new(source, 0);
    cursor.enter(b'{');
    while cursor.seek("log", usize::MAX) {
        let mut log = cursor.clone();
        if log.enter(b'{')
            && let Step::Next(first) = log.member()
        {
            let known = ["version", "creator", "browser", "pages", "entries", "comment"];
            return known.contains(&first.key.as_str()) || first.key.starts_with('_');
        }
        if cursor.skip().is_none() {
            return false;
        }
    }
    false
}

/// Creators that never write frames.
const SILENT: [&str; 4] = ["Firefox", "WebKit", "Safari", "Mozilla"];

struct Reader<'s> {
    beside: Beside<'s>,
    creator: String,
    sockets: usize,
    /// Handshakes that succeeded and have no message array at all.
    silent: Vec<Span>,
    /// Sockets with a message array.
    told: usize,
    /// There was a member `log`.
    log: bool,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source, creator: &str) -> Self {
        let (beside, creator) = (Beside::of(source), creator.to_owned());
        Self { beside, creator, sockets: 0, silent: Vec::new(), told: 0, log: false }
    }

    /// The members of the outermost object, up to the end of `log`; whether the text held all of it.
    fn archive(&mut self, cursor: &mut Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
        loop {
            match cursor.member() {
                Step::Next(member) if member.key == "log" && cursor.enter(b'{') => {
                    self.log = true;
                    if !self.log(cursor, sink) {
                        return false;
                    }
                }
                Step::Next(_) => {
                    if cursor.skip().is_none() {
                        return false;
                    }
                }
                Step::End => return true,
                Step::Cut => return false,
                // Before the log, what is no JSON is no archive either.
                Step::Bad if !self.log => return false,
                Step::Bad => return self.malformed(cursor, sink),
            }
        }
    }

    fn log(&mut self, cursor: &mut Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
        let mut later = Vec::new();
        let complete = loop {
            let member = match cursor.member() {
                Step::Next(member) => member,
                Step::End => break true,
                Step::Cut => break false,
                Step::Bad => break self.malformed(cursor, sink),
            };
            match member.key.as_str() {
                "creator" => {
                    let Some(span) = cursor.skip() else {
                        break false;
                    };
                    let value = cursor.slice(span);
                    if let Ok(document) = parse(&value, CAPTURE_DEPTH) {
                        let name = document.root().get("name").and_then(|name| name.as_str());
                        self.creator = name.unwrap_or_default().to_owned();
                    }
                }
                "entries" if !self.creator.is_empty() => {
                    if cursor.enter(b'[') && !self.entries(cursor, sink) {
                        break false;
                    }
                }
                key => {
                    // Whose archive it is decides how entries are read, and members come in any order.
                    if key == "entries" {
                        later.push(cursor.clone());
                    }
                    if cursor.skip().is_none() {
                        break false;
                    }
                }
            }
        };
        for mut entries in later {
            if entries.enter(b'[') {
                self.entries(&mut entries, sink);
            }
        }
        complete
    }

    fn entries(&mut self, cursor: &mut Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
        loop {
            match cursor.item() {
                Step::Next(()) => {}
                Step::End => return true,
                Step::Cut => return false,
                Step::Bad => return self.malformed(cursor, sink),
            }
            let start = cursor.clone();
            let end = cursor.skip().map(|span| span.end);
            self.entry(start, end.is_some(), sink);
            if end.is_none() {
                return false;
            }
        }
    }

    /// The entry at `cursor`, if it is a socket's; `complete` says that it was not cut.
    fn entry(&mut self, cursor: Cursor<'s>, complete: bool, sink: &mut dyn Sink<'s>) {
        let Some(entry) = Entry::read(cursor, &self.creator, &mut self.beside) else {
            return;
        };
        match entry.outcome() {
            Outcome::Told => self.told += 1,
            Outcome::Silent if complete => self.silent.push(entry.place()),
            _ => {}
        }
        entry.emit(self.sockets, complete, sink);
        self.sockets += 1;
    }

    /// Says where the archive is broken, and gives up on what follows. The text was not cut there.
    fn malformed(&self, cursor: &Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
        let len = cursor.head(4).chars().next();
        let span = Span::new(cursor.at, cursor.at + len.map_or(0, char::len_utf8));
        sink.problem(Problem::Malformed {
            span,
            extent: span,
            message: "the archive is not valid JSON from here on".to_owned(),
            help: "export it again; what follows was not read".to_owned(),
        });
        true
    }

    fn tell_silence(&mut self, sink: &mut dyn Sink<'_>) {
        self.beside.tell(sink);
        let Some(&span) = self.silent.first() else {
            return;
        };
        let silent = SILENT.iter().any(|name| self.creator.contains(name));
        // A recorder that knows messages leaves the array out when none passed.
        let complete = self.told > 0 || self.creator == "Playwright";
        if !silent && complete {
            return;
        }
        let tool = if self.creator.is_empty() { "the tool that wrote this archive" } else { &self.creator };
        sink.problem(Problem::NoFrames {
            span,
            sockets: self.silent.len(),
            tool: tool.to_owned(),
            help: "record the conversation with Chrome or Edge (Network panel, Export HAR) or mitmproxy, or give the console log"
                .to_owned(),
        });
    }
}
