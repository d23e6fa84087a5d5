//! What a manifest asks of a message beyond its schema: a field, the JSON Schema that it must keep to, and the rule and the
//! words for where it does not. A rule on a field that can be stated so needs no code.

use crate::finding::{EntryId, Finding};
use crate::rule::{self, Rule};

use super::Protocol;
use super::manifest::{Constraint, Manifest};
use super::schemas::MessageSchema;

/// A constraint of a manifest, compiled.
#[derive(Debug)]
pub(super) struct Compiled {
    rule: &'static Rule,
    must: MessageSchema,
}

/// The constraints of a manifest, in its order.
///
/// # Errors
/// A constraint names no rule, or its `must` is no JSON Schema that can be read.
pub(super) fn compile(manifest: &Manifest) -> Result<Vec<Compiled>, String> {
    let compiled = manifest.constraints.iter().map(|stated| {
        let rule = rule::by_code(&stated.rule).ok_or_else(|| format!("there is no rule {}", stated.rule))?;
        Ok(Compiled { rule, must: MessageSchema::new(stated.must.to_string())? })
    });
    compiled.collect()
}

/// A constraint of a protocol, and where its manifest has it.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'p> {
    index: usize,
    /// What the manifest says.
    pub stated: &'p Constraint,
    /// What its value must keep to.
    pub must: &'p MessageSchema,
    /// The rule that reports it.
    pub rule: &'static Rule,
}

impl Bound<'_> {
    /// Its position in the manifest.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The finding as one on this constraint, in its own words.
    pub fn mark(&self, finding: Finding) -> Finding {
        let severity = self.stated.severity.map_or(finding.severity, Into::into);
        finding.severity(severity).entry(EntryId::Constraint(self.index))
    }

    /// The finding as one on this constraint, in the words that the manifest has for it.
    pub fn word(&self, finding: Finding) -> Finding {
        let mut finding = self.mark(finding);
        if let Some(says) = &self.stated.says {
            finding.message.clone_from(says);
        }
        if self.stated.help.is_some() {
            finding.help.clone_from(&self.stated.help);
        }
        finding
    }
}

impl Protocol {
    /// The constraint at this position of the manifest.
    pub fn constraint(&self, index: usize) -> Option<Bound<'_>> {
        let (stated, compiled) = (self.manifest.constraints.get(index)?, self.constraints.get(index)?);
        Some(Bound { index, stated, must: &compiled.must, rule: compiled.rule })
    }

    /// The constraints on the messages of this name.
    pub fn constraints_on<'p>(&'p self, message: &str) -> impl Iterator<Item = Bound<'p>> {
        let all = (0..self.constraints.len()).filter_map(|index| self.constraint(index));
        all.filter(move |bound| bound.stated.message == message)
    }
}
