//! Events of a manifest's rules in a few words.

use crate::protocol::manifest::{Condition, EventPattern, Sender, SocketEvent};
use crate::text::json::pointer;

/// Most events of a set that are named.
const NAMED: usize = 2;

/// An event: `onMessage (message.type Text)`, `any client frame but connect`.
pub(super) fn event(pattern: &EventPattern) -> String {
    let mut text = match (pattern.event, &pattern.message) {
        (Some(SocketEvent::Open), _) => return "the socket opens".to_owned(),
        (Some(SocketEvent::Close), _) => return "the socket ends".to_owned(),
        (None, Some(name)) => name.clone(),
        (None, None) => match pattern.direction {
            Some(Sender::Server) => "any server frame".to_owned(),
            Some(Sender::Client | Sender::Rest) => "any client frame".to_owned(),
            Some(Sender::Both) | None => "any frame".to_owned(),
        },
    };
    if !pattern.not.is_empty() {
        text.push_str(" but ");
        text.push_str(&choice(&pattern.not, "or"));
    }
    if !pattern.conditions.is_empty() {
        let conditions: Vec<_> = pattern.conditions.iter().map(condition).collect();
        text.push_str(&format!(" ({})", conditions.join(", ")));
    }
    text
}

/// Any of several events: `connect or connected`.
pub(super) fn any(patterns: &[EventPattern]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for text in patterns.iter().map(event) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    choice(&texts, "or")
}

/// A place in a payload: `message.content[].contentType`.
pub(super) fn path(field: &str) -> String {
    pointer::dotted(field).replace(".*", "[]")
}

fn condition(condition: &Condition) -> String {
    let value = match &condition.equals {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    format!("{} {value}", path(&condition.field))
}

fn choice(texts: &[String], word: &str) -> String {
    match texts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] if texts.len() <= NAMED + 1 => {
            format!("{} {word} {last}", rest.join(", "))
        }
        _ => {
            let named = texts.get(..NAMED).unwrap_or(texts);
            let more = texts.len() - named.len();
            format!("{} {word} {more} others", named.join(", "))
        }
    }
}
