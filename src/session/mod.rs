//! One socket under judgement, event by event.
//!
//! A session keeps little: its findings (repeats collapsed), the sequence machine and a few facts for the diagnosis. It keeps
//! frames only when it is asked for its timeline, and then a bounded number, so a log of any length can pass through.

mod claim;
pub(crate) mod diagnosis;
mod ending;
mod facts;
mod findings;
mod frame;
mod group;
mod requests;
mod socket;
mod timeline;

use std::rc::Rc;
use std::sync::Arc;

use crate::capture::{Close, Direction, EndKind, Event, EventKind, Format, Located, Open, Timestamp};
use crate::coverage::{Hook, Watch};
use crate::finding::Finding;
use crate::guard::{Crashes, guard};
use crate::outcome::{Course, Session, Withheld};
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::protocol::manifest::SocketEvent;
use crate::protocol::sequence::{Machine, Said, Step, Violation};
use crate::rules;
use crate::rules::deployment;
use crate::rules::deployment::Standing;
use crate::rules::limits::SessionLimits;
use crate::rules::place::Place;
use crate::rules::sequence::Seen;
use crate::rules::settings::Context;
use crate::source::Source;
use crate::text::span::Span;

use claim::Claim;
use findings::Collected;
use requests::Requests;
use timeline::Recorder;

pub(crate) use claim::Weight;
pub(crate) use facts::Facts;
pub(crate) use findings::key as same_fault;
pub(crate) use socket::Socket;

/// A socket under judgement by one protocol.
pub(crate) struct SessionJudge<'a> {
    source: &'a Source,
    format: Format,
    protocol: &'a Protocol,
    id: String,
    machine: Machine<Seen>,
    findings: Collected,
    facts: Facts,
    claim: Claim,
    recognised_by: Option<(Weight, String)>,
    url: Option<String>,
    /// The guest session that it belongs to.
    group: Option<String>,
    crashes: Crashes,
    requests: Requests,
    limits: SessionLimits,
    standing: Standing,
    /// What the project says of itself.
    context: Rc<Context>,
    removal_told: bool,
    /// What it did, where that is to be held against another session.
    course: Option<Course>,
    /// The good session that it is held against.
    against: Option<Arc<Course>>,
    /// The content of the binary frame that is being judged: bytes that the mask cannot look into.
    binary: Option<Span>,
    /// Keeps the frames, when they are asked for.
    recorder: Option<Box<Recorder>>,
    /// It has not happened yet: what the server says is what it may say at best.
    planned: bool,
    /// Counts what the frames exercise, when that is asked for.
    watch: Option<Box<Watch>>,
}

/// What became of a session.
pub(crate) struct Outcome {
    pub(crate) report: Session,
    pub(crate) findings: Vec<Finding>,
    /// Those that were only counted.
    pub(crate) withheld: Withheld,
    /// The checks that crashed.
    pub(crate) crashes: Crashes,
    /// How strongly the protocol claims the socket: by its URL, by a frame, or because the user says so.
    pub(crate) weight: Weight,
    /// The socket certainly belongs to something else.
    pub(crate) others: bool,
    /// What its frames exercise.
    pub(crate) watch: Option<Box<Watch>>,
}

impl<'a> SessionJudge<'a> {
    /// A socket of which nothing has been seen yet. `all`: repeats do not collapse. `most`: how many findings are kept. `context`: what
    /// the project says of itself.
    pub(crate) fn new(
        source: &'a Source,
        format: Format,
        protocol: &'a Protocol,
        id: String,
        all: bool,
        most: usize,
        context: Rc<Context>,
    ) -> Self {
        Self {
            source,
            format,
            protocol,
            id,
            machine: Machine::new(&protocol.sequence, false),
            findings: Collected::new(all, most),
            facts: Facts::default(),
            claim: Claim::Open,
            recognised_by: None,
            url: None,
            group: None,
            crashes: Crashes::default(),
            requests: Requests::default(),
            limits: SessionLimits::default(),
            standing: Standing::default(),
            context,
            removal_told: false,
            course: None,
            against: None,
            binary: None,
            recorder: None,
            planned: false,
            watch: None,
        }
    }

    /// Remembers what the session does, and holds it against `good` at its end.
    pub(crate) fn keep_course(&mut self, good: Option<Arc<Course>>) {
        self.course = Some(Course::default());
        self.against = good;
    }

    /// Keeps at most so many frames for the report.
    pub(crate) fn keep_frames(&mut self, most: usize) {
        self.recorder = Some(Box::new(Recorder::new(most)));
    }

    /// Counts what the frames exercise.
    pub(crate) fn watch(&mut self, hook: &Hook) {
        self.watch = Some(Box::new(hook.watch(self.protocol)));
    }

    /// The session has not happened yet.
    pub(crate) fn is_planned(&mut self) {
        self.planned = true;
    }

    /// The user says that the socket speaks the protocol.
    pub(crate) fn claimed_by_user(&mut self) {
        self.recognised_by = Some((Weight::User, "--protocol says so".to_owned()));
    }

    /// Limits that the user sets in place of the protocol's.
    pub(crate) fn set_limits(&mut self, limits: &LimitOverrides) {
        self.machine.set_limits(&self.protocol.sequence, limits);
        self.limits = SessionLimits::new(limits.clone());
    }

    /// How strongly the protocol claims the socket by now.
    pub(crate) fn weight(&self) -> Weight {
        let url = match &self.claim {
            Claim::Ours(weight, _) => *weight,
            Claim::Other(_) | Claim::Open => Weight::None,
        };
        let said = self.recognised_by.as_ref().map(|(weight, _)| *weight);
        url.max(said.unwrap_or_default())
    }

    /// Frames that are sound messages of the protocol.
    pub(crate) fn sound_frames(&self) -> u64 {
        self.facts.sound
    }

    /// The capture ends in the middle: an answer that is not in it may have come.
    pub(crate) fn cut(&mut self) {
        self.facts.cut = true;
    }

    /// A record that cannot be read stands here: it may have been a frame of this socket, from either side.
    pub(crate) fn missed(&mut self, extent: Span) {
        if self.facts.end.is_none() {
            self.facts.missed = Some(self.facts.frames);
        }
        let step = Step::Frame { direction: Direction::Unknown, said: Said::Opaque, payload: None, micros: None };
        self.step(&step, self.socket_event(extent));
    }

    /// Takes the next event.
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        match &event.kind {
            EventKind::Open(open) => self.open(open),
            EventKind::Frame(frame) => self.frame(frame),
            EventKind::Error(error) => {
                self.facts.client_error(error);
                if let Some(recorder) = &mut self.recorder {
                    recorder.client_error(error, self.facts.frames, *self.source.masker());
                }
            }
            EventKind::Close(close) => self.close(close.clone()),
        }
    }

    /// What the check of this name says; nothing when it crashes.
    fn guarded<T>(&mut self, what: &'static str, extent: Span, check: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let result = guard(what, || check(self)).ok();
        if result.is_none() {
            self.crashes.add(what, self.source.line_of(extent.start));
        }
        result
    }

    fn open(&mut self, open: &Open<'_>) {
        self.facts.open(open);
        if let Some(recorder) = &mut self.recorder {
            recorder.open(open);
        }
        self.machine.start_seen();
        if let Some(url) = &open.url {
            self.claim = claim::by_url(&url.text, self.protocol);
            self.url = Some(self.source.masker().url(&url.text));
            self.machine.set_parameters(parameters(&url.text));
            let found = self.guarded("the endpoint rules", open.extent, |session| {
                let place = session.place(url, open.extent);
                let note = rules::endpoint::undocumented(place, session.protocol);
                let removed = rules::removed::traffic(place.whole(), session.protocol);
                let mut found = rules::endpoint::check(place, session.protocol, &session.context);
                found.extend(note);
                session.removal_told |= removed.is_some();
                found.extend(removed);
                found
            });
            self.add_at_open(found.into_iter().flatten(), open);
        }
        self.open_deployment(open);
        if let Some(asked) = &open.subprotocols {
            let found = self.guarded("the subprotocol rule", open.extent, |session| {
                let place = session.place(asked, open.extent);
                rules::handshake::subprotocols(place, session.protocol)
            });
            self.add_at_open(found.into_iter().flatten(), open);
        }
        self.step(&Step::Socket(SocketEvent::Open), self.socket_event(open.extent));
    }

    /// What the handshake says of the deployment, and of the page that it is opened from.
    fn open_deployment(&mut self, open: &Open<'_>) {
        let found = self.guarded("the deployment rules", open.extent, |session| {
            let mut standing = std::mem::take(&mut session.standing);
            if let Some(origin) = &open.origin {
                deployment::origin(session.place(origin, open.extent), &mut standing);
            }
            let found = open.url.as_ref().and_then(|url| {
                let place = session.place(url, open.extent);
                deployment::at_url(place, session.protocol, &session.context, &mut standing)
            });
            session.standing = standing;
            found
        });
        self.add_at_open(found.flatten(), open);
    }

    fn add_at_open(&mut self, found: impl IntoIterator<Item = Finding>, open: &Open<'_>) {
        for mut finding in found {
            finding.time = open.time.and_then(Timestamp::wall_micros);
            self.add(finding);
        }
    }

    fn place<'p>(&'p self, located: &'p Located<'p>, extent: Span) -> Place<'p> {
        Place { source: self.source, located, extent }
    }

    fn step(&mut self, step: &Step<'_>, seen: Seen) {
        self.guarded("the sequence rules", seen.extent, |session| {
            let broken = session.machine.step(&session.protocol.sequence, step, &seen);
            session.violations(broken);
        });
        if let Some(watch) = &mut self.watch {
            watch.event(step);
        }
    }

    fn violations(&mut self, broken: Vec<Violation<Seen>>) {
        for violation in broken {
            let Some(rule) = self.protocol.sequence.rule(violation.rule) else {
                continue;
            };
            let mut finding = rules::sequence::finding(self.source, &violation, rule, self.limits.set());
            finding.frame = Some(violation.at.frame).filter(|frame| *frame > 0);
            finding.direction = Some(Direction::Client);
            finding.time = violation.at.time.and_then(Timestamp::wall_micros);
            self.add(finding);
        }
    }

    fn socket_event(&self, extent: Span) -> Seen {
        Seen { frame: 0, span: extent, extent, name: "the socket".to_owned(), time: None }
    }

    fn close(&mut self, mut close: Close) {
        if let EndKind::Refused { status } = &mut close.kind {
            // What captures write where no answer came.
            *status = status.filter(|status| *status != 0);
        }
        let first = self.facts.end.is_none();
        if first {
            self.step(&Step::Socket(SocketEvent::Close), self.socket_event(close.extent));
            self.facts.end = Some(close);
        }
    }

    fn add(&mut self, finding: Finding) {
        let finding = self.of_session(finding);
        self.record_finding(&finding);
        self.findings.add(finding);
    }

    fn record_finding(&mut self, finding: &Finding) {
        if let Some(recorder) = &mut self.recorder {
            recorder.finding(finding);
        }
        // An answer that never came is told late, of a frame that was right.
        let late = finding.frame.is_some_and(|frame| frame != self.facts.frames);
        if let Some(watch) = self.watch.as_mut().filter(|_| !late) {
            watch.finding(finding);
        }
    }

    fn of_session(&self, mut finding: Finding) -> Finding {
        finding.protocol.get_or_insert_with(|| self.protocol.name().to_owned());
        finding.session = Some(self.id.clone());
        if let Some(content) = self.binary {
            finding.location.hide(content);
        }
        finding
    }
}

/// The parameters of a URL, decoded.
fn parameters(url: &str) -> Vec<(String, String)> {
    let url = url::Url::parse(url).ok();
    let pairs = url.iter().flat_map(url::Url::query_pairs);
    pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}
