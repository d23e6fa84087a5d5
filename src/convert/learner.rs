//! A first look at an input that is redacted: which tokens it holds.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::capture::{Data, Event, EventKind, Located, Problem, Sink};
use crate::redact::Redactor;
use crate::source::Source;
use crate::text::span::Span;

/// Remembers the tokens of an input, so that they are found wherever they stand.
pub(super) struct Learner<'s, 'r> {
    pub(super) source: &'s Source,
    pub(super) redactor: &'r mut Redactor,
    /// The sockets that are written; absent for all.
    pub(super) sockets: Option<&'r HashSet<usize>>,
}

impl<'s> Sink<'s> for Learner<'s, '_> {
    fn event(&mut self, event: Event<'s>) {
        let left_out = |sockets: &HashSet<usize>| !sockets.contains(&event.socket);
        if self.sockets.is_some_and(left_out) {
            return;
        }
        match &event.kind {
            EventKind::Open(open) => {
                if let Some(url) = &open.url {
                    self.redactor.learn_url(&url.text);
                }
            }
            EventKind::Frame(frame) => {
                let text = match &frame.data {
                    Data::Text(text) | Data::Elided { shown: text, .. } => Cow::Borrowed(&*text.text),
                    Data::Unparsed { span } => self.source.slice(*span),
                    Data::Binary { .. } | Data::Unchecked { .. } => return,
                };
                self.redactor.learn(&text);
            }
            EventKind::Error(error) => self.redactor.learn(&error.message),
            EventKind::Close(_) => {}
        }
    }

    fn payload(&mut self, payload: Located<'s>, _extent: Span) {
        self.redactor.learn(&payload.text);
    }

    fn problem(&mut self, _problem: Problem) {}

    fn skipped(&mut self, _span: Span) {}
}
