//! What a check before a deploy came to: a row for each thing that was, or could not be, checked.

use crate::rule::Rule;

/// The verdict on one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The target's name, where the configuration has one for it.
    pub target: Option<String>,
    /// The protocol by which the payloads were judged.
    pub protocol: Option<String>,
    /// What was checked, in the order in which it matters.
    pub checks: Vec<Check>,
    /// What was read for it: files of the client's and exports, and what each of them is.
    pub inputs: Vec<UsedInput>,
    /// What else there is to say; a sentence each.
    pub notes: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedInput {
    /// Its name.
    pub file: String,
    /// What it is, in a phrase; or why it was left out.
    pub what: String,
    /// It was used.
    pub used: bool,
}

/// One thing to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, such as `origin`.
    pub name: &'static str,
    /// What of the client's was checked, in a phrase.
    pub subject: Option<String>,
    /// Against what, in a phrase each.
    pub against: Vec<String>,
    /// What came of it.
    pub result: CheckResult,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// Nothing is wrong.
    Passed,
    /// Something is, by the numbers of its findings; whether any of them is an error.
    Found {
        /// The findings, by number and rule.
        findings: Vec<(usize, &'static Rule)>,
        /// The worst is an error.
        failed: bool,
    },
    /// There was nothing to check it against, or nothing to check.
    NotChecked {
        /// Why not, in a phrase.
        why: String,
        /// How to get what is missing: commands, or options.
        how: Vec<String>,
    },
}

impl CheckResult {
    /// The word for it in a report.
    pub fn as_str(&self) -> &'static str {
        match self {
            CheckResult::Passed => "passed",
            CheckResult::Found { failed: true, .. } => "failed",
            CheckResult::Found { failed: false, .. } => "warned",
            CheckResult::NotChecked { .. } => "not checked",
        }
    }
}

impl Verdict {
    /// Nothing that was checked is wrong.
    pub fn passed(&self) -> bool {
        let mut results = self.checks.iter().map(|check| &check.result);
        !results.any(|result| matches!(result, CheckResult::Found { failed: true, .. }))
    }

    /// How many could not be checked.
    pub fn unchecked(&self) -> usize {
        let results = self.checks.iter().map(|check| &check.result);
        results.filter(|result| matches!(result, CheckResult::NotChecked { .. })).count()
    }
}
