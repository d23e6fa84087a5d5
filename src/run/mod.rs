//! A run: from inputs to pages. Each input is opened, judged, settled by what the project says of it, numbered, counted, and
//! handed to a page.

mod against;
pub mod exit;
mod fix;
mod ledger;
mod merge;
mod options;
mod own;
pub mod planned;
mod progress;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};

use crate::capture::Settings;
use crate::config::{self, Config};
use crate::error::Error;
use crate::guard::guard;
use crate::judge::{How, file};
use crate::outcome::Account;
use crate::page::Page;
use crate::policy::baseline::Baseline;
use crate::policy::{Policy, Ruling, Settled, Use};
use crate::protocol::{self, Protocol};
use crate::source::InputName;
use crate::source::content::Content;
use crate::source::paths::shown;
use crate::source::walk::{Choice, Entry, Found, Walker};
use crate::text::mask::Masker;

use ledger::Ledger;

pub use against::good_course;
pub use options::{Fixing, Input, Options, Outcome, Told};
pub use own::Exported;
pub use progress::Progress;

/// A run in progress.
pub struct Run<'r> {
    /// How inputs are judged, before the project has its say of each.
    how: How<'r>,
    /// Every protocol, also those that no input is judged by in general.
    known: Vec<&'r Protocol>,
    options: Options,
    policy: Policy<'r>,
    ledger: Ledger,
    page: &'r mut dyn Page,
    steps: progress::Steps<'r>,
    /// What fixing had to leave.
    evidence: fix::Evidence,
}

impl<'r> Run<'r> {
    /// A run that gives its results to `page`.
    ///
    /// # Errors
    /// The options name a protocol that is not there.
    pub fn new(options: Options, page: &'r mut dyn Page) -> Result<Self, Error> {
        let protocols = protocol::embedded()?.iter().collect();
        Self::with_protocols(options, protocols, page)
    }

    /// A run by these protocols; of equal claims to a socket the first is heard.
    ///
    /// # Errors
    /// The options name a protocol that is not among them, or a limit that it does not have.
    pub fn with_protocols(options: Options, known: Vec<&'r Protocol>, page: &'r mut dyn Page) -> Result<Self, Error> {
        for (name, limits) in &options.limits {
            protocol::find(&known, name)?.check_limits(limits)?;
        }
        let protocols = match &options.protocol {
            Some(name) => vec![protocol::find(&known, name)?],
            None => known.clone(),
        };
        Ok(Self {
            how: options.how(protocols),
            known,
            policy: Policy::new(Masker::new(options.show_values), options.update_expect),
            ledger: Ledger::new(options.max_findings, options.fixing),
            options,
            page,
            steps: progress::Steps::default(),
            evidence: fix::Evidence::default(),
        })
    }

    /// The same run, which tells `listener` of each file before it is looked at.
    #[must_use]
    pub fn with_progress(mut self, listener: impl FnMut(Progress<'_>) + 'r) -> Self {
        self.steps.listen(listener);
        self
    }

    /// The same run, by what a project's configuration says of its files. What the configuration says of the project as a whole
    /// stands in the options.
    ///
    /// # Errors
    /// It names a protocol that is not there.
    pub fn configured(mut self, config: &'r Config) -> Result<Self, Error> {
        let only = config.model().protocol.as_ref();
        if let Some(name) = only.filter(|_| self.options.protocol.is_none()) {
            // Sockets of other services are nobody's all the same: only `--protocol` claims them.
            self.how.protocols = vec![protocol::find(&self.known, &name.value)?];
        }
        self.policy.configure(config);
        Ok(self)
    }

    /// The same run, by a baseline. Where there is none, fingerprints count paths from the folder of the configuration.
    #[must_use]
    pub fn with_baseline(mut self, baseline: Option<(Baseline, Use)>) -> Self {
        self.policy.accept(baseline);
        self
    }

    /// Checks one input; a folder with everything in it.
    ///
    /// # Errors
    /// The page cannot be written.
    pub fn input(&mut self, input: Input) -> io::Result<()> {
        match input {
            Input::Stdin(content) => self.content(InputName::Stdin, content, true),
            Input::Path(path) => {
                let mut entries = Vec::new();
                if path.is_dir() {
                    self.policy.walks(&path);
                }
                let selection = self.policy.config().map(|config| config.selection(&path));
                let choose = |path: &Path, is_folder: bool| {
                    let selection = selection.as_ref();
                    selection.map_or(Choice::Usual, |selection| selection.choose(path, is_folder))
                };
                Walker::choosing(&choose).walk(&path, &mut |entry| entries.push(entry));
                entries.into_iter().try_for_each(|entry| self.entry(entry))
            }
        }
    }

    /// Ends the run.
    ///
    /// # Errors
    /// The page cannot be written.
    pub fn finish(mut self) -> io::Result<Outcome> {
        let unused = self.policy.unused(self.is_guided());
        self.deliver_own(unused)?;
        self.finish_baseline()?;
        self.finish_coverage()?;
        self.tell_unfixed();
        self.ledger.finish(self.page)
    }

    /// Options decide what is found, so that in another run something else may be.
    fn is_guided(&self) -> bool {
        self.options.protocol.is_some() || self.options.format.is_some()
    }

    fn entry(&mut self, entry: Entry) -> io::Result<()> {
        match entry {
            Entry::Skipped(path) | Entry::File(Found { path, .. }) if self.policy.is_baseline(&path) => Ok(()),
            Entry::Skipped(path) if path.file_name().is_some_and(|name| name == config::FILE) => Ok(()),
            Entry::Skipped(path) if Policy::is_sidecar(&path) => {
                let orphan = self.policy.orphan(&path);
                self.deliver_own(orphan)
            }
            Entry::Skipped(path) => {
                self.policy.meet(Some(&path));
                self.ledger.summary().skipped += 1;
                Ok(())
            }
            Entry::Failed { path, named: true, error } if error.kind() == io::ErrorKind::NotFound => {
                self.ledger.fail(format!("{}: no such file or folder", shown(&path)));
                Ok(())
            }
            Entry::Failed { path, error, .. } => self.unreadable(&path, &error.to_string()),
            Entry::File(Found { path, named }) => {
                let name = shown(&path);
                self.steps.begin(&name);
                match Content::of_file(&path) {
                    Ok(content) => {
                        let content = self.fixed(&path, content, named);
                        self.content(InputName::File(name), content, named)
                    }
                    Err(error) => self.unreadable(&path, &error.to_string()),
                }
            }
        }
    }

    fn unreadable(&mut self, path: &Path, why: &str) -> io::Result<()> {
        let account = file::unreadable(InputName::File(shown(path)), why, self.how.masker);
        self.ledger.summary().files += 1;
        self.deliver_other(account)
    }

    /// One input: judged, settled, delivered.
    fn content(&mut self, name: InputName, content: Content, named: bool) -> io::Result<()> {
        let path = match &name {
            InputName::File(path) => Some(PathBuf::from(path)),
            InputName::Stdin | InputName::Argument(_) => None,
        };
        let path = path.as_deref();
        self.policy.next_input();
        let (ruling, failure) = self.policy.ruling(path);
        self.ledger.fail(failure);
        let how = self.how_of(path, &ruling, named);
        let name_shown = name.display().to_owned();
        let Ok(accounts) = guard("the check of an input", || how.check(name, content)) else {
            self.ledger.fail(format!("internal error in the check of {name_shown}: please report it"));
            return Ok(());
        };
        if accounts.is_empty() {
            self.ledger.summary().skipped += 1;
            return Ok(());
        }
        self.ledger.summary().files += 1;
        let is_whole = accounts.iter().all(|account| account.crashes.is_empty());
        if let Some(path) = path.filter(|_| is_whole) {
            let checked = self.policy.was_checked(path, &accounts, how.named);
            self.ledger.fail(checked.err());
        }
        let settled = self.policy.settle(accounts, path, ruling);
        self.deliver(settled)
    }

    /// How an input is judged by what holds for it.
    fn how_of(&self, path: Option<&Path>, ruling: &Ruling, named: bool) -> How<'r> {
        let mut how = self.policy.how(&self.how, ruling);
        how.named = named || path.is_some_and(|path| ruling.makes_meant(path));
        if let Some(name) = ruling.scope.protocol.as_ref().filter(|_| self.options.protocol.is_none()) {
            how.by_user = true;
            how.protocols = protocol::find(&self.known, &name.value).map_or(how.protocols, |only| vec![only]);
        }
        how
    }

    /// Hands over what came of one input.
    fn deliver(&mut self, settled: Settled) -> io::Result<()> {
        let accounts = self.ledger.enter(settled);
        accounts.into_iter().try_for_each(|account| self.ledger.deliver(account, self.page))
    }

    /// Hands over what came of a file that is no input, or could not be read.
    fn deliver_other(&mut self, account: Account) -> io::Result<()> {
        let settled = self.policy.settle_other(account);
        self.deliver(settled)
    }

    /// Hands over what was found in the project's own files.
    fn deliver_own(&mut self, account: Option<Account>) -> io::Result<()> {
        let Some(mut account) = account else {
            return Ok(());
        };
        self.policy.give_fingerprints(&mut account);
        self.ledger.deliver(account, self.page)
    }
}
