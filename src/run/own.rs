//! What a run has to say of the project's own files: its settings, its baseline, its exports, its protocol folders, and of how
//! much its fixtures exercise.

use std::collections::BTreeMap;
use std::io;

use crate::finding::Finding;
use crate::folder::{self, Folder};
use crate::judge::file;
use crate::organisation::exports::Exports;
use crate::outcome::Account;
use crate::policy::of_project;
use crate::protocol;
use crate::rules;
use crate::source::Source;

use super::{Run, Settings};

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
        let mut notices: Vec<String> = exports.told().filter(|_| verbose).collect();
        notices.extend(exports.passed());
        Self { notices, ..Self::broken(exports) }
    }

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
    /// Reports what is wrong with the configuration itself.
    ///
    /// # Errors
    /// The page cannot be written.
    pub fn settings(&mut self) -> io::Result<()> {
        let unknown = self.policy.unknown_settings();
        self.deliver_own(unknown)
    }

    /// Reports what is wrong with exports.
    ///
    /// # Errors
    /// The page cannot be written.
    pub fn exports(&mut self, exported: Exported) -> io::Result<()> {
        exported.failures.into_iter().for_each(|failure| self.ledger.fail(failure));
        exported.notices.into_iter().for_each(|notice| self.ledger.notice(notice));
        let mut by_file: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in exported.findings {
            let file = finding.location.name.display().to_owned();
            by_file.entry(file).or_default().push(finding);
        }
        for (name, findings) in by_file {
            let mut account = Account { loose: findings, ..Account::of(name) };
            account.number(1, |_| ());
            self.deliver_other(account)?;
        }
        Ok(())
    }

    /// Lints a protocol folder of the user's.
    ///
    /// # Errors
    /// The page cannot be written.
    pub fn folder(&mut self, folder: &Folder) -> io::Result<()> {
        self.ledger.summary().folders += 1;
        self.policy.next_input();
        self.deliver_other(file::of_folder(&folder.manifest, folder::lint::manifest(folder)))?;
        for (name, source) in &folder.schemas {
            let found = folder::lint::schema(folder, name, source);
            if !found.is_empty() {
                self.deliver_other(file::of_folder(source, found))?;
            }
        }
        let schemas = folder.schemas.iter().map(|(_, source)| source);
        for source in std::iter::once(&folder.manifest).chain(schemas) {
            self.policy.whole_file(source.name().display());
        }
        Ok(())
    }

    /// Writes the baseline, or reports its entries that no longer occur.
    pub(super) fn finish_baseline(&mut self) -> io::Result<()> {
        // These decide what is found: an entry may occur in another run.
        let judges = !self.is_guided() && self.options.settings == Settings::default();
        if let Some(written) = self.policy.write_baseline(judges) {
            match written.told {
                Ok(told) => self.ledger.updated(told),
                Err(failure) => self.ledger.fail(failure),
            }
            self.ledger.updated(written.left);
        }
        let stale = if judges { self.policy.stale() } else { None };
        self.deliver_own(stale)
    }

    /// Takes coverage into the summary, and reports the protocols that have too little of it (GL807).
    pub(super) fn finish_coverage(&mut self) -> io::Result<()> {
        if self.options.coverage.is_none() {
            return Ok(());
        }
        let summary = self.ledger.summary();
        if summary.sessions - summary.empty_sessions + summary.payloads > 0 {
            self.meet_named();
        }
        let results = std::mem::take(self.ledger.coverage()).into_protocols();
        if let Some(required) = self.options.min_coverage.clone() {
            if results.is_empty() {
                self.ledger
                    .notice("no input was of a known protocol, so there is no coverage to hold against its minimum");
            }
            let scope = self.policy.meet(None);
            let found = results.iter().filter_map(|result| rules::coverage::below(result, &required));
            let source = Source::from_text((*required.at.name).clone(), "", self.how.masker);
            let account = of_project(&source, found.collect(), &scope);
            self.deliver_own(account)?;
        }
        self.ledger.summary().coverage = Some(results);
        Ok(())
    }

    /// The protocol that the user names is reported even if no input turned out to be of it.
    fn meet_named(&mut self) {
        let configured = self.policy.config().and_then(|config| config.model().protocol.as_ref());
        let configured = configured.map(|protocol| &protocol.value);
        let named = self.options.protocol.as_ref().or(configured);
        let found = named.and_then(|name| protocol::find(&self.known, name).ok());
        let nothing = self.options.coverage.as_ref().zip(found).and_then(|(hook, protocol)| hook.nothing(protocol));
        nothing.into_iter().for_each(|nothing| self.ledger.coverage().add(nothing));
    }
}
