//! How inputs are judged.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::capture::{Format, Settings};
use crate::coverage::Hook;
use crate::organisation::Context;
use crate::outcome::Course;
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::text::mask::Masker;

/// How an input is judged.
#[derive(Clone, Debug)]
pub(crate) struct How<'p> {
    /// The protocols that it may speak; of equal claims to a socket the first is heard.
    pub(crate) protocols: Vec<&'p Protocol>,
    /// The user says that it speaks one of them.
    pub(crate) by_user: bool,
    /// The format to read it as, whatever it looks like.
    pub(crate) format: Option<Format>,
    /// How application logs are read.
    pub(crate) settings: Settings,
    pub(crate) masker: Masker,
    /// The input was named; a folder walk did not merely meet it.
    pub(crate) named: bool,
    /// Repeats of a finding do not collapse.
    pub(crate) all: bool,
    /// Most findings that are kept of a session, and outside of sessions; the rest is counted.
    pub(crate) most: usize,
    /// Keep what each session did, to be held against another's.
    pub(crate) keep_courses: bool,
    /// A good session, which the others are held against.
    pub(crate) against: Option<Arc<Course>>,
    /// What the project says of its region, its hosts and its queues.
    pub(crate) context: Arc<Context>,
    /// Limits that are set in place of a protocol's own, by the protocol's name.
    pub(crate) limits: BTreeMap<String, LimitOverrides>,
    /// Keep the frames of each session for its report, at most so many of them.
    pub(crate) timeline: Option<usize>,
    /// Tells what the input exercises.
    pub(crate) coverage: Option<Hook>,
    /// What is judged is a plan, which nobody has answered yet.
    pub(crate) planned: bool,
}

impl<'p> How<'p> {
    /// By these protocols, and nothing else: an input that somebody named, with values masked.
    pub(crate) fn by(protocols: Vec<&'p Protocol>) -> Self {
        Self {
            protocols,
            by_user: false,
            format: None,
            settings: Settings::default(),
            masker: Masker::new(false),
            named: true,
            all: false,
            most: 0,
            keep_courses: false,
            against: None,
            context: Arc::default(),
            limits: BTreeMap::new(),
            timeline: None,
            coverage: None,
            planned: false,
        }
    }
}
