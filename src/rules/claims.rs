//! One fault, one finding: what of a payload has been told, and by which rule.
//!
//! A rule on payloads asks before it tells of a place, and claims what it tells of. So of two rules that would both have
//! something to say the one that runs first is heard: the order in [`judge`](super::judge) is the precedence.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::rule::Rule;

/// In which respect a place of a payload is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing is there, and something must be.
    Absence,
    /// What is there has another name, or belongs elsewhere.
    Place,
    /// Its value.
    Value,
}

/// Which places of a payload, by their JSON Pointers, have been told of, and by which rule.
#[derive(Clone, Debug, Default)]
pub struct Claims(HashMap<String, [Option<&'static Rule>; 3]>);

impl Claims {
    /// Nobody has told of the place yet, in any respect.
    pub(super) fn is_free(&self, pointer: &str) -> bool {
        !self.0.contains_key(pointer)
    }

    /// The rule that has told of the place in this respect.
    pub(super) fn by(&self, fault: Fault, pointer: &str) -> Option<&'static Rule> {
        self.0.get(pointer)?[fault as usize]
    }

    /// `rule` tells of the place in this respect; whoever did so before does not any more.
    pub(super) fn claim(&mut self, fault: Fault, pointer: &str, rule: &'static Rule) {
        if let Some(told) = self.0.get_mut(pointer) {
            told[fault as usize] = Some(rule)
        } else {
            let mut told = [None; 3];
            told[fault as usize] = Some(rule);
            self.0.insert(pointer.to_owned(), told);
        }
    }

    /// The findings tell of the values at their pointers.
    pub(super) fn values<'f>(&mut self, findings: impl IntoIterator<Item = &'f Finding>) {
        for finding in findings {
            if let Some(pointer) = &finding.pointer {
                self.claim(Fault::Value, pointer, finding.rule);
            }
        }
    }
}
