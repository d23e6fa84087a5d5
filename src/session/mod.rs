//! One socket under judgement, event by event.
//!
//! A session keeps little: its findings (repeats collapsed), the sequence machine and a few facts for the diagnosis. It never
//! keeps frames, so a log of any length can pass through.

mod claim;
mod ending;
mod facts;
mod findings;

use crate::capture::{
    Close, Data, Direction, EndKind, Event, EventKind, Format, Frame, Located, Open,
};
use crate::finding::{Finding, Severity};
use crate::guard::{Crashes, guard};
use crate::json::Document;
use crate::protocol::manifest::SocketEvent;
use crate::protocol::sequence::{Machine, Said, Step, Violation};
use crate::protocol::{Named, Protocol};
use crate::report::{SessionReport, Withheld};
use crate::rules::payload::{self, Judged};
use crate::rules::place::Place;
use crate::rules::sequence::Seen;
use crate::rules::{self, GL205, GL216};
use crate::source::Source;
use crate::span::Span;

use claim::Claim;
pub(crate) use facts::Facts;
use findings::Collected;

/// A socket under judgement by one protocol.
pub(crate) struct Session<'a> {
    source: &'a Source,
    format: Format,
    protocol: &'a Protocol,
    id: String,
    machine: Machine<Seen>,
    findings: Collected,
    facts: Facts,
    claim: Claim,
    recognised_by: Option<String>,
    url: Option<String>,
    crashes: Crashes,
    /// The content of the binary frame that is being judged: bytes that the mask cannot look into.
    binary: Option<Span>,
}

/// What became of a session.
pub(crate) struct Outcome {
    pub(crate) report: SessionReport,
    pub(crate) findings: Vec<Finding>,
    /// Those that were only counted.
    pub(crate) withheld: Withheld,
    /// The checks that crashed.
    pub(crate) crashes: Crashes,
    /// The socket belongs to the protocol: by its URL, by a frame, or because the user says so.
    pub(crate) ours: bool,
    /// The socket certainly belongs to something else.
    pub(crate) others: bool,
}

impl<'a> Session<'a> {
    /// A socket of which nothing has been seen yet. `all`: repeats do not collapse. `most`: how many findings are kept.
    pub(crate) fn new(
        source: &'a Source,
        format: Format,
        protocol: &'a Protocol,
        id: String,
        all: bool,
        most: usize,
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
            crashes: Crashes::default(),
            binary: None,
        }
    }

    /// The user says that the socket speaks the protocol.
    pub(crate) fn claimed_by_user(&mut self) {
        self.recognised_by = Some("--protocol says so".to_owned());
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
        let step = Step::Frame {
            direction: Direction::Unknown,
            said: Said::Opaque,
            payload: None,
        };
        self.step(&step, self.socket_event(extent));
    }

    /// Takes the next event.
    pub(crate) fn event(&mut self, event: Event<'_>) {
        match event.kind {
            EventKind::Open(open) => self.open(&open),
            EventKind::Frame(frame) => self.frame(&frame),
            EventKind::Error(error) => self.facts.client_error(error),
            EventKind::Close(close) => self.close(close),
        }
    }

    /// What the check of this name says; nothing when it crashes.
    fn guarded<T>(
        &mut self,
        what: &'static str,
        extent: Span,
        check: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let result = guard(what, || check(self)).ok();
        if result.is_none() {
            self.crashes.add(what, self.source.line_of(extent.start));
        }
        result
    }

    fn open(&mut self, open: &Open<'_>) {
        self.facts.open(open);
        self.machine.start_seen();
        if let Some(url) = &open.url {
            self.claim = claim::by_url(&url.text, self.protocol);
            self.url = Some(self.source.masker().url(&url.text));
            let found = self.guarded("the endpoint rules", open.extent, |session| {
                let place = session.place(url, open.extent);
                let note = rules::endpoint::undocumented(place, session.protocol);
                let mut found = rules::endpoint::check(place, session.protocol);
                found.extend(note);
                found
            });
            self.add_at_open(found.into_iter().flatten(), open);
        }
        if let Some(asked) = &open.subprotocols {
            let found = self.guarded("the subprotocol rule", open.extent, |session| {
                let place = session.place(asked, open.extent);
                rules::handshake::subprotocols(place, session.protocol)
            });
            self.add_at_open(found.into_iter().flatten(), open);
        }
        self.step(
            &Step::Socket(SocketEvent::Open),
            self.socket_event(open.extent),
        );
    }

    fn add_at_open(&mut self, found: impl IntoIterator<Item = Finding>, open: &Open<'_>) {
        for mut finding in found {
            finding.time = open.time.filter(|time| time.wall).map(|time| time.micros);
            self.add(finding);
        }
    }

    fn place<'p>(&'p self, located: &'p Located<'p>, extent: Span) -> Place<'p> {
        Place {
            source: self.source,
            located,
            extent,
        }
    }

    fn frame(&mut self, frame: &Frame<'_>) {
        self.facts.frame(frame);
        self.binary = match &frame.data {
            Data::Binary { span, .. } => Some(*span),
            _ => None,
        };
        if frame.direction == Direction::Unknown {
            self.add_to_frame(
                rules::input::unknown_direction(self.source, frame.extent),
                frame,
            );
        }
        match &frame.data {
            Data::Text(located) => self.text(frame, located),
            Data::Binary { span, .. } => {
                let at = self.source.mark(*span, frame.extent);
                let finding = Finding::new(
                    &GL216,
                    at,
                    format!("a binary frame, and {} speaks text", self.protocol.name()),
                )
                .label("binary")
                .help("send the JSON as a string: ws.send(JSON.stringify(message)), not bytes");
                self.add_to_frame(finding, frame);
                self.step_frame(frame, *span, Said::Opaque, None);
            }
            Data::Elided { shown, remedy } => self.elided(frame, shown, remedy),
            Data::Unparsed { span } => {
                self.add_to_frame(
                    rules::input::unparsed(self.source.mark(*span, frame.extent)),
                    frame,
                );
                self.step_frame(frame, *span, Said::Opaque, None);
            }
        }
        self.binary = None;
    }

    fn text(&mut self, frame: &Frame<'_>, located: &Located<'_>) {
        let place = Place {
            source: self.source,
            located,
            extent: frame.extent,
        };
        let document = match payload::parse(place) {
            Ok(document) => document,
            Err(finding) => {
                self.add_to_frame(*finding, frame);
                self.step_frame(frame, located.span(), Said::Opaque, None);
                return;
            }
        };
        let judged = self.guarded("the payload rules", frame.extent, |session| {
            payload::check(place, &document, frame.direction, session.protocol)
        });
        let Some(judged) = judged else {
            self.step_frame(frame, located.span(), Said::Opaque, None);
            return;
        };
        self.recognise(frame, &judged);
        self.guarded("the rule on server errors", frame.extent, |session| {
            session.server_error(place, &document, frame, &judged);
        });
        let named = document
            .root()
            .get(&self.protocol.manifest.discriminator.field);
        let at = named.map_or(located.span(), |node| located.map.span(node.span()));
        let said = match judged.message.filter(|_| judged.sound) {
            Some(message) => Said::Message(&message.name),
            None => Said::Opaque,
        };
        let (sound, findings) = (judged.sound, judged.findings);
        for mut finding in findings {
            if frame.direction == Direction::Unknown && finding.rule == &GL205 {
                // It may be the server's, and servers grow.
                finding.severity = Severity::Note;
            }
            self.add_to_frame(finding, frame);
        }
        let payload = sound.then(|| document.root());
        self.step_frame(frame, at, said, payload);
    }

    /// A frame that only this protocol's clients send claims the socket.
    fn recognise(&mut self, frame: &Frame<'_>, judged: &Judged<'_>) {
        let Some(message) = judged.message.filter(|_| judged.sound) else {
            return;
        };
        if message.opens && frame.direction == Direction::Client {
            // Whatever was missed before, the session begins here.
            self.machine.start_seen();
        }
        if message.distinctive
            && frame.direction != Direction::Server
            && self.recognised_by.is_none()
        {
            self.recognised_by = Some(format!("the client sent {}", message.name));
        }
    }

    fn server_error(
        &mut self,
        place: Place<'_>,
        document: &Document<'_>,
        frame: &Frame<'_>,
        judged: &Judged<'_>,
    ) {
        let Some(message) = judged
            .message
            .filter(|_| judged.sound && frame.direction == Direction::Server)
        else {
            return;
        };
        if let Some(fields) = &message.reports_error {
            self.facts.server_error();
            self.add_to_frame(
                rules::end::server_error(place, document, message, fields),
                frame,
            );
        }
    }

    fn elided(&mut self, frame: &Frame<'_>, shown: &Located<'_>, remedy: &'static str) {
        let at = self.source.mark(shown.span(), frame.extent);
        self.add_to_frame(rules::input::elided(at, remedy), frame);
        let name = visible_name(&shown.text, &self.protocol.manifest.discriminator.field);
        let message = name.and_then(|name| match self.protocol.named(&name, frame.direction) {
            Named::Message(message) | Named::Alias(message, _) => Some(message),
            Named::WrongDirection(_) | Named::Unknown => None,
        });
        let said = message.map_or(Said::Opaque, |message| Said::Message(&message.name));
        self.step_frame(frame, shown.span(), said, None);
    }

    fn step_frame(
        &mut self,
        frame: &Frame<'_>,
        at: Span,
        said: Said<'_>,
        payload: Option<crate::json::Node<'_>>,
    ) {
        let name = match said {
            Said::Message(name) => name.to_owned(),
            Said::Opaque => "a frame".to_owned(),
        };
        let seen = Seen {
            frame: self.facts.frames,
            span: at,
            extent: frame.extent,
            name,
            time: frame.time,
        };
        let step = Step::Frame {
            direction: frame.direction,
            said,
            payload,
        };
        self.facts
            .said(&self.protocol.manifest, &step, &seen, frame.direction);
        self.step(&step, seen);
    }

    fn step(&mut self, step: &Step<'_>, seen: Seen) {
        self.guarded("the sequence rules", seen.extent, |session| {
            let broken = session
                .machine
                .step(&session.protocol.sequence, step, &seen);
            session.violations(broken);
        });
    }

    fn violations(&mut self, broken: Vec<Violation<Seen>>) {
        for violation in broken {
            let Some(rule) = self.protocol.sequence.rule(violation.rule) else {
                continue;
            };
            let mut finding = rules::sequence::finding(self.source, &violation, rule);
            finding.frame = Some(violation.at.frame).filter(|frame| *frame > 0);
            finding.direction = Some(Direction::Client);
            finding.time = violation
                .at
                .time
                .filter(|time| time.wall)
                .map(|time| time.micros);
            self.add(finding);
        }
    }

    fn socket_event(&self, extent: Span) -> Seen {
        Seen {
            frame: 0,
            span: extent,
            extent,
            name: "the socket".to_owned(),
            time: None,
        }
    }

    fn close(&mut self, mut close: Close) {
        if let EndKind::Refused { status } = &mut close.kind {
            // What captures write where no answer came.
            *status = status.filter(|status| *status != 0);
        }
        let first = self.facts.end.is_none();
        if first {
            self.step(
                &Step::Socket(SocketEvent::Close),
                self.socket_event(close.extent),
            );
            self.facts.end = Some(close);
        }
    }

    fn add_to_frame(&mut self, mut finding: Finding, frame: &Frame<'_>) {
        finding.frame = Some(self.facts.frames);
        finding.direction = Some(frame.direction);
        finding.time = frame.time.filter(|time| time.wall).map(|time| time.micros);
        self.add(finding);
    }

    fn add(&mut self, mut finding: Finding) {
        finding
            .protocol
            .get_or_insert_with(|| self.protocol.name().to_owned());
        finding.session = Some(self.id.clone());
        if let Some(content) = self.binary {
            finding.location.hide(content);
        }
        self.findings.add(finding);
    }
}

/// The name of the message in the visible part of a shortened payload, where it is the first member.
fn visible_name(shown: &str, field: &str) -> Option<String> {
    let rest = shown.trim_start().strip_prefix('{')?.trim_start();
    let rest = rest.strip_prefix(&format!("\"{field}\""))?.trim_start();
    let rest = rest.strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (name, _) = rest.split_once('"')?;
    (!name.contains(['\\', '…']) && !name.contains("...")).then(|| name.to_owned())
}
