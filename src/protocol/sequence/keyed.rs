//! Patterns on ids: each thing or request has a small automaton of its own. Only the latest are kept, so that a socket of any
//! length costs constant memory; what is forgotten raises nothing.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::capture::Direction;
use crate::protocol::manifest::Pattern;
use crate::text::json::Node;

use super::compile::Compiled;
use super::machine::Breach;
use super::{Said, Step};

/// Most things, and most requests that wait for an answer, that are kept of a socket.
const KEPT: usize = 256;
/// Most ids of requests that are known as used.
const USED: usize = 1024;
/// Longest part of an id that is kept for messages, in characters.
const SHOWN: usize = 80;

/// What a keyed pattern found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A thing was used that is not ready.
    Thing {
        /// Its id, perhaps shortened.
        id: String,
        /// Its state, by its index in the rule; none where nothing was seen of it.
        state: Option<usize>,
    },
    /// A request got no answer.
    Unanswered {
        /// Its id, perhaps shortened.
        id: String,
        /// A later request was answered.
        overtaken: bool,
    },
    /// An id was used again.
    Repeated {
        /// It, perhaps shortened.
        id: String,
    },
}

impl Detail {
    /// The id that it is about.
    pub fn id(&self) -> &str {
        match self {
            Detail::Thing { id, .. } | Detail::Unanswered { id, .. } | Detail::Repeated { id } => id,
        }
    }
}

/// What a keyed rule remembers of one socket.
#[derive(Clone, Debug)]
pub(super) enum Keyed<E> {
    Lifecycle(Lifecycle<E>),
    Answered(Answered<E>),
    Distinct(VecDeque<(u64, E)>),
}

impl<E: Clone> Keyed<E> {
    /// For a rule whose pattern is keyed.
    pub(super) fn new(pattern: Pattern) -> Option<Self> {
        match pattern {
            Pattern::Lifecycle => {
                Some(Keyed::Lifecycle(Lifecycle { things: VecDeque::new(), history: History::Undecided }))
            }
            Pattern::Answered => {
                Some(Keyed::Answered(Answered { waiting: VecDeque::new(), used: VecDeque::new(), answers: false }))
            }
            Pattern::Distinct => Some(Keyed::Distinct(VecDeque::new())),
            _ => None,
        }
    }

    /// What an event breaks.
    pub(super) fn step(&mut self, rule: &Compiled, step: &Step<'_>, event: &E, start_seen: bool) -> Option<Breach<E>> {
        match self {
            Keyed::Lifecycle(lifecycle) => lifecycle.step(rule, step, event, start_seen),
            Keyed::Answered(answered) => {
                answered.step(rule, step, event);
                None
            }
            Keyed::Distinct(seen) => {
                let id = rule.of.contains(step).then(|| id_of(rule, step)).flatten()?;
                let hash = hash(id);
                if let Some((_, first)) = seen.iter().find(|(known, _)| *known == hash) {
                    let detail = Detail::Repeated { id: shown(id) };
                    return Some(Breach::keyed(event.clone(), Some(first.clone()), detail));
                }
                push(seen, (hash, event.clone()), KEPT);
                None
            }
        }
    }

    /// What the socket's end leaves owed.
    pub(super) fn owed(&mut self) -> Vec<Breach<E>> {
        match self {
            // A server that copies no ids answers nothing that could be told from silence.
            Keyed::Answered(answered) if answered.answers => answered
                .waiting
                .drain(..)
                .map(|request| {
                    let (id, overtaken) = (request.id, request.overtaken);
                    Breach::keyed(request.event, None, Detail::Unanswered { id, overtaken })
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Adds to a list of which only the latest are kept; says whether one had to go.
fn push<T>(list: &mut VecDeque<T>, item: T, most: usize) -> bool {
    let full = list.len() >= most;
    if full {
        list.pop_front();
    }
    list.push_back(item);
    full
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn shown(id: &str) -> String {
    id.chars().take(SHOWN).collect()
}

fn payload<'e>(step: &Step<'e>) -> Option<Node<'e>> {
    match step {
        Step::Frame { payload, .. } => *payload,
        Step::Socket(_) => None,
    }
}

/// The strings at `pointer`, in which `*` stands for any item; an empty one is no id.
fn ids<'e>(step: &Step<'e>, pointer: &str) -> Vec<&'e str> {
    let found = payload(step).map_or_else(Vec::new, |payload| payload.matching(pointer));
    let texts = found.into_iter().filter_map(Node::as_str);
    texts.filter(|id| !id.is_empty()).collect()
}

/// The id at the rule's field.
fn id_of<'e>(rule: &Compiled, step: &Step<'e>) -> Option<&'e str> {
    ids(step, rule.manifest.field.as_deref()?).first().copied()
}

/// How much is known of the things of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum History {
    /// The frame that decides has not come.
    Undecided,
    /// The capture shows everything that they went through.
    Whole,
    /// It does not: a thing of which nothing was seen may be anything.
    Partial,
}

/// The things of a socket and their states.
#[derive(Clone, Debug)]
pub(super) struct Lifecycle<E> {
    things: VecDeque<Thing<E>>,
    history: History,
}

#[derive(Clone, Debug)]
struct Thing<E> {
    hash: u64,
    state: usize,
    /// The event that brought it there.
    event: E,
}

impl<E: Clone> Lifecycle<E> {
    fn step(&mut self, rule: &Compiled, step: &Step<'_>, event: &E, start_seen: bool) -> Option<Breach<E>> {
        self.decide(rule, step, start_seen);
        for (index, on) in rule.states.iter().enumerate() {
            if on.contains(step) {
                self.enter(rule, index, step, event);
            } else if on.may_contain(step) {
                self.forget();
            }
        }
        let field = rule.manifest.field.as_deref()?;
        let used = rule.of.contains(step).then(|| ids(step, field))?;
        used.into_iter().find_map(|id| self.not_ready(rule, id, event))
    }

    /// The first frame that is named like a fresh one decides whether the socket's things are all its own.
    fn decide(&mut self, rule: &Compiled, step: &Step<'_>, start_seen: bool) {
        if self.history == History::Undecided && rule.fresh_names.may_contain(step) {
            let whole = start_seen && rule.fresh.contains(step);
            self.history = if whole { History::Whole } else { History::Partial };
        }
    }

    fn enter(&mut self, rule: &Compiled, index: usize, step: &Step<'_>, event: &E) {
        let states = &rule.manifest.states;
        let Some(state) = states.get(index) else {
            return;
        };
        let found = ids(step, &state.field);
        // Without its id it may have been any of them. A client need not give one when it asks for a thing.
        if found.is_empty() && (state.ready || payload(step).is_none()) {
            return self.forget();
        }
        for id in found {
            let hash = hash(id);
            let known = self.things.iter_mut().find(|thing| thing.hash == hash);
            let thing = Thing { hash, state: index, event: event.clone() };
            match known {
                Some(known) => {
                    let was_ready = states.get(known.state).is_some_and(|state| state.ready);
                    if !was_ready || state.revokes {
                        *known = thing;
                    }
                }
                None => {
                    if push(&mut self.things, thing, KEPT) {
                        self.history = History::Partial;
                    }
                }
            }
        }
    }

    /// Something was missed that may have brought any thing into any state.
    fn forget(&mut self) {
        self.things.clear();
        self.history = History::Partial;
    }

    fn not_ready(&self, rule: &Compiled, id: &str, event: &E) -> Option<Breach<E>> {
        let hash = hash(id);
        let known = self.things.iter().find(|thing| thing.hash == hash);
        let ready = |thing: &Thing<E>| {
            let state = rule.manifest.states.get(thing.state);
            state.is_none_or(|state| state.ready)
        };
        if known.is_none_or(ready) && !(known.is_none() && self.history == History::Whole) {
            return None;
        }
        let detail = Detail::Thing { id: shown(id), state: known.map(|thing| thing.state) };
        let earlier = known.map(|thing| thing.event.clone());
        Some(Breach::keyed(event.clone(), earlier, detail))
    }
}

/// The requests of a socket that wait for the answer with their id.
#[derive(Clone, Debug)]
pub(super) struct Answered<E> {
    waiting: VecDeque<Request<E>>,
    /// Every id that the client has used.
    used: VecDeque<u64>,
    /// The server copies ids: one of its frames had one of them.
    answers: bool,
}

#[derive(Clone, Debug)]
struct Request<E> {
    hash: u64,
    id: String,
    event: E,
    overtaken: bool,
}

impl<E: Clone> Answered<E> {
    fn step(&mut self, rule: &Compiled, step: &Step<'_>, event: &E) {
        let Step::Frame { direction, said, payload, .. } = step else {
            return;
        };
        let hidden = matches!(said, Said::Opaque) || payload.is_none();
        match direction {
            Direction::Client if !hidden => self.request(rule, step, event),
            Direction::Client => {}
            // What cannot be read may have answered any of them.
            Direction::Server | Direction::Unknown if hidden => self.waiting.clear(),
            Direction::Unknown => self.waiting.clear(),
            Direction::Server => match id_of(rule, step) {
                Some(id) => self.answer(hash(id)),
                None if rule.by.contains(step) => self.waiting.clear(),
                None => {}
            },
        }
    }

    fn request(&mut self, rule: &Compiled, step: &Step<'_>, event: &E) {
        let Some(id) = id_of(rule, step) else {
            return;
        };
        let hash = hash(id);
        if self.used.contains(&hash) {
            // Which of the two an answer belongs to can no longer be told.
            self.waiting.retain(|request| request.hash != hash);
            return;
        }
        push(&mut self.used, hash, USED);
        if rule.of.contains(step) {
            let request = Request { hash, id: shown(id), event: event.clone(), overtaken: false };
            push(&mut self.waiting, request, KEPT);
        }
    }

    fn answer(&mut self, hash: u64) {
        self.answers |= self.used.contains(&hash);
        let Some(index) = self.waiting.iter().position(|request| request.hash == hash) else {
            return;
        };
        self.waiting.remove(index);
        for earlier in self.waiting.iter_mut().take(index) {
            earlier.overtaken = true;
        }
    }
}
