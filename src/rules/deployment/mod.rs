//! GL110 and GL504 to GL507: a session, or a payload by itself, against what is known of the deployment that it names. What
//! nobody said anything of is right.

mod features;
mod identity;
mod origin;
mod sign_in;
mod standing;

use crate::capture::Direction;
use crate::finding::Finding;
use crate::protocol::Protocol;
use crate::protocol::manifest::{Deployment as Places, FieldOf, Message, Sender};
use crate::protocol::url::UrlParts;
use crate::text::json::{Document, Node, pointer};

use super::payload::Judged;
use super::place::Place;
use crate::organisation::Context;

pub use standing::{Handshake, Standing};

/// A client's message under judgement.
struct Sent<'a, 'd> {
    place: Place<'a>,
    root: Node<'d>,
    message: &'a Message,
    /// The value that says which message it is.
    name: Option<Node<'d>>,
    places: &'a Places,
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

/// Adds what is wrong with a payload for the deployment that it, or its session, names. A fault that another rule has told
/// already is not told again.
pub fn check(
    place: Place<'_>,
    document: &Document<'_>,
    direction: Direction,
    judged: &mut Judged<'_>,
    protocol: &Protocol,
    context: &Context,
    standing: &mut Standing,
) {
    let (Some(message), Some(places)) = (judged.message, &protocol.manifest.deployment) else {
        return;
    };
    let from_client = match direction {
        Direction::Client => true,
        Direction::Server => false,
        Direction::Unknown => matches!(message.direction, Sender::Client | Sender::Rest),
    };
    if !judged.sound || !from_client {
        return;
    }
    let sent = Sent {
        place,
        root: document.root(),
        message,
        name: protocol.name_of(document.root(), Direction::Client).map(|(_, name)| name),
        places,
    };
    let mut found: Vec<Finding> = sent.identity(judged, context, standing).into_iter().collect();
    let deployment = standing.deployment(context);
    if let Some(deployment) = deployment {
        found.extend(features::check(&sent, deployment, standing));
    }
    found.extend(sign_in::note(&sent, deployment, standing));
    for finding in &mut found {
        finding.protocol = Some(protocol.name().to_owned());
        finding.message_type = Some(message.name.clone());
    }
    judged.findings.append(&mut found);
}

/// What only the end of a session tells: whether its page was refused (GL110), and whether its guest ever signed in (GL507).
pub fn at_end(handshake: Handshake, protocol: &Protocol, context: &Context, standing: &Standing) -> Vec<Finding> {
    let places = protocol.manifest.deployment.as_ref();
    let Some((places, deployment)) = places.zip(standing.deployment(context)) else {
        return Vec::new();
    };
    let origin = origin::check(handshake, places, deployment, context, standing);
    let anonymous = sign_in::at_end(places, deployment, standing);
    origin.into_iter().chain(anonymous).collect()
}

impl Sent<'_, '_> {
    /// The deployment that the payload names (GL504, GL505), where none is known to be the session's yet.
    fn identity(&self, judged: &Judged<'_>, context: &Context, standing: &mut Standing) -> Option<Finding> {
        let of_message = |place: &&FieldOf| place.message == self.message.name;
        let field = &self.places.fields.iter().find(of_message)?.field;
        let node = self.root.pointer(field)?;
        let id = node.as_str().filter(|id| !id.is_empty())?;
        let mut told = judged.findings.iter();
        let is_told = told.any(|finding| finding.pointer.as_ref() == Some(field));
        // Another one than the URL's has a rule of its own (GL310).
        if is_told || standing.has_id() {
            return None;
        }
        standing.take(id);
        let key = pointer::tokens(field).last().unwrap_or_default();
        let given = identity::Given {
            id,
            shown: self.place.source.masker().value(&key, id),
            at: self.place.at(node.span()),
            kind: self.places.kind,
        };
        let finding = identity::check(given, context)?;
        Some(finding.pointer(field))
    }
}
