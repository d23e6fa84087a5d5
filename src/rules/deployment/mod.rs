//! GL110 and GL504 to GL507: a session, or a payload by itself, against what is known of the deployment that it names. What
//! nobody said anything of is right.

mod features;
mod identity;
mod origin;
mod sign_in;
mod standing;

use crate::capture::Direction;
use crate::finding::Finding;
use crate::organisation::Context;
use crate::protocol::Protocol;
use crate::protocol::manifest::{Deployment as Places, FieldOf, Message, Sender};
use crate::protocol::url::UrlParts;
use crate::text::json::{Node, pointer};

use super::claims::Claims;
use super::judge::{Judged, Subject};
use super::place::Place;

pub use standing::{Handshake, Standing, Told};

/// A client's message under judgement.
struct Sent<'a, 's, 'p> {
    subject: &'a Subject<'s, 'p>,
    message: &'p Message,
    /// The value that says which message it is.
    name: Option<Node<'s>>,
    places: &'p Places,
}

/// The deployment that the URL at `place` names (GL504, GL505). The session is of that one from then on.
pub fn at_url(place: Place<'_>, protocol: &Protocol, context: &Context, standing: &mut Standing) -> Option<Finding> {
    let places = protocol.manifest.deployment.as_ref()?;
    let parameter = places.parameter.as_deref()?;
    let text = place.text();
    let parts = UrlParts::split(text)?;
    standing.host = Some(parts.host_text());
    let mut parameters = parts.parameters().into_iter();
    let (_, value, span) = parameters.find(|(name, value, _)| name == parameter && !value.is_empty())?;
    let id = decoded(value);
    standing.take(&id);
    let given = identity::Given {
        id: &id,
        shown: place.source.masker().value(parameter, &id),
        at: place.at(span),
        kind: places.kind,
    };
    let finding = identity::check(given, context)?;
    Some(finding.pointer(format!("/{parameter}")))
}

/// What is wrong with an id that a client's files name (GL504, GL505); `shown`: as a message quotes it.
pub fn claimed(
    id: &str,
    shown: String,
    at: crate::source::Location,
    kind: crate::protocol::manifest::DeploymentKind,
    context: &Context,
) -> Option<Finding> {
    let given = identity::Given { id, shown, at, kind };
    identity::check(given, context)
}

/// A value of a query, decoded.
fn decoded(value: &str) -> String {
    let pair = format!("v={value}");
    let mut pairs = ::url::form_urlencoded::parse(pair.as_bytes());
    pairs.next().map_or_else(String::new, |(_, value)| value.into_owned())
}

/// The page's Origin, to be judged when it is known how the handshake ended.
pub fn origin(place: Place<'_>, standing: &mut Standing) {
    standing.origin = Some((place.text().to_owned(), place.whole()));
}

/// Adds what is wrong with a payload for the deployment that it, or its session, names, and what it tells of that deployment. A
/// fault that another rule has told already is not told again.
pub(super) fn check<'p>(subject: &Subject<'_, 'p>, judged: &mut Judged<'p>, claims: &mut Claims) {
    let (Some(message), Some(places)) = (judged.message, &subject.protocol.manifest.deployment) else {
        return;
    };
    let from_client = match subject.direction {
        Direction::Client => true,
        Direction::Server => false,
        Direction::Unknown => matches!(message.direction, Sender::Client | Sender::Rest),
    };
    if !judged.sound || !from_client {
        return;
    }
    let name = subject.protocol.name_of(subject.root(), Direction::Client).map(|(_, name)| name);
    let sent = Sent { subject, message, name, places };
    let named = sent.identity(claims);
    let id = named.as_ref().map(|(id, _)| id).or(subject.standing.id.as_ref());
    let deployment = id.and_then(|id| subject.context.deployments.entries.get(id));
    let guest = sign_in::guest(&sent);
    let anonymous = sign_in::of_payload(&sent, deployment, guest.as_ref());
    let unavailable = deployment.map(|deployment| features::check(&sent, deployment));
    let (id, wrong) = named.unzip();
    judged.findings.extend(wrong.flatten());
    judged.findings.extend(unavailable.into_iter().flatten());
    judged.findings.extend(anonymous);
    judged.told = Told { id, guest };
}

/// What only the end of a session tells: whether its page was refused (GL110), and whether its guest ever signed in (GL507).
pub fn at_end(handshake: Handshake, protocol: &Protocol, context: &Context, standing: &Standing) -> Vec<Finding> {
    let places = protocol.manifest.deployment.as_ref();
    let Some((places, deployment)) = places.zip(standing.deployment(context)) else {
        return Vec::new();
    };
    let origin = origin::check(handshake, places, deployment, context, standing);
    let anonymous = sign_in::at_end(places, deployment, &standing.guest);
    origin.into_iter().chain(anonymous).collect()
}

impl Sent<'_, '_, '_> {
    /// The deployment that the payload names, where none is known to be the session's yet: its id in lower case, and what is wrong
    /// with it (GL504, GL505).
    fn identity(&self, claims: &Claims) -> Option<(String, Option<Finding>)> {
        let of_message = |place: &&FieldOf| place.message == self.message.name;
        let field = &self.places.fields.iter().find(of_message)?.field;
        let Subject { place, standing, context, .. } = self.subject;
        let node = self.subject.root().pointer(field)?;
        let id = node.as_str().filter(|id| !id.is_empty())?;
        // Another one than the URL's has a rule of its own (GL310).
        if !claims.is_free(field) || standing.id.is_some() {
            return None;
        }
        let key = pointer::tokens(field).last().unwrap_or_default();
        let given = identity::Given {
            id,
            shown: place.source.masker().value(&key, id),
            at: place.at(node.span()),
            kind: self.places.kind,
        };
        let finding = identity::check(given, context);
        Some((id.to_ascii_lowercase(), finding.map(|finding| finding.pointer(field))))
    }
}
