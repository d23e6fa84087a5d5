//! HTTP Archive with WebSocket messages, as browsers' developer tools, test harnesses and proxies write it.
//!
//! The archive is walked, not parsed as a whole: most of it is other requests' bodies, and an archive that was cut in the
//! middle still holds every message before the cut.

mod end;
mod entry;
mod message;

use crate::json::{CAPTURE_DEPTH, parse};
use crate::source::Source;
use crate::span::Span;

use super::lines::end_of_text;
use super::walk::{Cursor, Step};
use super::{Problem, Sink};

pub(super) use end::response_code;
use entry::{Entry, Outcome};
pub(super) use message::{base64_len, close};

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut reader = Reader {
        creator: String::new(),
        sockets: 0,
        silent: Vec::new(),
        told: 0,
        elsewhere: false,
        log: false,
    };
    let mut cursor = Cursor::new(source, 0);
    let complete = cursor.enter(b'{') && reader.archive(&mut cursor, sink);
    if !reader.log {
        sink.problem(Problem::OtherFormat {
            span: Span::at(Cursor::new(source, 0).skip_whitespace()),
            message: "the input is no HTTP archive: it has no member `log`",
        });
    } else if !complete {
        sink.problem(Problem::Truncated {
            span: Span::at(end_of_text(source)),
            message: "the archive ends in the middle; what stands before was read".to_owned(),
        });
    }
    reader.tell_silence(sink);
}

/// Creators that never write frames.
const SILENT: [&str; 4] = ["Firefox", "WebKit", "Safari", "Mozilla"];

struct Reader {
    creator: String,
    sockets: usize,
    /// Handshakes that succeeded and have no message array at all.
    silent: Vec<Span>,
    /// Sockets with a message array.
    told: usize,
    /// Messages stand in files beside the archive.
    elsewhere: bool,
    /// There was a member `log`.
    log: bool,
}

impl Reader {
    /// The members of the outermost object, up to the end of `log`; whether the text held all of it.
    fn archive<'s>(&mut self, cursor: &mut Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
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

    fn log<'s>(&mut self, cursor: &mut Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
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
                // Whose archive it is decides how entries are read, and members come in any order.
                "entries" => {
                    later.push(cursor.clone());
                    if cursor.skip().is_none() {
                        break false;
                    }
                }
                _ => {
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

    fn entries<'s>(&mut self, cursor: &mut Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
        loop {
            match cursor.item() {
                Step::Next(()) => {}
                Step::End => return true,
                Step::Cut => return false,
                Step::Bad => return self.malformed(cursor, sink),
            }
            let start = cursor.clone();
            let end = cursor.skip().map(|span| span.end);
            if let Some(entry) = Entry::read(start, &self.creator) {
                match entry.outcome() {
                    Outcome::Told => self.told += 1,
                    Outcome::Silent if end.is_some() => self.silent.push(entry.place()),
                    _ => {}
                }
                self.elsewhere |= entry.is_elsewhere();
                entry.emit(self.sockets, end.is_some(), sink);
                self.sockets += 1;
            }
            if end.is_none() {
                return false;
            }
        }
    }

    /// Says where the archive is broken, and gives up on what follows. The text was not cut there.
    fn malformed<'s>(&self, cursor: &Cursor<'s>, sink: &mut dyn Sink<'s>) -> bool {
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
        let Some(&span) = self.silent.first() else {
            return;
        };
        let silent = SILENT.iter().any(|name| self.creator.contains(name));
        // A recorder that knows messages leaves the array out when none passed.
        let complete = self.told > 0 || self.creator == "Playwright";
        if !silent && complete && !self.elsewhere {
            return;
        }
        let tool = if self.creator.is_empty() {
            "the tool that wrote this archive"
        } else {
            &self.creator
        };
        sink.problem(Problem::NoFrames {
            span,
            sockets: self.silent.len(),
            tool: tool.to_owned(),
            help: if self.elsewhere {
                "the messages stand in files beside the archive: record again with the content embedded (recordHar's content: \"embed\")"
            } else {
                "record the conversation with Chrome or Edge (Network panel, Export HAR) or mitmproxy, or give the console log"
            }
            .to_owned(),
        });
    }
}
