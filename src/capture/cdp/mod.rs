//! Events of the Chrome DevTools Protocol: an event a line, an array of them, or ChromeDriver's performance log.

mod event;
mod life;

use crate::capture::kit::records::Records;
use crate::capture::kit::{other_format, without_comma};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, parse};

use super::{Located, Problem, Sink};

use event::with_event;
use life::Lives;

pub(super) use event::is_event;

/// What every event that tells of a socket is called.
const SOCKET: &str = "Network.webSocket";

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let records = Records::of(source);
    let mut reader = Reader { lives: Lives::default(), known: false, cut: None };
    let cut = records.each(&mut |record| {
        let is_tail = records.tail == Some(record.span());
        reader.record(&without_comma(&record), is_tail, sink);
    });
    reader.lives.finish(sink);
    let cut = cut.or(reader.cut);
    if let Some(at) = cut {
        let message = "the log ends in the middle of an event; the complete ones before it were read";
        sink.problem(Problem::cut(at, message));
    } else if !reader.known {
        sink.problem(other_format(source, "the input holds no event of the Chrome DevTools Protocol"));
    }
}

struct Reader<'s> {
    lives: Lives<'s>,
    /// A record was an event, of whatever kind.
    known: bool,
    /// Where the last line ends, which is only half an event.
    cut: Option<usize>,
}

impl<'s> Reader<'s> {
    fn record(&mut self, record: &Located<'s>, is_tail: bool, sink: &mut dyn Sink<'s>) {
        if !record.text.starts_with('{') {
            sink.skipped(record.span());
            return;
        }
        // Most events are of other domains, and say nothing of sockets: they need not be parsed, once it is known what this is.
        let tells = record.text.contains(SOCKET);
        if !tells && self.known && !is_tail {
            return;
        }
        match parse(&record.text, CAPTURE_DEPTH) {
            Ok(document) => {
                let lives = &mut self.lives;
                self.known |= with_event(record, document.root(), &mut |event| {
                    if event.method.starts_with(SOCKET) {
                        lives.take(event, sink);
                    }
                });
            }
            Err(error) if is_tail && error.is_truncation() => self.cut = Some(record.span().end),
            Err(error) if tells => {
                sink.problem(Problem::malformed(record, record.span(), &error));
                sink.missed(record.span());
            }
            Err(_) => sink.skipped(record.span()),
        }
    }
}
