//! The records of a log: the items of an array, the lines, or objects over several lines each, as `jq` prints a log.

mod csv;
mod export;
mod fields;
mod prefix;
mod rewrite;

use std::collections::VecDeque;

use crate::capture::kit::{Cursor, Ending, Lines, LinesBack, end_of_text, is_newest_first};
use crate::capture::{Located, Mapping, Part, Timestamp};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Node, parse, parse_prefix};
use crate::text::span::Span;

use csv::Table;

pub use export::is_export;
pub use fields::{Fields, SocketEvent, direction, field, socket_event};
pub use prefix::behind_prefix;
pub use rewrite::Rewriter;

/// How many records at either end tell whether a log runs backwards.
const SAMPLE: usize = 32;

/// How the records of a log stand in the input.
#[derive(Clone)]
enum Layout<'s> {
    /// An item of an array each; the cursor stands behind its bracket.
    Items(Cursor<'s>),
    /// An item each of the arrays `values` in the items of an array; the cursor stands behind its bracket.
    Streams(Cursor<'s>),
    /// An object over several lines each.
    Printed(Cursor<'s>),
    /// A line each.
    Lines,
    /// A row of a table each.
    Table(Table),
}

/// A log's records, in the order in which they are to be read.
pub struct Records<'s> {
    source: &'s Source,
    layout: Layout<'s>,
    /// The log runs backwards as a whole, as exports of log services do.
    newest_first: bool,
    /// The log says that it stands in order.
    pub ordered: bool,
    /// The last record of the file, where the file may end in the middle of it.
    pub tail: Option<Span>,
}

impl<'s> Records<'s> {
    /// The records of a whole input.
    pub fn of(source: &'s Source) -> Self {
        let mut cursor = Cursor::new(source, 0);
        // `[pod/chat] {…}` is a line with a prefix.
        if cursor.enter(b'[') && !begins_word(&mut cursor.clone()) {
            return Self::items(source, cursor);
        }
        if let Some(array) = export::records(source) {
            return Self::items(source, array);
        }
        if let Some(streams) = export::streams(source) {
            return Self::laid_out(source, Layout::Streams(streams));
        }
        if let Some(table) = Table::of(source) {
            return Self::laid_out(source, Layout::Table(table));
        }
        let mut records = Self {
            source,
            layout: Layout::Lines,
            newest_first: false,
            ordered: false,
            tail: LinesBack::of(source).filled().next().map(|line| line.span()),
        };
        if is_printed(source) {
            records.layout = Layout::Printed(Cursor::new(source, 0));
            records.tail = None;
            records.newest_first = runs_backwards(&records.ends());
        } else {
            let head = Lines::of(source).filled().take(SAMPLE);
            let mut tail: Vec<Located<'_>> = LinesBack::of(source).filled().take(SAMPLE).collect();
            tail.reverse();
            let head: Vec<Located<'_>> = head.collect();
            records.ordered = head.first().is_some_and(begins_ordered);
            let known = head.last().map_or(0, |last| last.span().end);
            tail.retain(|line| line.span().start >= known);
            records.newest_first = !records.ordered && runs_backwards(&[head, tail].concat());
        }
        records
    }

    /// The items of the array that `cursor` has entered.
    pub fn items(source: &'s Source, cursor: Cursor<'s>) -> Self {
        Self::laid_out(source, Layout::Items(cursor))
    }

    fn laid_out(source: &'s Source, layout: Layout<'s>) -> Self {
        let mut records = Self { source, layout, newest_first: false, ordered: false, tail: None };
        records.newest_first = runs_backwards(&records.ends());
        records
    }

    /// The first and the last records.
    pub fn ends(&self) -> Vec<Located<'s>> {
        let (mut head, mut tail) = (Vec::new(), VecDeque::new());
        self.forwards(&mut |record| {
            if head.len() < SAMPLE {
                head.push(record);
            } else {
                if tail.len() == SAMPLE {
                    tail.pop_front();
                }
                tail.push_back(record);
            }
        });
        let spans = head.into_iter().chain(tail);
        spans.map(|span| self.record(span)).collect()
    }

    /// Calls `each` with every record; says where the log was cut, if it was.
    pub fn each(&self, each: &mut dyn FnMut(Located<'s>)) -> Option<usize> {
        match (&self.layout, self.newest_first) {
            (Layout::Lines, true) => {
                LinesBack::of(self.source).filled().for_each(each);
                None
            }
            (Layout::Lines, false) => {
                Lines::of(self.source).filled().for_each(each);
                None
            }
            (_, false) => self.forwards(&mut |span| each(self.record(span))),
            (_, true) => {
                let mut all = Vec::new();
                let cut = self.forwards(&mut |span| all.push(span));
                for span in all.into_iter().rev() {
                    each(self.record(span));
                }
                cut
            }
        }
    }

    /// The record at `span`, as an object.
    fn record(&self, span: Span) -> Located<'s> {
        let record = Located::of(self.source, span);
        match &self.layout {
            Layout::Items(_) | Layout::Streams(_) => export::record(record),
            Layout::Table(table) => table.record(record),
            Layout::Printed(_) | Layout::Lines => record,
        }
    }

    fn forwards(&self, each: &mut dyn FnMut(Span)) -> Option<usize> {
        match self.layout.clone() {
            Layout::Items(cursor) => items(self.source, cursor, each),
            Layout::Streams(cursor) => streams(self.source, cursor, each),
            Layout::Printed(cursor) => printed(self.source, cursor, each),
            Layout::Lines => {
                Lines::of(self.source).filled().for_each(|line| each(line.span()));
                None
            }
            Layout::Table(table) => {
                table.rows(self.source, each);
                None
            }
        }
    }
}

/// Whether a word comes next, which no array of records begins with.
fn begins_word(cursor: &mut Cursor<'_>) -> bool {
    cursor.skip_whitespace();
    cursor.head(1).starts_with(char::is_alphanumeric)
}

/// Whether the record begins a log whose rows stand in order.
fn begins_ordered(record: &Located<'_>) -> bool {
    parse_prefix(&record.text, 0, CAPTURE_DEPTH).is_ok_and(|(document, _)| is_header(document.root()))
}

/// Whether the row is the first one that guestlint itself writes into a log.
pub fn is_header(row: Node<'_>) -> bool {
    row.get("event").and_then(Node::as_str) == Some("frame-log") && row.get("version").and_then(Node::as_i64).is_some()
}

/// Whether the input is a table with a log in it.
pub fn is_csv(source: &Source) -> bool {
    Table::of(source).is_some()
}

fn items(source: &Source, mut cursor: Cursor<'_>, each: &mut dyn FnMut(Span)) -> Option<usize> {
    let ending = cursor.items(&mut |item| {
        each(item);
        true
    });
    (!matches!(ending, Ending::Complete)).then(|| end_of_text(source))
}

fn streams(source: &Source, cursor: Cursor<'_>, each: &mut dyn FnMut(Span)) -> Option<usize> {
    items(source, cursor, &mut |stream| {
        let mut values = Cursor::new(source, stream.start);
        if values.enter(b'{') && values.seek("values", usize::MAX) && values.enter(b'[') {
            items(source, values, each);
        }
    })
}

fn printed(source: &Source, mut cursor: Cursor<'_>, each: &mut dyn FnMut(Span)) -> Option<usize> {
    loop {
        cursor.skip_whitespace();
        if cursor.at_end() {
            return None;
        }
        if !cursor.goes_on("{") {
            // A line of something else between the objects.
            let mut lines = Lines::within(source, Span::new(cursor.at, source.len()));
            if let Some(line) = lines.next() {
                each(line);
            }
            cursor.at = lines.at();
            continue;
        }
        match cursor.skip() {
            Some(item) => each(item),
            None => return Some(end_of_text(source)),
        }
    }
}

/// Whether the first record goes on over several lines. A first line that lacks its closing bracket goes on over others, too, but
/// is no JSON.
fn is_printed(source: &Source) -> bool {
    let mut cursor = Cursor::new(source, 0);
    cursor.skip_whitespace();
    if !cursor.goes_on("{") {
        return false;
    }
    let Some(item) = cursor.skip() else {
        return false;
    };
    let item = cursor.value(item);
    item.text.contains('\n') && parse(&item.text, CAPTURE_DEPTH).is_ok()
}

/// The time of a record, by its own fields.
fn time_of(record: &Located<'_>) -> Option<Timestamp> {
    let (document, _) = parse_prefix(&record.text, 0, 64).ok()?;
    let root = document.root();
    let inner = root.get("_source").or_else(|| root.get("result"));
    let row = inner.filter(|inner| inner.is_object()).unwrap_or(root);
    let fields = Fields::of(row, &Mapping::default());
    fields.node(Part::Time).and_then(Timestamp::json)
}

fn runs_backwards(sample: &[Located<'_>]) -> bool {
    let times: Vec<Timestamp> = sample.iter().filter_map(time_of).collect();
    is_newest_first(&times, 0)
}
