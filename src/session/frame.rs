//! One frame under judgement: its payload, what it says, what it answers, and its place in the order.

use crate::capture::{Data, Direction, Frame, Located, Timestamp};
use crate::finding::{Finding, Role};
use crate::protocol::Named;
use crate::protocol::manifest::{Message, Sender};
use crate::protocol::sequence::{Said, Step};
use crate::rule::GL216;
use crate::rules::place::Place;
use crate::rules::sequence::Seen;
use crate::rules::{self, Claims, Judged, Subject, payload};
use crate::text::json::Document;
use crate::text::span::Span;

use super::requests::Pause;
use super::{SessionJudge, group};

impl SessionJudge<'_> {
    pub(super) fn frame(&mut self, frame: &Frame<'_>) {
        self.facts.frame(frame);
        let number = self.facts.frames;
        self.tell(|listener| listener.frame(frame, number));
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
            let finding = match frame.guessed {
                true => rules::input::guessed(self.source.mark(frame.extent, frame.extent)),
                false => rules::input::unknown_direction(self.source, frame.extent),
            };
            self.add_to_frame(finding, frame);
        }
        match &frame.data {
            Data::Text(located) => self.text(frame, located),
            Data::Binary { span, .. } => {
                let at = self.source.mark(*span, frame.extent);
                let finding =
                    Finding::new(&GL216, at, format!("a binary frame, and {} speaks text", self.protocol.name()))
                        .label("binary")
                        .help("send the JSON as a string: ws.send(JSON.stringify(message)), not bytes");
                self.add_to_frame(finding, frame);
                self.step_frame(frame, *span, Said::Opaque, None);
            }
            Data::Elided { shown, remedy } => {
                self.facts.resembling = true;
                self.facts.hidden += 1;
                self.elided(frame, shown, remedy);
            }
            Data::Unparsed { span } => {
                self.facts.resembling = true;
                self.facts.hidden += 1;
                self.add_to_frame(rules::input::unparsed(self.source.mark(*span, frame.extent)), frame);
                self.step_frame(frame, *span, Said::Opaque, None);
            }
            Data::Unchecked { span, note } => {
                if let Some(note) = note {
                    let at = self.source.mark(*span, frame.extent);
                    self.add_to_frame(rules::input::unchecked(at, note), frame);
                }
                self.step_frame(frame, *span, Said::Opaque, None);
            }
        }
        self.binary = None;
    }

    fn text(&mut self, frame: &Frame<'_>, located: &Located<'_>) {
        let place = Place { source: self.source, located, extent: frame.extent };
        let document = match payload::parse(place) {
            Ok(document) => document,
            Err(finding) => {
                self.add_to_frame(*finding, frame);
                self.step_frame(frame, located.span(), Said::Opaque, None);
                return;
            }
        };
        self.tell(|listener| listener.parsed());
        let judged = self.guarded("the payload rules", frame.extent, |session| {
            let known = session.standing.deployment(session.terms.context);
            session.limits.configure(known);
            let subject = Subject {
                place,
                document: &document,
                direction: frame.direction,
                protocol: session.protocol,
                limits: &session.limits,
                context: session.terms.context,
                standing: &session.standing,
                frame: Some(session.facts.frames),
            };
            let mut judged = rules::judge(&subject, &mut Claims::default());
            session.standing.hear(std::mem::take(&mut judged.told));
            judged
        });
        let Some(judged) = judged else {
            self.step_frame(frame, located.span(), Said::Opaque, None);
            return;
        };
        self.recognise(frame, &judged);
        let by_client = frame.direction != Direction::Server;
        self.facts.resembling |=
            by_client && !self.facts.resembling && (judged.sound || self.protocol.resembles(document.root()));
        self.guarded("the rule on server errors", frame.extent, |session| {
            session.server_error(place, &document, frame, &judged);
        });
        let named = self.protocol.name_of(document.root(), frame.direction);
        let written = named.and_then(|(_, node)| node.as_str());
        self.tell_name(written.or(judged.message.map(|message| message.name.as_str())));
        let at = named.map_or(located.span(), |(_, node)| located.map.span(node.span()));
        let said = match judged.message.filter(|_| judged.sound) {
            Some(message) => Said::Message(&message.name),
            None => Said::Opaque,
        };
        let (sound, findings) = (judged.sound, judged.findings);
        self.facts.sound += u64::from(sound);
        for finding in findings {
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
        if message.distinctive && (frame.direction == Direction::Server) == from_server {
            let who = if from_server { "server" } else { "client" };
            self.claims.sent(who, &message.name);
        }
    }

    fn server_error(&mut self, place: Place<'_>, document: &Document<'_>, frame: &Frame<'_>, judged: &Judged<'_>) {
        let Some(message) = judged.message.filter(|_| judged.sound && frame.direction == Direction::Server) else {
            return;
        };
        self.limits.note(place, self.protocol, message, document.root());
        self.standing.note(self.protocol, message, document.root());
        if let Some(error) = rules::end::server_error(place, document, message, self.protocol) {
            self.facts.server_error();
            let request = self.facts.last_client.as_ref().map(|seen| seen.name.clone());
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
        let answered = pointer.and_then(|pointer| self.requests.of_answer(document.root(), pointer));
        match answered {
            Some(seen) => {
                let at = self.source.mark(seen.span, seen.extent);
                let what = format!("it answers this {}", seen.name);
                (finding.related(Role::Context, what, at), Some(seen.name.clone()))
            }
            None => (finding, request),
        }
    }

    fn note_pause(&mut self, document: &Document<'_>, message: &Message, frame: &Frame<'_>, request: Option<&str>) {
        let pointer = message.reports_error.as_ref().and_then(|fields| fields.retry_after.as_deref());
        let seconds = pointer.and_then(|pointer| document.root().pointer(pointer)?.as_i64());
        if let (Some(seconds), Some(since), Some(request)) = (seconds, frame.time, request) {
            self.requests.pause(Pause { request: request.to_owned(), since, seconds });
        }
    }

    /// What the client sends is remembered for its answer, and held against a wait that the server asked for.
    fn request(&mut self, frame: &Frame<'_>, seen: &Seen, payload: Option<crate::text::json::Node<'_>>) {
        self.findings.requested(&seen.name);
        if let Some(payload) = payload.filter(|_| self.facts.group.is_none()) {
            self.facts.group = group::of(self.protocol, payload);
        }
        if let (Some(payload), Some(pointer)) = (payload, &self.protocol.manifest.correlation) {
            self.requests.sent(payload, pointer, seen);
        }
        if let Some((pause, waited)) = self.requests.too_soon(&seen.name, seen.time) {
            let at = self.source.mark(seen.span, seen.extent);
            self.add_to_frame(rules::sequence::too_soon(&seen.name, pause.seconds, waited, at), frame);
        }
    }

    fn elided(&mut self, frame: &Frame<'_>, shown: &Located<'_>, remedy: &'static str) {
        let at = self.source.mark(shown.span(), frame.extent);
        self.add_to_frame(rules::input::elided(at, remedy), frame);
        let name = self
            .protocol
            .discriminators(frame.direction)
            .find_map(|pointer| visible_name(&shown.text, pointer.strip_prefix('/')?));
        self.tell_name(name.as_deref());
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
        payload: Option<crate::text::json::Node<'_>>,
    ) {
        let name = match said {
            Said::Message(name) => name.to_owned(),
            Said::Opaque => "a frame".to_owned(),
        };
        let seen = Seen { frame: self.facts.frames, span: at, extent: frame.extent, name, time: frame.time };
        let step =
            Step::Frame { direction: frame.direction, said, payload, micros: frame.time.map(|time| time.micros) };
        self.facts.said(&self.protocol.manifest, &step, &seen, frame.direction);
        if frame.direction == Direction::Client {
            self.request(frame, &seen, payload);
        }
        self.step(&step, &seen);
    }

    /// What the frame's message is named.
    fn tell_name(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.tell(|listener| listener.named(name));
        }
    }

    fn add_to_frame(&mut self, finding: Finding, frame: &Frame<'_>) {
        let finding = self.in_frame(finding, frame);
        self.add(finding);
    }

    fn in_frame(&self, mut finding: Finding, frame: &Frame<'_>) -> Finding {
        finding.frame = Some(self.facts.frames);
        finding.direction = Some(frame.direction);
        finding.time = frame.time.and_then(Timestamp::wall_micros);
        finding
    }

    /// Adds an error of the server that answers `request`; a later success of the same kind of request makes it a note.
    fn add_error(&mut self, finding: Finding, request: Option<String>) {
        let finding = self.of_session(finding);
        self.tell(|listener| listener.found(&finding));
        self.findings.add_error(finding, request);
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
