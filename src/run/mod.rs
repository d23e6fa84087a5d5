//! A run: from inputs to findings. Reads each input, recognises it, hands its events to sessions and its payloads to the
//! payload rules, and gives the result to a report.

mod accept;
mod coverage;
pub mod exit;
mod export;
pub(crate) mod fingerprint;
pub(crate) mod mend;
mod merge;
pub mod planned;
mod progress;
mod settle;
#[cfg(test)]
mod tests;

pub use export::Exported;
pub use progress::Progress;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::capture::{Format, Settings};
use crate::config;
use crate::coverage::Hook;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::folder::Folder;
use crate::guard::guard;
use crate::organisation::Context;
use crate::outcome::Course;
use crate::outcome::{Account, Coverage, End, Session, Summary, Withheld};
use crate::page::Page;
use crate::policy::known::Known;
use crate::policy::project::Project;
use crate::protocol;
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::rule;
use crate::rule::Rule;
use crate::run::fingerprint::Fingerprints;
use crate::source::InputName;
use crate::source::content::Content;
use crate::source::paths::shown as display;
use crate::source::walk::{Choice, Entry, Found, Walker};
use crate::text::mask::Masker;

/// Most services of other people's sockets that the summary names.
const SHOWN_SERVICES: usize = 3;

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The protocol to judge by, whatever the input looks like.
    pub protocol: Option<String>,
    /// The format to read inputs as, whatever they look like.
    pub format: Option<Format>,
    /// How application logs are read.
    pub settings: Settings,
    /// Show secrets and personal values.
    pub show_values: bool,
    /// Show each repeat of a finding.
    pub all: bool,
    /// Most findings that are reported; the rest is counted.
    pub max_findings: usize,
    /// Keep what each session did, for [`good_course`].
    pub keep_courses: bool,
    /// A good session, which the others are held against.
    pub against: Option<Arc<Course>>,
    /// What the project says of its region, its hosts and its queues.
    pub context: Rc<Context>,
    /// Limits that are set in place of a protocol's own, by the protocol's name.
    pub limits: BTreeMap<String, LimitOverrides>,
    /// Make the files beside the inputs expect what is found in them.
    pub update_expect: bool,
    /// Keep the frames of each session for its report, at most so many of them.
    pub timeline: Option<usize>,
    /// Counts what of the protocols the inputs exercise.
    pub coverage: Option<Hook>,
    /// What coverage must reach.
    pub min_coverage: Option<crate::coverage::Required>,
    /// What is judged is a plan, which nobody has answered yet.
    pub planned: bool,
    /// Mend what can be mended before it is reported.
    pub mending: Option<Mending>,
}

/// How files are mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mending {
    /// Also by fixes that somebody must look at.
    pub risky: bool,
    /// Write the files; otherwise what would be written is only told ([`Outcome::diffs`]).
    pub write: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            protocol: None,
            format: None,
            settings: Settings::default(),
            show_values: false,
            all: false,
            max_findings: 1000,
            keep_courses: false,
            against: None,
            context: Rc::default(),
            limits: BTreeMap::new(),
            update_expect: false,
            timeline: None,
            coverage: None,
            min_coverage: None,
            planned: false,
            mending: None,
        }
    }
}

/// Something to check.
#[derive(Debug)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// What was read from standard input.
    Stdin(Content),
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Counts.
    pub summary: Summary,
    /// The worst finding.
    pub worst: Option<Severity>,
    /// Inputs that could not be taken up at all (a path that does not exist), and checks that crashed; the others were done.
    pub failures: Vec<String>,
    /// What became of the files beside the inputs that say what is expected: a sentence for each that was changed.
    pub updated: Vec<String>,
    /// What mending changes in each file that it does not write, as a unified diff.
    pub diffs: Vec<String>,
}

/// A finding that was reported.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Its number.
    pub finding: usize,
    /// Its rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
}

impl Told {
    fn of(finding: &Finding) -> Self {
        Self { finding: finding.id, rule: finding.rule, severity: finding.severity }
    }
}

/// A run in progress.
pub struct Run<'r> {
    options: Options,
    masker: Masker,
    protocols: Vec<&'r Protocol>,
    /// Every protocol, also those that no input is judged by in general.
    known: Vec<&'r Protocol>,
    project: Project<'r>,
    report: &'r mut dyn Page,
    outcome: Outcome,
    /// What the inputs exercise so far.
    coverage: Coverage,
    /// Number of the next finding.
    next_id: usize,
    fingerprints: Fingerprints,
    /// What was reported, for a verdict.
    told: Vec<Told>,
    baseline: Known,
    /// GL113 was told.
    undocumented_told: bool,
    steps: progress::Steps<'r>,
    /// What mending had to leave.
    evidence: mend::Evidence,
}

impl<'r> Run<'r> {
    /// A run that gives its results to `report`.
    ///
    /// # Errors
    /// The options name a protocol that is not there.
    pub fn new(options: Options, report: &'r mut dyn Page) -> Result<Self, Error> {
        let protocols = protocol::embedded()?.iter().collect();
        Self::with_protocols(options, protocols, report)
    }

    /// A run by these protocols; of equal claims to a socket the first is heard.
    ///
    /// # Errors
    /// The options name a protocol that is not among them, or a limit that it does not have.
    pub fn with_protocols(
        options: Options,
        protocols: Vec<&'r Protocol>,
        report: &'r mut dyn Page,
    ) -> Result<Self, Error> {
        let known = protocols.clone();
        for (name, limits) in &options.limits {
            protocol::find(&protocols, name)?.check_limits(limits)?;
        }
        let protocols = match &options.protocol {
            Some(name) => vec![protocol::find(&protocols, name)?],
            None => protocols,
        };
        Ok(Self {
            masker: Masker::new(options.show_values),
            options,
            protocols,
            known,
            project: Project::default(),
            report,
            outcome: Outcome::default(),
            coverage: Coverage::default(),
            next_id: 1,
            fingerprints: Fingerprints::default(),
            told: Vec::new(),
            baseline: Known::default(),
            undocumented_told: false,
            steps: progress::Steps::default(),
            evidence: mend::Evidence::default(),
        })
    }

    /// The same run, which tells `listener` of each file before it is looked at.
    #[must_use]
    pub fn with_progress(mut self, listener: impl FnMut(Progress<'_>) + 'r) -> Self {
        self.steps.listen(listener);
        self
    }

    /// Lints a protocol folder of the user's.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn folder(&mut self, folder: &Folder) -> std::io::Result<()> {
        self.outcome.summary.folders += 1;
        self.fingerprints.next_input();
        let found = crate::folder::lint::manifest(folder);
        let report = self.settled(crate::judge::file::of_folder(&folder.manifest, found));
        self.deliver_counted(report)?;
        for (name, source) in &folder.schemas {
            let found = crate::folder::lint::schema(folder, name, source);
            if !found.is_empty() {
                let report = self.settled(crate::judge::file::of_folder(source, found));
                self.deliver_counted(report)?;
            }
        }
        let schemas = folder.schemas.iter().map(|(_, source)| source);
        for source in std::iter::once(&folder.manifest).chain(schemas) {
            let file = self.fingerprints.path_of(source.name().display());
            self.baseline.checked(file);
        }
        Ok(())
    }

    /// Checks one input; a folder with everything in it.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn input(&mut self, input: Input) -> std::io::Result<()> {
        match input {
            Input::Stdin(content) => self.content(InputName::Stdin, content, true),
            Input::Path(path) => {
                let mut entries = Vec::new();
                if path.is_dir() {
                    self.project.walks(&path);
                    self.baseline.walks(&path);
                }
                let selection = self.project.config().map(|config| config.selection(&path));
                let choose = |path: &Path, is_folder: bool| {
                    let selection = selection.as_ref();
                    selection.map_or(Choice::Usual, |selection| selection.choose(path, is_folder))
                };
                Walker::choosing(&choose).walk(&path, &mut |entry| entries.push(entry));
                entries.into_iter().try_for_each(|entry| self.entry(entry))
            }
        }
    }

    fn job(&self, named: bool) -> crate::judge::file::Job<'_> {
        crate::judge::file::Job {
            protocols: &self.protocols,
            options: &self.options,
            masker: self.masker,
            named,
            failures: RefCell::default(),
        }
    }

    /// Ends the run.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn finish(mut self) -> std::io::Result<Outcome> {
        let guided = self.options.protocol.is_some() || self.options.format.is_some();
        let unused = self.project.unused(guided);
        self.of_project(unused)?;
        self.of_baseline()?;
        self.cover()?;
        self.tell_unmended();
        self.outcome.summary.failures = self.outcome.failures.clone();
        self.report.finish(&self.outcome.summary)?;
        Ok(self.outcome)
    }

    fn entry(&mut self, entry: Entry) -> std::io::Result<()> {
        match entry {
            Entry::Skipped(path) | Entry::File(Found { path, .. }) if self.baseline.is_at(&path) => Ok(()),
            Entry::Skipped(path) if path.file_name().is_some_and(|name| name == config::FILE) => Ok(()),
            Entry::Skipped(path) if crate::policy::expect::file_of(&path).is_some() => self.sidecar(&path),
            Entry::Skipped(path) => {
                self.project.meet(Some(&path));
                self.outcome.summary.skipped += 1;
                Ok(())
            }
            Entry::Failed { path, named: true, error } if error.kind() == std::io::ErrorKind::NotFound => {
                self.outcome.failures.push(format!("{}: no such file or folder", display(&path)));
                Ok(())
            }
            Entry::Failed { path, error, .. } => self.unreadable(&path, &error.to_string()),
            Entry::File(Found { path, named }) => {
                let shown = display(&path);
                self.steps.begin(&shown);
                match Content::of_file(&path) {
                    Ok(content) => {
                        let content = self.mended(&path, content, named);
                        self.content(InputName::File(shown), content, named)
                    }
                    Err(error) => self.unreadable(&path, &error.to_string()),
                }
            }
        }
    }

    fn unreadable(&mut self, path: &Path, why: &str) -> std::io::Result<()> {
        let report = crate::judge::file::unreadable(InputName::File(display(path)), why, self.masker);
        let report = self.settled(report);
        self.deliver(report)
    }

    fn content(&mut self, name: InputName, content: Content, named: bool) -> std::io::Result<()> {
        let path = match &name {
            InputName::File(path) => Some(PathBuf::from(path)),
            InputName::Stdin | InputName::Argument(_) => None,
        };
        self.fingerprints.next_input();
        let scope = self.project.meet(path.as_deref());
        let mut expected = self.project.expectations(&scope);
        if let Some(path) = &path
            && !self.options.update_expect
            && let Err(error) = expected.read(path, self.masker)
        {
            let sidecar = display(&crate::policy::expect::sidecar(path));
            self.outcome.failures.push(format!("cannot read {sidecar}: {error}"));
        }
        let meant = path.as_deref().is_some_and(|path| crate::policy::expect::makes_meant(path, &expected));
        let some_go = self.baseline.baseline().is_some();
        let options = self.project.options(&self.options, &scope, &expected, some_go);
        let protocols = self.protocols_of(&options);
        let job = crate::judge::file::Job {
            protocols: &protocols,
            options: &options,
            masker: self.masker,
            named: named || meant,
            failures: RefCell::default(),
        };
        let shown = name.display().to_owned();
        let checked = guard("the check of an input", || job.check(name, content));
        let named = job.named;
        let failures = job.failures.into_inner();
        let is_whole = failures.is_empty();
        self.outcome.failures.extend(failures);
        match checked {
            Ok(reports) if reports.is_empty() => {
                self.outcome.summary.skipped += 1;
                Ok(())
            }
            Ok(mut reports) => {
                self.outcome.summary.files += 1;
                if is_whole && let Some(path) = &path {
                    self.was_checked(path, &reports, named);
                }
                self.settle(&mut reports, path.as_deref(), &scope, expected);
                let mut reports = reports.into_iter();
                reports.try_for_each(|report| self.deliver_counted(report))
            }
            Err(_) => {
                self.outcome.failures.push(format!("internal error in the check of {shown}: please report it"));
                Ok(())
            }
        }
    }

    /// Hands over what came of one input.
    fn deliver(&mut self, report: Account) -> std::io::Result<()> {
        self.outcome.summary.files += 1;
        self.deliver_counted(report)
    }

    /// Numbers, counts and hands over what came of an input that is counted already.
    fn deliver_counted(&mut self, mut report: Account) -> std::io::Result<()> {
        self.coverage.join(std::mem::take(&mut report.coverage));
        self.fingerprints.give(&mut report.findings);
        mend::count(&report.findings, self.options.mending, &mut self.outcome.summary);
        report.loops = crate::judge::loops::find(&report);
        self.tell_undocumented_once(&mut report);
        let summary = &mut self.outcome.summary;
        summary.sessions += report.sessions.len() as u64;
        // A URL is judged even where nothing else is known of a socket, but not in place of the frames that a tool left out.
        let unrecorded = report.findings.iter().any(|finding| finding.rule == &rule::GL904);
        let empty = |session: &&Session| {
            let judged = matches!(session.end, End::Refused { .. }) || (session.url.is_some() && !unrecorded);
            session.frames == 0 && !judged
        };
        summary.empty_sessions += report.sessions.iter().filter(empty).count() as u64;
        summary.ignored_sessions += report.ignored.len() as u64;
        for session in &report.ignored {
            match &session.service {
                None => summary.unknown_sockets += 1,
                Some(service) if summary.services.len() < SHOWN_SERVICES && !summary.services.contains(service) => {
                    summary.services.push(service.clone());
                }
                Some(_) => {}
            }
        }
        summary.frames += report.sessions.iter().map(|session| session.frames).sum::<u64>();
        summary.payloads += report.payloads;
        summary.skipped_lines += report.skipped_lines.count;
        for finding in &report.findings {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Note => summary.notes += 1,
            }
            self.outcome.worst = self.outcome.worst.max(Some(finding.severity));
        }
        let Withheld { errors, warnings, notes } = report.withheld;
        let (withheld, worst) = report.withheld.total();
        summary.errors += errors;
        summary.warnings += warnings;
        summary.notes += notes;
        summary.withheld += withheld;
        self.outcome.worst = self.outcome.worst.max(worst);
        self.withhold(&mut report);
        self.told.extend(report.findings.iter().map(Told::of));
        self.report.file(&report)
    }

    /// GL113 is told once a run: the first finding stays, the others go.
    fn tell_undocumented_once(&mut self, report: &mut Account) {
        let told = &mut self.undocumented_told;
        let code = crate::rule::GL113.code;
        let mut removed = Vec::new();
        report.findings.retain(|finding| {
            let first = finding.rule.code != code || !std::mem::replace(told, true);
            if !first {
                removed.push(finding.id);
            }
            first
        });
        renumber(report, self.next_id);
        if let Some(finding) = report.findings.iter().find(|finding| finding.rule.code == code) {
            let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
            self.outcome.summary.undocumented = Some(format!("{}{help}", finding.message));
        }
    }

    fn withhold(&mut self, report: &mut Account) {
        let room = self.options.max_findings.saturating_sub(self.next_id - 1);
        let over = report.findings.len().saturating_sub(room);
        if over > 0 {
            report.findings.truncate(room);
            self.outcome.summary.withheld += over as u64;
            let last = self.next_id + room;
            for session in &mut report.sessions {
                session.refer(|number| (number < last).then_some(number));
            }
        }
        self.next_id += report.findings.len();
    }
}

/// Gives the findings their final numbers, from `first`, and what names them the same.
fn renumber(report: &mut Account, first: usize) {
    let mut numbers = std::collections::HashMap::new();
    for (index, finding) in report.findings.iter_mut().enumerate() {
        numbers.insert(finding.id, first + index);
        finding.id = first + index;
    }
    for session in &mut report.sessions {
        session.refer(|number| numbers.get(&number).copied());
    }
}
