//! The end of a session: what it was, what it leaves owed, and the report.

use crate::capture::{Close, Direction, End, Timestamp};
use crate::finding::Finding;
use crate::outcome::{Diagnosis, Session};
use crate::protocol::manifest::Pattern;
use crate::protocol::sequence::{Detail, Violation};
use crate::rules;
use crate::rules::deployment::{self, Handshake};
use crate::rules::sequence::Seen;
use crate::session::diagnosis;
use crate::text::span::Span;
use crate::text::words;

use super::findings::Taken;
use super::{Ending, Outcome, SessionJudge};

/// How long an answer may take, in milliseconds, before its absence is told.
const PATIENCE: f64 = 5000.0;

impl SessionJudge<'_> {
    /// The capture is over: judges the end, finds its causes, and reports.
    pub(crate) fn finish(mut self) -> Outcome {
        if let Some(close) = self.facts.end.clone() {
            let extent = close.extent;
            self.guarded("the rules on the end of a socket", extent, |session| {
                session.judge_end(&close);
            });
        }
        let start = self.start();
        self.guarded("the deployment rules", start, Self::judge_deployment);
        let waiting: Vec<_> = self.machine.waiting(&self.protocol.sequence).into_iter().map(|(_, seen)| seen).collect();
        self.judge_owed();
        let mut taken = self.findings.take();
        for (index, finding) in taken.findings.iter_mut().enumerate() {
            finding.id = index + 1;
        }
        let end = self.facts.end.as_ref().map_or(End::Unknown, |close| close.kind.clone().masked(self.source.masker()));
        let diagnosis = self.diagnosis(&end, &waiting, &taken);
        let Taken { findings, withheld, .. } = taken;
        let mut report = self.report(end, diagnosis, findings);
        let ending = Ending { facts: &self.facts };
        let foreign = self.is_foreign();
        for listener in self.listeners {
            listener.ended(&ending, &mut report);
        }
        Outcome { report, withheld, crashes: self.crashes, weight: self.claims.weight(), foreign }
    }

    /// The record that the socket first appears in.
    fn start(&self) -> Span {
        self.facts.first_extent.unwrap_or_default()
    }

    /// What was to come and never came.
    fn judge_owed(&mut self) {
        let quiet = self.ended_quietly();
        let owed = self
            .guarded("the sequence rules", self.start(), |session| session.machine.finish(&session.protocol.sequence));
        let owed = owed.into_iter().flatten().filter(|violation| {
            let rule = self.protocol.sequence.rule(violation.rule);
            let is_answer = rule.is_some_and(|rule| matches!(rule.pattern, Pattern::Response | Pattern::Answered));
            // A drop, a refusal or an error close says itself that an answer never came.
            (quiet || !is_answer) && self.was_awaited(violation)
        });
        let owed = owed.collect();
        self.violations(owed);
    }

    /// Why it ended badly, if it did; `waiting` are the frames that were to be answered.
    fn diagnosis(&mut self, end: &End, waiting: &[Seen], taken: &Taken) -> Option<Diagnosis> {
        let diagnosis = self.guarded("the diagnosis", self.start(), |session| {
            diagnosis::diagnose(&diagnosis::Evidence {
                manifest: &session.protocol.manifest,
                facts: &session.facts,
                end,
                waiting,
                findings: &taken.findings,
                last_frames: &taken.last_frames,
            })
        });
        diagnosis.flatten()
    }

    /// The report, without what listeners gathered.
    fn report(&self, end: End, diagnosis: Option<Diagnosis>, findings: Vec<Finding>) -> Session {
        Session {
            id: self.id.clone(),
            group: self.facts.group.clone(),
            file: self.source.name().display().to_owned(),
            format: self.terms.format,
            protocol: Some(self.protocol.name().to_owned()),
            recognised_by: self.claims.reason(),
            service: self.claims.service().map(str::to_owned).or_else(|| self.foreign_host()),
            url: self.facts.url.clone(),
            frames: self.facts.frames,
            hidden: self.facts.hidden,
            findings,
            end,
            diagnosis,
            merged: None,
            departure: None,
            times: self.facts.times(),
            course: None,
            coverage: None,
            timeline: None,
        }
    }

    fn judge_end(&mut self, close: &Close) {
        let at = self.source.mark(close.span, close.extent);
        let finding = match &close.kind {
            End::Refused { status } => Some(rules::handshake::refused(*status, at)),
            End::Dropped { reported } => {
                let wait = self.wait_words();
                Some(rules::end::dropped(self.facts.established, *reported, wait, at))
            }
            End::Closed { code, reason, by } => {
                let reason = reason.as_deref().map(|reason| self.source.masker().text(reason));
                rules::end::closed(*code, reason.as_deref(), *by, at)
            }
            End::Unknown | End::Open => None,
        };
        if let Some(mut finding) = finding {
            finding.time = close.time.and_then(Timestamp::wall_micros);
            finding = self.with_last_frame(finding);
            self.add(finding);
        }
    }

    fn judge_deployment(&mut self) {
        let handshake = match self.facts.end.as_ref().map(|close| &close.kind) {
            Some(End::Refused { status }) => Handshake::Refused(*status),
            // Nobody has taken a socket that is only planned.
            _ if self.terms.planned => Handshake::Unknown,
            _ if self.facts.server_frames > 0 || self.facts.taken => Handshake::Taken,
            _ => Handshake::Unknown,
        };
        let standing = &self.standing;
        let found = deployment::at_end(handshake, self.protocol, self.terms.context, standing);
        for mut finding in found {
            finding.direction = finding.frame.map(|_| Direction::Client);
            self.add(finding);
        }
    }

    /// Points from the end back to the client's last frame.
    fn with_last_frame(&self, finding: Finding) -> Finding {
        match self.facts.unanswered() {
            Some(seen) => finding.related(
                crate::finding::Role::Context,
                format!("the last frame before it: {}, unanswered", seen.name),
                self.source.mark(seen.span, seen.extent),
            ),
            None => finding,
        }
    }

    /// `38 ms after startChat (frame 3)`
    fn wait_words(&self) -> Option<String> {
        let sent = self.facts.last_client.as_ref()?;
        let wait = self.facts.wait_ms()?;
        Some(format!("{} after {}", words::duration(wait), sent.told(self.facts.last_client_named)))
    }

    /// The end does not say by itself that an answer never came, and the capture would show one.
    fn ended_quietly(&self) -> bool {
        match self.facts.end.as_ref().map(|close| &close.kind) {
            None | Some(End::Unknown | End::Open) => !self.facts.cut,
            Some(End::Closed { code, .. }) => rules::end::is_fine(*code),
            Some(End::Refused { .. } | End::Dropped { .. }) => false,
        }
    }

    /// Nobody can tell a request that was never answered from one whose socket ended too soon, but where the answer to a later
    /// one came, or there was time enough.
    fn was_awaited(&self, violation: &Violation<Seen>) -> bool {
        let Some(Detail::Unanswered { overtaken, .. }) = &violation.detail else {
            return true;
        };
        let end = self.facts.end.as_ref().and_then(|close| close.time);
        let waited = end.or(self.facts.last_time).zip(violation.at.time);
        *overtaken || waited.is_some_and(|(end, sent)| end.millis_since(sent) >= PATIENCE)
    }
}
