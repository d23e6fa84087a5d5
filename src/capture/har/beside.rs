//! The files that an archive names: Playwright writes a socket's messages into one of their own.

use std::collections::HashMap;

use crate::capture::{Problem, Sink};
use crate::source::Source;
use crate::text::span::Span;

use super::messages::Messages;

/// Opens the files beside an archive, each once, and remembers which of them could not be read.
pub(super) struct Beside<'s> {
    source: &'s Source,
    opened: HashMap<String, Option<Span>>,
    /// Sockets whose file could not be read; where the first one's is named, and why it could not.
    lost: usize,
    first: Option<(Span, String)>,
}

impl<'s> Beside<'s> {
    pub(super) fn of(source: &'s Source) -> Self {
        Self { source, opened: HashMap::new(), lost: 0, first: None }
    }

    /// The messages in the file `name`, which is named at `span`.
    pub(super) fn messages(&mut self, name: &str, span: Span) -> Option<Messages<'s>> {
        if !self.opened.contains_key(name) {
            let opened = self.source.beside(name);
            if let Err(why) = &opened {
                self.first.get_or_insert_with(|| (span, why.clone()));
            }
            self.opened.insert(name.to_owned(), opened.ok());
        }
        if let Some(text) = self.opened.get(name).copied().flatten() {
            Some(Messages::within(self.source, text))
        } else {
            self.lost += 1;
            None
        }
    }

    /// Says what could not be read: once, since files that are missing are so together.
    pub(super) fn tell(&mut self, sink: &mut dyn Sink<'_>) {
        if let Some((span, why)) = self.first.take() {
            sink.problem(Problem::MissingFile { span, sockets: self.lost, why });
        }
    }
}
