//! Chrome's NetLog (chrome://net-export, `--log-net-log`): one long list of what the network stack did.
//!
//! Recorded with "Include raw bytes", it holds what passed each connection: the handshake and the frames are read from these
//! bytes. Recorded without, it only says that frames passed, and how their headers looked.

mod bytes;
mod constants;
mod handshake;
mod headers;

use crate::capture::kit::{Cursor, Ending, Step, end_of_text, other_format};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Node, parse};
use crate::text::span::Span;

use super::{Located, Problem, Sink, Stamp};

use constants::{Constants, Kind};

pub(super) use constants::is_netlog;

/// An event that is larger than this is not looked at: Chrome logs at most some 100 kilobytes at once.
const MAX_EVENT: usize = 64 << 20;

pub(super) fn read<'s>(source: &'s Source, sink: &mut dyn Sink<'s>) {
    let mut log = match Log::of(source) {
        Ok(log) => log,
        Err(message) => return sink.problem(other_format(source, message)),
    };
    let mut reader = bytes::Reader::default();
    let ending = log.each(&mut |event| reader.event(event, sink), true);
    let outcome = reader.finish(sink);
    if !matches!(outcome, bytes::Outcome::Sockets) {
        let mut reader = headers::Reader::default();
        log.each(&mut |event| reader.event(event, sink), false);
        reader.finish(&outcome, sink);
    }
    match ending {
        Ending::Complete if log.complete => {}
        Ending::Broken(at) => sink.problem(Problem::Malformed {
            span: Span::at(at),
            extent: Span::at(at),
            message: "the log is not valid JSON from here on".to_owned(),
            help: "export it again; what follows was not read".to_owned(),
        }),
        Ending::Complete | Ending::Cut => sink.problem(Problem::cut(
            end_of_text(source),
            "the log has no end: the browser was still writing it, or was killed; the events before were read",
        )),
    }
}

/// A log whose parts have been found.
struct Log<'s> {
    constants: Constants,
    /// The cursor stands behind the bracket of the events.
    events: Option<Cursor<'s>>,
    /// What stands around the events has its end.
    complete: bool,
}

impl<'s> Log<'s> {
    /// Finds constants and events; those that come first are only walked through where the constants follow them.
    fn of(source: &'s Source) -> Result<Self, &'static str> {
        let mut cursor = Cursor::new(source, 0);
        if !cursor.enter(b'{') {
            return Err("the input is no NetLog: it is no JSON object");
        }
        let (mut constants, mut events) = (None, None);
        let mut complete = true;
        while constants.is_none() || events.is_none() {
            match cursor.member() {
                Step::Next(member) if member.key == "events" => {
                    let mut inside = cursor.clone();
                    events = inside.enter(b'[').then_some(inside);
                    if constants.is_some() {
                        break;
                    }
                    complete &= cursor.skip().is_some();
                }
                Step::Next(member) if member.key == "constants" => match cursor.skip() {
                    Some(span) => constants = Some(Constants::of(&cursor.slice(span))?),
                    None => complete = false,
                },
                Step::Next(_) => complete &= cursor.skip().is_some(),
                Step::Cut => {
                    complete = false;
                    break;
                }
                Step::End | Step::Bad => break,
            }
            if !complete {
                break;
            }
        }
        let is_cut = !complete && events.is_none();
        match constants {
            Some(constants) => Ok(Self { constants, events, complete }),
            // The constants themselves were cut: nothing can be said of what the events are.
            None if is_cut && constants::is_netlog(source) => {
                Ok(Self { constants: Constants::default(), events: None, complete })
            }
            None => Err("the input is no NetLog: it has no member `constants` that names its events"),
        }
    }

    /// Calls `each` with the events that tell of connections (`bytes`) or of sockets.
    fn each(&mut self, each: &mut dyn FnMut(Event<'s, '_>), bytes: bool) -> Ending {
        let Some(mut cursor) = self.events.clone() else {
            return Ending::Complete;
        };
        let values = cursor.clone();
        cursor.items(&mut |span| {
            if span.len() <= MAX_EVENT {
                let whole = values.value(span);
                if let Ok(document) = parse(&whole.text, CAPTURE_DEPTH)
                    && let Some(event) = self.constants.event(&whole, document.root())
                    && event.kind.is_of_bytes() == bytes
                {
                    each(event);
                }
            }
            true
        })
    }
}

/// An event that matters here.
struct Event<'s, 'd> {
    kind: Kind,
    /// Which connection, or which request.
    source: i64,
    /// It is the end of something that lasted.
    is_end: bool,
    stamp: Stamp,
    params: Option<Node<'d>>,
    whole: &'d Located<'s>,
}

impl<'d> Event<'_, 'd> {
    fn param(&self, name: &str) -> Option<Node<'d>> {
        self.params?.get(name)
    }

    fn place(&self, node: Node<'_>) -> Span {
        self.whole.map.span(node.span())
    }
}
