//! The canonical frame log, and JSON logs of applications that come near it.

mod aliases;
mod event;
mod own;
mod row;

use std::collections::VecDeque;

use crate::json::{CAPTURE_DEPTH, Document, ParseError, parse_prefix};
use crate::span::Span;

use super::layer::{lines, trimmed};
use super::tracker::{Happening, Key, Tracker};
use super::walk::{Cursor, Step};
use super::{Located, Problem, Sink, Timestamp};

use aliases::{Field, Fields};
use own::LogRow;
use row::SocketRow;

pub(super) use row::{Row, read_row, without_comma};

/// Rows that wait for a neighbour with an earlier time.
const WINDOW: usize = 64;

pub(super) fn read<'s>(text: &'s str, sink: &mut dyn Sink<'s>) {
    let (mut records, cut) = records(text);
    let mut reader = Reader {
        text,
        tracker: Tracker::new(false),
        window: VecDeque::new(),
        last: None,
        latest: Key::Implicit,
        rows: Rows::default(),
        ordered: false,
        attempted: false,
    };
    let tail = records.last().copied().filter(|_| cut.is_none());
    // A log that says so stands in order, whatever its clocks say.
    reader.ordered = records
        .first()
        .is_some_and(|row| own::is_header(text, *row));
    if !reader.ordered && is_newest_first(text, &records) {
        records.reverse();
    }
    for record in records {
        reader.record(record, tail == Some(record), sink);
    }
    reader.hand_out_all(sink);
    reader.tracker.finish(sink);
    if let Some(at) = cut {
        reader.rows.problem(truncated(at), sink);
    }
    reader.rows.finish(text, sink);
}

fn truncated(at: usize) -> Problem {
    Problem::Truncated {
        span: Span::at(at),
        message: "the log ends in the middle of a record; the complete ones before it were read"
            .to_owned(),
    }
}

/// The records of a log: the items of an array, the lines, or objects over several lines each, as `jq` prints a log. What has no
/// end comes with the place where it was cut.
pub(super) fn records(text: &str) -> (Vec<Span>, Option<usize>) {
    let mut cursor = Cursor::new(text, 0);
    if !cursor.enter(b'[') {
        if let Some(printed) = printed_objects(text) {
            return printed;
        }
        let lines = lines(text).map(|line| trimmed(text, line));
        return (lines.filter(|line| !line.is_empty()).collect(), None);
    }
    let mut items = Vec::new();
    loop {
        match cursor.item() {
            Step::Next(()) => {}
            Step::End => return (items, None),
            Step::Cut | Step::Bad => return (items, Some(text.trim_end().len())),
        }
        match cursor.skip() {
            Some(item) => items.push(item),
            None => return (items, Some(text.trim_end().len())),
        }
    }
}

/// The records of a log whose first one goes on over several lines; `None` for another.
fn printed_objects(text: &str) -> Option<(Vec<Span>, Option<usize>)> {
    let mut cursor = Cursor::new(text, 0);
    let mut items = Vec::new();
    loop {
        cursor.skip_whitespace();
        if cursor.rest().is_empty() {
            return Some((items, None));
        }
        if !cursor.rest().starts_with('{') {
            return None;
        }
        let item = match cursor.skip() {
            Some(item) => item,
            None if items.is_empty() => return None,
            None => return Some((items, Some(text.trim_end().len()))),
        };
        // A first line that lacks its closing bracket goes on over others, too, but is no JSON.
        let printed = || {
            item.slice(text).contains('\n') && parse_prefix(text, item.start, CAPTURE_DEPTH).is_ok()
        };
        if items.is_empty() && !printed() {
            return None;
        }
        items.push(item);
    }
}

/// The time of a record, by its own fields.
fn time_of(text: &str, record: Span) -> Option<Timestamp> {
    let line = &text[..record.end];
    let (document, _): (Document<'_>, usize) = parse_prefix(line, record.start, 64).ok()?;
    let fields = Fields::of(document.root());
    fields.node(Field::Time).and_then(Timestamp::json)
}

/// Whether the log runs backwards as a whole, as exports of log services do: judged by its first and its last rows.
fn is_newest_first(text: &str, records: &[Span]) -> bool {
    const SAMPLE: usize = 32;
    let head = records.len().min(SAMPLE);
    let tail = records.len().saturating_sub(SAMPLE).max(head);
    let sample = records[..head].iter().chain(&records[tail..]);
    let times: Vec<Timestamp> = sample.filter_map(|record| time_of(text, *record)).collect();
    let pairs = || times.iter().zip(times.iter().skip(1));
    let back = pairs().filter(|(a, b)| a > b).count();
    let forth = pairs().filter(|(a, b)| a < b).count();
    times.first() > times.last() && back > forth * 9
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

    fn finish(mut self, text: &str, sink: &mut dyn Sink<'_>) {
        let start = text.len() - text.trim_start().len();
        // An array that breaks before its first item is no log either: `[INFO] …`.
        let broken = text[start..].starts_with('[') && !self.early.is_empty();
        if !self.known && (self.other || broken) {
            sink.problem(Problem::OtherFormat {
                span: Span::at(start),
                message: "the input is no frame log: no line and no item in it is a record of one",
            });
        } else {
            self.known(sink);
        }
    }
}

struct Reader<'s> {
    text: &'s str,
    tracker: Tracker<'s>,
    window: VecDeque<Waiting<'s>>,
    last: Option<Timestamp>,
    /// The socket that a row without id and URL belongs to.
    latest: Key,
    rows: Rows,
    /// Rows come in the order in which things happened.
    ordered: bool,
    /// The row before, of those without an id, was an attempt to connect: what opens next is that socket.
    attempted: bool,
}

impl<'s> Reader<'s> {
    fn record(&mut self, record: Span, is_tail: bool, sink: &mut dyn Sink<'s>) {
        let line = Located::verbatim(self.text, record);
        if !line.text.starts_with('{') {
            self.rows.other = true;
            sink.skipped(record);
            return;
        }
        match read_row(&without_comma(&line), record) {
            Ok(Row::Socket(row)) => {
                self.rows.known(sink);
                self.wait(*row, sink);
            }
            Ok(Row::Bare(payload)) => {
                self.rows.known(sink);
                sink.payload(payload, record);
            }
            Ok(Row::Log(row)) => {
                self.rows.known(sink);
                self.log(row, sink);
            }
            Ok(Row::Nothing) => sink.skipped(record),
            Err(error) if is_tail && error.is_truncation() => {
                self.rows.problem(truncated(record.end), sink);
            }
            Err(error) => {
                // It may have been a frame: what came before it must be known by then.
                self.hand_out_all(sink);
                self.rows.problem(malformed(&line, record, &error), sink);
                sink.missed(record);
            }
        }
    }

    fn log(&mut self, row: LogRow, sink: &mut dyn Sink<'s>) {
        self.hand_out_all(sink);
        match row {
            LogRow::Header => {}
            LogRow::Problem(problem) => sink.problem(problem),
            LogRow::Missed(extent) => sink.missed(extent),
        }
    }

    fn hand_out_all(&mut self, sink: &mut dyn Sink<'s>) {
        while let Some(row) = self.earliest() {
            self.hand_out(row, sink);
        }
    }

    fn wait(&mut self, row: SocketRow<'s>, sink: &mut dyn Sink<'s>) {
        let is_open = matches!(row.happening, Happening::Opened(_) | Happening::Refused(..));
        let key = match (&row.id, &row.url) {
            (Some(id), _) => Key::Id(id.clone()),
            (None, Some(url)) => Key::Url(url.clone()),
            (None, None) if is_open && !self.attempted => Key::Implicit,
            (None, None) => self.latest.clone(),
        };
        if row.id.is_none() {
            self.attempted = matches!(row.happening, Happening::Connecting(_));
            self.latest = key.clone();
        }
        self.last = row.time.or(self.last);
        self.window.push_back(Waiting {
            key,
            time: self.last,
            row,
        });
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
        let (index, _) = rows
            .filter(|(_, waiting)| waiting.key == *key)
            .min_by_key(|(_, waiting)| waiting.time)?;
        self.window.remove(index)
    }

    fn hand_out(&mut self, waiting: Waiting<'s>, sink: &mut dyn Sink<'s>) {
        let extent = waiting.row.extent;
        if !self.tracker.take(&waiting.key, waiting.row.happening, sink) {
            sink.skipped(extent);
        }
    }
}

fn malformed(line: &Located<'_>, extent: Span, error: &ParseError) -> Problem {
    Problem::Malformed {
        span: line.map.span(error.span),
        extent,
        message: error.to_string(),
        help: error.help().to_owned(),
    }
}
