//! A run by what a project says: of itself, and of each file.

use std::path::Path;

use crate::config::{Config, Scope};
use crate::error::Error;
use crate::finding::Finding;
use crate::judge::file;
use crate::outcome::Account;
use crate::policy::expect;
use crate::policy::expect::Expectations;
use crate::policy::project;
use crate::policy::project::Project;
use crate::protocol;
use crate::protocol::Protocol;
use crate::rules;
use crate::source::paths::shown as display;
use crate::source::{InputName, Source};
use crate::text::span::Span;

use super::{Options, Run};

impl<'r> Run<'r> {
    /// The same run, by what a project's configuration says of its files. What the configuration says of the project as a whole
    /// stands in the options.
    ///
    /// # Errors
    /// It names a protocol that is not there, or the report cannot be written.
    pub fn configured(mut self, config: &'r Config) -> Result<Self, Error> {
        let only = config.model().protocol.as_ref();
        if let Some(name) = only.filter(|_| self.options.protocol.is_none()) {
            // Sockets of other services are nobody's all the same: only `--protocol` claims them.
            self.protocols = vec![protocol::find(&self.known, &name.value)?];
        }
        self.project = Project::new(Some(config));
        Ok(self)
    }

    /// Reports what is wrong with the configuration itself.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn settings(&mut self) -> std::io::Result<()> {
        let found = self.project.unknown();
        self.of_project(found)
    }

    pub(crate) fn of_project(&mut self, found: Vec<Finding>) -> std::io::Result<()> {
        match self.project.report(found) {
            Some(report) => self.deliver_counted(report),
            None => Ok(()),
        }
    }

    /// A file beside an input is read with the input; one whose input is gone expects what cannot occur.
    pub(crate) fn sidecar(&mut self, path: &Path) -> std::io::Result<()> {
        let gone = expect::file_of(path).filter(|file| !file.exists());
        let Some(file) = gone else {
            return Ok(());
        };
        let source = Source::from_text(InputName::File(display(path)), "", self.masker);
        let said = source.locate(Span::at(0), Span::at(0));
        let mut finding = rules::project::expected_of_gone(&display(&file), said);
        let scope = self.project.meet(Some(path));
        if !project::graded(&mut finding, &scope) {
            return Ok(());
        }
        self.deliver_counted(file::of_folder(&source, vec![finding]))
    }

    /// The protocols to judge an input by.
    pub(crate) fn protocols_of(&self, options: &Options) -> Vec<&'r Protocol> {
        let name = options.protocol.as_ref();
        let only = name.and_then(|name| protocol::find(&self.known, name).ok());
        only.map_or_else(|| self.protocols.clone(), |only| vec![only])
    }

    /// A report on a file that is no input, by what the project says of it.
    pub(crate) fn settled(&mut self, mut report: Account) -> Account {
        self.fingerprints.give(&mut report.findings);
        let scope = self.project.meet(Some(Path::new(&report.file)));
        self.outcome.summary.ignored_findings += self.project.settle(&mut report, &scope);
        self.outcome.summary.baselined += self.baseline.settle(&mut report, &mut self.fingerprints);
        report
    }

    /// Applies to the findings of one input what the project says of it. An archive gives a report for each capture in it; what
    /// is expected is expected of the file.
    pub(crate) fn settle(
        &mut self,
        reports: &mut [Account],
        path: Option<&Path>,
        scope: &Scope,
        mut expected: Expectations,
    ) {
        self.project.checked(scope);
        for report in reports.iter_mut() {
            // Before anything is taken out, so that what is left keeps its own.
            self.fingerprints.give(&mut report.findings);
            self.outcome.summary.ignored_findings += self.project.settle(report, scope);
        }
        if let Some(path) = path.filter(|_| self.options.update_expect) {
            self.update_sidecar(path, reports, &mut expected);
        }
        if !expected.are_none() {
            self.outcome.summary.expected += expected.settle(reports);
            for report in reports.iter_mut() {
                // What is wrong on purpose is not mended.
                let fixes = report.findings.iter_mut();
                fixes.filter_map(|finding| finding.fix.as_mut()).for_each(|fix| fix.writable = false);
                // GL804 and GL805 are rules, too.
                report.findings.retain_mut(|finding| project::graded(finding, scope));
            }
        }
        for report in reports {
            self.outcome.summary.baselined += self.baseline.settle(report, &mut self.fingerprints);
        }
    }

    fn update_sidecar(&mut self, path: &Path, reports: &[Account], expected: &mut Expectations) {
        let found: Vec<&Finding> = reports.iter().flat_map(|report| &report.findings).collect();
        let updated = expect::update(path, &found, &expected.listed)
            .and_then(|updated| expected.read(path, self.masker).map(|()| updated));
        match updated {
            Ok(updated) => self.outcome.updated.extend(updated),
            Err(error) => {
                let sidecar = display(&expect::sidecar(path));
                let failure = format!("cannot write {sidecar}: {error}");
                self.outcome.failures.push(failure);
            }
        }
    }
}
