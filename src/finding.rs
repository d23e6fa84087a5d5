//! Findings are data: what a rule has to say, and where.

use crate::direction::Direction;
use crate::rule::{Rule, Severity};
use crate::source::Location;
use crate::text::span::Span;

/// What another place has to do with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It helps to understand.
    Context,
    /// The other side of a disagreement.
    Counterpart,
    /// It is why.
    Cause,
    /// It is one in a sequence of events.
    Step,
}

impl Role {
    /// The word for it in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Context => "context",
            Role::Counterpart => "counterpart",
            Role::Cause => "cause",
            Role::Step => "step",
        }
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// What it has to do with it.
    pub role: Role,
    /// What to see there.
    pub message: String,
    /// The place.
    pub location: Location,
}

/// A change to the input that fixes a finding.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, in a few words, imperative: ``move `language` into `routingData` ``.
    pub title: String,
    /// Its result means what was meant without any doubt; otherwise a person must look at it.
    pub safe: bool,
    /// What to write in place of what, in the order of their places; they do not overlap.
    pub edits: Vec<Edit>,
    /// The input is a file that people write, which `--fix` may rewrite; a tool's recording is evidence, and stays as it is.
    pub writable: bool,
    /// The record that it changes, in the text of the source: fixes of one record may be in each other's way.
    pub(crate) record: Span,
}

impl Fix {
    /// Whether its edits show a value that is masked elsewhere: then no report holds them. A part of them would be worse than
    /// none, for whoever applied it.
    pub fn is_hidden(&self) -> bool {
        self.edits.iter().any(|edit| edit.hidden)
    }
}

/// One replacement.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What goes; an empty place is one to insert at.
    pub location: Location,
    /// What comes, as it must stand in the file, escapes included.
    pub text: String,
    /// The text shows a value that is masked otherwise.
    pub hidden: bool,
    /// What of the text was taken from the input, without the escapes of strings around it; to be held against the mask.
    pub(crate) taken: Option<String>,
}

/// The entry of a protocol's manifest that a finding says was broken: its table, and its position in that table. What a finding
/// means for a session is decided by this, never by its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryId {
    /// What a message must keep to beyond its schema (`constraints`).
    Constraint(usize),
    /// A field at a wrong place (`misplaced`).
    Misplaced(usize),
    /// The order of events (`sequence`).
    Sequence(usize),
    /// A limit on a size (`limits`).
    Limit(usize),
    /// Values that a session announces (`allowed`).
    Allowed(usize),
    /// The queue that a message is for (`routing`).
    Routing,
    /// What a deployment may have switched off (`deployment.features`).
    Feature(usize),
}

/// Something that a rule found. Texts hold no secrets (they are masked when they are made) and are not yet escaped for any output.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its number in the run, from 1, in the order of the report (`f1` in JSON); 0 until the input is finished.
    pub id: usize,
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// One sentence, lower case, without a full stop: what is wrong.
    pub message: String,
    /// A few words under the caret.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Where.
    pub location: Location,
    /// The entry of the protocol's manifest that was broken, where the fault is one that the manifest states.
    pub entry: Option<EntryId>,
    /// The protocol by whose rules.
    pub protocol: Option<String>,
    /// The protocol's name of the message.
    pub message_type: Option<String>,
    /// JSON Pointer of the value in its payload; for a missing one, where it belongs.
    pub pointer: Option<String>,
    /// The session's id in the report.
    pub session: Option<String>,
    /// The frame's number in its session, from 1.
    pub frame: Option<u64>,
    /// Who sent the frame.
    pub direction: Option<Direction>,
    /// When, in microseconds since the Unix epoch, where the capture's clock is a wall clock.
    pub time: Option<i64>,
    /// Other places.
    pub related: Vec<Related>,
    /// How often it occurred; repeats in a session collapse into the first.
    pub count: u64,
    /// How to fix it, where that is known.
    pub fix: Option<Fix>,
    /// The same for as long as the finding is, wherever it moves in its file: 32 hexadecimal digits, over no line, no offset
    /// and no secret. Empty until the input is finished.
    pub fingerprint: String,
}

impl Finding {
    /// A finding of `rule` with its default severity at `location`. A finding without a place cannot be made.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self {
            id: 0,
            rule,
            severity: rule.severity,
            message: message.into(),
            label: None,
            help: None,
            location,
            entry: None,
            protocol: None,
            message_type: None,
            pointer: None,
            session: None,
            frame: None,
            direction: None,
            time: None,
            related: Vec::new(),
            count: 1,
            fix: None,
            fingerprint: String::new(),
        }
    }

    /// With another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With a few words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the entry of the protocol's manifest that was broken.
    #[must_use]
    pub fn entry(mut self, entry: EntryId) -> Self {
        self.entry = Some(entry);
        self
    }

    /// With the JSON Pointer of the value.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// With how to fix it, where that is known.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, role: Role, message: impl Into<String>, location: Location) -> Self {
        self.related.push(Related { role, message: message.into(), location });
        self
    }
}
