//! A queue, and the table of what may be said of one.

use super::fields::{Facts, Field, Telling, Type, fields};
use super::{Fact, Said};

/// A queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its id, as it is written.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it is said that there is one.
    pub at: Said,
    /// What is said of it, by the fields of this table. Only a configuration says any of it: the platform has no such thing.
    pub facts: Facts,
}

impl Queue {
    /// `the queue Web Chat EU`, or its id.
    pub fn title(&self) -> String {
        format!("the queue {}", self.name.as_ref().unwrap_or(&self.id))
    }

    /// What the routing data must have for it.
    pub fn required(&self) -> &[Fact<String>] {
        self.facts.texts(&REQUIRED_ATTRIBUTES).map_or(&[], |required| &required.value)
    }

    /// Adds what `other` says and this one does not.
    pub fn add(&mut self, other: Queue) {
        self.name = self.name.take().or(other.name);
        self.facts.add(other.facts);
    }
}

fields! {
    LANGUAGES "languages" Type::Texts, "The languages that the queue offers. Another `routingData.language` is GL502.",
        default("any language"), told(Telling::List("languages"));
    REQUIRED_ATTRIBUTES "required-attributes" Type::Texts,
        "Members that `routingData` must have for the queue. An absent one is GL503.",
        told(Telling::Some("requires"));
}
