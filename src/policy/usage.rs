//! The project's configuration at work in a run: what it says of each file, and what of it was of no use.

use std::path::Path;

use crate::config::{Config, Scope};
use crate::coverage::Severities;
use crate::finding::Finding;
use crate::judge::{How, file};
use crate::outcome::Account;
use crate::source::Source;
use crate::source::paths::absolute;

use super::expect::Expectations;
use super::words;

/// Least number of findings that an input keeps where some of them may be ignored or expected: which ones count is known only
/// when they were all looked at.
pub(crate) const KEPT: usize = 20_000;

/// A configuration, and which of its entries were of use. Without one, nothing is changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage<'r> {
    config: Option<&'r Config>,
    overrides: Vec<bool>,
    /// For each ignore whether it matched a file, and for each of its rules whether it suppressed something.
    ignores: Vec<(bool, Vec<bool>)>,
    expects: Vec<bool>,
    /// The whole folder of the configuration was walked: what was not of use by then is of none.
    whole: bool,
}

impl<'r> Usage<'r> {
    pub(crate) fn new(config: Option<&'r Config>) -> Self {
        let Some(model) = config.map(Config::model) else {
            return Self::default();
        };
        let ignores = model.ignores.iter();
        Self {
            config,
            overrides: vec![false; model.overrides.len()],
            ignores: ignores.map(|ignore| (false, vec![false; ignore.rules.len()])).collect(),
            expects: vec![false; model.expects.len()],
            whole: false,
        }
    }

    pub(crate) fn config(&self) -> Option<&'r Config> {
        self.config
    }

    /// A folder is walked.
    pub(crate) fn walks(&mut self, folder: &Path) {
        if let Some(config) = self.config {
            self.whole |= config.folder().starts_with(absolute(folder));
        }
    }

    /// What holds for a file that was met: its overrides and ignores have matched one.
    pub(crate) fn meet(&mut self, path: Option<&Path>) -> Scope {
        let Some(config) = self.config else {
            return Scope::default();
        };
        let scope = config.scope(path);
        mark(&mut self.overrides, &scope.overrides);
        for index in &scope.ignores {
            if let Some((matched, _)) = self.ignores.get_mut(*index) {
                *matched = true;
            }
        }
        scope
    }

    /// How a file is judged of whose findings some may go: because they are expected or ignored, or have another severity.
    /// Which ones count is known only when they were all looked at.
    pub(crate) fn how<'p>(&self, how: &How<'p>, scope: &Scope, some_go: bool) -> How<'p> {
        let mut how = how.clone();
        how.coverage = how.coverage.map(|hook| hook.graded(self.severities(scope)));
        if some_go || !scope.severity.is_empty() || !scope.ignores.is_empty() {
            how.most = how.most.max(KEPT);
        }
        how
    }

    /// The severities that a file gives rules; none to those that it ignores.
    fn severities(&self, scope: &Scope) -> Severities {
        let set = scope.severity.iter();
        let mut severities: Severities = set.map(|(code, level)| (*code, level.value)).collect();
        let ignores = self.config.map_or(&[][..], |config| &config.model().ignores);
        let ignores = scope.ignores.iter().filter_map(|index| ignores.get(*index));
        let ignored = ignores.flat_map(|ignore| &ignore.rules);
        severities.extend(ignored.map(|rule| (rule.value.code, None)));
        severities
    }

    /// What the configuration expects of a file.
    pub(crate) fn expectations(&self, scope: &Scope) -> Expectations {
        let mut expected = Expectations::default();
        let Some(config) = self.config else {
            return expected;
        };
        let entries = scope.expects.iter().filter_map(|index| config.model().expects.get(*index));
        for entry in entries {
            for rule in &entry.findings {
                expected.add(rule.value, config.locate(rule.span));
            }
        }
        expected
    }

    /// A file was checked: what is expected of it was held against something.
    pub(crate) fn checked(&mut self, scope: &Scope) {
        mark(&mut self.expects, &scope.expects);
    }

    /// Gives the findings the severities that are set, and takes out those of rules that are off, and those that are ignored.
    /// Says how many were ignored.
    pub(super) fn settle(&mut self, account: &mut Account, scope: &Scope) -> u64 {
        let Some(config) = self.config else {
            return 0;
        };
        let mut ignored = 0;
        account.retain(|finding| {
            if !graded(finding, scope) {
                return false;
            }
            let keep = !self.ignores(config, finding, scope);
            ignored += u64::from(!keep);
            keep
        });
        ignored
    }

    fn ignores(&mut self, config: &Config, finding: &Finding, scope: &Scope) -> bool {
        let mut is_ignored = false;
        for index in &scope.ignores {
            let entry = config.model().ignores.get(*index).zip(self.ignores.get_mut(*index));
            let Some((entry, (_, used))) = entry else {
                continue;
            };
            for (rule, used) in entry.rules.iter().zip(used) {
                if rule.value == finding.rule {
                    *used = true;
                    is_ignored = true;
                }
            }
        }
        is_ignored
    }

    /// What the configuration sets and there is no such setting of (GL801).
    pub(crate) fn unknown(&self) -> Vec<Finding> {
        let config = self.config.into_iter();
        let found = config.flat_map(|config| {
            let unknown = config.unknown().iter();
            unknown.map(|unknown| words::unknown(config, unknown))
        });
        found.collect()
    }

    /// The entries that were of no use (GL802, GL803, and GL804 for files that are not there); `guided`: options of the run
    /// decide what is found, so that an ignore may be of use in another run.
    pub(crate) fn unused(&self, guided: bool) -> Vec<Finding> {
        let Some(config) = self.config.filter(|_| self.whole) else {
            return Vec::new();
        };
        let model = config.model();
        let overrides = model.overrides.iter().zip(&self.overrides);
        let unused = overrides.filter(|(_, used)| !**used);
        let mut found: Vec<Finding> = unused.map(|(entry, _)| words::unused_override(config, &entry.files)).collect();
        for (entry, (matched, used)) in model.ignores.iter().zip(&self.ignores) {
            let unused = entry.rules.iter().zip(used).filter(|(_, used)| !**used);
            let unused = unused.filter(|_| !(guided && *matched));
            let all = unused.map(|(rule, _)| words::unused_ignore(config, &entry.files, rule, *matched));
            found.extend(all.take(if *matched { usize::MAX } else { 1 }));
        }
        let expects = model.expects.iter().zip(&self.expects);
        let missing = expects.filter(|(_, used)| !**used);
        found.extend(missing.map(|(entry, _)| words::expected_of_nothing(config, &entry.files)));
        found
    }

    /// A report on the configuration itself, in which its own severities hold.
    pub(crate) fn report(&self, findings: Vec<Finding>) -> Option<Account> {
        let config = self.config?;
        of_project(config.source(), findings, &config.scope(None))
    }
}

/// What was found in a file of the project's own, by the severities that hold there; nothing where nothing is left.
pub(crate) fn of_project(source: &Source, mut findings: Vec<Finding>, scope: &Scope) -> Option<Account> {
    findings.retain_mut(|finding| graded(finding, scope));
    (!findings.is_empty()).then(|| file::of_folder(source, findings))
}

/// Gives a finding the severity that is set for its rule; says whether the rule is on.
pub(crate) fn graded(finding: &mut Finding, scope: &Scope) -> bool {
    match scope.severity.get(finding.rule.code).map(|level| level.value) {
        Some(None) => false,
        Some(Some(severity)) => {
            finding.severity = severity;
            true
        }
        None => true,
    }
}

fn mark(used: &mut [bool], indices: &[usize]) {
    for index in indices {
        if let Some(used) = used.get_mut(*index) {
            *used = true;
        }
    }
}
