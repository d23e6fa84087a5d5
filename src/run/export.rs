//! Exports in a run: they are not checked, but what is wrong with the files themselves is told.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::judge::file;
use crate::organisation::exports::Exports;
use crate::outcome::Account;

use super::Run;

/// What a run tells of the exports that it was given.
#[derive(Debug, Default)]
pub struct Exported {
    findings: Vec<Finding>,
    failures: Vec<String>,
    notices: Vec<String>,
}

impl Exported {
    /// Takes it out of what was read; with `verbose` also what each file is.
    pub fn of(exports: &mut Exports, verbose: bool) -> Self {
        let read = exports.told().filter(|_| verbose);
        let mut notices: Vec<String> = read.collect();
        notices.extend(exports.passed());
        Self {
            findings: std::mem::take(&mut exports.findings),
            failures: std::mem::take(&mut exports.failures),
            notices,
        }
    }
}

impl Exported {
    /// What is wrong with exports, without what is left out or read: a verdict names that.
    pub fn broken(exports: &mut Exports) -> Self {
        Self {
            findings: std::mem::take(&mut exports.findings),
            failures: std::mem::take(&mut exports.failures),
            notices: Vec::new(),
        }
    }
}

impl Run<'_> {
    /// Reports what is wrong with exports.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn exports(&mut self, exported: Exported) -> std::io::Result<()> {
        self.outcome.failures.extend(exported.failures);
        self.outcome.summary.notices.extend(exported.notices);
        let mut by_file: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in exported.findings {
            let file = finding.location.name.display().to_owned();
            by_file.entry(file).or_default().push(finding);
        }
        for (name, findings) in by_file {
            let report = Account { findings, ..file::of_name(name) };
            let report = self.settled(report);
            self.deliver_counted(report)?;
        }
        Ok(())
    }
}
