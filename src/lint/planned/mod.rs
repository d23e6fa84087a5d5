//! A session that is planned and has not happened yet: its payloads are stepped through the protocol in their order, with the
//! best answers that the server may give, so that a missing connect or a startChat that would go out too early is found before
//! any socket is opened.

mod answers;
mod named;
mod order;
mod steps;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::capture::{self, Data, Direction, Event, EventKind, Format, Frame, Located, Open, Sink};
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{self, PAYLOAD_DEPTH, SourceMap};
use crate::protocol::manifest::{Feature, Pattern};
use crate::protocol::{self, Protocol};
use crate::report::{FileReport, Verdict};
use crate::rules::input;
use crate::rules::organisation::Said;
use crate::rules::settings::Context;
use crate::source::content::Content;
use crate::source::decode::Decoded;
use crate::source::walk::{Entry, Walker};
use crate::source::{InputName, Source};
use crate::span::Span;

use super::file::Job;
use super::resemble;
use super::{Run, Told, display};

use answers::Kind;
use steps::{Step, Steps};

/// What the server's answers stand in, as far as a finding points there.
const ANSWERS: &str = "the server's answers";

/// What a client is going to do.
#[derive(Debug)]
pub struct Plan {
    /// The URL that it will open.
    pub endpoint: Option<PlannedUrl>,
    /// The origin of the page that opens it.
    pub origin: Option<PlannedUrl>,
    /// The payloads that it will send, in their order: files, logs of a planned session, and folders of such.
    pub payloads: Vec<PathBuf>,
}

/// The URL that a client will open, or the origin of its page.
#[derive(Debug)]
pub struct PlannedUrl {
    /// Where it is said.
    source: Source,
    url: Located<'static>,
}

impl PlannedUrl {
    /// A URL that is said somewhere.
    pub fn new(url: &str, at: &Said) -> Self {
        let (source, span) = at.apart();
        let map = if source.slice(span) == url {
            SourceMap::verbatim(span)
        } else {
            // It is written with escapes: all of it stands for all of it.
            let mut map = SourceMap::builder(span.start);
            map.escape(url.len(), span.len());
            map.finish()
        };
        Self {
            source,
            url: Located {
                text: url.to_owned().into(),
                map,
            },
        }
    }
}

/// What came of a planned session.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// The protocol by which it was judged.
    pub protocol: Option<String>,
    /// The URL that is opened, as a log or the plan says it.
    pub url: Option<String>,
    /// How many payloads were read.
    pub payloads: usize,
    /// The messages that were sent, in order, by name.
    pub sent: Vec<String>,
    /// What the payloads name of the organisation.
    pub named: Named,
    /// How many answers of the server were supplied.
    pub answers: usize,
    /// Whether the payloads were put into an order: they came from a folder, and no numbers in their names give one.
    pub sorted: bool,
    /// What was not sent, and why: a sentence each.
    pub left_out: Vec<String>,
}

/// What the payloads of a plan name of the organisation, in their order.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Queues, by id or by name, as the protocol has it.
    pub queues: Vec<String>,
    /// Languages that chats are routed by.
    pub languages: Vec<String>,
    /// Ids of deployments.
    pub deployments: Vec<String>,
    /// What of a deployment's configuration is used, each once.
    pub features: Vec<Feature>,
}

/// The files of a plan, as one source.
struct Script {
    decoded: Decoded,
    url: Option<Located<'static>>,
    origin: Option<Located<'static>>,
    steps: Vec<Step>,
    /// On files that cannot be part of it.
    reports: Vec<FileReport>,
    /// The order of the steps is that of a folder's names, and means nothing.
    unordered: bool,
}

impl<'r> Run<'r> {
    /// Turns to another target: its protocol, where it is said, and what is known of its organisation.
    ///
    /// # Errors
    /// There is no such protocol.
    pub fn aim(&mut self, protocol: Option<&str>, context: Rc<Context>) -> Result<(), Error> {
        if let Some(name) = protocol {
            self.protocols = vec![protocol::find(&self.known, name)?];
            self.options.protocol = Some(name.to_owned());
        }
        self.options.context = context;
        self.options.planned = true;
        Ok(())
    }

    /// Reports findings that were made elsewhere.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn report(&mut self, findings: Vec<Finding>) -> std::io::Result<()> {
        let mut by_input: Vec<(InputName, Vec<Finding>)> = Vec::new();
        for finding in findings {
            let name = &*finding.location.name;
            match by_input.iter_mut().find(|(known, _)| known == name) {
                Some((_, found)) => found.push(finding),
                None => by_input.push((name.clone(), vec![finding])),
            }
        }
        for (name, found) in by_input {
            let source = Source::from_text(name, "", self.masker);
            let report = self.settled(super::file::of_folder(&source, found));
            self.deliver_counted(report)?;
        }
        Ok(())
    }

    /// The protocol of this name.
    pub fn protocol(&self, name: Option<&str>) -> Option<&'r Protocol> {
        let name = name?;
        self.known
            .iter()
            .find(|known| known.name() == name)
            .copied()
    }

    /// What was reported since this was asked last.
    pub fn take_told(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.told)
    }

    /// Hands a verdict to the report.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn verdict(&mut self, verdict: &Verdict) -> std::io::Result<()> {
        let summary = &mut self.outcome.summary;
        summary.files += verdict.inputs.len() as u64;
        summary.targets += u64::from(verdict.unchecked() < verdict.checks.len());
        self.report.verdict(verdict)
    }

    /// Judges a planned session.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn planned(&mut self, plan: Plan) -> std::io::Result<Walked> {
        let mut contents = Vec::new();
        let mut unordered = false;
        for path in &plan.payloads {
            unordered |= path.is_dir() && !is_numbered(path);
            let mut entries = Vec::new();
            Walker::default().walk(path, &mut |entry| entries.push(entry));
            for entry in entries {
                match entry {
                    Entry::File(found) => match Content::of_file(&found.path) {
                        Ok(content) => {
                            let name = InputName::File(display(&found.path));
                            contents.push((name, content, found.named));
                        }
                        Err(error) => self.unreadable(&found.path, &error.to_string())?,
                    },
                    other => self.entry(other)?,
                }
            }
        }
        self.outcome.summary.files += contents.len() as u64;
        let job = self.job(true);
        let mut script = job.script(plan.endpoint, contents, unordered);
        script.origin = plan.origin.map(|origin| {
            let part = script.decoded.source.append(origin.source);
            Located {
                map: origin.url.map.through(&SourceMap::verbatim(part)),
                ..origin.url
            }
        });
        let (report, walked) = job.walked(&script);
        let failures = job.failures.into_inner();
        self.outcome.failures.extend(failures);
        for report in script.reports.into_iter().chain([report]) {
            let report = self.settled(report);
            self.deliver_counted(report)?;
        }
        Ok(walked)
    }
}

/// Whether the names of a folder's files begin with numbers, which give an order.
fn is_numbered(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    let shown = names.iter().map(|name| name.to_string_lossy());
    let mut inputs = shown.filter(|name| !name.starts_with('.')).peekable();
    inputs.peek().is_some() && inputs.all(|name| name.starts_with(|c: char| c.is_ascii_digit()))
}

impl Job<'_> {
    /// Reads the files of a plan into one source.
    fn script(
        &self,
        endpoint: Option<PlannedUrl>,
        contents: Vec<(InputName, Content, bool)>,
        unordered: bool,
    ) -> Script {
        let (source, url) = match endpoint {
            Some(planned) => (planned.source, Some(planned.url)),
            None => {
                let name = InputName::Argument("--payload".to_owned());
                (Source::from_text(name, "", self.masker), None)
            }
        };
        let mut script = Script {
            decoded: Decoded {
                source,
                invalid: None,
                truncated: None,
            },
            url,
            origin: None,
            steps: Vec::new(),
            reports: Vec::new(),
            unordered,
        };
        for (name, content, named) in contents {
            for opened in self.open(name, content) {
                match opened {
                    Ok(opened) => self.add(opened, named, &mut script),
                    Err(report) => script.reports.push(*report),
                }
            }
        }
        script
    }

    fn add(&self, opened: super::Opened, named: bool, script: &mut Script) {
        let Some(format) = opened.format else {
            if named {
                script.reports.extend(self.decoded(&opened));
            }
            return;
        };
        let source = opened.decoded.source;
        let mut steps = Steps::default();
        let settings = &self.options.settings;
        let read = || capture::read(&source, format, settings, &mut steps);
        if crate::guard::guard(super::file::reader(format), read).is_err() {
            let failure = format!(
                "{} crashed on {}",
                super::file::reader(format),
                source.shown_name()
            );
            self.failures.borrow_mut().push(failure);
        }
        if !steps.problems.is_empty() {
            let problems = steps.problems.iter();
            let mut found: Vec<Finding> = problems
                .map(|problem| input::problem(&source, problem))
                .collect();
            for finding in &mut found {
                source.resolve(&mut finding.location);
            }
            let mut report = super::file::empty(&source, Some(format));
            report.findings = found;
            script.reports.push(report);
        }
        let file = source.shown_name().into_owned();
        let part = script.decoded.source.append(source);
        if let (None, Some((text, map))) = (&script.url, steps.url) {
            script.url = Some(Located {
                text: text.into(),
                map: map.through(&SourceMap::verbatim(part)),
            });
        }
        script.steps.extend(steps.steps.into_iter().map(|mut step| {
            step.file.clone_from(&file);
            step.moved(part)
        }));
    }

    /// The protocol that the payloads resemble most, where no socket claims one: what goes over HTTP is no frame.
    fn resembled(&self, script: &Script) -> Option<&Protocol> {
        script.steps.iter().find_map(|step| {
            let document = json::parse(&step.text, PAYLOAD_DEPTH).ok()?;
            let best = resemble::best(document.root(), self.protocols)?;
            best.resembles(document.root()).then_some(best)
        })
    }

    /// Steps the plan through the protocol that its URL and its payloads claim.
    fn walked(&self, script: &Script) -> (FileReport, Walked) {
        let mut walked = Walked {
            url: script.url.as_ref().map(|url| url.text.clone().into_owned()),
            payloads: script.steps.len(),
            ..Walked::default()
        };
        // What only resembles no protocol is not meant for the first one.
        let job = self.like(self.protocols, false);
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
        let protocols = [protocol];
        let job = self.like(&protocols, true);
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
        self.failures.borrow_mut().extend(job.failures.into_inner());
        let mut report = shown(report, script);
        // A plan that leaves an answer out says nothing of the server.
        let rules = protocol.manifest.sequence.iter();
        let waiting =
            rules.filter(|rule| matches!(rule.pattern, Pattern::Response | Pattern::Answered));
        let waiting: Vec<&str> = waiting.map(|rule| rule.rule.as_str()).collect();
        report
            .findings
            .retain(|finding| !waiting.contains(&finding.rule.code));
        (report, walked)
    }
}

impl<'r> Job<'r> {
    /// The same work by other protocols.
    fn like(&self, protocols: &'r [&'r Protocol], named: bool) -> Self {
        Job {
            protocols,
            options: self.options,
            masker: self.masker,
            named,
            failures: std::cell::RefCell::default(),
        }
    }
}

/// A report on a planned session names no session: there was none.
fn shown(mut report: FileReport, script: &Script) -> FileReport {
    report.sessions.clear();
    report.ignored.clear();
    report.payloads = script.steps.len() as u64 + u64::from(script.url.is_some());
    for finding in &mut report.findings {
        finding.session = None;
        finding.frame = None;
    }
    report
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
                walked.left_out.push(format!(
                    "{} holds {name}, a message that only the server sends",
                    step.file
                ));
                chosen.alone.push(step);
            }
            Kind::Rest(name) => {
                walked.left_out.push(format!(
                    "{} holds {name}, which goes over HTTP and not over the socket",
                    step.file
                ));
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
    let before: Vec<usize> = chosen
        .sent
        .iter()
        .map(|(step, _)| step.extent.start)
        .collect();
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
fn play(
    script: &Script,
    chosen: &Chosen<'_>,
    protocol: &Protocol,
    job: &Job<'_>,
    walked: &mut Walked,
) -> Vec<Played> {
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
                    let part = script.decoded.source.append(Source::from_text(
                        name,
                        text.clone(),
                        job.masker,
                    ));
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
        return sink.event(Event {
            socket: 0,
            kind: EventKind::Open(Open::default()),
        });
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
    sink.event(Event {
        socket: 0,
        kind: EventKind::Frame(frame),
    });
}

struct FrameOf(Frame<'static>);

impl From<&Step> for FrameOf {
    fn from(step: &Step) -> Self {
        Self(Frame {
            direction: if step.from_server {
                Direction::Server
            } else {
                Direction::Client
            },
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
                direction: Direction::Server,
                time: None,
                data: Data::Unchecked {
                    span: *extent,
                    note: None,
                },
                extent: *extent,
            }),
        }
    }
}
