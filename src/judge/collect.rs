//! Takes what a reader hands out of one input and distributes it: events to their sessions, payloads to the payload rules.

use crate::capture::{Choice, Direction, Event, Format, Located, Problem, Sink};
use crate::finding::Finding;
use crate::guard::{Crashes, guard};
use crate::outcome::{Account, Coverage, Session, SkippedLines, Withheld};
use crate::rules::deployment::Standing;
use crate::rules::limits::SessionLimits;
use crate::rules::place::Place;
use crate::rules::{self, Claims, Subject, input, payload};
use crate::session::{self, Outcome, SessionJudge, Socket, Weight};
use crate::source::Source;
use crate::text::span::Span;

use super::{How, fixes, listeners, resemble};

/// Most skipped lines that are shown.
const SHOWN_LINES: usize = 10;
/// Most characters of a skipped line that are shown.
const SHOWN_CHARACTERS: usize = 80;

/// The id of the session of socket `number`, from 0, of an input.
pub(crate) fn session_id(source: &Source, number: usize) -> String {
    format!("{}#{}", source.shown_name(), number + 1)
}

/// What one input has come to so far.
pub(crate) struct Collector<'a> {
    source: &'a Source,
    format: Format,
    how: &'a How<'a>,
    sockets: Vec<Socket<'a>>,
    findings: Vec<Finding>,
    withheld: Withheld,
    payloads: u64,
    skipped: SkippedLines,
    choices: Vec<Choice>,
    coverage: Coverage,
    /// The input ends in the middle.
    cut: bool,
    crashes: Crashes,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(source: &'a Source, format: Format, how: &'a How<'a>) -> Self {
        Self {
            source,
            format,
            how,
            sockets: Vec::new(),
            findings: Vec::new(),
            withheld: Withheld::default(),
            payloads: 0,
            skipped: SkippedLines::default(),
            choices: Vec::new(),
            coverage: Coverage::default(),
            cut: false,
            crashes: Crashes::default(),
        }
    }

    /// The check of this name crashed on something at `span`.
    pub(crate) fn crashed(&mut self, what: &'static str, span: Span) {
        self.crashes.add(what, self.source.line_of(span.start));
    }

    /// A finding on the input itself, or on a payload outside of sessions. More than a run may report are only counted.
    pub(crate) fn finding(&mut self, finding: Finding) {
        if self.findings.len() < self.how.most {
            self.findings.push(finding);
        } else {
            self.withheld.add(finding.severity);
        }
    }

    fn socket(&mut self, number: usize) -> Option<&mut Socket<'a>> {
        while self.sockets.len() <= number {
            let id = session_id(self.source, self.sockets.len());
            let judges = self.how.protocols.iter().map(|protocol| {
                let listeners = listeners::of(self.source, self.how, protocol);
                SessionJudge::new(self.terms(), protocol, id.clone(), listeners)
            });
            self.sockets.push(Socket::new(judges.collect()));
        }
        self.sockets.get_mut(number)
    }

    fn terms(&self) -> session::Terms<'a> {
        session::Terms {
            source: self.source,
            format: self.format,
            all: self.how.all,
            most: self.how.most,
            context: &self.how.context,
            limits: &self.how.limits,
            planned: self.how.planned,
            by_user: self.how.by_user,
        }
    }

    /// Writes everything into `report`; says whether anything in the input is ours.
    pub(crate) fn finish(mut self, report: &mut Account) -> bool {
        let only = self.sockets.len() == 1 && self.payloads == 0 && self.how.named;
        for mut socket in std::mem::take(&mut self.sockets) {
            if self.cut {
                socket.cut();
            }
            let mut outcome = match guard("a session's end", || socket.finish()) {
                Ok(Some(outcome)) => outcome,
                Ok(None) => continue,
                Err(_) => {
                    self.crashed("a session's end", Span::at(0));
                    continue;
                }
            };
            self.crashes.append(std::mem::take(&mut outcome.crashes));
            // Other people's sockets are not judged, but the only socket of a capture that somebody named is meant.
            if outcome.weight > Weight::None || (only && outcome.report.service.is_none() && !outcome.foreign) {
                self.keep(outcome, report);
            } else {
                report.ignored.push(Session {
                    protocol: None,
                    diagnosis: None,
                    coverage: None,
                    timeline: None,
                    findings: Vec::new(),
                    ..outcome.report
                });
            }
        }
        if let Some(hook) = &self.how.coverage {
            self.coverage.join(hook.sessions(&report.sessions));
        }
        let found = !report.sessions.is_empty()
            || self.payloads > 0
            || (!report.ignored.is_empty() && self.format.row().of_sockets);
        report.crashes = self.crashes.sentences(&self.source.shown_name());
        report.loose = self.findings;
        report.withheld.append(self.withheld);
        report.payloads = self.payloads;
        report.skipped_lines = self.skipped;
        report.choices = self.choices;
        report.coverage = self.coverage;
        order(self.source, report);
        fixes::settle(self.source, self.format, report);
        found || !report.crashes.is_empty()
    }

    /// Takes a session over.
    fn keep(&mut self, outcome: Outcome, report: &mut Account) {
        let mut session = outcome.report;
        session.coverage.take().into_iter().for_each(|seen| self.coverage.add(seen));
        report.withheld.append(outcome.withheld);
        report.sessions.push(session);
    }

    fn judge(&mut self, payload: &Located<'_>, extent: Span) {
        let protocols = &self.how.protocols;
        let place = Place { source: self.source, located: payload, extent };
        let judged = guard("the payload rules", || match payload::parse(place) {
            Err(finding) => {
                // Other programs' files may hold comments, and are not ours to fix.
                let is_ours = finding.fix.is_some() && self.is_ours(payload);
                let fix = finding.fix.clone().filter(|_| is_ours);
                vec![Finding { fix, ..*finding }]
            }
            Ok(document) => resemble::best(document.root(), protocols).map_or_else(Vec::new, |protocol| {
                let set = self.how.limits.get(protocol.name());
                let limits = SessionLimits::new(set.cloned().unwrap_or_default());
                let subject = Subject {
                    place,
                    document: &document,
                    direction: Direction::Unknown,
                    protocol,
                    limits: &limits,
                    context: &self.how.context,
                    standing: &Standing::default(),
                    frame: None,
                };
                let judged = rules::judge(&subject, &mut Claims::default());
                let hook = self.how.coverage.as_ref();
                let message = judged.message.filter(|_| judged.sound);
                let seen = hook.and_then(|hook| hook.payload(protocol, message, document.root(), &judged.findings));
                seen.into_iter().for_each(|seen| self.coverage.add(seen));
                judged.findings
            }),
        });
        match judged {
            Ok(findings) => findings.into_iter().for_each(|finding| self.finding(finding)),
            Err(_) => self.crashed("the payload rules", extent),
        }
    }
}

impl Collector<'_> {
    /// Whether the text resembles a message of one of the protocols.
    fn is_ours(&self, payload: &Located<'_>) -> bool {
        match crate::text::json::parse(&payload.text, crate::text::json::CAPTURE_DEPTH) {
            Ok(document) => resemble::payload(document.root(), &self.how.protocols),
            Err(_) => resemble::broken(&payload.text, &self.how.protocols),
        }
    }
}

/// Numbers the findings by place, then code, and works out their places, now that it is known which of them stay.
fn order(source: &Source, report: &mut Account) {
    for (index, finding) in report.loose.iter_mut().enumerate() {
        finding.id = index + 1;
    }
    report.number(1, |finding| (finding.location.start(), finding.rule.code));
    for session in &mut report.sessions {
        if let Some(departure) = &mut session.departure {
            let places = [&mut departure.at, &mut departure.good_at];
            places.into_iter().flatten().for_each(|place| source.resolve(place));
        }
        let course = session.course.iter_mut().flat_map(|course| &mut course.steps);
        course.for_each(|step| source.resolve(&mut step.place));
    }
    for finding in report.findings_mut() {
        source.resolve(&mut finding.location);
        for related in &mut finding.related {
            source.resolve(&mut related.location);
        }
    }
}

impl<'a> Sink<'a> for Collector<'a> {
    fn event(&mut self, event: Event<'a>) {
        if let Some(socket) = self.socket(event.socket)
            && guard("a session", || socket.event(&event)).is_err()
        {
            self.crashed("a session", Span::at(0));
        }
    }

    fn payload(&mut self, payload: Located<'a>, extent: Span) {
        // What an application logs around its frames is JSON, too, and no message of anybody's.
        if self.format == Format::FrameLog && payload.span() != extent && !self.is_ours(&payload) {
            self.skipped(extent);
            return;
        }
        self.payloads += 1;
        self.judge(&payload, extent);
    }

    fn problem(&mut self, problem: Problem) {
        if matches!(problem, Problem::Truncated { .. }) && std::mem::replace(&mut self.cut, true) {
            // A stream that was cut also cuts the record that it ends in: one fault.
            return;
        }
        if let (Problem::NoFrames { span, .. }, Format::Text) = (&problem, self.format) {
            self.missed(*span);
        }
        if let Problem::Mixed { span } = &problem {
            self.missed(*span);
            // It may have gone on in what cannot be told apart.
            self.sockets.iter_mut().for_each(Socket::cut);
        }
        self.finding(input::problem(self.source, &problem));
    }

    fn missed(&mut self, extent: Span) {
        for socket in &mut self.sockets {
            socket.missed(extent);
        }
    }

    fn chosen(&mut self, choices: Vec<Choice>) {
        self.choices = choices;
    }

    fn skipped(&mut self, span: Span) {
        self.skipped.count += 1;
        if self.skipped.first.len() < SHOWN_LINES {
            let whole = self.source.slice(span);
            let text: &str = &whole;
            let cut = text.char_indices().nth(SHOWN_CHARACTERS).map_or(text.len(), |(index, _)| index);
            let (context, window) = (Span::new(0, text.len()), Span::new(0, cut));
            let shown = self.source.masker().window(text, context, window);
            self.skipped.first.push((self.source.line_of(span.start), shown));
        }
    }
}
