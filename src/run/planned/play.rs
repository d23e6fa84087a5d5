//! A plan at work: which protocol it speaks, which of its payloads are sent, and the frames that come of it.

use crate::capture::{Data, Direction, Event, EventKind, Format, Frame, Open, Sink};
use crate::judge::{How, resemble};
use crate::outcome::Account;
use crate::protocol::Protocol;
use crate::protocol::manifest::Pattern;
use crate::source::{InputName, Source};
use crate::text::json::{self, PAYLOAD_DEPTH, SourceMap};
use crate::text::span::Span;

use super::answers::{self, Kind};
use super::script::Script;
use super::steps::Step;
use super::{Walked, order};

/// What the server's answers stand in, as far as a finding points there.
const ANSWERS: &str = "the server's answers";

impl How<'_> {
    /// The protocol that the payloads resemble most, where no socket claims one: what goes over HTTP is no frame.
    fn resembled(&self, script: &Script) -> Option<&Protocol> {
        script.steps.iter().find_map(|step| {
            let document = json::parse(&step.text, PAYLOAD_DEPTH).ok()?;
            let best = resemble::best(document.root(), &self.protocols)?;
            best.resembles(document.root()).then_some(best)
        })
    }

    /// Steps the plan through the protocol that its URL and its payloads claim.
    pub(super) fn walked(&self, script: &Script) -> (Account, Walked) {
        let mut walked = Walked {
            url: script.url.as_ref().map(|url| url.text.clone().into_owned()),
            payloads: script.steps.len(),
            ..Walked::default()
        };
        // What only resembles no protocol is not meant for the first one.
        let job = self.like(self.protocols.clone(), false);
        let (claimed, _) = job.judged(&script.decoded, Format::FrameLog, |_, collector| {
            open(script, collector);
            for step in &script.steps {
                frame(step, collector);
            }
        });
        let session = claimed.sessions.first();
        let name = session.and_then(|session| session.protocol.clone());
        let protocol = name.and_then(|name| {
            let mut known = self.protocols.iter();
            known.find(|known| known.name() == name).copied()
        });
        let protocol = protocol.or_else(|| self.resembled(script));
        let Some(protocol) = protocol else {
            let mut report = shown(claimed, script);
            report.payloads = 0;
            return (report, walked);
        };
        walked.protocol = Some(protocol.name().to_owned());
        let chosen = choose(script, protocol, &mut walked);
        for step in script.steps.iter().filter(|step| !step.from_server) {
            walked.named.add(&step.text, protocol);
        }
        let job = self.like(vec![protocol], true);
        let played = play(script, &chosen, protocol, self, &mut walked);
        let (report, _) = job.judged(&script.decoded, Format::FrameLog, |_, collector| {
            open(script, collector);
            for step in &played {
                frame(step, collector);
            }
            for step in &chosen.alone {
                collector.payload(step.located(), step.extent);
            }
        });
        let mut report = shown(report, script);
        // A plan that leaves an answer out says nothing of the server.
        let rules = protocol.manifest.sequence.iter();
        let waiting = rules.filter(|rule| matches!(rule.pattern, Pattern::Response | Pattern::Answered));
        let waiting: Vec<&str> = waiting.map(|rule| rule.rule.as_str()).collect();
        report.retain(|finding| !waiting.contains(&finding.rule.code));
        (report, walked)
    }
}

impl<'r> How<'r> {
    /// The same work by other protocols.
    fn like(&self, protocols: Vec<&'r Protocol>, named: bool) -> Self {
        How { protocols, named, ..self.clone() }
    }
}

/// The account of a planned session names no session: there was none.
fn shown(mut account: Account, script: &Script) -> Account {
    account.ignored.clear();
    account.payloads = script.steps.len() as u64 + u64::from(script.url.is_some());
    let sessions = std::mem::take(&mut account.sessions).into_iter();
    account.loose.extend(sessions.flat_map(|session| session.findings));
    for finding in &mut account.loose {
        finding.session = None;
        finding.frame = None;
    }
    account
}

/// The steps of a session, and those that are judged by themselves.
#[derive(Debug, Default)]
struct Chosen<'s> {
    sent: Vec<(&'s Step, Kind)>,
    alone: Vec<&'s Step>,
}

fn choose<'s>(script: &'s Script, protocol: &Protocol, walked: &mut Walked) -> Chosen<'s> {
    let mut chosen = Chosen::default();
    let tells_answers = script.steps.iter().any(|step| step.from_server);
    for step in &script.steps {
        let kind = answers::kind(&step.text, protocol);
        match &kind {
            Kind::Server(name) if !tells_answers => {
                walked.left_out.push(format!("{} holds {name}, a message that only the server sends", step.file));
                chosen.alone.push(step);
            }
            Kind::Rest(name) => {
                walked
                    .left_out
                    .push(format!("{} holds {name}, which goes over HTTP and not over the socket", step.file));
                chosen.alone.push(step);
            }
            _ => chosen.sent.push((step, kind)),
        }
    }
    if script.unordered && !tells_answers {
        sort(&mut chosen, protocol, walked);
    }
    chosen
}

/// Puts the steps of a folder into an order that may work; of several payloads of what is sent once, the first is sent.
fn sort(chosen: &mut Chosen<'_>, protocol: &Protocol, walked: &mut Walked) {
    let ranks = order::ranks(protocol);
    let rank = |kind: &Kind| match kind {
        Kind::Client(name) => ranks.get(name.as_str()).copied().unwrap_or(0),
        _ => usize::MAX,
    };
    let before: Vec<usize> = chosen.sent.iter().map(|(step, _)| step.extent.start).collect();
    chosen.sent.sort_by_key(|(_, kind)| rank(kind));
    let after = chosen.sent.iter().map(|(step, _)| step.extent.start);
    walked.sorted = !before.into_iter().eq(after);
    let mut seen: Vec<String> = Vec::new();
    let mut sent = Vec::new();
    for (step, kind) in std::mem::take(&mut chosen.sent) {
        match &kind {
            Kind::Client(name) if order::is_single(protocol, name) && seen.contains(name) => {
                walked.left_out.push(format!(
                    "{} holds another {name}, which a session has once: it was checked by itself",
                    step.file
                ));
                chosen.alone.push(step);
            }
            Kind::Client(name) => {
                seen.push(name.clone());
                sent.push((step, kind));
            }
            _ => sent.push((step, kind)),
        }
    }
    chosen.sent = sent;
}

/// The frames of the session: what the client sends, and what the server answers where no log says it.
fn play(script: &Script, chosen: &Chosen<'_>, protocol: &Protocol, job: &How<'_>, walked: &mut Walked) -> Vec<Played> {
    let tells_answers = script.steps.iter().any(|step| step.from_server);
    let mut played = Vec::new();
    for (step, kind) in &chosen.sent {
        played.push(Played::Step((*step).clone()));
        match kind {
            Kind::Client(name) => {
                walked.sent.push(name.clone());
                if tells_answers {
                    continue;
                }
                for text in answers::best(&step.text, name, protocol) {
                    let name = InputName::Argument(ANSWERS.to_owned());
                    let len = text.len();
                    let part = script.decoded.source.append(Source::from_text(name, text.clone(), job.masker));
                    debug_assert_eq!(part.len(), len);
                    walked.answers += 1;
                    played.push(Played::Step(Step {
                        text,
                        map: SourceMap::verbatim(part),
                        extent: part,
                        from_server: true,
                        file: ANSWERS.to_owned(),
                    }));
                }
            }
            // It may be anything, and so may its answer: what waits for one is not told that none came.
            Kind::Unknown if !step.from_server && !tells_answers => {
                walked.sent.push("an unknown payload".to_owned());
                played.push(Played::Anything(step.extent));
            }
            _ => {}
        }
    }
    played
}

/// A frame of the session.
#[derive(Debug)]
enum Played {
    Step(Step),
    /// A frame of the server of which nothing is known.
    Anything(Span),
}

fn open<'s>(script: &Script, sink: &mut dyn Sink<'s>) {
    let Some(url) = &script.url else {
        // Without a URL nothing is said of the handshake; the session begins here all the same.
        return sink.event(Event { socket: 0, kind: EventKind::Open(Open::default()) });
    };
    let extent = url.span();
    sink.event(Event {
        socket: 0,
        kind: EventKind::Open(Open {
            url: Some(url.clone()),
            origin: script.origin.clone(),
            extent,
            ..Open::default()
        }),
    });
}

fn frame<'s>(step: impl Into<FrameOf>, sink: &mut dyn Sink<'s>) {
    let FrameOf(frame) = step.into();
    sink.event(Event { socket: 0, kind: EventKind::Frame(frame) });
}

struct FrameOf(Frame<'static>);

impl From<&Step> for FrameOf {
    fn from(step: &Step) -> Self {
        Self(Frame {
            guessed: false,
            direction: if step.from_server { Direction::Server } else { Direction::Client },
            time: None,
            data: Data::Text(step.located()),
            extent: step.extent,
        })
    }
}

impl From<&Played> for FrameOf {
    fn from(played: &Played) -> Self {
        match played {
            Played::Step(step) => step.into(),
            Played::Anything(extent) => Self(Frame {
                guessed: false,
                direction: Direction::Server,
                time: None,
                data: Data::Unchecked { span: *extent, note: None },
                extent: *extent,
            }),
        }
    }
}
