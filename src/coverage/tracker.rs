//! Follows the events of one socket, and tells which transitions it went through. What is not certain counts for nothing.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::capture::Direction;
use crate::outcome::Bits;
use crate::protocol::manifest::EventPattern;
use crate::protocol::sequence::{Step, event_matches};
use crate::text::json::Node;

use super::transitions::{ALTERNATIVES, Derived, Kind, Transitions};

/// Most ids that are kept of a socket.
const KEPT: usize = 256;

/// Where a socket stands in each rule.
#[derive(Clone, Debug)]
pub(super) struct Tracker(Vec<State>);

/// Where a socket stands in one rule.
#[derive(Clone, Debug, Default)]
struct State {
    /// The scope has begun and not ended.
    inside: bool,
    /// It has ended, and not begun again.
    left: bool,
    /// A `by` has occurred in it.
    met: bool,
    /// Occurrences of `of` in it, as far as they matter.
    count: u32,
    /// The alternatives that wait for what completes them: a bit each.
    waiting: u64,
    /// The ids of requests with their alternatives, or of things that are ready.
    ids: VecDeque<(u64, u64)>,
}

impl Tracker {
    pub(super) fn new(transitions: &Transitions) -> Self {
        let states = transitions
            .rules
            .iter()
            .map(|derived| State { inside: derived.rule.scope.after.is_empty(), ..State::default() });
        Self(states.collect())
    }

    /// Takes an event. `clean`: nothing is wrong with it, neither with its payload nor with its place in the order.
    pub(super) fn step(&mut self, transitions: &Transitions, step: &Step<'_>, clean: bool, seen: &mut Bits) {
        for (derived, state) in transitions.rules.iter().zip(&mut self.0) {
            let reached = state.step(derived, step, clean);
            derived.mark(reached, seen);
        }
    }

    /// The socket is over, or the capture is.
    pub(super) fn finish(&self, transitions: &Transitions, seen: &mut Bits) {
        for (derived, state) in transitions.rules.iter().zip(&self.0) {
            if derived.kind == Kind::Silent {
                derived.mark(state.waiting, seen);
            }
        }
    }
}

impl Derived {
    fn mark(&self, reached: u64, seen: &mut Bits) {
        let items = self.items.iter().take(ALTERNATIVES).enumerate();
        let reached = items.filter(|(index, _)| reached >> index & 1 == 1);
        reached.filter_map(|(_, item)| *item).for_each(|item| seen.set(item));
    }
}

impl State {
    /// The alternatives that an event completes.
    fn step(&mut self, derived: &Derived, step: &Step<'_>, clean: bool) -> u64 {
        let rule = &derived.rule;
        let of = if clean { matching(&rule.of, step) } else { 0 };
        match derived.kind {
            Kind::AnsweredById => return self.by_id(derived, step, of),
            Kind::Ready => return self.ready(derived, step, of),
            Kind::Silent => {
                if event_matches(&rule.of, step) {
                    self.waiting = 0;
                }
                self.waiting |= matching(&rule.scope.after, step);
                return 0;
            }
            _ => {}
        }
        if !self.inside {
            let resumed = derived.kind == Kind::Resumed && self.left && of != 0;
            if event_matches(&rule.scope.after, step) {
                *self = Self { inside: true, ..Self::default() };
            }
            return u64::from(resumed);
        }
        let answered = derived.kind == Kind::Answered && event_matches(&rule.by, step);
        let completed = if answered { std::mem::take(&mut self.waiting) } else { 0 };
        let scope = &rule.scope;
        if event_matches(&scope.before, step) || event_matches(&scope.until, step) {
            *self = Self { left: true, ..Self::default() };
            return completed;
        }
        completed | self.judge(derived, step, of, answered)
    }

    fn judge(&mut self, derived: &Derived, step: &Step<'_>, of: u64, answered: bool) -> u64 {
        match derived.kind {
            Kind::Follows => {
                let reached = if self.met { of } else { 0 };
                self.met |= event_matches(&derived.rule.by, step);
                reached
            }
            Kind::Answered => {
                if !answered {
                    self.waiting |= of;
                }
                0
            }
            Kind::Occurs => u64::from(of != 0),
            Kind::Again => {
                self.count = self.count.saturating_add(u32::from(of != 0)).min(2);
                u64::from(of != 0 && self.count == 2)
            }
            Kind::Resumed | Kind::Silent | Kind::AnsweredById | Kind::Ready => 0,
        }
    }

    fn by_id(&mut self, derived: &Derived, step: &Step<'_>, of: u64) -> u64 {
        let field = derived.rule.field.as_deref().unwrap_or_default();
        let Some(id) = ids(step, field).first().copied() else {
            return 0;
        };
        if let Step::Frame { direction: Direction::Server, .. } = step {
            let Some(index) = self.ids.iter().position(|(known, _)| *known == id) else {
                return 0;
            };
            self.ids.remove(index).map_or(0, |(_, alternatives)| alternatives)
        } else {
            if of != 0 {
                self.keep(id, of);
            }
            0
        }
    }

    fn ready(&mut self, derived: &Derived, step: &Step<'_>, of: u64) -> u64 {
        let rule = &derived.rule;
        for state in &rule.states {
            if !event_matches(&state.on, step) {
                continue;
            }
            for id in ids(step, &state.field) {
                if state.ready {
                    self.keep(id, 1);
                } else if state.revokes {
                    self.ids.retain(|(known, _)| *known != id);
                }
            }
        }
        let field = rule.field.as_deref().unwrap_or_default();
        let used = ids(step, field);
        let is_ready = used.iter().any(|id| self.ids.iter().any(|(known, _)| known == id));
        if is_ready { of } else { 0 }
    }

    fn keep(&mut self, id: u64, alternatives: u64) {
        if self.ids.len() >= KEPT {
            self.ids.pop_front();
        }
        self.ids.push_back((id, alternatives));
    }
}

/// The alternatives that an event is one of: a bit each.
fn matching(patterns: &[EventPattern], step: &Step<'_>) -> u64 {
    let patterns = patterns.iter().take(ALTERNATIVES).enumerate();
    patterns
        .filter(|(_, pattern)| event_matches(std::slice::from_ref(pattern), step))
        .fold(0, |bits, (index, _)| bits | 1 << index)
}

/// The ids at `pointer`, in which `*` stands for any item; an empty one is none.
fn ids(step: &Step<'_>, pointer: &str) -> Vec<u64> {
    let payload = match step {
        Step::Frame { payload, .. } => *payload,
        Step::Socket(_) => None,
    };
    let found = payload.map_or_else(Vec::new, |payload| payload.matching(pointer));
    let texts = found.into_iter().filter_map(Node::as_str);
    texts.filter(|id| !id.is_empty()).map(hash).collect()
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
