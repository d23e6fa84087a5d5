//! GL507: anonymous guests, where the deployment takes only those who are signed in.

use crate::finding::{Finding, Role};
use crate::organisation::Deployment;
use crate::organisation::deployment::{ALLOW_SESSION_UPGRADE, AUTHENTICATION_REQUIRED};
use crate::protocol::manifest::Deployment as Places;
use crate::rule::*;
use crate::source::Location;

use super::Sent;

/// Who the guest of a session is.
#[derive(Clone, Debug, Default)]
pub(super) enum Guest {
    /// The session has not been opened, as far as is seen.
    #[default]
    Unknown,
    /// Anonymous, by what opened the session.
    Anonymous(Box<Anonymous>),
    /// Signed in, at some time.
    SignedIn,
}

/// A message that opened a session for an anonymous guest.
#[derive(Clone, Debug)]
pub(super) struct Anonymous {
    message: String,
    /// The frame's number; none for a payload by itself.
    frame: Option<u64>,
    at: Location,
    /// JSON Pointer of what would say who the guest is.
    credential: Option<String>,
}

/// Who the guest is by this message, where that is not known yet or has changed.
pub(super) fn guest(sent: &Sent<'_, '_, '_>) -> Option<Guest> {
    let by = sent.places.sign_in.as_ref()?.by.iter();
    let mut openings = by.filter(|opening| opening.message == sent.message.name);
    let opening = openings.next()?;
    let credential = opening.credential.as_deref();
    let signed_in = credential.is_some_and(|field| {
        let value = sent.subject.root().pointer(field);
        value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
    });
    let place = sent.subject.place;
    let anonymous = || {
        Guest::Anonymous(Box::new(Anonymous {
            message: sent.message.name.clone(),
            frame: sent.subject.frame,
            at: sent.name.map_or_else(|| place.whole(), |name| place.at(name.span())),
            credential: opening.credential.clone(),
        }))
    };
    match (&sent.subject.standing.guest, signed_in) {
        (_, true) => Some(Guest::SignedIn),
        (Guest::Unknown, false) => Some(anonymous()),
        (Guest::Anonymous(_) | Guest::SignedIn, false) => None,
    }
}

/// The finding on a payload by itself, of this guest: it is judged at once, since nothing follows that could put it right.
pub(super) fn of_payload(
    sent: &Sent<'_, '_, '_>,
    deployment: Option<&Deployment>,
    guest: Option<&Guest>,
) -> Option<Finding> {
    at_end(sent.places, deployment?, guest?).filter(|_| sent.subject.frame.is_none())
}

/// The finding on a session whose guest never signed in.
pub(super) fn at_end(places: &Places, deployment: &Deployment, guest: &Guest) -> Option<Finding> {
    let required = deployment.facts.flag(&AUTHENTICATION_REQUIRED)?;
    let upgrade = deployment.facts.flag(&ALLOW_SESSION_UPGRADE);
    let may_be_anonymous = upgrade.is_some_and(|upgrade| upgrade.value);
    let Guest::Anonymous(opening) = guest else {
        return None;
    };
    if !required.value || may_be_anonymous {
        return None;
    }
    let mut finding = Finding::new(
        &GL507,
        opening.at.clone(),
        format!("the guest is anonymous, and {} takes only guests who are signed in", deployment.title()),
    )
    .label("anonymous")
    .help(places.sign_in.as_ref()?.help.clone())
    .related(Role::Counterpart, "authentication is required here", required.at.location());
    finding.message_type = Some(opening.message.clone());
    finding.frame = opening.frame;
    finding.pointer.clone_from(&opening.credential);
    Some(finding)
}
