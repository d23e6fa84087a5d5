//! GL2xx: one payload. From its bytes to the message that it is, and to everything that is wrong with it: each fault once.

mod fields;
mod identity;
mod placeholder;
mod schema;
mod values;

use crate::finding::Finding;
use crate::protocol::MessageSchema;
use crate::protocol::manifest::Message;
use crate::rule::*;
use crate::text::json::{self, Document};

use super::claims::{Claims, Fault};
use super::deployment::Told;
use super::judge::{Judged, Subject};
use super::place::Place;
use super::{allowed, fix, limits, secrets};

pub(crate) use placeholder::is_placeholder;
pub(crate) use schema::problems as schema_problems;

/// Parses the payload at `place`.
///
/// # Errors
/// The finding that says why it is no JSON (GL210).
pub fn parse<'t>(place: Place<'t>) -> Result<Document<'t>, Box<Finding>> {
    json::parse(&place.located.text, json::PAYLOAD_DEPTH).map_err(|error| {
        let message = if error.problem.is_of_another_notation() {
            format!("in the payload, {error}")
        } else {
            format!("the payload is not JSON: {error}")
        };
        let finding = Finding::new(&GL210, place.at(error.span), message)
            .label("here")
            .help(error.help())
            .fix(fix::relaxed(place));
        Box::new(finding)
    })
}

/// Judges a payload by itself: which message it is, and what is wrong with it.
pub(super) fn check<'p>(subject: &Subject<'_, 'p>, claims: &mut Claims) -> Judged<'p> {
    let mut findings = duplicate_keys(subject.place, subject.document);
    let mut judged = match subject.identify() {
        Err(finding) => Judged::unidentified(vec![*finding]),
        Ok(identity) => subject.judge(identity, claims),
    };
    findings.append(&mut judged.findings);
    Judged { findings, ..judged }
}

impl<'p> Subject<'_, 'p> {
    fn judge(&self, identity: identity::Identity<'p>, claims: &mut Claims) -> Judged<'p> {
        let mut findings: Vec<Finding> = identity.finding.map(|finding| *finding).into_iter().collect();
        let Some(message) = identity.message else {
            return Judged::unidentified(findings);
        };
        claims.values(&findings);
        // The message's name is judged by its identity, also where nothing is wrong with it: an alias is no wrong value.
        if let Some((pointer, _)) = self.protocol.name_of(self.root(), self.direction) {
            claims.claim(Fault::Value, pointer, &GL205);
        }
        if identity.sound {
            let schema = self.protocol.schema(message);
            let mut faults = schema.map_or_else(Vec::new, |schema| self.faults(message, schema));
            faults.retain(|fault| claims.is_free(&fault.pointer));
            let secrets = self.secrets(identity.from_client);
            claims.values(&secrets);
            if let Some(schema) = schema {
                findings.extend(self.fields(message, schema, identity.from_client, faults, claims));
            }
            findings.extend(secrets);
            if identity.from_client {
                let sizes = limits::check(self, message);
                claims.values(&sizes);
                findings.extend(sizes);
                // Of a value with another fault, that one is told.
                let refused = allowed::check(self, message, claims);
                claims.values(&refused);
                findings.extend(refused);
            }
        }
        Judged { message: Some(message), sound: identity.sound, findings, told: Told::default() }
    }

    /// What is wrong with a message by its schema and by the manifest's constraints. Of a place that breaks both the constraint is
    /// told, since it says more.
    fn faults(&self, message: &Message, schema: &MessageSchema) -> Vec<schema::Fault> {
        let mut faults = schema::faults(schema, self.root());
        for bound in self.protocol.constraints_on(&message.name) {
            let field = &bound.stated.field;
            let broken = self.root().pointer(field).map(|node| schema::faults(bound.must, node));
            for fault in broken.into_iter().flatten() {
                let pointer = format!("{field}{}", fault.pointer);
                let fault = schema::Fault { pointer, constraint: Some(bound.index()), ..fault };
                match faults.iter_mut().find(|known| known.pointer == fault.pointer) {
                    Some(known) if known.constraint.is_none() => *known = fault,
                    Some(_) => {}
                    None => faults.push(fault),
                }
            }
        }
        faults
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
                .fix(fix::without_copies(place, object, first.key())),
            );
        }
    }
    findings
}
