//! Coverage: what of a protocol the checked inputs exercise. Its messages, the fields that may be absent, the values of which there
//! are several, and the transitions that the rules on order let pass: all made of the protocol's data.
//!
//! Only what is right counts: a payload with an error exercises nothing, nor does a frame that was sent out of order.

mod bits;
mod facets;
mod minimum;
mod plan;
mod shape;
#[cfg(test)]
mod tests;
mod tracker;
mod transitions;
mod watch;
mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::finding::{Finding, Severity};
use crate::outcome::{ProtocolCoverage, Session};
use crate::protocol::Protocol;
use crate::protocol::manifest::Message;
use crate::rule::Family;
use crate::text::json::Node;

use bits::Bits;
use plan::Plan;

pub use minimum::{Minimum, Required};
pub(crate) use watch::Watch;

/// What the inputs of a run exercise, by protocol. Each item costs a bit, however many inputs there are.
#[derive(Debug, Default)]
pub struct Coverage {
    protocols: RefCell<BTreeMap<String, Exercised>>,
}

#[derive(Debug)]
struct Exercised {
    plan: Rc<Plan>,
    seen: Bits,
    /// Some input was of this protocol, or is said to be.
    met: bool,
}

impl Exercised {
    fn result(&self) -> ProtocolCoverage {
        let items = self.plan.items.iter().enumerate();
        ProtocolCoverage::new(
            self.plan.protocol.clone(),
            items.map(|(index, item)| (item.clone(), self.seen.has(index))).collect(),
        )
    }
}

impl Coverage {
    fn with<T>(&self, protocol: &Protocol, act: impl FnOnce(&mut Exercised) -> T) -> T {
        let mut protocols = self.protocols.borrow_mut();
        let name = protocol.name().to_owned();
        let exercised = protocols.entry(name).or_insert_with(|| Exercised {
            plan: Rc::new(Plan::of(protocol)),
            seen: Bits::default(),
            met: false,
        });
        act(exercised)
    }

    /// The protocol is reported, whatever the inputs are.
    pub(crate) fn meet(&self, protocol: &Protocol) {
        self.with(protocol, |exercised| exercised.met = true);
    }

    /// A socket of a protocol exercised these items.
    fn add(&self, protocol: &str, seen: &Bits) {
        let mut protocols = self.protocols.borrow_mut();
        if let Some(exercised) = protocols.get_mut(protocol) {
            exercised.met = true;
            exercised.seen.join(seen);
        }
    }

    /// What became of each protocol that was met, by name.
    pub fn results(&self) -> Vec<ProtocolCoverage> {
        let protocols = self.protocols.borrow();
        let met = protocols.values().filter(|exercised| exercised.met);
        met.map(Exercised::result).collect()
    }
}

/// The severity that an input gives a rule, by its code; none is a rule that is off, or ignored.
pub(crate) type Severities = BTreeMap<&'static str, Option<Severity>>;

/// Counts what one input exercises, by what the project says of its findings.
#[derive(Clone, Debug, Default)]
pub struct Hook {
    coverage: Rc<Coverage>,
    severity: Rc<Severities>,
}

impl Hook {
    /// What is counted by it and its copies.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The same for an input that gives rules other severities.
    pub(crate) fn graded(&self, severity: Severities) -> Self {
        Self { coverage: Rc::clone(&self.coverage), severity: Rc::new(severity) }
    }

    /// What the finding is about is wrong, so that it exercises nothing. That the server reports an error, or ends the socket, is no
    /// fault of the frame.
    pub(crate) fn is_fault(&self, finding: &Finding) -> bool {
        if finding.rule.family == Family::End {
            return false;
        }
        let level = self.severity.get(finding.rule.code);
        level.copied().unwrap_or(Some(finding.severity)) == Some(Severity::Error)
    }

    /// Follows a socket that may speak `protocol`.
    pub(crate) fn watch(&self, protocol: &Protocol) -> Watch {
        let plan = self.coverage.with(protocol, |exercised| Rc::clone(&exercised.plan));
        Watch::new(plan, self.clone())
    }

    /// A payload outside of sockets was judged: it is `message`, if it is any. Who sent it is not known.
    pub(crate) fn payload(
        &self,
        protocol: &Protocol,
        message: Option<&Message>,
        payload: Node<'_>,
        findings: &[Finding],
    ) {
        if message.is_none() && !protocol.resembles(payload) {
            return;
        }
        let clean = !findings.iter().any(|finding| self.is_fault(finding));
        self.coverage.with(protocol, |exercised| {
            exercised.met = true;
            if let Some(message) = message.filter(|_| clean) {
                let Exercised { plan, seen, .. } = exercised;
                plan.mark(&message.name, None, payload, seen);
            }
        });
    }

    /// The sessions of one input: a guest session may go on from one socket to the next.
    pub(crate) fn sessions(&self, sessions: &[Session]) {
        let mut known = BTreeSet::new();
        for session in sessions {
            let Some((name, group)) = session.protocol.as_ref().zip(session.group.as_ref()) else {
                continue;
            };
            if known.insert((name, group)) {
                continue;
            }
            let mut protocols = self.coverage.protocols.borrow_mut();
            if let Some(Exercised { plan, seen, .. }) = protocols.get_mut(name)
                && let Some(item) = plan.transitions.continued
            {
                seen.set(item);
            }
        }
    }
}
