//! What a client is going to send: the payloads of files, and the client's frames of logs.

use crate::capture::{Data, Direction, Event, EventKind, Located, Problem, Sink};
use crate::text::json::SourceMap;
use crate::text::span::Span;

/// One frame of the plan.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Its payload.
    pub(super) text: String,
    /// From the payload to the source.
    pub(super) map: SourceMap,
    /// The record that it stands in.
    pub(super) extent: Span,
    /// The server's, where a log says what it answers.
    pub(super) from_server: bool,
    /// The name of the file that it stands in.
    pub(super) file: String,
}

impl Step {
    /// The same in a source in which the file's text stands at `part`.
    pub(super) fn moved(mut self, part: Span) -> Self {
        self.map = self.map.through(&SourceMap::verbatim(part));
        self.extent = self.extent.shifted(part.start);
        self
    }

    /// Its payload with its place, as a reader hands it out.
    pub(super) fn located(&self) -> Located<'static> {
        Located { text: self.text.clone().into(), map: self.map.clone() }
    }
}

/// Collects the steps of one file.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub(super) steps: Vec<Step>,
    pub(super) problems: Vec<Problem>,
    /// The URL that a log's socket was opened with.
    pub(super) url: Option<(String, SourceMap)>,
}

impl Steps {
    fn add(&mut self, payload: Located<'_>, extent: Span, from_server: bool) {
        self.steps.push(Step {
            text: payload.text.into_owned(),
            map: payload.map,
            extent,
            from_server,
            file: String::new(),
        });
    }
}

impl<'s> Sink<'s> for Steps {
    fn event(&mut self, event: Event<'s>) {
        match event.kind {
            EventKind::Open(open) => {
                let url = open.url.map(|url| (url.text.into_owned(), url.map));
                self.url = self.url.take().or(url);
            }
            EventKind::Frame(frame) => {
                let from_server = frame.direction == Direction::Server;
                if let Data::Text(payload) = frame.data {
                    self.add(payload, frame.extent, from_server);
                }
            }
            EventKind::Error(_) | EventKind::Close(_) => {}
        }
    }

    fn payload(&mut self, payload: Located<'s>, extent: Span) {
        self.add(payload, extent, false);
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn skipped(&mut self, _: Span) {}
}
