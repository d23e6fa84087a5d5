//! What a run is asked to do, and what it came to.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::capture::{Format, Settings};
use crate::coverage::Hook;
use crate::finding::Finding;
use crate::judge::How;
use crate::organisation::Context;
use crate::outcome::{Course, Required, Summary};
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::rule::{Rule, Severity};
use crate::source::content::Content;
use crate::text::mask::Masker;

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
    /// Keep what each session did, for [`super::good_course`].
    pub keep_courses: bool,
    /// A good session, which the others are held against.
    pub against: Option<Arc<Course>>,
    /// What the project says of its region, its hosts and its queues.
    pub context: Arc<Context>,
    /// Limits that are set in place of a protocol's own, by the protocol's name.
    pub limits: BTreeMap<String, LimitOverrides>,
    /// Make the files beside the inputs expect what is found in them.
    pub update_expect: bool,
    /// Keep the frames of each session for its report, at most so many of them.
    pub timeline: Option<usize>,
    /// Counts what of the protocols the inputs exercise.
    pub coverage: Option<Hook>,
    /// What coverage must reach.
    pub min_coverage: Option<Required>,
    /// What is judged is a plan, which nobody has answered yet.
    pub planned: bool,
    /// Fix what can be fixed before it is reported.
    pub fixing: Option<Fixing>,
}

/// How files are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixing {
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
            context: Arc::default(),
            limits: BTreeMap::new(),
            update_expect: false,
            timeline: None,
            coverage: None,
            min_coverage: None,
            planned: false,
            fixing: None,
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
    /// What fixing changes in each file that it does not write, as a unified diff.
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
    pub(super) fn of(finding: &Finding) -> Self {
        Self { finding: finding.id, rule: finding.rule, severity: finding.severity }
    }
}

impl Options {
    /// How inputs are judged by it, before a configuration has its say of each.
    pub(super) fn how<'p>(&self, protocols: Vec<&'p Protocol>) -> How<'p> {
        How {
            by_user: self.protocol.is_some(),
            format: self.format,
            settings: self.settings.clone(),
            masker: Masker::new(self.show_values),
            all: self.all,
            most: self.max_findings,
            keep_courses: self.keep_courses,
            against: self.against.clone(),
            context: Arc::clone(&self.context),
            limits: self.limits.clone(),
            timeline: self.timeline,
            coverage: self.coverage.clone(),
            planned: self.planned,
            ..How::by(protocols)
        }
    }
}
