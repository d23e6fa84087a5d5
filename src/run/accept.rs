//! A run by a baseline: what it knows, what no longer occurs, and what is written into it.

use std::path::Path;

use crate::capture::Settings;
use crate::judge::file;
use crate::outcome::{Account, Withheld};
use crate::policy::baseline::Baseline;
use crate::policy::known::{Known, Use};
use crate::policy::project;
use crate::rule;
use crate::rules;
use crate::run::fingerprint::Fingerprints;
use crate::source::paths::Base;
use crate::source::paths::shown as display;

use super::Run;

impl Run<'_> {
    /// The same run, by a baseline. Where there is none, fingerprints count paths from the folder of the configuration.
    #[must_use]
    pub fn with_baseline(mut self, baseline: Option<(Baseline, Use)>) -> Self {
        let folder = match &baseline {
            Some((baseline, _)) => Some(baseline.folder()),
            None => self.project.config().map(|config| config.folder()),
        };
        let base = folder.map_or_else(Base::default, |folder| Base::at(folder.to_owned()));
        self.fingerprints = Fingerprints::from(base);
        if let Some((baseline, usage)) = baseline {
            self.baseline = Known::new(baseline, usage);
        }
        self
    }

    /// A file was checked. Where a walk merely met it and judged nothing in it, or findings were only counted, an entry that did not
    /// occur proves nothing.
    pub(crate) fn was_checked(&mut self, path: &Path, reports: &[Account], named: bool) {
        if self.baseline.baseline().is_none() {
            return;
        }
        let is_cut = |report: &Account| report.withheld != Withheld::default();
        if reports.iter().any(is_cut) {
            if self.baseline.writes() {
                let failure = format!(
                    "{}: too many findings for a baseline, the last of them are not in it: mend the most frequent one, or leave the file out with `exclude`",
                    display(path)
                );
                self.outcome.failures.push(failure);
            }
            return;
        }
        let is_judged = |report: &Account| named || report.payloads > 0 || !report.sessions.is_empty();
        let is_read = |report: &Account| {
            let mut rules = report.findings.iter().map(|finding| finding.rule);
            !rules.any(|rule| rule == &rule::GL901 || rule == &rule::GL902)
        };
        if reports.iter().all(is_judged) && reports.iter().all(is_read) {
            let file = self.fingerprints.path_of(&display(path));
            self.baseline.checked(file);
        }
    }

    /// Writes the baseline, or reports its entries that no longer occur.
    pub(crate) fn of_baseline(&mut self) -> std::io::Result<()> {
        let options = &self.options;
        // These decide what is found: an entry may occur in another run.
        let guided = options.protocol.is_some() || options.format.is_some();
        let judges = !guided && options.settings == Settings::default();
        let configured = self.project.config().is_some();
        if self.baseline.writes() {
            if let Some(written) = self.baseline.write(judges, configured) {
                match written.told {
                    Ok(told) => self.outcome.updated.push(told),
                    Err(failure) => self.outcome.failures.push(failure),
                }
                self.outcome.updated.extend(written.left);
            }
            return Ok(());
        }
        let Some(baseline) = self.baseline.baseline().filter(|_| judges) else {
            return Ok(());
        };
        let scope = self.project.config().map(|config| config.scope(None));
        let scope = scope.unwrap_or_default();
        let stale = self.baseline.told_stale(configured).into_iter();
        let stale = stale.map(|stale| rules::baseline::stale(baseline, stale.first, stale.count, stale.what));
        let mut found: Vec<_> = stale.collect();
        found.retain_mut(|finding| project::graded(finding, &scope));
        if found.is_empty() {
            return Ok(());
        }
        let report = file::of_folder(baseline.source(), found);
        self.deliver_counted(report)
    }
}
