//! Does a file that a folder walk met look like ours? A web project holds many JSON files that are not.

use crate::capture::Direction;
use crate::protocol::manifest::Sender;
use crate::protocol::{Protocol, near};
use crate::text::json::{self, Node};
use crate::text::span::floor;

/// How much of a text that is not JSON is looked at, in bytes.
const LOOKED_AT: usize = 64 * 1024;

/// Whether a parsed payload resembles a message of one of the protocols. Of an array, one item is enough.
pub(crate) fn payload(root: Node<'_>, protocols: &[&Protocol]) -> bool {
    let resembles = |node: Node<'_>| protocols.iter().any(|protocol| protocol.resembles(node));
    resembles(root) || root.items().any(resembles)
}

/// Who sends the message of this text, where its name fixes that in every protocol that knows it.
pub(crate) fn sender(text: &str, protocols: &[&Protocol]) -> Option<Direction> {
    let document = json::parse(text, json::CAPTURE_DEPTH).ok()?;
    let senders = protocols.iter().filter_map(|protocol| {
        let (_, node) = protocol.name_of(document.root(), Direction::Unknown)?;
        let name = node.as_str()?;
        let messages = protocol.manifest.messages.iter().filter(move |message| message.name == name);
        Some(messages.map(|message| match message.direction {
            Sender::Client => Direction::Client,
            Sender::Server => Direction::Server,
            Sender::Both | Sender::Rest => Direction::Unknown,
        }))
    });
    let mut senders = senders.flatten();
    let first = senders.next().filter(|first| *first != Direction::Unknown)?;
    senders.all(|sender| sender == first).then_some(first)
}

/// The protocol that a bare payload resembles most; the first where it resembles none.
pub(crate) fn best<'p>(payload: Node<'_>, protocols: &[&'p Protocol]) -> Option<&'p Protocol> {
    let ranked = protocols.iter().rev();
    ranked.max_by_key(|protocol| protocol.resemblance(payload)).copied()
}

/// Whether a text that does not parse was meant as a message of one of the protocols: its discriminator still names one.
/// JSON with comments (editor and compiler settings) does not resemble, a fixture with a trailing comma does.
pub(crate) fn broken(text: &str, protocols: &[&Protocol]) -> bool {
    let head = &text[..floor(text, LOOKED_AT)];
    protocols.iter().any(|protocol| {
        let names = || protocol.manifest.messages.iter().map(|message| message.name.as_str());
        let is_name = |value: &str| names().any(|name| name == value) || near::nearest(value, names()).is_some();
        let mut fields = protocol.discriminators(Direction::Unknown);
        let named = fields.any(|field| {
            let key = field.rsplit('/').next().unwrap_or(field);
            values_of(head, key).any(is_name)
        });
        let distinctive = protocol.manifest.distinctive_fields.iter();
        named || distinctive.into_iter().any(|field| head.contains(&format!("\"{field}\"")))
    })
}

/// The message that a text holds which is no JSON, nor anything else that can be read: behind a bracket its discriminator names a
/// message that only one protocol has.
pub(crate) fn unread(text: &str, protocols: &[&Protocol]) -> Option<String> {
    let start = text.find('{')?;
    // What is JSON was read, and is no message, or one that is told of once more.
    if json::parse_prefix(text, start, json::CAPTURE_DEPTH).is_ok() {
        return None;
    }
    let inner = &text[start..];
    protocols.iter().find_map(|protocol| {
        let messages = || protocol.manifest.messages.iter().filter(|message| message.distinctive);
        let mut fields = protocol.discriminators(Direction::Unknown);
        fields.find_map(|field| {
            let key = field.rsplit('/').next().unwrap_or(field);
            let named = |value| messages().find(|message| message.name == value);
            values_of(inner, key).find_map(named).map(|message| message.name.clone())
        })
    })
}

/// The values that follow `field` and a colon, with any quotes.
fn values_of<'t>(text: &'t str, field: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(field).filter_map(move |(index, _)| {
        // Not the end of another key: `react/button-has-type`.
        let begins = text[..index].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || "_-/.@$".contains(c)));
        let rest = begins.then(|| &text[index + field.len()..])?.trim_start_matches(['"', '\'', '\\']);
        let rest = rest.trim_start().strip_prefix(':')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'', '\\']);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')?;
        Some(&rest[..end])
    })
}

#[cfg(test)]
mod tests;
