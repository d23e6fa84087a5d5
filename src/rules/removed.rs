//! GL112: traffic of a protocol that its vendor has switched off.

use crate::finding::Finding;
use crate::protocol::Protocol;
use crate::protocol::manifest::Status;
use crate::rule::*;
use crate::source::Location;
use crate::text::json::Node;

use super::judge::Subject;

/// The finding at `at`, when `protocol` was removed.
pub fn traffic(at: Location, protocol: &Protocol) -> Option<Finding> {
    let manifest = &protocol.manifest;
    if manifest.status != Status::Removed {
        return None;
    }
    let since = manifest.removed_on.as_ref().map_or(String::new(), |day| format!(" on {day}"));
    let finding = Finding::new(&GL112, at, format!("{} was switched off{since}", manifest.title)).label("removed");
    Some(match &manifest.documented {
        Some(documented) => finding.help(format!("move to {}: {}", documented.name, documented.url)),
        None => finding,
    })
}

/// The finding for a payload that stands by itself: at the field by which it was recognised.
pub(super) fn payload(subject: &Subject<'_, '_>) -> Option<Finding> {
    let (root, protocol) = (subject.root(), subject.protocol);
    let message = protocol.recognised_body(root);
    let fields = message.map(|message| message.recognised_by.iter());
    let field = fields.and_then(|mut fields| fields.find_map(|field| root.member(field.strip_prefix('/')?)));
    let named = || protocol.name_of(root, crate::capture::Direction::Unknown).map(|(_, value)| value);
    let span = field.map(|member| member.key_span()).or_else(|| named().map(Node::span))?;
    traffic(subject.place.at(span), protocol)
}
