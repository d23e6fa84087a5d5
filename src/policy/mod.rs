//! What a project says of what was found: severities, ignores, expectations and a baseline, one filter a file. An account goes
//! through them all in one order, and comes out settled.

pub mod baseline;
mod expect;
mod fingerprint;
mod known;
mod stale;
mod usage;
mod words;

use std::path::Path;

use crate::config::{Config, Scope};
use crate::finding::Finding;
use crate::judge::{How, file};
use crate::outcome::{Account, Withheld};
use crate::source::paths::{Base, shown};
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use baseline::Baseline;
use expect::Expectations;
use known::{Known, Written};
use usage::Usage;

pub(crate) use fingerprint::Fingerprints;
pub use known::Use;
pub(crate) use usage::{KEPT, of_project};

/// A project's word on what is found, and which parts of it were of use so far.
#[derive(Clone, Debug)]
pub(crate) struct Policy<'r> {
    usage: Usage<'r>,
    baseline: Known,
    fingerprints: Fingerprints,
    masker: Masker,
    /// Make the files beside the inputs expect what is found in them.
    update_expect: bool,
}

/// What holds for one file.
pub(crate) struct Ruling {
    /// What the configuration says of it.
    pub(crate) scope: Scope,
    expected: Expectations,
}

impl Ruling {
    /// Some findings are expected: the file is wrong on purpose.
    pub(crate) fn expects(&self) -> bool {
        !self.expected.are_none()
    }

    /// Whether the file is looked at though nothing in it is recognised, because something is expected of it.
    pub(crate) fn makes_meant(&self, path: &Path) -> bool {
        expect::makes_meant(path, &self.expected)
    }
}

/// What came of one input after the project's word on it.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// One for each capture in it, without what was taken out.
    pub(crate) accounts: Vec<Account>,
    /// Findings that the configuration ignores.
    pub(crate) ignored: u64,
    /// Findings that were expected.
    pub(crate) expected: u64,
    /// Findings that the baseline knows.
    pub(crate) baselined: u64,
    /// What became of the file beside the input that says what is expected, in a sentence.
    pub(crate) updated: Option<String>,
    /// Why that file could not be written.
    pub(crate) failure: Option<String>,
}

impl<'r> Policy<'r> {
    pub(crate) fn new(masker: Masker, update_expect: bool) -> Self {
        Self {
            usage: Usage::default(),
            baseline: Known::default(),
            fingerprints: Fingerprints::default(),
            masker,
            update_expect,
        }
    }

    /// Takes what a configuration says.
    pub(crate) fn configure(&mut self, config: &'r Config) {
        self.usage = Usage::new(Some(config));
    }

    /// Takes a baseline. Where there is none, fingerprints count paths from the folder of the configuration.
    pub(crate) fn accept(&mut self, baseline: Option<(Baseline, Use)>) {
        let folder = match &baseline {
            Some((baseline, _)) => Some(baseline.folder()),
            None => self.config().map(Config::folder),
        };
        self.fingerprints = Fingerprints::from(folder.map_or_else(Base::default, |folder| Base::at(folder.to_owned())));
        if let Some((baseline, usage)) = baseline {
            self.baseline = Known::new(baseline, usage);
        }
    }

    pub(crate) fn config(&self) -> Option<&'r Config> {
        self.usage.config()
    }

    /// Another input begins: what is alike in it is counted anew.
    pub(crate) fn next_input(&mut self) {
        self.fingerprints.next_input();
    }

    /// A folder is walked.
    pub(crate) fn walks(&mut self, folder: &Path) {
        self.usage.walks(folder);
        self.baseline.walks(folder);
    }

    /// A file was met, whatever becomes of it: what holds there.
    pub(crate) fn meet(&mut self, path: Option<&Path>) -> Scope {
        self.usage.meet(path)
    }

    /// Whether the file at `path` is a baseline, and no input.
    pub(crate) fn is_baseline(&self, path: &Path) -> bool {
        self.baseline.is_at(path)
    }

    /// What holds for an input.
    ///
    /// # Errors
    /// The file beside it that says what is expected cannot be read: what holds without it, and a sentence.
    pub(crate) fn ruling(&mut self, path: Option<&Path>) -> (Ruling, Option<String>) {
        let scope = self.usage.meet(path);
        let mut expected = self.usage.expectations(&scope);
        let read = path.filter(|_| !self.update_expect).map(|path| (path, expected.read(path, self.masker)));
        let failure = match read {
            Some((path, Err(error))) => Some(format!("cannot read {}: {error}", shown(&expect::sidecar(path)))),
            Some((_, Ok(()))) | None => None,
        };
        (Ruling { scope, expected }, failure)
    }

    /// How an input is judged by what holds for it.
    pub(crate) fn how<'p>(&self, how: &How<'p>, ruling: &Ruling) -> How<'p> {
        let some_go = self.baseline.is_some() || ruling.expects() || self.update_expect;
        self.usage.how(how, &ruling.scope, some_go)
    }

    /// Applies to what came of an input what the project says of it. An archive gives an account for each capture in it; what is
    /// expected is expected of the file. `path`: the file, where one beside it may be written.
    pub(crate) fn settle(&mut self, mut accounts: Vec<Account>, path: Option<&Path>, ruling: Ruling) -> Settled {
        let Ruling { scope, mut expected } = ruling;
        let mut settled = Settled::default();
        self.usage.checked(&scope);
        for account in &mut accounts {
            // Before anything is taken out, so that what is left keeps its own.
            self.fingerprints.give(account);
            settled.ignored += self.usage.settle(account, &scope);
        }
        if let Some(path) = path.filter(|_| self.update_expect) {
            let found: Vec<&Finding> = accounts.iter().flat_map(Account::findings).collect();
            let updated = expect::update(path, &found, &expected.listed)
                .and_then(|updated| expected.read(path, self.masker).map(|()| updated));
            match updated {
                Ok(updated) => settled.updated = updated,
                Err(error) => {
                    settled.failure = Some(format!("cannot write {}: {error}", shown(&expect::sidecar(path))));
                }
            }
        }
        if !expected.are_none() {
            settled.expected += expected.settle(&mut accounts);
            for account in &mut accounts {
                self.fingerprints.give(account);
                // What is wrong on purpose is not fixed; GL804 and GL805 are rules, too.
                account.retain(|finding| {
                    finding.fix.iter_mut().for_each(|fix| fix.writable = false);
                    usage::graded(finding, &scope)
                });
            }
        }
        for account in &mut accounts {
            settled.baselined += self.baseline.settle(account, &mut self.fingerprints);
        }
        settled.accounts = accounts;
        settled
    }

    /// The same for what came of a file that is no input, or could not be read.
    pub(crate) fn settle_other(&mut self, account: Account) -> Settled {
        let scope = self.usage.meet(Some(Path::new(&account.file)));
        let mut settled = Settled { accounts: vec![account], ..Settled::default() };
        for account in &mut settled.accounts {
            self.fingerprints.give(account);
            settled.ignored += self.usage.settle(account, &scope);
            settled.baselined += self.baseline.settle(account, &mut self.fingerprints);
        }
        settled
    }

    /// Gives what was found in the project's own files its fingerprints: nothing else is said of it.
    pub(crate) fn give_fingerprints(&mut self, account: &mut Account) {
        self.fingerprints.give(account);
    }

    /// A file was checked. Where a walk merely met it and judged nothing in it, or findings were only counted, a baseline's entry
    /// that did not occur proves nothing.
    ///
    /// # Errors
    /// A baseline that is written cannot hold all of it: a sentence.
    pub(crate) fn was_checked(&mut self, path: &Path, accounts: &[Account], named: bool) -> Result<(), String> {
        if !self.baseline.is_some() {
            return Ok(());
        }
        if accounts.iter().any(|account| account.withheld != Withheld::default()) {
            return match self.baseline.writes() {
                true => Err(format!(
                    "{}: too many findings for a baseline, the last of them are not in it: mend the most frequent one, or leave the file out with `exclude`",
                    shown(path)
                )),
                false => Ok(()),
            };
        }
        let is_judged = |account: &Account| named || account.payloads > 0 || !account.sessions.is_empty();
        let is_read = |account: &Account| !account.findings().any(|finding| finding.rule.traits.unread.is_whole());
        if accounts.iter().all(is_judged) && accounts.iter().all(is_read) {
            self.whole_file(&shown(path));
        }
        Ok(())
    }

    /// Everything in the file of this name was seen.
    pub(crate) fn whole_file(&mut self, name: &str) {
        let file = self.fingerprints.path_of(name);
        self.baseline.checked(file);
    }

    /// What the configuration sets and there is no such setting of (GL801).
    pub(crate) fn unknown_settings(&self) -> Option<Account> {
        self.usage.report(self.usage.unknown())
    }

    /// The configuration's entries that were of no use; `guided`: options decide what is found, so that they may be of use in
    /// another run.
    pub(crate) fn unused(&self, guided: bool) -> Option<Account> {
        self.usage.report(self.usage.unused(guided))
    }

    /// A file beside an input is read with the input; one whose input is gone expects what cannot occur (GL804). Nothing for a
    /// path that is no such file, or where all is well.
    pub(crate) fn orphan(&mut self, sidecar: &Path) -> Option<Account> {
        let file = expect::file_of(sidecar).filter(|file| !file.exists())?;
        let source = Source::from_text(InputName::File(shown(sidecar)), "", self.masker);
        let said = source.locate(Span::at(0), Span::at(0));
        let mut finding = words::expected_of_gone(&shown(&file), said);
        let scope = self.usage.meet(Some(sidecar));
        usage::graded(&mut finding, &scope).then(|| file::of_folder(&source, vec![finding]))
    }

    /// Whether a file's name is that of one beside an input.
    pub(crate) fn is_sidecar(path: &Path) -> bool {
        expect::file_of(path).is_some()
    }

    /// Writes the baseline, where that is asked for; `judges`: nothing but the project decides what is found.
    pub(crate) fn write_baseline(&mut self, judges: bool) -> Option<Written> {
        let configured = self.config().is_some();
        self.baseline.write(judges, configured)
    }

    /// The baseline's entries that no longer occur (GL806).
    pub(crate) fn stale(&self) -> Option<Account> {
        let baseline = self.baseline.baseline().filter(|_| !self.baseline.writes())?;
        let scope = self.config().map(|config| config.scope(None)).unwrap_or_default();
        let stale = self.baseline.told_stale(self.config().is_some()).into_iter();
        let stale = stale.map(|entries| stale::stale(baseline, entries.first, entries.count, entries.what));
        of_project(baseline.source(), stale.collect(), &scope)
    }
}
