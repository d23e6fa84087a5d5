//! Coverage: what of a protocol the checked inputs exercise. Its messages, the fields that may be absent, the values of which there
//! are several, and the transitions that the rules on order let pass: all made of the protocol's data.
//!
//! Only what is right counts: a payload with an error exercises nothing, nor does a frame that was sent out of order.

mod facets;
mod plan;
mod shape;
#[cfg(test)]
mod tests;
mod tracker;
mod transitions;
mod watch;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::Finding;
use crate::outcome::{Bits, Coverage, ProtocolCoverage, Session};
use crate::protocol::Protocol;
use crate::protocol::manifest::Message;
use crate::rule::{Family, Severity};
use crate::text::json::Node;

use plan::Plan;
use watch::Watch;

/// The severity that an input gives a rule, by its code; none is a rule that is off, or ignored.
pub(crate) type Severities = BTreeMap<&'static str, Option<Severity>>;

/// Tells what inputs exercise: what there is to exercise in each protocol, and what the project says of an input's findings.
#[derive(Clone, Debug)]
pub struct Hook {
    plans: Arc<BTreeMap<String, Arc<Plan>>>,
    severity: Arc<Severities>,
}

impl Hook {
    /// For inputs that may be of any of `protocols`.
    pub fn new(protocols: &[&Protocol]) -> Self {
        let plans = protocols.iter().map(|protocol| (protocol.name().to_owned(), Arc::new(Plan::of(protocol))));
        Self { plans: Arc::new(plans.collect()), severity: Arc::default() }
    }

    /// The same for an input that gives rules other severities.
    pub(crate) fn graded(&self, severity: Severities) -> Self {
        Self { plans: Arc::clone(&self.plans), severity: Arc::new(severity) }
    }

    /// What the finding is about is wrong, so that it exercises nothing. That the server reports an error, or ends the socket, is no
    /// fault of the frame.
    fn is_fault(&self, finding: &Finding) -> bool {
        if finding.rule.family == Family::End {
            return false;
        }
        let level = self.severity.get(finding.rule.code);
        level.copied().unwrap_or(Some(finding.severity)) == Some(Severity::Error)
    }

    /// Follows a socket that may speak `protocol`.
    pub(crate) fn watch(&self, protocol: &Protocol) -> Option<Watch> {
        let plan = self.plans.get(protocol.name())?;
        Some(Watch::new(Arc::clone(plan), self.clone()))
    }

    /// The protocol with nothing of it exercised.
    pub(crate) fn nothing(&self, protocol: &Protocol) -> Option<ProtocolCoverage> {
        Some(self.plans.get(protocol.name())?.exercised(Bits::default()))
    }

    /// What a payload outside of sockets exercises, on which there are these findings: it is `message`, if it is any. Who sent it
    /// is not known.
    pub(crate) fn payload(
        &self,
        protocol: &Protocol,
        message: Option<&Message>,
        payload: Node<'_>,
        findings: &[Finding],
    ) -> Option<ProtocolCoverage> {
        if message.is_none() && !protocol.resembles(payload) {
            return None;
        }
        let plan = self.plans.get(protocol.name())?;
        let mut seen = Bits::default();
        let clean = !findings.iter().any(|finding| self.is_fault(finding));
        if let Some(message) = message.filter(|_| clean) {
            plan.mark(&message.name, None, payload, &mut seen);
        }
        Some(plan.exercised(seen))
    }

    /// What the sessions of one input exercise together: a guest session may go on from one socket to the next.
    pub(crate) fn sessions(&self, sessions: &[Session]) -> Coverage {
        let mut coverage = Coverage::default();
        let mut known = BTreeSet::new();
        for session in sessions {
            let Some((name, group)) = session.protocol.as_ref().zip(session.group.as_ref()) else {
                continue;
            };
            let continued = !known.insert((name, group));
            if let Some(plan) = self.plans.get(name)
                && let Some(item) = plan.transitions.continued.filter(|_| continued)
            {
                let mut seen = Bits::default();
                seen.set(item);
                coverage.add(plan.exercised(seen));
            }
        }
        coverage
    }
}
