//! GL2xx: one payload. From its bytes to the message that it is, and to everything that is wrong with it: each fault once.

mod fields;
mod identity;
mod placeholder;
mod schema;
mod values;

use crate::capture::Direction;
use crate::finding::Finding;
use crate::protocol::Protocol;
use crate::protocol::manifest::Message;
use crate::rule::*;
use crate::text::json;
use crate::text::json::Document;

use super::allowed;
use super::limits;
use super::limits::SessionLimits;
use super::mend;
use super::place::Place;
use super::secrets;

pub(crate) use placeholder::is_placeholder;
pub(crate) use schema::problems as schema_problems;

/// What became of a payload.
#[derive(Debug)]
pub struct Judged<'p> {
    /// The message that it is; none where that could not be told, or where its identity is at fault.
    pub message: Option<&'p Message>,
    /// It is a message of the protocol and nothing about its identity (name, direction, form) is wrong.
    pub sound: bool,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl<'p> Judged<'p> {
    fn unidentified(findings: Vec<Finding>) -> Self {
        Self { message: None, sound: false, findings }
    }
}

/// Everything that the checks of one payload share.
struct Check<'a, 'p> {
    place: Place<'a>,
    protocol: &'p Protocol,
    document: &'a Document<'a>,
    /// Who sent it; unknown for a bare payload of a message that both sides send.
    direction: Direction,
    limits: &'a SessionLimits,
}

/// Parses the payload at `place`.
///
/// # Errors
/// The finding that says why it is no JSON (GL210).
pub fn parse<'t>(place: Place<'t>) -> Result<Document<'t>, Box<Finding>> {
    json::parse(&place.located.text, json::PAYLOAD_DEPTH).map_err(|error| {
        let what = error.to_string();
        let message = if what.ends_with("not JSON") {
            format!("in the payload, {what}")
        } else {
            format!("the payload is not JSON: {what}")
        };
        let finding = Finding::new(&GL210, place.at(error.span), message)
            .label("here")
            .help(error.help())
            .fix(mend::relaxed(place));
        Box::new(finding)
    })
}

/// Judges a parsed payload by `protocol`. `direction` is who sent it; [`Direction::Unknown`] for a bare payload, whose
/// direction is then the one that its message's name has. `limits` are those of the session that it belongs to.
pub fn check<'p>(
    place: Place<'_>,
    document: &Document<'_>,
    direction: Direction,
    protocol: &'p Protocol,
    limits: &SessionLimits,
) -> Judged<'p> {
    let mut findings = duplicate_keys(place, document);
    let check = Check { place, protocol, document, direction, limits };
    let mut judged = match check.identify() {
        Err(finding) => Judged::unidentified(vec![*finding]),
        Ok(identity) => check.judge(identity),
    };
    findings.append(&mut judged.findings);
    let message = judged.message.map(|message| message.name.clone());
    for finding in &mut findings {
        finding.protocol = Some(protocol.name().to_owned());
        finding.message_type = finding.message_type.take().or_else(|| message.clone());
    }
    Judged { findings, ..judged }
}

impl<'p> Check<'_, 'p> {
    fn judge(&self, identity: identity::Identity<'p>) -> Judged<'p> {
        let mut findings: Vec<Finding> = identity.finding.map(|finding| *finding).into_iter().collect();
        let Some(message) = identity.message else {
            return Judged::unidentified(findings);
        };
        if identity.sound {
            let secrets = self.secrets(identity.from_client);
            let taken: Vec<&str> = secrets.iter().filter_map(|finding| finding.pointer.as_deref()).collect();
            findings.extend(self.fields(message, identity.from_client, &taken));
            findings.extend(secrets);
            if identity.from_client {
                let (place, document) = (self.place, self.document);
                findings.extend(limits::check(place, document, message, self.protocol, self.limits));
                // Of a value with another fault, that one is told.
                let mut refused = allowed::check(place, document, message, self.protocol, self.limits);
                refused.retain(|new| findings.iter().all(|old| old.pointer != new.pointer));
                findings.extend(refused);
            }
        }
        Judged { message: Some(message), sound: identity.sound, findings }
    }

    /// Tokens in fields that are not for one (GL217). Only what a client sends: a server may hand out tokens.
    fn secrets(&self, from_client: bool) -> Vec<Finding> {
        if !from_client {
            return Vec::new();
        }
        secrets::in_payload(self.document, &|pointer| self.protocol.is_token_field(pointer))
            .into_iter()
            .map(|secret| {
                Finding::new(
                    &GL217,
                    self.place.at(secret.span),
                    format!("{} holds {}", json::pointer::dotted(&secret.pointer), secret.what),
                )
                .label("secret")
                .help("this protocol has no field for a token: leave it out, and revoke this one if the log was shared")
                .pointer(secret.pointer)
            })
            .collect()
    }
}

/// Keys that occur twice in one object (GL211), each once.
fn duplicate_keys(place: Place<'_>, document: &Document<'_>) -> Vec<Finding> {
    let objects = document.nodes().filter(|node| node.is_object());
    let mut findings = Vec::new();
    for object in objects {
        let mut told = std::collections::HashSet::new();
        for first in object.all_members().filter(|member| member.is_shadowed()) {
            if !told.insert(first.key()) {
                continue;
            }
            let Some(last) = object.member(first.key()) else {
                continue;
            };
            findings.push(
                Finding::new(
                    &GL211,
                    place.at(last.key_span()),
                    format!("the key `{}` occurs twice in one object", first.key()),
                )
                .label("again here")
                .help("readers keep different ones of the two (JavaScript the last): delete one")
                .related(crate::finding::Role::Context, "first here", place.at(first.key_span()))
                .fix(mend::without_copies(place, object, first.key())),
            );
        }
    }
    findings
}
