//! A run: from inputs to findings. Reads each input, recognises it, hands its events to sessions and its payloads to the
//! payload rules, and gives the result to a report.

mod collect;
mod file;
mod resemble;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use crate::capture::{Format, Settings};
use crate::error::Error;
use crate::finding::Severity;
use crate::guard::guard;
use crate::mask::Masker;
use crate::protocol::folder::Folder;
use crate::protocol::{self, Protocol};
use crate::report::{FileReport, Report, SessionReport, Summary, Withheld};
use crate::rules;
use crate::source::InputName;
use crate::source::content::Content;
use crate::source::walk::{Entry, Found, Walker};

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
}

/// A run in progress.
pub struct Run<'r> {
    options: Options,
    masker: Masker,
    protocols: Vec<&'r Protocol>,
    report: &'r mut dyn Report,
    outcome: Outcome,
    /// Number of the next finding.
    next_id: usize,
    /// GL113 was told.
    undocumented_told: bool,
}

impl<'r> Run<'r> {
    /// A run that gives its results to `report`.
    ///
    /// # Errors
    /// The options name a protocol that is not there.
    pub fn new(options: Options, report: &'r mut dyn Report) -> Result<Self, Error> {
        let protocols = protocol::embedded()?.iter().collect();
        Self::with_protocols(options, protocols, report)
    }

    /// A run by these protocols; of equal claims to a socket the first is heard.
    ///
    /// # Errors
    /// The options name a protocol that is not among them.
    pub fn with_protocols(
        options: Options,
        protocols: Vec<&'r Protocol>,
        report: &'r mut dyn Report,
    ) -> Result<Self, Error> {
        let protocols = match &options.protocol {
            Some(name) => vec![protocol::find(&protocols, name)?],
            None => protocols,
        };
        Ok(Self {
            masker: Masker::new(options.show_values),
            options,
            protocols,
            report,
            outcome: Outcome::default(),
            next_id: 1,
            undocumented_told: false,
        })
    }

    /// Lints a protocol folder of the user's.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn folder(&mut self, folder: &Folder) -> std::io::Result<()> {
        self.outcome.summary.folders += 1;
        let found = rules::folder::manifest(folder);
        self.deliver_counted(file::of_folder(&folder.manifest, found))?;
        for (name, source) in &folder.schemas {
            let found = rules::folder::schema(folder, name, source);
            if !found.is_empty() {
                self.deliver_counted(file::of_folder(source, found))?;
            }
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
                Walker::new().walk(&path, &mut |entry| entries.push(entry));
                entries.into_iter().try_for_each(|entry| self.entry(entry))
            }
        }
    }

    /// Ends the run.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn finish(self) -> std::io::Result<Outcome> {
        self.report.finish(&self.outcome.summary)?;
        Ok(self.outcome)
    }

    fn entry(&mut self, entry: Entry) -> std::io::Result<()> {
        match entry {
            Entry::Skipped(_) => {
                self.outcome.summary.skipped += 1;
                Ok(())
            }
            Entry::Failed {
                path,
                named: true,
                error,
            } if error.kind() == std::io::ErrorKind::NotFound => {
                self.outcome
                    .failures
                    .push(format!("{}: no such file or folder", display(&path)));
                Ok(())
            }
            Entry::Failed { path, error, .. } => self.unreadable(&path, &error.to_string()),
            Entry::File(Found { path, named }) => match Content::of_file(&path) {
                Ok(content) => self.content(InputName::File(display(&path)), content, named),
                Err(error) => self.unreadable(&path, &error.to_string()),
            },
        }
    }

    fn unreadable(&mut self, path: &Path, why: &str) -> std::io::Result<()> {
        let report = file::unreadable(InputName::File(display(path)), why, self.masker);
        self.deliver(report)
    }

    fn content(&mut self, name: InputName, content: Content, named: bool) -> std::io::Result<()> {
        let job = file::Job {
            protocols: &self.protocols,
            options: &self.options,
            masker: self.masker,
            named,
            failures: RefCell::default(),
        };
        let shown = name.display().to_owned();
        let checked = guard("the check of an input", || job.check(name, content));
        let failures = job.failures.into_inner();
        self.outcome.failures.extend(failures);
        match checked {
            Ok(Some(report)) => self.deliver(report),
            Err(_) => {
                self.outcome.failures.push(format!(
                    "internal error in the check of {shown}: please report it"
                ));
                Ok(())
            }
            Ok(None) => {
                self.outcome.summary.skipped += 1;
                Ok(())
            }
        }
    }

    /// Hands over what came of one input.
    fn deliver(&mut self, report: FileReport) -> std::io::Result<()> {
        self.outcome.summary.files += 1;
        self.deliver_counted(report)
    }

    /// Numbers, counts and hands over what came of an input that is counted already.
    fn deliver_counted(&mut self, mut report: FileReport) -> std::io::Result<()> {
        self.tell_undocumented_once(&mut report);
        let summary = &mut self.outcome.summary;
        summary.sessions += report.sessions.len() as u64;
        // A URL is judged even where nothing else is known of a socket, but not in place of the frames that a tool left out.
        let unrecorded = report
            .findings
            .iter()
            .any(|finding| finding.rule == &rules::GL904);
        let empty = |session: &&SessionReport| {
            let judged = session.end.kind == "refused" || (session.url.is_some() && !unrecorded);
            session.frames == 0 && !judged
        };
        summary.empty_sessions += report.sessions.iter().filter(empty).count() as u64;
        summary.ignored_sessions += report.ignored.len() as u64;
        for session in &report.ignored {
            match &session.service {
                None => summary.unknown_sockets += 1,
                Some(service)
                    if summary.services.len() < SHOWN_SERVICES
                        && !summary.services.contains(service) =>
                {
                    summary.services.push(service.clone());
                }
                Some(_) => {}
            }
        }
        summary.frames += report
            .sessions
            .iter()
            .map(|session| session.frames)
            .sum::<u64>();
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
        let Withheld {
            errors,
            warnings,
            notes,
        } = report.withheld;
        let (withheld, worst) = report.withheld.total();
        summary.errors += errors;
        summary.warnings += warnings;
        summary.notes += notes;
        summary.withheld += withheld;
        self.outcome.worst = self.outcome.worst.max(worst);
        self.withhold(&mut report);
        self.report.file(&report)
    }

    /// GL113 is told once a run: the first finding stays, the others go.
    fn tell_undocumented_once(&mut self, report: &mut FileReport) {
        let told = &mut self.undocumented_told;
        let code = crate::rules::GL113.code;
        let mut removed = Vec::new();
        report.findings.retain(|finding| {
            let first = finding.rule.code != code || !std::mem::replace(told, true);
            if !first {
                removed.push(finding.id);
            }
            first
        });
        renumber(report, self.next_id);
        if let Some(finding) = report
            .findings
            .iter()
            .find(|finding| finding.rule.code == code)
        {
            let help = finding
                .help
                .as_ref()
                .map_or(String::new(), |help| format!("; {help}"));
            self.outcome.summary.undocumented = Some(format!("{}{help}", finding.message));
        }
    }

    fn withhold(&mut self, report: &mut FileReport) {
        let room = self.options.max_findings.saturating_sub(self.next_id - 1);
        let over = report.findings.len().saturating_sub(room);
        if over > 0 {
            report.findings.truncate(room);
            self.outcome.summary.withheld += over as u64;
            let last = self.next_id + room;
            for session in &mut report.sessions {
                if let Some(diagnosis) = &mut session.diagnosis {
                    diagnosis.causes.retain(|cause| cause.finding < last);
                }
            }
        }
        self.next_id += report.findings.len();
    }
}

/// Gives the findings their final numbers, from `first`, and the causes those of their findings.
fn renumber(report: &mut FileReport, first: usize) {
    let mut numbers = std::collections::HashMap::new();
    for (index, finding) in report.findings.iter_mut().enumerate() {
        numbers.insert(finding.id, first + index);
        finding.id = first + index;
    }
    for session in &mut report.sessions {
        if let Some(diagnosis) = &mut session.diagnosis {
            diagnosis.causes.retain_mut(|cause| {
                numbers.get(&cause.finding).is_some_and(|number| {
                    cause.finding = *number;
                    true
                })
            });
        }
    }
}

/// A path as a report shows it: with `/` between the parts.
fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
