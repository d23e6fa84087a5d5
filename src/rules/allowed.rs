//! GL207: values that the session's server has announced as refused, such as the type of a file.

use crate::finding::{EntryId, Finding, Role};
use crate::protocol::Protocol;
use crate::protocol::manifest::{Allowed, Announcement, Message};
use crate::source::Location;
use crate::text::json::{Node, pointer};
use crate::text::words::shorten;

use super::claims::Claims;
use super::judge::Subject;
use super::limits::SessionLimits;
use super::place::Place;

/// Most announced values that are kept; a longer list is not judged by.
const MOST: usize = 512;
/// Longest announced value that is kept, in bytes.
const LONGEST: usize = 128;
/// Most announced values that a message quotes.
const QUOTED: usize = 8;

/// The lists that a session announced, by their index in the manifest.
#[derive(Clone, Debug, Default)]
pub(super) struct AnnouncedLists(Vec<Option<List>>);

/// An announced list and where it stands.
#[derive(Clone, Debug)]
struct List {
    /// The deployment's configuration has it; the session announced none.
    configured: bool,
    /// In lower case; empty where it cannot be judged by.
    values: Vec<String>,
    at: Location,
}

impl AnnouncedLists {
    /// Notes what a server's message announces.
    pub(super) fn note(&mut self, place: Place<'_>, protocol: &Protocol, message: &Message, payload: Node<'_>) {
        for (index, entry) in protocol.manifest.allowed.iter().enumerate() {
            let all = entry.announced.iter();
            let mut here = all.filter(|announced| announced.message == message.name);
            let list = here.find_map(|announced| list(place, payload, &announced.field, entry.by));
            if list.is_some() {
                self.0.resize(self.0.len().max(index + 1), None);
                self.0[index] = list;
            }
        }
    }
}

/// The list whose items stand at `field`; `None` where the message announces none.
fn list(place: Place<'_>, payload: Node<'_>, field: &str, by: Announcement) -> Option<List> {
    let (array, _) = field.split_once("/*")?;
    let array = payload.pointer(array)?;
    let found = payload.matching(field);
    let values = found.iter().filter_map(|node| node.as_str());
    let values: Vec<String> =
        values.map(|value| value.trim().to_ascii_lowercase()).filter(|value| is_understood(value, by)).collect();
    // One that is not understood may allow or refuse anything.
    let whole = values.len() == found.len() && values.len() <= MOST;
    Some(List { configured: false, values: if whole { values } else { Vec::new() }, at: place.at(array.span()) })
}

fn is_understood(value: &str, by: Announcement) -> bool {
    let sound = value.len() <= LONGEST && !value.contains(char::is_whitespace);
    let form = match by {
        Announcement::MediaTypes => {
            value.split_once('/').is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty())
        }
        Announcement::BlockedExtensions => !value.trim_start_matches('.').is_empty(),
    };
    sound && form
}

/// The values of a message that the session does not allow.
pub(super) fn check(subject: &Subject<'_, '_>, message: &Message, claims: &Claims) -> Vec<Finding> {
    let (place, session) = (subject.place, subject.limits);
    let entries = subject.protocol.manifest.allowed.iter().enumerate();
    entries
        .filter(|(_, entry)| entry.message == message.name && claims.is_free(&entry.field))
        .filter_map(|(index, entry)| {
            let value = subject.root().pointer(&entry.field)?;
            let finding = match session.lists.0.get(index).and_then(Option::as_ref) {
                Some(list) => refused(place, entry, value, list),
                None => refused(place, entry, value, &configured(session, entry)?),
            };
            finding.map(|finding| finding.entry(EntryId::Allowed(index)))
        })
        .collect()
}

/// The list that the deployment's configuration has.
fn configured(session: &SessionLimits, entry: &Allowed) -> Option<List> {
    let list = session.configured_list(entry)?;
    let values = list.value.iter();
    let values: Vec<_> = values.map(|value| value.trim().to_ascii_lowercase()).collect();
    let whole = values.iter().all(|value| is_understood(value, entry.by));
    Some(List { configured: true, values: if whole { values } else { Vec::new() }, at: list.at.location() })
}

fn refused(place: Place<'_>, entry: &Allowed, value: Node<'_>, list: &List) -> Option<Finding> {
    let text = value.as_str()?.trim().to_ascii_lowercase();
    if list.values.is_empty() {
        return None;
    }
    let name = pointer::dotted(&entry.field);
    let (who, role, there) = if list.configured {
        ("the deployment", Role::Counterpart, "it is configured here")
    } else {
        ("this session", Role::Context, "the server announced it here")
    };
    let (message, label) = match entry.by {
        Announcement::MediaTypes => {
            // Parameters, such as a charset, are no part of the type.
            let media = text.split(';').next().unwrap_or_default().trim_end();
            if media.is_empty() || list.values.iter().any(|range| is_in(media, range)) {
                return None;
            }
            let quoted = place.source.masker().value(&name, media);
            let allowed = quoted_list(&list.values);
            (format!("{name} is {quoted}, and {who} allows {allowed}"), "not allowed")
        }
        Announcement::BlockedExtensions => {
            let extension = blocked(&text, &list.values)?;
            (format!("{name} ends in {}, which {who} blocks", shorten(&extension)), "blocked")
        }
    };
    let rule = crate::rule::by_code(&entry.rule)?;
    Some(
        Finding::new(rule, place.at(value.span()), message)
            .label(label)
            .help(&entry.help)
            .pointer(&entry.field)
            .related(role, there, list.at.clone()),
    )
}

/// Whether a media type is in an announced range: itself, `image/*`, or `*/*`.
fn is_in(media: &str, range: &str) -> bool {
    let range = range.split(';').next().unwrap_or_default();
    match range.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => media.split_once('/').is_some_and(|(own, _)| own == kind),
        _ => media == range,
    }
}

/// The announced extension that a file's name ends in, with its dot.
fn blocked(file: &str, extensions: &[String]) -> Option<String> {
    let dotted = extensions.iter().map(|extension| format!(".{}", extension.trim_start_matches('.')));
    dotted.filter(|extension| file.ends_with(extension.as_str())).max_by_key(String::len)
}

fn quoted_list(values: &[String]) -> String {
    let shown = values.len().min(QUOTED);
    let mut text = values[..shown].join(", ");
    if values.len() > shown {
        text.push_str(&format!(" and {} more", values.len() - shown));
    }
    text
}

#[cfg(test)]
mod tests;
