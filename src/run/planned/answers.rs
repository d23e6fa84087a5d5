//! What a step is to a protocol, and what its server would answer.

use serde_json::Value;

use crate::capture::Direction;
use crate::protocol::manifest::{AnswerFrame, EventPattern};
use crate::protocol::sequence::{Said, Step as Stepped, event_matches};
use crate::protocol::{Named, Protocol};
use crate::text::json::{self, Node, PAYLOAD_DEPTH};

/// What a payload is to a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A message that a client sends, by its name; also one that was certainly meant, such as `startchat`.
    Client(String),
    /// A message that only the server sends.
    Server(String),
    /// A request that goes over HTTP.
    Rest(String),
    /// Nothing that can be told.
    Unknown,
}

/// What `text` is to `protocol`.
pub(super) fn kind(text: &str, protocol: &Protocol) -> Kind {
    let Ok(document) = json::parse(text, PAYLOAD_DEPTH) else {
        return Kind::Unknown;
    };
    let root = document.root();
    if let Some(message) = protocol.recognised_body(root) {
        return Kind::Rest(message.name.clone());
    }
    let name = protocol.name_of(root, Direction::Client);
    let name = name.and_then(|(_, value)| value.as_str());
    let Some(name) = name else {
        return of_server(root, protocol);
    };
    match protocol.named(name, Direction::Client) {
        Named::Message(message) | Named::Alias(message, _) => Kind::Client(message.name.clone()),
        Named::WrongDirection(message) => Kind::Server(message.name.clone()),
        Named::Unknown => match protocol.nearest_message(name) {
            Some(near) => Kind::Client(near.to_owned()),
            None => of_server(root, protocol),
        },
    }
}

fn of_server(root: Node<'_>, protocol: &Protocol) -> Kind {
    let name = protocol.name_of(root, Direction::Server);
    let name = name.and_then(|(_, value)| value.as_str());
    match name.map(|name| protocol.named(name, Direction::Server)) {
        Some(Named::Message(message) | Named::Alias(message, _)) => Kind::Server(message.name.clone()),
        _ => Kind::Unknown,
    }
}

/// Whether the client's message `name` with this payload is one of the events.
pub(super) fn is_one_of(events: &[EventPattern], name: &str, text: &str) -> bool {
    let document = json::parse(text, PAYLOAD_DEPTH).ok();
    let step = Stepped::Frame {
        direction: Direction::Client,
        said: Said::Message(name),
        payload: document.as_ref().map(|document| document.root()),
        micros: None,
    };
    event_matches(events, &step)
}

/// The best that the server may answer to the client's message `name` with this payload; nothing where the protocol has nothing
/// to say.
pub(super) fn best(text: &str, name: &str, protocol: &Protocol) -> Vec<String> {
    let entry = protocol.manifest.answers.iter().find(|answer| is_one_of(&answer.to, name, text));
    let frames = entry.into_iter().flat_map(|answer| &answer.with);
    let request = serde_json::from_str(text).unwrap_or(Value::Null);
    frames.map(|frame| answer(frame, &request)).collect()
}

fn answer(frame: &AnswerFrame, request: &Value) -> String {
    let mut data = frame.data.clone();
    for (to, from) in &frame.copy {
        if let (Some(place), Some(value)) = (data.pointer_mut(to), request.pointer(from)) {
            *place = value.clone();
        }
    }
    data.to_string()
}
