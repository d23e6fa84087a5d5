//! The canonical frame log, and JSON logs of applications that come near it.

mod chosen;
mod cut;
mod docker;
mod event;
mod own;
mod row;

use std::collections::VecDeque;

use crate::capture::kit::prose::{Conversation, Entry, Traits, is_about_socket};
use crate::capture::kit::records::{Records, behind_prefix};
use crate::capture::kit::{Cursor, Happening, Key, Lines, Tracker, other_format, without_comma};
use crate::source::Source;
use crate::text::json::ParseError;
use crate::text::span::Span;

use super::{Located, Problem, Settings, Sink, Stamp, Timestamp};

use docker::Docker;
use own::LogRow;
use row::{SocketRow, Told};

pub(crate) use own::is_own_log;
pub(super) use row::{Reading, Row, read_row};

/// Rows that wait for a neighbour with an earlier time.
const WINDOW: usize = 64;

/// Lines that tell whether there are records among them.
const SAMPLE: usize = 64;

/// A record that is longer may have been cut by a log service: Docker cuts at 16 KiB, others later.
const MAX_UNCUT: usize = 8 << 10;

pub(super) fn read<'s>(source: &'s Source, settings: &Settings, sink: &mut dyn Sink<'s>) {
    let records = Records::of(source);
    let mut reader = Reader {
        tracker: Tracker::default(),
        conversation: Conversation::of(Traits::default(), settings),
        reading: Reading::new(settings),
        docker: Docker::default(),
        window: VecDeque::new(),
        last: None,
        latest: Key::Implicit,
        rows: Rows::default(),
        // A log that says so stands in order, whatever its clocks say.
        ordered: records.ordered,
        attempted: false,
        mixed: Lines::of(source).filled().take(SAMPLE).any(|line| is_object(&line)),
    };
    let cut = records.each(&mut |record| {
        let is_tail = records.tail == Some(record.span());
        match reader.docker.take(record) {
            Some((record, extent)) => reader.record(&record, extent, is_tail, sink),
            None => reader.rows.known(sink),
        }
    });
    for (record, extent) in reader.docker.rest() {
        reader.record(&record, extent, false, sink);
    }
    reader.hand_out_all(sink);
    reader.tracker.finish(sink);
    if let Some(at) = cut {
        reader.rows.problem(truncated(at), sink);
    }
    reader.rows.finish(source, sink);
    sink.chosen(reader.reading.chosen.finish(&settings.mapping));
}

/// Whether records have a frame or an event of a socket where the user says that they have.
pub(super) fn is_mapped(source: &Source, settings: &Settings) -> bool {
    let mut reading = Reading::new(settings);
    let records = Records::of(source).ends();
    records.iter().any(|record| {
        let row = read_row(&without_comma(record), record.span(), &mut reading);
        matches!(row, Ok(Row::Socket(_)))
    })
}

fn is_object(line: &Located<'_>) -> bool {
    line.text.starts_with('{') || behind_prefix(line).is_some()
}

fn truncated(at: usize) -> Problem {
    Problem::cut(at, "the log ends in the middle of a record; the complete ones before it were read")
}

struct Waiting<'s> {
    key: Key,
    /// The row's time, or the one before it in the file.
    time: Option<Timestamp>,
    row: SocketRow<'s>,
}

/// Whether the text is a log at all. Of one that is not, it is of no use to say what is wrong with each of its "records".
#[derive(Default)]
struct Rows {
    /// A record was a row of a log, or a payload.
    known: bool,
    /// Something stood there that is no record: a line without a bracket, another item of an array.
    other: bool,
    /// What was wrong before the first row that is one.
    early: Vec<Problem>,
}

impl Rows {
    fn problem(&mut self, problem: Problem, sink: &mut dyn Sink<'_>) {
        if self.known {
            sink.problem(problem);
        } else {
            self.early.push(problem);
        }
    }

    fn known(&mut self, sink: &mut dyn Sink<'_>) {
        self.known = true;
        for problem in self.early.drain(..) {
            sink.problem(problem);
        }
    }

    fn finish(mut self, source: &Source, sink: &mut dyn Sink<'_>) {
        let mut cursor = Cursor::new(source, 0);
        cursor.skip_whitespace();
        // An array that breaks before its first item is no log either: `[INFO] …`.
        let broken = cursor.goes_on("[") && !self.early.is_empty();
        if !self.known && (self.other || broken) {
            let message = "the input is no frame log: no line and no item in it is a record of one";
            sink.problem(other_format(source, message));
        } else {
            self.known(sink);
        }
    }
}

struct Reader<'a, 's> {
    tracker: Tracker<'s>,
    /// What lines of text among the rows have told so far.
    conversation: Conversation<'s>,
    reading: Reading<'a>,
    docker: Docker<'s>,
    window: VecDeque<Waiting<'s>>,
    last: Option<Timestamp>,
    /// The socket that a row without id and URL belongs to.
    latest: Key,
    rows: Rows,
    /// Rows come in the order in which things happened.
    ordered: bool,
    /// The row before, of those without an id, was an attempt to connect: what opens next is that socket.
    attempted: bool,
    /// Lines of text stand among records; a text without any is no frame log.
    mixed: bool,
}

impl<'s> Reader<'_, 's> {
    fn record(&mut self, line: &Located<'s>, record: Span, is_tail: bool, sink: &mut dyn Sink<'s>) {
        let behind = behind_prefix(line);
        let Some(line) = behind.as_ref().or(Some(line).filter(|line| line.text.starts_with('{'))) else {
            self.line(line, record, sink);
            return;
        };
        let row = self.row(line, record, is_tail);
        if matches!(row, Ok(Row::Socket(_) | Row::Bare(_) | Row::Log(_))) {
            self.rows.known(sink);
        }
        match row {
            Ok(Row::Socket(row)) => self.wait(*row, sink),
            // What an application logs beside its frames is JSON, too, and no message of anybody's.
            Ok(Row::Bare(payload)) if sink.is_message(&payload) => sink.payload(payload, record),
            Ok(Row::Bare(_)) => sink.skipped(record),
            Ok(Row::Log(row)) => self.log(row, sink),
            Ok(Row::Nothing) => sink.skipped(record),
            Err(error) if is_tail && error.is_truncation() => {
                self.rows.problem(truncated(record.end), sink);
            }
            Err(error) => {
                // It may have been a frame: what came before it must be known by then.
                self.hand_out_all(sink);
                self.rows.problem(Problem::malformed(line, record, &error), sink);
                sink.missed(record);
            }
        }
    }

    /// A line of text among the records.
    fn line(&mut self, line: &Located<'s>, record: Span, sink: &mut dyn Sink<'s>) {
        if !self.mixed || !is_about_socket(line) {
            self.rows.other = true;
            sink.skipped(record);
            return;
        }
        let stamp = Stamp { time: Timestamp::of_line(&line.text), extent: record };
        self.wait(SocketRow { stamp, id: None, url: None, told: Told::Line(line.clone()) }, sink);
    }

    fn log(&mut self, row: LogRow<'s>, sink: &mut dyn Sink<'s>) {
        self.hand_out_all(sink);
        match row {
            LogRow::Header => {}
            LogRow::Problem(problem) => sink.problem(problem),
            LogRow::Payload(payload) => {
                // A payload by the log's own word, and no record that may be another thing.
                let extent = payload.span();
                sink.payload(payload, extent);
            }
            LogRow::Missed(extent) => sink.missed(extent),
        }
    }

    fn hand_out_all(&mut self, sink: &mut dyn Sink<'s>) {
        while let Some(row) = self.earliest() {
            self.hand_out(row, sink);
        }
    }

    fn row(&mut self, line: &Located<'s>, extent: Span, is_tail: bool) -> Result<Row<'s>, ParseError> {
        let read = read_row(&without_comma(line), extent, &mut self.reading);
        match read {
            Err(error) if !is_tail && error.is_truncation() && line.text.len() > MAX_UNCUT => {
                cut::row(line, None, extent, &mut self.reading).ok_or(error)
            }
            read => read,
        }
    }

    fn wait(&mut self, row: SocketRow<'s>, sink: &mut dyn Sink<'s>) {
        let (is_open, is_attempt) = match &row.told {
            Told::Happening(told) => (
                matches!(**told, Happening::Opened(_) | Happening::Refused(..)),
                matches!(**told, Happening::Connecting(_)),
            ),
            Told::Line(_) => (false, false),
        };
        let key = match (&row.id, &row.url) {
            (Some(id), _) => Key::Id(id.clone()),
            (None, Some(url)) => Key::Url(url.clone()),
            (None, None) if is_open && !self.attempted => Key::Implicit,
            (None, None) => self.latest.clone(),
        };
        if row.id.is_none() {
            self.attempted = is_attempt;
            self.latest = key.clone();
        }
        self.last = row.stamp.time.or(self.last);
        self.window.push_back(Waiting { key, time: self.last, row });
        let window = if self.ordered { 0 } else { WINDOW };
        if self.window.len() > window
            && let Some(row) = self.earliest()
        {
            self.hand_out(row, sink);
        }
    }

    /// Takes the earliest row of the socket whose row waits longest. Of equal times the one that stands first comes first.
    fn earliest(&mut self) -> Option<Waiting<'s>> {
        let key = &self.window.front()?.key;
        let rows = self.window.iter().enumerate();
        let (index, _) = rows.filter(|(_, waiting)| waiting.key == *key).min_by_key(|(_, waiting)| waiting.time)?;
        self.window.remove(index)
    }

    fn hand_out(&mut self, waiting: Waiting<'s>, sink: &mut dyn Sink<'s>) {
        let SocketRow { told, stamp, .. } = waiting.row;
        match told {
            Told::Happening(happening) => {
                self.tracker.text(false);
                if !self.tracker.take(&waiting.key, *happening, sink) {
                    sink.skipped(stamp.extent);
                }
            }
            Told::Line(message) => {
                let entry = Entry { key: Some(waiting.key), time: stamp.time, extent: Some(stamp.extent) };
                self.tracker.text(true);
                self.conversation.message(&message, entry, &mut self.tracker, sink);
            }
        }
    }
}
