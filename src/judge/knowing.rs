//! Between a reader, which knows no protocol, and whoever takes what it hands out: what protocols know of a line that says little.

use crate::capture::{self, Choice, Data, Event, EventKind, Format, Located, Problem, Sink};
use crate::protocol::Protocol;
use crate::source::Source;
use crate::text::json::{self, CAPTURE_DEPTH};
use crate::text::span::Span;

use super::{How, resemble};

/// Longest line in which a message is looked for that could not be read.
const MAX_UNREAD: usize = 64 << 10;

impl How<'_> {
    /// Reads an input; what its lines say too little of, the protocols say.
    pub(crate) fn read<'s>(&self, source: &'s Source, format: Format, sink: &mut dyn Sink<'s>) {
        let mut knowing = Knowing { source, protocols: &self.protocols, sink, of_lines: format.row().by_line };
        capture::read(source, format, &self.settings, &mut knowing);
    }
}

struct Knowing<'k, 's> {
    source: &'s Source,
    protocols: &'k [&'k Protocol],
    sink: &'k mut dyn Sink<'s>,
    /// The input is a log of lines or rows, of which one may be unread.
    of_lines: bool,
}

impl<'s> Sink<'s> for Knowing<'_, 's> {
    fn event(&mut self, mut event: Event<'s>) {
        if let EventKind::Frame(frame) = &mut event.kind
            && let (true, Data::Text(payload)) = (frame.guessed, &frame.data)
        {
            let sender = resemble::sender(&payload.text, self.protocols);
            frame.direction = sender.unwrap_or(frame.direction);
        }
        self.sink.event(event);
    }

    fn payload(&mut self, payload: Located<'s>, extent: Span) {
        self.sink.payload(payload, extent);
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }

    fn skipped(&mut self, span: Span) {
        let readable = self.of_lines && span.len() <= MAX_UNREAD;
        let message = readable.then(|| resemble::unread(&self.source.slice(span), self.protocols)).flatten();
        match message {
            Some(message) => {
                self.sink.problem(Problem::Unread { span, message });
                self.sink.missed(span);
            }
            None => self.sink.skipped(span),
        }
    }

    fn takes_lone_ends(&self) -> bool {
        self.sink.takes_lone_ends()
    }

    fn is_message(&self, payload: &Located<'_>) -> bool {
        json::parse(&payload.text, CAPTURE_DEPTH)
            .is_ok_and(|document| resemble::payload(document.root(), self.protocols))
    }

    fn missed(&mut self, extent: Span) {
        self.sink.missed(extent);
    }

    fn chosen(&mut self, choices: Vec<Choice>) {
        self.sink.chosen(choices);
    }
}
