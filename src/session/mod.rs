//! One socket under judgement, event by event.
//!
//! A session keeps little: its findings (repeats collapsed), the sequence machine and a few facts for the diagnosis. It never
//! keeps frames, so a log of any length can pass through.

mod claim;
mod ending;
mod facts;
mod findings;
mod requests;
mod socket;

use crate::capture::{
    Close, Data, Direction, EndKind, Event, EventKind, Format, Frame, Located, Open,
};
use crate::finding::{Finding, Role, Severity};
use crate::guard::{Crashes, guard};
use crate::json::Document;
use crate::protocol::manifest::{Message, Sender, SocketEvent};
use crate::protocol::sequence::{Machine, Said, Step, Violation};
use crate::protocol::{Named, Protocol};
use crate::report::{SessionReport, Withheld};
use crate::rules::limits::AnnouncedLimits;
use crate::rules::payload::{self, Judged};
use crate::rules::place::Place;
use crate::rules::sequence::Seen;
use crate::rules::{self, GL205, GL216};
use crate::source::Source;
use crate::span::Span;

use claim::Claim;
pub(crate) use claim::Weight;
pub(crate) use facts::Facts;
use findings::Collected;
use requests::{Pause, Requests};
pub(crate) use socket::Socket;

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
    recognised_by: Option<(Weight, String)>,
    url: Option<String>,
    crashes: Crashes,
    requests: Requests,
    /// Limits that the server announced.
    announced: AnnouncedLimits,
    removal_told: bool,
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
    /// How strongly the protocol claims the socket: by its URL, by a frame, or because the user says so.
    pub(crate) weight: Weight,
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
            requests: Requests::default(),
            announced: AnnouncedLimits::default(),
            removal_told: false,
            binary: None,
        }
    }

    /// The user says that the socket speaks the protocol.
    pub(crate) fn claimed_by_user(&mut self) {
        self.recognised_by = Some((Weight::User, "--protocol says so".to_owned()));
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
        let step = Step::Frame {
            direction: Direction::Unknown,
            said: Said::Opaque,
            payload: None,
            micros: None,
        };
        self.step(&step, self.socket_event(extent));
    }

    /// Takes the next event.
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        match &event.kind {
            EventKind::Open(open) => self.open(open),
            EventKind::Frame(frame) => self.frame(frame),
            EventKind::Error(error) => self.facts.client_error(error),
            EventKind::Close(close) => self.close(close.clone()),
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
            self.machine.set_parameters(parameters(&url.text));
            let found = self.guarded("the endpoint rules", open.extent, |session| {
                let place = session.place(url, open.extent);
                let note = rules::endpoint::undocumented(place, session.protocol);
                let removed = rules::removed::traffic(place.whole(), session.protocol);
                let mut found = rules::endpoint::check(place, session.protocol);
                found.extend(note);
                session.removal_told |= removed.is_some();
                found.extend(removed);
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
        if !std::mem::replace(&mut self.removal_told, true) {
            let at = self.source.mark(frame.extent, frame.extent);
            if let Some(finding) = rules::removed::traffic(at, self.protocol) {
                self.add_to_frame(finding, frame);
            }
        }
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
            payload::check(
                place,
                &document,
                frame.direction,
                session.protocol,
                &session.announced,
            )
        });
        let Some(judged) = judged else {
            self.step_frame(frame, located.span(), Said::Opaque, None);
            return;
        };
        self.recognise(frame, &judged);
        self.guarded("the rule on server errors", frame.extent, |session| {
            session.server_error(place, &document, frame, &judged);
        });
        let named = self.protocol.name_of(document.root(), frame.direction);
        let at = named.map_or(located.span(), |(_, node)| located.map.span(node.span()));
        let said = match judged.message.filter(|_| judged.sound) {
            Some(message) => Said::Message(&message.name),
            None => Said::Opaque,
        };
        let (sound, findings) = (judged.sound, judged.findings);
        self.facts.sound += u64::from(sound);
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
        // What one side alone sends tells from that side; a frame of an unknown sender is taken for its own.
        let from_server = message.direction == Sender::Server;
        if message.distinctive
            && (frame.direction == Direction::Server) == from_server
            && self.recognised_by.is_none()
        {
            let who = if from_server { "server" } else { "client" };
            let reason = format!("the {who} sent {}", message.name);
            self.recognised_by = Some((Weight::Frame, reason));
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
        self.announced.note(self.protocol, message, document.root());
        if let Some(error) = rules::end::server_error(place, document, message, self.protocol) {
            self.facts.server_error();
            let request = self
                .facts
                .last_client
                .as_ref()
                .map(|seen| seen.name.clone());
            let (finding, request) = self.with_request(error.finding, document, request);
            self.note_pause(document, message, frame, request.as_deref());
            let finding = self.in_frame(finding, frame);
            self.add_error(finding, request.filter(|_| error.recoverable));
        } else {
            self.findings.answered();
            let at = self.protocol.name_of(document.root(), frame.direction);
            let at = at.map_or_else(|| place.whole(), |(_, value)| place.at(value.span()));
            if let Some(finding) = rules::end::session_ended(at, message) {
                self.add_to_frame(finding, frame);
            }
        }
    }

    /// Points from a server's error to the request that it answers, where an id says which; otherwise `request`, what the
    /// client sent last, is taken for it.
    fn with_request(
        &self,
        finding: Finding,
        document: &Document<'_>,
        request: Option<String>,
    ) -> (Finding, Option<String>) {
        let pointer = self.protocol.manifest.correlation.as_deref();
        let answered =
            pointer.and_then(|pointer| self.requests.of_answer(document.root(), pointer));
        match answered {
            Some(seen) => {
                let at = self.source.mark(seen.span, seen.extent);
                let what = format!("it answers this {}", seen.name);
                (
                    finding.related(Role::Context, what, at),
                    Some(seen.name.clone()),
                )
            }
            None => (finding, request),
        }
    }

    fn note_pause(
        &mut self,
        document: &Document<'_>,
        message: &Message,
        frame: &Frame<'_>,
        request: Option<&str>,
    ) {
        let pointer = message
            .reports_error
            .as_ref()
            .and_then(|fields| fields.retry_after.as_deref());
        let seconds = pointer.and_then(|pointer| document.root().pointer(pointer)?.as_i64());
        if let (Some(seconds), Some(since), Some(request)) = (seconds, frame.time, request) {
            self.requests.pause(Pause {
                request: request.to_owned(),
                since,
                seconds,
            });
        }
    }

    /// What the client sends is remembered for its answer, and held against a wait that the server asked for.
    fn request(&mut self, frame: &Frame<'_>, seen: &Seen, payload: Option<crate::json::Node<'_>>) {
        self.findings.requested(&seen.name);
        if let (Some(payload), Some(pointer)) = (payload, &self.protocol.manifest.correlation) {
            self.requests.sent(payload, pointer, seen);
        }
        if let Some((pause, waited)) = self.requests.too_soon(&seen.name, seen.time) {
            let at = self.source.mark(seen.span, seen.extent);
            self.add_to_frame(
                rules::sequence::too_soon(&seen.name, pause.seconds, waited, at),
                frame,
            );
        }
    }

    fn elided(&mut self, frame: &Frame<'_>, shown: &Located<'_>, remedy: &'static str) {
        let at = self.source.mark(shown.span(), frame.extent);
        self.add_to_frame(rules::input::elided(at, remedy), frame);
        let name = self
            .protocol
            .discriminators(frame.direction)
            .find_map(|pointer| visible_name(&shown.text, pointer.strip_prefix('/')?));
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
            micros: frame.time.map(|time| time.micros),
        };
        self.facts
            .said(&self.protocol.manifest, &step, &seen, frame.direction);
        if frame.direction == Direction::Client {
            self.request(frame, &seen, payload);
        }
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

    fn add_to_frame(&mut self, finding: Finding, frame: &Frame<'_>) {
        let finding = self.in_frame(finding, frame);
        self.add(finding);
    }

    fn in_frame(&self, mut finding: Finding, frame: &Frame<'_>) -> Finding {
        finding.frame = Some(self.facts.frames);
        finding.direction = Some(frame.direction);
        finding.time = frame.time.filter(|time| time.wall).map(|time| time.micros);
        finding
    }

    /// Adds an error of the server that answers `request`; a later success of the same kind of request makes it a note.
    fn add_error(&mut self, finding: Finding, request: Option<String>) {
        let finding = self.of_session(finding);
        self.findings.add_error(finding, request);
    }

    fn add(&mut self, finding: Finding) {
        let finding = self.of_session(finding);
        self.findings.add(finding);
    }

    fn of_session(&self, mut finding: Finding) -> Finding {
        finding
            .protocol
            .get_or_insert_with(|| self.protocol.name().to_owned());
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
    pairs
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The name of the message in the visible part of a shortened payload, where it is the first member.
fn visible_name(shown: &str, field: &str) -> Option<String> {
    let rest = shown.trim_start().strip_prefix('{')?.trim_start();
    let rest = rest.strip_prefix(&format!("\"{field}\""))?.trim_start();
    let rest = rest.strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (name, _) = rest.split_once('"')?;
    (!name.contains(['\\', '…']) && !name.contains("...")).then(|| name.to_owned())
}
