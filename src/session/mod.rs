//! One socket under judgement, event by event.
//!
//! A session keeps little: its findings (repeats collapsed), the sequence machine and a few facts for the diagnosis. Whoever wants
//! more of it, such as a timeline, listens ([`Listener`]) and keeps a bounded part, so a log of any length can pass through.

mod claim;
mod course;
pub(crate) mod diagnosis;
mod ending;
mod facts;
mod findings;
mod frame;
mod group;
mod listener;
mod requests;
mod socket;
mod timeline;

use std::collections::BTreeMap;

use crate::capture::{Close, Direction, End, Event, EventKind, Format, Located, Open, Timestamp};
use crate::finding::Finding;
use crate::guard::{Crashes, guard};
use crate::organisation::Context;
use crate::outcome::{Session, Withheld};
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::protocol::manifest::SocketEvent;
use crate::protocol::sequence::{Machine, Said, Step, Violation};
use crate::protocol::url::UrlParts;
use crate::rules;
use crate::rules::deployment::{self, Standing};
use crate::rules::limits::SessionLimits;
use crate::rules::place::Place;
use crate::rules::sequence::Seen;
use crate::source::Source;
use crate::text::span::Span;

use claim::Claims;
use findings::Collected;
use requests::Requests;

pub(crate) use claim::Weight;
pub(crate) use course::Courser;
pub(crate) use facts::Facts;
pub(crate) use findings::key as same_fault;
pub(crate) use listener::{Ending, Listener};
pub(crate) use socket::Socket;
pub(crate) use timeline::Recorder;

/// On what terms the sockets of a source are judged, whatever they speak.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) source: &'a Source,
    pub(crate) format: Format,
    /// Repeats of a finding do not collapse.
    pub(crate) all: bool,
    /// Most findings that are kept of a session.
    pub(crate) most: usize,
    /// What the project says of itself.
    pub(crate) context: &'a Context,
    /// Limits that are set in place of a protocol's own, by the protocol's name.
    pub(crate) limits: &'a BTreeMap<String, LimitOverrides>,
    /// The sessions have not happened yet: what the server says is what it may say at best.
    pub(crate) planned: bool,
    /// The user says what the sockets speak.
    pub(crate) by_user: bool,
}

/// A socket under judgement by one protocol.
pub(crate) struct SessionJudge<'a> {
    terms: Terms<'a>,
    source: &'a Source,
    protocol: &'a Protocol,
    id: String,
    facts: Facts,
    claims: Claims,
    machine: Machine<Seen>,
    requests: Requests,
    limits: SessionLimits,
    standing: Standing,
    findings: Collected,
    crashes: Crashes,
    removal_told: bool,
    /// The content of the binary frame that is being judged: bytes that the mask cannot look into.
    binary: Option<Span>,
    listeners: Vec<Box<dyn Listener + 'a>>,
}

/// What became of a session.
pub(crate) struct Outcome {
    pub(crate) report: Session,
    /// Findings that were only counted.
    pub(crate) withheld: Withheld,
    /// The checks that crashed.
    pub(crate) crashes: Crashes,
    /// How strongly the protocol claims the socket: by its URL, by a frame, or because the user says so.
    pub(crate) weight: Weight,
    /// Its host is not the platform's, and none of its client's frames resembles a message: somebody else's, though nobody knows
    /// whose.
    pub(crate) foreign: bool,
}

impl<'a> SessionJudge<'a> {
    /// A socket of which nothing has been seen yet, and who follows it.
    pub(crate) fn new(
        terms: Terms<'a>,
        protocol: &'a Protocol,
        id: String,
        listeners: Vec<Box<dyn Listener + 'a>>,
    ) -> Self {
        let mut machine = Machine::new(&protocol.sequence, false);
        let limits = terms.limits.get(protocol.name());
        if let Some(limits) = limits {
            machine.set_limits(&protocol.sequence, limits);
        }
        Self {
            terms,
            source: terms.source,
            protocol,
            id,
            facts: Facts::default(),
            claims: Claims::new(terms.by_user),
            machine,
            requests: Requests::default(),
            limits: SessionLimits::new(limits.cloned().unwrap_or_default()),
            standing: Standing::default(),
            findings: Collected::new(terms.all, terms.most),
            crashes: Crashes::default(),
            removal_told: false,
            binary: None,
            listeners,
        }
    }

    /// How strongly the protocol claims the socket by now.
    pub(crate) fn weight(&self) -> Weight {
        self.claims.weight()
    }

    /// Tells everybody who follows the session.
    fn tell(&mut self, what: impl Fn(&mut dyn Listener)) {
        for listener in &mut self.listeners {
            what(listener.as_mut());
        }
    }

    /// How well its frames fit the protocol: a client's frame resembles a message of it, and how many are sound.
    pub(crate) fn fit(&self) -> (bool, u64) {
        (self.facts.resembling, self.facts.sound)
    }

    /// The host of a foreign socket, in the words of a service.
    fn foreign_host(&self) -> Option<String> {
        let url = self.facts.url.as_deref().filter(|_| self.is_foreign())?;
        let host = UrlParts::split(url)?.host_text();
        Some(format!("{host} is no host of Genesys Cloud"))
    }

    /// Whether the socket is on a host of others, and frames show that something else is spoken there.
    fn is_foreign(&self) -> bool {
        self.facts.url.is_some() && self.facts.frames > 0 && self.weight() == Weight::None && !self.facts.resembling
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
        self.judge_step(&step, &self.socket_event(extent));
        self.tell(|listener| listener.missed());
    }

    /// Takes the next event.
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        match &event.kind {
            EventKind::Open(open) => self.open(open),
            EventKind::Frame(frame) => self.frame(frame),
            EventKind::Error(error) => {
                self.facts.client_error(error);
                let after = self.facts.frames;
                self.tell(|listener| listener.noted(error, after));
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
        self.tell(|listener| listener.opened(open));
        self.machine.start_seen();
        if let Some(url) = &open.url {
            self.claims.opened(&url.text, self.protocol);
            self.facts.url = Some(self.source.masker().url(&url.text));
            self.machine.set_parameters(parameters(&url.text));
            let found = self.guarded("the endpoint rules", open.extent, |session| {
                let place = session.place(url, open.extent);
                let note = rules::endpoint::undocumented(place, session.protocol);
                let removed = rules::removed::traffic(place.whole(), session.protocol);
                let mut found = rules::endpoint::check(place, session.protocol, session.terms.context);
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
        self.step(&Step::Socket(SocketEvent::Open), &self.socket_event(open.extent));
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
                deployment::at_url(place, session.protocol, session.terms.context, &mut standing)
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

    fn step(&mut self, step: &Step<'_>, seen: &Seen) {
        self.judge_step(step, seen);
        self.tell(|listener| listener.stepped(step, seen));
    }

    fn judge_step(&mut self, step: &Step<'_>, seen: &Seen) {
        self.guarded("the sequence rules", seen.extent, |session| {
            let broken = session.machine.step(&session.protocol.sequence, step, seen);
            session.violations(broken);
        });
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
        if let End::Refused { status } = &mut close.kind {
            // What captures write where no answer came.
            *status = status.filter(|status| *status != 0);
        }
        let first = self.facts.end.is_none();
        if first {
            self.step(&Step::Socket(SocketEvent::Close), &self.socket_event(close.extent));
            self.facts.end = Some(close);
        }
    }

    fn add(&mut self, finding: Finding) {
        let finding = self.of_session(finding);
        self.tell(|listener| listener.found(&finding));
        self.findings.add(finding);
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
