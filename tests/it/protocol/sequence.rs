//! The sequence engine against a naive reference that looks at the whole trace, and sockets against each other.

use guestlint::capture::Direction;
use guestlint::outcome::{Account, Summary};
use guestlint::page::Page;
use guestlint::protocol::manifest::{EventPattern, Pattern, Scope, Sender, SequenceRule};
use guestlint::protocol::sequence::{Machine, Said, Sequence, Step};
use guestlint::run::{Input, Options, Run};
use proptest::prelude::*;

/// An event of a small alphabet: who, and which of three messages; `None` is an opaque frame.
type Event = (Direction, Option<usize>);

const NAMES: [&str; 3] = ["a", "b", "c"];

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Client), Just(Direction::Server)]
}

fn certain() -> impl Strategy<Value = Event> {
    (direction(), (0..NAMES.len()).prop_map(Some))
}

fn trace(most: usize) -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(certain(), 0..most)
}

/// A trace with at most two opaque frames.
fn opaque_trace() -> impl Strategy<Value = Vec<Event>> {
    let holes = prop::collection::vec((any::<prop::sample::Index>(), direction()), 1..3);
    (trace(7), holes).prop_map(|(mut trace, holes)| {
        for (index, direction) in holes {
            trace.insert(index.index(trace.len() + 1), (direction, None));
        }
        trace
    })
}

fn pattern() -> impl Strategy<Value = EventPattern> {
    let sender = prop::sample::select(vec![None, Some(Sender::Both), Some(Sender::Client), Some(Sender::Server)]);
    let name = prop::option::weighted(0.8, prop::sample::select(NAMES.to_vec()));
    let not = prop::collection::vec(prop::sample::select(NAMES.to_vec()), 0..2);
    (sender, name, not).prop_map(|(direction, message, not)| EventPattern {
        direction,
        message: message.map(str::to_owned),
        not: not.into_iter().map(str::to_owned).collect(),
        ..EventPattern::default()
    })
}

fn set() -> impl Strategy<Value = Vec<EventPattern>> {
    prop::collection::vec(pattern(), 1..3)
}

fn rule() -> impl Strategy<Value = SequenceRule> {
    let kind = prop::sample::select(vec![
        Pattern::Absence,
        Pattern::Existence,
        Pattern::BoundedExistence,
        Pattern::Precedence,
        Pattern::Response,
    ]);
    let scope = (0..5_usize, set(), set()).prop_map(|(kind, first, second)| match kind {
        0 => Scope::default(),
        1 => Scope { before: first, ..Scope::default() },
        2 => Scope { after: first, ..Scope::default() },
        3 => Scope { after: first, before: second, ..Scope::default() },
        _ => Scope { after: first, until: second, ..Scope::default() },
    });
    (kind, set(), set(), 0..3_u32, scope).prop_map(|(pattern, of, by, max, scope)| SequenceRule {
        field: None,
        parameter: None,
        window_seconds: None,
        states: Vec::new(),
        fresh: Vec::new(),
        never: None,
        severity: None,
        id: "rule".to_owned(),
        rule: "GL302".to_owned(),
        pattern,
        of,
        by: match pattern {
            Pattern::Precedence | Pattern::Response => by,
            _ => Vec::new(),
        },
        max: (pattern == Pattern::BoundedExistence).then_some(max),
        scope,
        group: None,
        once: false,
        unless: Vec::new(),
        message: String::new(),
        help: String::new(),
        why: None,
        source: "P".to_owned(),
    })
}

fn step((direction, name): Event) -> Step<'static> {
    Step::Frame {
        direction,
        said: name.map_or(Said::Opaque, |name| Said::Message(NAMES[name])),
        payload: None,
        micros: None,
    }
}

fn engine(rule: &SequenceRule, trace: &[Event], start_seen: bool) -> Vec<usize> {
    let sequence = Sequence::compile(std::slice::from_ref(rule)).unwrap();
    let mut machine = Machine::new(&sequence, start_seen);
    let mut found = Vec::new();
    for (index, event) in trace.iter().enumerate() {
        found.extend(machine.step(&sequence, &step(*event), &index));
    }
    found.extend(machine.finish(&sequence));
    found.into_iter().map(|violation| violation.at).collect()
}

fn is(set: &[EventPattern], (direction, name): Event) -> bool {
    let name = NAMES[name.expect("the reference knows no opaque frames")];
    set.iter().any(|pattern| {
        let sender = match pattern.direction {
            None | Some(Sender::Both) => true,
            Some(Sender::Client) => direction == Direction::Client,
            Some(Sender::Rest) => false,
            Some(Sender::Server) => direction == Direction::Server,
        };
        sender
            && pattern.message.as_deref().is_none_or(|wanted| wanted == name)
            && !pattern.not.iter().any(|other| other == name)
    })
}

/// The scopes of a trace: the event that opens each (none at the trace's start), and the events between its ends.
fn scopes(rule: &SequenceRule, trace: &[Event]) -> Vec<(Option<usize>, std::ops::Range<usize>)> {
    let Scope { after, before, until } = &rule.scope;
    let end = |from: usize, set: &[EventPattern]| (from..trace.len()).find(|&index| is(set, trace[index]));
    if after.is_empty() {
        return match end(0, before) {
            _ if before.is_empty() => vec![(None, 0..trace.len())],
            Some(end) => vec![(None, 0..end)],
            None => Vec::new(),
        };
    }
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = end(from, after) {
        let closing = if until.is_empty() { before } else { until };
        match end(open + 1, closing) {
            Some(close) => {
                found.push((Some(open), open + 1..close));
                from = close + 1;
            }
            None => {
                if before.is_empty() {
                    found.push((Some(open), open + 1..trace.len()));
                }
                break;
            }
        }
    }
    found
}

/// The events that break the rule, by its definition. Of a scope that counts only once it has ended, the first.
fn reference(rule: &SequenceRule, trace: &[Event]) -> Vec<usize> {
    let mut all = Vec::new();
    for (open, scope) in scopes(rule, trace) {
        let of: Vec<usize> = scope.clone().filter(|&at| is(&rule.of, trace[at])).collect();
        let by: Vec<usize> = scope.clone().filter(|&at| is(&rule.by, trace[at])).collect();
        let mut broken = match rule.pattern {
            Pattern::Absence => of,
            Pattern::Existence if of.is_empty() => {
                // Nothing broke it but the scope itself: its opening event, or the first that there is.
                (!trace.is_empty()).then(|| open.unwrap_or(0)).into_iter().collect()
            }
            Pattern::Existence => Vec::new(),
            Pattern::BoundedExistence => of[of.len().min(rule.max.unwrap() as usize)..].to_vec(),
            Pattern::Precedence => {
                let first = by.first().copied().unwrap_or(usize::MAX);
                of.into_iter().filter(|&at| at < first).collect()
            }
            // They judge values, ids and times, which these traces do not have.
            Pattern::Constant | Pattern::EqualsUrl | Pattern::Rate => Vec::new(),
            Pattern::Lifecycle | Pattern::Answered | Pattern::Distinct => Vec::new(),
            Pattern::Response => {
                let last = by.last().copied();
                of.into_iter().find(|&at| last.is_none_or(|last| at > last)).into_iter().collect()
            }
        };
        if !rule.scope.before.is_empty() {
            broken.truncate(1);
        }
        all.extend(broken);
    }
    all
}

/// Every trace that an opaque one may have been.
fn readings(trace: &[Event]) -> Vec<Vec<Event>> {
    let mut all = vec![Vec::new()];
    for &(direction, name) in trace {
        let names = name.map_or(0..NAMES.len(), |name| name..name + 1);
        all = all
            .into_iter()
            .flat_map(|reading| {
                names.clone().map(move |name| {
                    let mut reading = reading.clone();
                    reading.push((direction, Some(name)));
                    reading
                })
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_finds_what_the_definitions_say(rule in rule(), trace in trace(12)) {
        prop_assert_eq!(engine(&rule, &trace, true), reference(&rule, &trace));
    }

    #[test]
    fn what_opaque_frames_hide_is_not_reported(rule in rule(), trace in opaque_trace()) {
        if !engine(&rule, &trace, true).is_empty() {
            for reading in readings(&trace) {
                prop_assert!(!reference(&rule, &reading).is_empty(), "not broken when it was {:?}", reading);
            }
        }
    }

    #[test]
    fn what_came_before_the_capture_is_not_held_against_it(
        rule in rule(), unseen in trace(4), trace in trace(8),
    ) {
        // Beyond the scopes that the capture shows the beginning of.
        if rule.scope.after.is_empty() && !engine(&rule, &trace, false).is_empty() {
            let whole: Vec<Event> = unseen.into_iter().chain(trace).collect();
            prop_assert!(!reference(&rule, &whole).is_empty(), "not broken in {:?}", whole);
        }
    }
}

/// Everything that a run finds in a log, but for the places.
#[derive(Default)]
struct Told(Vec<String>);

impl Page for Told {
    fn file(&mut self, report: &Account) -> std::io::Result<()> {
        for session in &report.sessions {
            let own = report.findings().filter(|finding| finding.session.as_ref() == Some(&session.id));
            let mut codes: Vec<String> =
                own.map(|finding| format!("{}@{:?}x{}", finding.rule.code, finding.frame, finding.count)).collect();
            codes.sort();
            let causes = session.diagnosis.as_ref().map(|diagnosis| {
                let causes = diagnosis.causes.iter();
                let causes = causes.map(|cause| format!("{} {}", cause.rule.code, cause.why));
                (diagnosis.headline.clone(), causes.collect::<Vec<_>>(), diagnosis.check_next.clone())
            });
            self.0.push(format!("{:?} {codes:?} {causes:?}", session.end));
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> std::io::Result<()> {
        Ok(())
    }
}

fn told(rows: &[String]) -> Vec<String> {
    let mut report = Told::default();
    let options = Options { protocol: Some("guest-conversations".to_owned()), ..Options::default() };
    let mut run = Run::new(options, &mut report).unwrap();
    run.input(Input::Stdin(rows.concat().into_bytes().into())).unwrap();
    run.finish().unwrap();
    // The socket that appears first is the first session.
    report.0.sort();
    report.0
}

/// The rows of one socket, without times: only the order in the file counts.
fn socket(name: &'static str) -> impl Strategy<Value = Vec<String>> {
    let event = prop::sample::select(vec![
        r#""event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":101"#,
        r#""event":"send","data":{"type":"connect","version":"2.0"}"#,
        r#""event":"recv","data":{"type":"connected"}"#,
        r#""event":"send","data":{"type":"startChat","queueId":"nope"}"#,
        r#""event":"send","data":{"type":"message","text":"x"}"#,
        r#""event":"recv","data":{"type":"error","code":400,"message":"no"}"#,
        r#""event":"send","data":"{""#,
        r#""event":"close","code":1006"#,
    ]);
    let events = prop::collection::vec(event, 1..9);
    events.prop_map(move |events| {
        let rows = events.iter();
        rows.map(|event| format!("{{\"socket\":\"{name}\",{event}}}\n")).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn interleaved_sockets_give_what_they_give_one_after_the_other(
        one in socket("1"), two in socket("2"), order in prop::collection::vec(any::<bool>(), 20),
    ) {
        let apart: Vec<String> = one.iter().chain(&two).cloned().collect();
        let (mut one, mut two) = (one.into_iter().peekable(), two.into_iter().peekable());
        let mut mixed = Vec::new();
        for first in order {
            mixed.extend(if first { one.next() } else { two.next() });
        }
        mixed.extend(one.chain(two));
        // GL113 is told once a run, at the first socket: it says nothing about a socket.
        let plain = |rows: &[String]| -> Vec<String> {
            let mut told: Vec<String> = told(rows).iter().map(|line| line.replace("\"GL113@Nonex1\", ", "").replace("\"GL113@Nonex1\"", "")).collect();
            told.sort();
            told
        };
        prop_assert_eq!(plain(&apart), plain(&mixed));
    }
}
