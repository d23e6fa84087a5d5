//! What a client's own files say of the organisation that it will talk to.

use std::sync::Arc;

use crate::organisation::Said;
use crate::source::Source;
use crate::text::span::Span;

/// What a value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The URL of the socket.
    Endpoint,
    /// A host of the region, or a URL on one that is no socket's.
    Host,
    /// The region's domain, or the name of its AWS region.
    Region,
    /// What the Messenger snippet calls the region.
    Environment,
    /// The id of the deployment.
    Deployment,
    /// The id of the queue.
    Queue,
    /// The origin of the page.
    Origin,
}

impl Topic {
    /// What it is, for a reader.
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::Endpoint => "endpoint",
            Topic::Host => "host",
            Topic::Region => "region",
            Topic::Environment => "environment",
            Topic::Deployment => "deployment id",
            Topic::Queue => "queue id",
            Topic::Origin => "origin",
        }
    }
}

/// One value that a client uses, and where it stands.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What it says.
    pub topic: Topic,
    /// The value.
    pub value: String,
    /// Where it stands.
    pub at: Said,
    /// It is the Messenger snippet's own: its values must be the vendor's.
    pub is_snippet: bool,
}

/// The place of a value itself: without the quotes that a string of JSON, YAML or TOML stands in. One that is written with
/// escapes keeps its quotes.
pub(super) fn of_value(text: &str, span: Span, value: &str) -> Span {
    let inner = [0, 1, 3].map(|quotes| (span.start + quotes, span.end.saturating_sub(quotes)));
    let mut inner = inner.into_iter().filter(|(start, end)| start <= end);
    let found = inner.find(|(start, end)| text.get(*start..*end) == Some(value));
    found.map_or(span, |(start, end)| Span::new(start, end))
}

/// Collects the claims of one file.
#[derive(Debug)]
pub(super) struct Claims<'s> {
    source: &'s Arc<Source>,
    is_snippet: bool,
    pub(super) found: Vec<Claim>,
}

impl<'s> Claims<'s> {
    pub(super) fn new(source: &'s Arc<Source>, is_snippet: bool) -> Self {
        Self { source, is_snippet, found: Vec::new() }
    }

    pub(super) fn add(&mut self, topic: Topic, value: &str, span: Span) {
        let span = of_value(self.source.text(), span, value);
        self.found.push(Claim {
            topic,
            value: value.to_owned(),
            at: Said::new(self.source, span),
            is_snippet: self.is_snippet,
        });
    }
}
