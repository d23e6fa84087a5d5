//! What there is to exercise in a protocol, as reports show it.

use serde_json::Value;

/// A kind of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Messages, each by the side that sends it.
    Messages,
    /// Fields of messages that may be absent.
    Fields,
    /// Values of fields for which the protocol lists several.
    Values,
    /// What may follow what, by the protocol's rules on order.
    Transitions,
}

impl Part {
    /// Every part, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Messages, Self::Fields, Self::Values, Self::Transitions];

    /// The word for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Messages => "messages",
            Part::Fields => "fields",
            Part::Values => "values",
            Part::Transitions => "transitions",
        }
    }
}

/// Who sends what an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The client, also in the body of an HTTP request.
    Client,
    /// The server.
    Server,
}

impl Side {
    /// Both, in the order of reports.
    pub const ALL: [Self; 2] = [Self::Client, Self::Server];

    /// The word for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Client => "client",
            Side::Server => "server",
        }
    }
}

/// Something of a protocol that inputs exercise, or do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Who sends it; for a transition, who sends its last message.
    pub side: Side,
    /// The message that it belongs to; absent for a transition that ends in no single message.
    pub message: Option<String>,
    /// What of it.
    pub what: What,
    /// The item without which this one cannot be exercised, by its index.
    pub(crate) parent: Option<usize>,
}

/// What of a message is exercised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The message itself.
    Message,
    /// A field that may be absent.
    Field(Field),
    /// A value of a field.
    Value(Field, Value),
    /// A transition.
    Transition {
        /// The id of the sequence rule in the protocol's manifest.
        rule: String,
        /// What follows what, each in a few words.
        course: Vec<String>,
    },
}

/// Where a field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// JSON Pointer; `*` stands for any item of an array and for any further member of an object.
    pub pointer: String,
    /// The same for a reader: `message.content[].text`.
    pub shown: String,
}

impl Item {
    /// Its part.
    pub fn part(&self) -> Part {
        match self.what {
            What::Message => Part::Messages,
            What::Field(_) => Part::Fields,
            What::Value(..) => Part::Values,
            What::Transition { .. } => Part::Transitions,
        }
    }
}
