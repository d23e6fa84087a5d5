//! What is known of the organisation that a client talks to: its queues, its languages, its deployments. It is said by
//! `guestlint.toml` or by an export of the platform; rules hold URLs and payloads against it, and point back to where it is said.
//!
//! Everything is optional: what nobody said is unknown, and a rule that would need it stays silent.

mod context;
pub mod deployment;
pub mod exports;
pub mod fields;
pub mod queue;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{Location, Source};
use crate::text::span::Span;

pub use context::{Context, Region};
pub use deployment::{Deployment, DeploymentKind, Pinned};
pub use fields::{Facts, Field, Value};
pub use queue::Queue;

/// A place where something is said of the organisation. It is worked out only when a finding points there: a listing may hold
/// tens of thousands of entities.
#[derive(Clone, Debug)]
pub struct Said {
    source: Arc<Source>,
    span: Span,
    /// What may be shown around it; its line without.
    extent: Option<Span>,
}

impl Said {
    /// `span` of `source`.
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span, extent: None }
    }

    /// `span` of `source`, around which no more than `extent` is shown: in an export that stands on one line the rest of the
    /// line is about others.
    pub fn within(source: &Arc<Source>, span: Span, extent: Span) -> Self {
        Self { source: Arc::clone(source), span, extent: Some(extent) }
    }

    /// The same text as an input of its own, and the place in it.
    pub fn apart(&self) -> (Source, Span) {
        let name = self.source.name().clone();
        let masker = *self.source.masker();
        (Source::from_text(name, self.source.text(), masker), self.span)
    }

    /// The place, for a reader: the first line of it, with that line around it.
    pub fn location(&self) -> Location {
        match self.extent {
            Some(extent) => self.source.locate(self.span, extent),
            None => self.source.locate_line(self.span),
        }
    }

    /// Who says it: the name of the file.
    pub fn by(&self) -> &str {
        self.source.name().display()
    }
}

/// A value, and where it is said.
#[derive(Clone, Debug)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it is said.
    pub at: Said,
}

/// The entities of one kind.
#[derive(Clone, Debug)]
pub struct Known<T> {
    /// By id, or by name where the kind has no other; in lower case.
    pub entries: BTreeMap<String, T>,
    /// There are no others: set by a complete listing or by the configuration. Where it is not set, an id that is absent may
    /// exist all the same.
    pub complete: Option<Complete>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), complete: None }
    }
}

/// What says that a list is all there is.
#[derive(Clone, Debug)]
pub struct Complete {
    /// The place, for a finding's counterpart.
    pub at: Said,
}

/// A language of the organisation's routing: a free name such as `English - Written`, no language tag.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its name, as it is written.
    pub name: String,
    /// `active`, `inactive`, `deleted`.
    pub state: Option<Fact<String>>,
    /// Where it is said that there is one.
    pub at: Said,
}

impl Language {
    /// Adds what `other` says and this one does not.
    pub fn add(&mut self, other: Language) {
        self.state = self.state.take().or(other.state);
    }
}

/// A skill of the organisation's routing: it has a name and a state, as a language has.
pub type Skill = Language;

/// What exports show without an id: Terraform's own export strips ids, a plan does not know those of what is to be made, and
/// `config.json` and `domains.json` do not say whose they are. Held against names, never against ids. The `id` of an entry
/// is empty.
#[derive(Clone, Debug, Default)]
pub struct WithoutId {
    /// Queues, with their names.
    pub queues: Vec<Queue>,
    /// Deployments; those of `config.json` and `domains.json` have no name either.
    pub deployments: Vec<Deployment>,
}
