//! Whether fixes did what they should: each removes its own finding, and none adds an error.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::rule::{Rule, Severity};

use super::Chosen;

/// What tells a finding from others, wherever in its record it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) rule: &'static Rule,
    message: String,
    pointer: Option<String>,
    session: Option<String>,
    frame: Option<u64>,
}

impl Key {
    pub(super) fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule,
            message: finding.message.clone(),
            pointer: finding.pointer.clone(),
            session: finding.session.clone(),
            frame: finding.frame,
        }
    }
}

/// How often each finding occurs, and whether it is an error.
pub(super) type Counts = HashMap<Key, (u64, bool)>;

pub(super) fn count(findings: &[Finding]) -> Counts {
    let mut counts = Counts::new();
    for finding in findings {
        let entry = counts.entry(Key::of(finding)).or_insert((0, false));
        entry.0 += finding.count;
        entry.1 |= finding.severity == Severity::Error;
    }
    counts
}

/// Holds the findings after some fixes against those before.
///
/// # Errors
/// What is wrong, to be read behind "was not applied:".
pub(super) fn holds(before: &Counts, after: &Counts, applied: &[Chosen]) -> Result<(), String> {
    let number = |counts: &Counts, key: &Key| counts.get(key).map_or(0, |(number, _)| *number);
    let mut own: HashMap<&Key, u64> = HashMap::new();
    for chosen in applied {
        *own.entry(&chosen.key).or_default() += 1;
    }
    for (key, fixes) in own {
        if number(after, key) + fixes > number(before, key) {
            return Err("it does not remove the finding".to_owned());
        }
    }
    let shallowest = applied.iter().map(|chosen| chosen.key.rule.traits.depth).min();
    // What lies deeper was hidden, so that its appearing is no harm of the fix.
    let is_revealed = |key: &Key| shallowest.is_some_and(|fixed| fixed < key.rule.traits.depth);
    let mut new: Vec<&Key> = after
        .iter()
        .filter(|(key, (number_after, is_error))| {
            let counts = *is_error || key.rule.traits.bars_fix;
            counts && *number_after > number(before, key) && !is_revealed(key)
        })
        .map(|(key, _)| key)
        .collect();
    new.sort_unstable_by_key(|key| key.rule.code);
    match new.first() {
        None => Ok(()),
        Some(key) => Err(format!("with it there would be {}, too", key.rule.code)),
    }
}
