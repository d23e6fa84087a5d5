//! The automata of one socket.

use std::collections::VecDeque;

use crate::protocol::limits::{LimitOverrides, Rate};
use crate::protocol::manifest::Pattern;
use crate::rule::Rule;

use super::Step;
use super::compile::{Compiled, Sequence};
use super::keyed::{Detail, Keyed};

/// A rule that was broken. `E` is whatever the caller remembers an event by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation<E> {
    /// Index of the rule in the manifest.
    pub rule: usize,
    /// The code that reports it.
    pub code: &'static Rule,
    /// The event that broke it; for what is known only later (an absent answer), the event that waited.
    pub at: E,
    /// An earlier event that explains it: the first occurrence of what may occur only once.
    pub earlier: Option<E>,
    /// What a pattern on ids found.
    pub detail: Option<Detail>,
}

/// How a rule was broken.
#[derive(Clone, Debug)]
pub(super) struct Breach<E> {
    at: E,
    earlier: Option<E>,
    detail: Option<Detail>,
}

impl<E> Breach<E> {
    fn new(at: E, earlier: Option<E>) -> Self {
        Self { at, earlier, detail: None }
    }

    pub(super) fn keyed(at: E, earlier: Option<E>, detail: Detail) -> Self {
        Self { at, earlier, detail: Some(detail) }
    }
}

/// What one rule remembers of one socket.
#[derive(Clone, Debug)]
struct State<E> {
    /// The scope has begun and not ended.
    inside: bool,
    /// An opaque frame may have begun the scope (outside) or ended it (inside): what comes from here on breaks nothing for certain.
    unsure: bool,
    /// A `by` has occurred in the scope, or may have.
    seen_by: bool,
    count: u32,
    /// First `of` in the scope: the first occurrence, or the first that waits for an answer.
    first: Option<E>,
    /// The event that the scope began with.
    opened: Option<E>,
    /// A violation that counts only if the scope's end comes (`before`).
    pending: Option<Box<Breach<E>>>,
    /// The value that is constant.
    value: Option<String>,
    /// The latest occurrences of what has a rate, in microseconds; at most one more than the rate allows.
    times: VecDeque<i64>,
    /// The rate, where the rule is one.
    rate: Option<Rate>,
    /// What a pattern on ids remembers.
    keyed: Option<Box<Keyed<E>>>,
    /// It was reported on this socket.
    reported: bool,
}

/// What is known of the socket beside its events.
#[derive(Clone, Copy, Debug)]
struct Known<'k> {
    start_seen: bool,
    /// The parameters of its URL, decoded.
    parameters: &'k [(String, String)],
}

/// The automata of one socket; `E` is what an event is remembered by (small, and cheap to clone).
#[derive(Clone, Debug)]
pub struct Machine<E> {
    states: Vec<State<E>>,
    /// The socket's start is in the capture, so that what never came before is known to be absent.
    start_seen: bool,
    /// The parameters of the URL, decoded; none where the capture does not show it.
    parameters: Vec<(String, String)>,
}

impl<E: Clone> Machine<E> {
    /// The automata of a socket that begins now. `start_seen` is false for a capture that starts in the middle.
    pub fn new(sequence: &Sequence, start_seen: bool) -> Self {
        let states = sequence
            .rules
            .iter()
            .map(|rule| State {
                inside: rule.after.is_none(),
                unsure: false,
                seen_by: false,
                count: 0,
                first: None,
                opened: None,
                pending: None,
                value: None,
                times: VecDeque::new(),
                rate: LimitOverrides::default().rate(&rule.manifest),
                keyed: Keyed::new(rule.manifest.pattern).map(Box::new),
                reported: false,
            })
            .collect();
        Self { states, start_seen, parameters: Vec::new() }
    }

    /// Rates as a user sets them.
    pub fn set_limits(&mut self, sequence: &Sequence, limits: &LimitOverrides) {
        for (rule, state) in sequence.rules.iter().zip(&mut self.states) {
            state.rate = limits.rate(&rule.manifest);
        }
    }

    /// The capture shows the session from its start after all: the opening message was seen.
    pub fn start_seen(&mut self) {
        self.start_seen = true;
    }

    /// The socket's URL has these parameters, decoded.
    pub fn set_parameters(&mut self, parameters: Vec<(String, String)>) {
        self.parameters = parameters;
    }

    /// Steps every rule by one event and returns what it broke, in the manifest's order.
    pub fn step(&mut self, sequence: &Sequence, step: &Step<'_>, event: &E) -> Vec<Violation<E>> {
        let mut broken = Vec::new();
        let known = Known { start_seen: self.start_seen, parameters: &self.parameters };
        for (index, (rule, state)) in sequence.rules.iter().zip(&mut self.states).enumerate() {
            if let Some(breach) = state.step(rule, step, event, known) {
                broken.push(violation(rule, index, breach));
            }
        }
        self.filter(sequence, broken)
    }

    /// The socket is over, or the capture is: returns what was still owed.
    pub fn finish(&mut self, sequence: &Sequence) -> Vec<Violation<E>> {
        let mut broken = Vec::new();
        let known = Known { start_seen: self.start_seen, parameters: &self.parameters };
        for (index, (rule, state)) in sequence.rules.iter().zip(&mut self.states).enumerate() {
            // A scope that ends with `before` does not exist when that event never comes.
            if state.inside
                && rule.before.is_none()
                && let Some(breach) = state.owed(rule, known)
            {
                broken.push(violation(rule, index, breach));
            }
            let owed = state.keyed.as_mut().map_or_else(Vec::new, |keyed| keyed.owed());
            broken.extend(owed.into_iter().map(|breach| violation(rule, index, breach)));
        }
        self.filter(sequence, broken)
    }

    /// The frames that wait for an answer right now: (rule index, event).
    pub fn waiting(&self, sequence: &Sequence) -> Vec<(usize, E)> {
        let states = sequence.rules.iter().zip(&self.states).enumerate();
        states
            .filter(|(_, (rule, state))| rule.manifest.pattern == Pattern::Response && state.inside)
            .filter_map(|(index, (_, state))| Some((index, state.first.clone()?)))
            .collect()
    }

    /// Applies groups, `once` and `unless`.
    fn filter(&mut self, sequence: &Sequence, broken: Vec<Violation<E>>) -> Vec<Violation<E>> {
        let mut groups = Vec::new();
        let mut kept = Vec::new();
        for violation in broken {
            let rule = &sequence.rules[violation.rule];
            let silenced = rule.unless.iter().any(|&other| self.states[other].reported);
            let repeated = rule.manifest.once && self.states[violation.rule].reported;
            let outranked = rule.group.is_some_and(|group| groups.contains(&group));
            if silenced || repeated || outranked {
                continue;
            }
            groups.extend(rule.group);
            self.states[violation.rule].reported = true;
            kept.push(violation);
        }
        kept
    }
}

fn violation<E>(rule: &Compiled, index: usize, breach: Breach<E>) -> Violation<E> {
    let Breach { at, earlier, detail } = breach;
    Violation { rule: index, code: rule.code, at, earlier, detail }
}

/// What is forgiven of a window, in microseconds: clocks and networks jitter, and a sender that keeps the limit exactly is in time.
const JITTER: i64 = 50_000;

/// The string at the rule's field.
fn text_at<'e>(rule: &Compiled, step: &Step<'e>) -> Option<&'e str> {
    match step {
        Step::Frame { payload, .. } => payload.as_ref()?.pointer(rule.manifest.field.as_deref()?)?.as_str(),
        Step::Socket(_) => None,
    }
}

type Broken<E> = Option<Breach<E>>;

impl<E: Clone> State<E> {
    fn step(&mut self, rule: &Compiled, step: &Step<'_>, event: &E, known: Known<'_>) -> Broken<E> {
        if let Some(keyed) = &mut self.keyed {
            keyed.step(rule, step, event, known.start_seen)
        } else if self.inside {
            self.step_inside(rule, step, event, known)
        } else {
            self.step_outside(rule, step, event);
            None
        }
    }

    fn step_outside(&mut self, rule: &Compiled, step: &Step<'_>, event: &E) {
        let Some(after) = &rule.after else {
            return;
        };
        if self.unsure {
            // If the scope has begun unseen, this counts.
            self.seen_by |= rule.by.may_contain(step);
            self.count = self.count.max(u32::from(rule.of.may_contain(step)));
        }
        let end = rule.before.as_ref().or(rule.until.as_ref());
        let ends = end.is_some_and(|set| set.contains(step));
        let may_end = end.is_some_and(|set| set.may_contain(step));
        if after.contains(step) {
            // What both ends and begins a scope is of no help where it is not known which.
            if !(self.unsure && may_end) {
                self.enter(rule, event);
            }
        } else {
            if ends {
                self.leave();
            }
            self.unsure |= after.may_contain(step);
        }
    }

    fn step_inside(&mut self, rule: &Compiled, step: &Step<'_>, event: &E, known: Known<'_>) -> Broken<E> {
        if let Some(end) = rule.before.as_ref().or(rule.until.as_ref()) {
            if end.contains(step) {
                self.opened.get_or_insert_with(|| event.clone());
                let pending = self.pending.take().map(|breach| *breach);
                let owed = pending.or_else(|| self.owed(rule, known));
                // If the scope had ended before, this may have begun the next.
                let begins = rule.after.as_ref().is_some_and(|set| set.may_contain(step));
                let unsure = self.unsure && begins;
                self.leave();
                self.unsure = unsure;
                // A first end may have come before the capture did: then this scope is none.
                let is_known = rule.before.is_none() || rule.after.is_some() || known.start_seen;
                return owed.filter(|_| is_known);
            }
            if end.may_contain(step) {
                self.unsure = true;
                if rule.until.is_some() {
                    self.judge(rule, step, event, known);
                    self.inside = false;
                    self.first = None;
                    return None;
                }
            }
        }
        let broken = self.judge(rule, step, event, known);
        if rule.before.is_none() {
            return broken;
        }
        // Before R only means something once R comes.
        self.pending = self.pending.take().or(broken.map(Box::new));
        None
    }

    fn enter(&mut self, rule: &Compiled, event: &E) {
        self.inside = true;
        self.opened = Some(event.clone());
        if !(self.unsure && rule.manifest.pattern != Pattern::BoundedExistence) {
            self.seen_by = false;
            self.count = 0;
        }
        self.unsure = false;
        self.first = None;
        self.pending = None;
    }

    /// The scope has ended. Without `after` it does not begin again.
    fn leave(&mut self) {
        self.inside = false;
        self.unsure = false;
        self.seen_by = false;
        self.count = 0;
        self.first = None;
        self.opened = None;
        self.pending = None;
    }

    /// What an event inside the scope breaks.
    fn judge(&mut self, rule: &Compiled, step: &Step<'_>, event: &E, known: Known<'_>) -> Broken<E> {
        self.opened.get_or_insert_with(|| event.clone());
        let occurs = rule.of.contains(step) && !self.unsure;
        match rule.manifest.pattern {
            Pattern::Absence => occurs.then(|| Breach::new(event.clone(), None)),
            Pattern::Existence => {
                if rule.of.may_contain(step) {
                    self.count = 1;
                }
                None
            }
            Pattern::BoundedExistence => {
                if !occurs {
                    return None;
                }
                self.count = self.count.saturating_add(1);
                let earlier = self.first.get_or_insert_with(|| event.clone()).clone();
                (self.count > rule.max).then(|| Breach::new(event.clone(), Some(earlier)))
            }
            Pattern::Precedence => {
                self.seen_by |= rule.by.may_contain(step);
                // Inside a scope whose opening event was seen, what is absent is absent even when the socket's start was not.
                let is_known = known.start_seen || rule.after.is_some();
                (is_known && occurs && !self.seen_by).then(|| Breach::new(event.clone(), None))
            }
            Pattern::Constant => {
                let value = occurs.then(|| text_at(rule, step)).flatten()?;
                if let Some(first) = &self.value {
                    (first != value).then(|| Breach::new(event.clone(), self.first.clone()))
                } else {
                    self.value = Some(value.to_owned());
                    self.first = Some(event.clone());
                    None
                }
            }
            Pattern::EqualsUrl => {
                let value = occurs.then(|| text_at(rule, step)).flatten()?;
                let parameter = rule.manifest.parameter.as_deref()?;
                let mut parameters = known.parameters.iter();
                let (_, wanted) = parameters.find(|(name, _)| name == parameter)?;
                // Ids compare without case, as UUIDs do.
                let equal = wanted.eq_ignore_ascii_case(value);
                (!equal && !wanted.is_empty()).then(|| Breach::new(event.clone(), None))
            }
            Pattern::Rate => {
                let time = occurs.then(|| step.micros()).flatten()?;
                self.too_fast(time).then(|| Breach::new(event.clone(), None))
            }
            // They are stepped by themselves.
            Pattern::Lifecycle | Pattern::Answered | Pattern::Distinct => None,
            Pattern::Response => {
                if rule.by.may_contain(step) {
                    self.first = None;
                } else if occurs && self.first.is_none() {
                    self.first = Some(event.clone());
                }
                None
            }
        }
    }

    /// Notes an occurrence, and says whether it is one too many for the window before it.
    fn too_fast(&mut self, time: i64) -> bool {
        let Some(rate) = self.rate else {
            return false;
        };
        let window = rate.micros();
        let strict = window - JITTER.min(window / 10);
        self.times.retain(|earlier| time.saturating_sub(*earlier) < strict);
        let over = self.times.len() >= rate.count as usize;
        if self.times.len() > rate.count as usize {
            self.times.pop_front();
        }
        self.times.push_back(time);
        over
    }

    /// What the scope's end leaves unfulfilled.
    fn owed(&mut self, rule: &Compiled, known: Known<'_>) -> Broken<E> {
        match rule.manifest.pattern {
            Pattern::Response => self.first.take().map(|event| Breach::new(event, None)),
            Pattern::Existence if self.count == 0 => {
                let is_known = known.start_seen || rule.after.is_some();
                self.opened.take().filter(|_| is_known).map(|event| Breach::new(event, None))
            }
            _ => None,
        }
    }
}
