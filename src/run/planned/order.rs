//! The order of payloads that come without one, such as the files of a folder: what must come first comes first.

use std::collections::BTreeMap;

use crate::protocol::Protocol;
use crate::protocol::manifest::{EventPattern, Pattern, Sender};

/// How late in a session each message of a client may be sent at the earliest: 0 for what opens it. What ends it comes last.
pub(super) fn ranks(protocol: &Protocol) -> BTreeMap<&str, usize> {
    let messages = protocol.manifest.messages.iter();
    let names: Vec<&str> = messages
        .filter(|message| matches!(message.direction, Sender::Client | Sender::Both))
        .map(|message| message.name.as_str())
        .collect();
    let mut ranks: BTreeMap<&str, usize> = names.iter().map(|name| (*name, 0)).collect();
    // Each round can only raise a rank by what another one gives: as many rounds as messages are enough.
    for _ in 0..names.len() {
        for name in &names {
            let rank = earliest(protocol, name, &ranks);
            ranks.insert(name, rank);
        }
    }
    let last = ranks.values().max().copied().unwrap_or(0) + 1;
    for name in &names {
        if ends(protocol, name) {
            ranks.insert(name, last);
        }
    }
    ranks
}

fn earliest(protocol: &Protocol, name: &str, ranks: &BTreeMap<&str, usize>) -> usize {
    let rules = protocol.manifest.sequence.iter();
    let rules = rules.filter(|rule| rule.pattern == Pattern::Precedence);
    let about = rules.filter(|rule| rule.of.iter().any(|event| names(event, name)));
    let after = about.filter_map(|rule| {
        let enough = rule.by.iter().filter_map(|event| rank_of(protocol, event, ranks));
        // Any of them is enough; one that is the message itself waits for nothing.
        enough.min().map(|rank| rank + 1)
    });
    let most = ranks.len();
    after.max().unwrap_or(0).min(most)
}

/// Whether the event is about the client's message of this name, whatever its fields are.
fn names(event: &EventPattern, name: &str) -> bool {
    event.event.is_none()
        && event.direction == Some(Sender::Client)
        && event.conditions.is_empty()
        && event.message.as_deref().is_none_or(|wanted| wanted == name)
        && !event.not.iter().any(|other| other == name)
}

/// The rank of an event: a client's message, or the server's answer to one.
fn rank_of(protocol: &Protocol, event: &EventPattern, ranks: &BTreeMap<&str, usize>) -> Option<usize> {
    let wanted = event.message.as_deref()?;
    if event.direction == Some(Sender::Client) {
        return ranks.get(wanted).copied();
    }
    let answers = protocol.manifest.answers.iter();
    let to = answers
        .filter(|answer| answer.with.iter().any(|frame| is_named(protocol, &frame.data, wanted)))
        .flat_map(|answer| &answer.to);
    to.filter_map(|event| ranks.get(event.message.as_deref()?).copied()).min()
}

fn is_named(protocol: &Protocol, data: &serde_json::Value, name: &str) -> bool {
    protocol
        .discriminators(crate::capture::Direction::Server)
        .any(|field| data.pointer(field).and_then(|value| value.as_str()) == Some(name))
}

/// Whether little of the client may follow the message: its answer begins a scope in which other messages are absent.
fn ends(protocol: &Protocol, name: &str) -> bool {
    let answers = protocol.manifest.answers.iter();
    let mut answers = answers.filter(|answer| answer.to.iter().any(|event| names(event, name)));
    answers.any(|answer| {
        let rules = protocol.manifest.sequence.iter();
        let mut ending = rules.filter(|rule| rule.pattern == Pattern::Absence);
        ending.any(|rule| {
            let begins = |event: &EventPattern| {
                event.direction == Some(Sender::Server)
                    && answer.with.iter().any(|frame| fits(protocol, event, &frame.data))
            };
            rule.scope.after.iter().any(begins) && is_about_others(&rule.of, name)
        })
    })
}

/// Whether the events are all of a client's messages, or several of them: not only a message that must not come again.
fn is_about_others(of: &[EventPattern], name: &str) -> bool {
    let others = of
        .iter()
        .filter(|event| event.conditions.is_empty() && event.message.as_deref().is_some_and(|other| other != name));
    of.iter().any(|event| event.message.is_none()) || others.count() > 1
}

fn fits(protocol: &Protocol, event: &EventPattern, data: &serde_json::Value) -> bool {
    let named = event.message.as_deref();
    named.is_some_and(|name| is_named(protocol, data, name))
        && event.conditions.iter().all(|condition| data.pointer(&condition.field) == Some(&condition.equals))
}

/// Whether a session has the message at most once: several payloads of it are alternatives, no sequence.
pub(super) fn is_single(protocol: &Protocol, name: &str) -> bool {
    let opens = protocol.message(name).is_some_and(|message| message.opens);
    let mut rules = protocol.manifest.sequence.iter();
    opens
        || rules.any(|rule| {
            rule.pattern == Pattern::BoundedExistence
                && rule.max == Some(1)
                && rule.of.iter().any(|event| names(event, name))
        })
}
