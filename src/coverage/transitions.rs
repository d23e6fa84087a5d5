//! Transitions: what may follow what, derived from the sequence rules of a manifest.
//!
//! A rule that no input puts to the test proves nothing, however often it holds. So each rule asks for the course that it lets
//! pass: what must come first and then what follows it, a request and its answer, what was forbidden for a while and is allowed
//! again. What a rule forbids is asked for nowhere.

use crate::outcome::{Item, Side, What};
use crate::protocol::manifest::{EventPattern, Manifest, Pattern, Sender, SequenceRule};

use super::plan::Plan;
use super::words;

/// The rule of a guest session that goes on on another socket, which is none of the sequence.
const GUEST_SESSION: &str = "guest-session";
/// Most alternatives of a rule that are told apart: a bit each, where a socket is followed.
pub(super) const ALTERNATIVES: usize = 64;

/// The transitions of a protocol.
#[derive(Debug, Default)]
pub(super) struct Transitions {
    pub(super) rules: Vec<Derived>,
    /// The item of a guest session that goes on on another socket.
    pub(super) continued: Option<usize>,
}

/// A sequence rule and the items that it asks for.
#[derive(Debug)]
pub(super) struct Derived {
    pub(super) kind: Kind,
    pub(super) rule: SequenceRule,
    /// One for each alternative of what the kind is about, or one for all of them; none where it is no item.
    pub(super) items: Vec<Option<usize>>,
}

/// What a rule lets pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `of` after `by`; an item for each `of`.
    Follows,
    /// `of`, then `by`; an item for each `of`.
    Answered,
    /// `of`, then a frame of the server with its id; an item for each `of`.
    AnsweredById,
    /// `of` names what is in a state that is ready; an item for each `of`.
    Ready,
    /// What is forbidden in a scope comes after it; one item.
    Resumed,
    /// The scope begins, and nothing that is forbidden in it follows; an item for each event that begins it.
    Silent,
    /// `of` occurs in the scope; one item.
    Occurs,
    /// `of` occurs twice in the scope; one item.
    Again,
}

impl Kind {
    /// What a rule asks for, if anything: rules that compare values or count in time allow no course that others do not.
    fn of(rule: &SequenceRule) -> Option<Self> {
        let scope = &rule.scope;
        let ends = !scope.before.is_empty() || !scope.until.is_empty();
        match rule.pattern {
            Pattern::Precedence => Some(Kind::Follows),
            Pattern::Response => Some(Kind::Answered),
            Pattern::Answered => Some(Kind::AnsweredById),
            Pattern::Lifecycle => Some(Kind::Ready),
            Pattern::Existence => Some(Kind::Occurs),
            Pattern::BoundedExistence => (rule.max > Some(1)).then_some(Kind::Again),
            Pattern::Absence if ends => Some(Kind::Resumed),
            Pattern::Absence => (!scope.after.is_empty()).then_some(Kind::Silent),
            Pattern::Constant | Pattern::EqualsUrl | Pattern::Rate | Pattern::Distinct => None,
        }
    }
}

impl Transitions {
    /// Adds the items of a manifest's rules to `plan`.
    pub(super) fn fill(&mut self, manifest: &Manifest, plan: &mut Plan) {
        for rule in &manifest.sequence {
            let Some(kind) = Kind::of(rule) else {
                continue;
            };
            let items = items(kind, rule, plan);
            if items.iter().any(Option::is_some) {
                let rule = rule.clone();
                self.rules.push(Derived { kind, rule, items });
            }
        }
        if let Some(pointer) = &manifest.guest_session {
            let shared = format!("another socket with the same {}", words::path(pointer));
            let item = Item {
                side: Side::Client,
                message: None,
                what: What::Transition { rule: GUEST_SESSION.to_owned(), course: vec!["a socket".to_owned(), shared] },
                parent: None,
            };
            self.continued = Some(plan.add(item));
        }
    }
}

fn items(kind: Kind, rule: &SequenceRule, plan: &mut Plan) -> Vec<Option<usize>> {
    let scope = &rule.scope;
    let each = |of: &[EventPattern], course: &dyn Fn(String) -> Vec<String>, plan: &mut Plan| {
        of.iter()
            .take(ALTERNATIVES)
            .map(|pattern| one(rule, std::slice::from_ref(pattern), course(words::event(pattern)), plan))
            .collect()
    };
    let all = |course: Vec<String>, plan: &mut Plan| {
        let known: Vec<EventPattern> = rule.of.iter().filter(|of| occurs(of, plan)).cloned().collect();
        vec![one(rule, &known, course, plan)]
    };
    let of = words::any(&rule.of);
    let begun = (!scope.after.is_empty()).then(|| words::any(&scope.after));
    match kind {
        Kind::Follows => each(&rule.of, &|of| vec![words::any(&rule.by), of], plan),
        Kind::Answered => each(&rule.of, &|of| vec![of, words::any(&rule.by)], plan),
        Kind::AnsweredById => {
            let field = words::path(rule.field.as_deref().unwrap_or_default());
            each(&rule.of, &|of| vec![of, format!("an answer with its {field}")], plan)
        }
        Kind::Ready => {
            let ready = rule.states.iter().filter(|state| state.ready);
            let ready: Vec<EventPattern> = ready.flat_map(|state| state.on.clone()).collect();
            each(&rule.of, &|of| vec![words::any(&ready), format!("{of} with its id")], plan)
        }
        Kind::Resumed => {
            let ended = [&scope.before, &scope.until].into_iter().flatten();
            let ended: Vec<EventPattern> = ended.cloned().collect();
            all(begun.into_iter().chain([words::any(&ended), of]).collect(), plan)
        }
        Kind::Occurs => all(begun.into_iter().chain([of]).collect(), plan),
        Kind::Again => all(vec![of.clone(), of], plan),
        Kind::Silent => scope.after.iter().take(ALTERNATIVES).map(|after| silent(rule, after, plan)).collect(),
    }
}

/// The item of a course that ends in one of `of`; none where no message of the protocol is meant.
fn one(rule: &SequenceRule, of: &[EventPattern], course: Vec<String>, plan: &mut Plan) -> Option<usize> {
    let first = of.first().filter(|first| occurs(first, plan))?;
    let same = of.iter().all(|pattern| pattern.message == first.message);
    let message = first.message.clone().filter(|_| same);
    let parent = message.as_ref().and_then(|name| plan.message(name, side(first)));
    let what = What::Transition { rule: rule.id.clone(), course };
    Some(plan.add(Item { side: side(first), message, what, parent }))
}

/// The item of a scope in which something is forbidden from now on.
fn silent(rule: &SequenceRule, after: &EventPattern, plan: &mut Plan) -> Option<usize> {
    if !occurs(after, plan) {
        return None;
    }
    let name = after.message.as_deref();
    let parent = name.and_then(|name| plan.message(name, side(after)));
    let course = vec![words::event(after), format!("no {}", words::any(&rule.of).trim_start_matches("any "))];
    let what = What::Transition { rule: rule.id.clone(), course };
    Some(plan.add(Item { side: rule.of.first().map_or(Side::Client, side), message: None, what, parent }))
}

/// Whether an event can occur as far as the plan knows: it names no message, or one that somebody sends.
fn occurs(pattern: &EventPattern, plan: &Plan) -> bool {
    let name = pattern.message.as_deref();
    name.is_none_or(|name| plan.message(name, side(pattern)).is_some())
}

/// Who sends an event's frame; what may be from either is taken for the client's, of whom rules ask.
fn side(pattern: &EventPattern) -> Side {
    match pattern.direction {
        Some(Sender::Server) => Side::Server,
        Some(Sender::Client | Sender::Both | Sender::Rest) | None => Side::Client,
    }
}
