//! The one door for payloads, wherever they come from: a frame of a socket, a file, the body of a request.

use crate::capture::Direction;
use crate::finding::Finding;
use crate::organisation::Context;
use crate::protocol::Protocol;
use crate::protocol::manifest::Message;
use crate::text::json::{Document, Node};

use super::claims::Claims;
use super::deployment::{self, Standing, Told};
use super::limits::SessionLimits;
use super::place::Place;
use super::{payload, queue, removed};

/// A payload under judgement, and all that a rule may see of what is around it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s, 'p> {
    /// Its text, and the way from there to its place in the input.
    pub place: Place<'s>,
    /// The text, parsed.
    pub document: &'s Document<'s>,
    /// Who sent it. Unknown for a payload by itself, which then has the direction of its message's name.
    pub direction: Direction,
    /// The protocol that it is judged by.
    pub protocol: &'p Protocol,
    /// The limits of the session that it belongs to.
    pub limits: &'s SessionLimits,
    /// What the project says of itself.
    pub context: &'s Context,
    /// What the session has told of its deployment before.
    pub standing: &'s Standing,
    /// The number of the frame that it is; none for a payload by itself, where nothing follows that may put right what it says.
    pub frame: Option<u64>,
}

/// What became of a payload.
#[derive(Debug)]
pub struct Judged<'p> {
    /// The message that it is; none where that could not be told, or where its identity is at fault.
    pub message: Option<&'p Message>,
    /// It is a message of the protocol and nothing about its identity (name, direction, form) is wrong.
    pub sound: bool,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What it tells of its session's deployment.
    pub told: Told,
}

impl Judged<'_> {
    /// A payload of which nobody can tell what message it is.
    pub(super) fn unidentified(findings: Vec<Finding>) -> Self {
        Self { message: None, sound: false, findings, told: Told::default() }
    }
}

impl<'s> Subject<'s, '_> {
    /// The whole payload.
    pub(super) fn root(&self) -> Node<'s> {
        self.document.root()
    }
}

type Check = for<'p> fn(&Subject<'_, 'p>, &mut Judged<'p>, &mut Claims);

/// The rules with a file of their own, in the order of their precedence.
const CHECKS: &[Check] = &[
    queue::check,
    deployment::check,
    // `cargo xtask new-rule` adds a line here.
];

/// Judges a payload by every rule on payloads. Each asks `claims` before it tells of a place, so their order is their
/// precedence: which message it is, tokens, what is missing and what stands at a wrong place, what is unknown, values, sizes,
/// what the session has announced, the queue, the deployment. Three pairs may both tell of one value, since each names a fault
/// of its own: a token that stands where another value belongs, a value that is wrong and too long, a key that occurs twice.
/// One comes later and still has its say: a queue's attribute at a wrong place (GL503) takes over what was told of that place.
pub fn judge<'p>(subject: &Subject<'_, 'p>, claims: &mut Claims) -> Judged<'p> {
    let mut judged = payload::check(subject, claims);
    for check in CHECKS {
        check(subject, &mut judged, claims);
    }
    for finding in &mut judged.findings {
        finding.protocol = Some(subject.protocol.name().to_owned());
        let message = judged.message.map(|message| &message.name);
        finding.message_type = finding.message_type.take().or_else(|| message.cloned());
    }
    if subject.frame.is_none() {
        judged.findings.extend(removed::payload(subject));
    }
    judged
}

#[cfg(test)]
pub(super) mod tests;
