//! From a manifest's sequence rules to automata.

use std::fmt;

use crate::capture::Direction;
use crate::protocol::manifest::{Condition, EventPattern, Pattern, Scope, Sender, SequenceRule};
use crate::rule::{self, Rule};
use crate::text::json::Node;

use super::{Said, Step};

/// A compiled set of rules; shared by all sockets of a protocol.
#[derive(Debug)]
pub struct Sequence {
    pub(super) rules: Vec<Compiled>,
}

/// One rule, ready to be stepped.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) code: &'static Rule,
    pub(super) manifest: SequenceRule,
    pub(super) of: EventSet,
    pub(super) by: EventSet,
    pub(super) after: Option<EventSet>,
    pub(super) before: Option<EventSet>,
    pub(super) until: Option<EventSet>,
    /// For each state of a lifecycle the events that lead to it.
    pub(super) states: Vec<EventSet>,
    pub(super) fresh: EventSet,
    /// The same without the conditions on fields.
    pub(super) fresh_names: EventSet,
    pub(super) max: u32,
    /// Index of the group's name.
    pub(super) group: Option<usize>,
    /// Indices of the rules that silence this one.
    pub(super) unless: Vec<usize>,
}

/// A manifest's rule that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// The rule's id.
    pub rule: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sequence rule `{}`: {}", self.rule, self.message)
    }
}

impl std::error::Error for CompileError {}

impl Sequence {
    /// Compiles the rules of a manifest.
    ///
    /// # Errors
    /// A rule names an unknown code or rule id, lacks what its pattern needs, or has a scope that contradicts itself.
    pub fn compile(rules: &[SequenceRule]) -> Result<Self, CompileError> {
        let mut groups: Vec<&str> = Vec::new();
        let compiled = rules.iter().map(|rule| compile_rule(rule, rules, &mut groups)).collect::<Result<_, _>>()?;
        Ok(Self { rules: compiled })
    }

    /// The manifest's rule number `index`, as in [`super::Violation::rule`].
    pub fn rule(&self, index: usize) -> Option<&SequenceRule> {
        self.rules.get(index).map(|rule| &rule.manifest)
    }
}

fn compile_rule<'r>(
    rule: &'r SequenceRule,
    all: &[SequenceRule],
    groups: &mut Vec<&'r str>,
) -> Result<Compiled, CompileError> {
    let fail = |message: String| CompileError { rule: rule.id.clone(), message };
    let code = rule::by_code(&rule.rule).ok_or_else(|| fail(format!("there is no rule {}", rule.rule)))?;
    check_parts(rule).map_err(|message| fail(message.to_owned()))?;
    let unless = rule
        .unless
        .iter()
        .map(|id| {
            all.iter()
                .position(|other| other.id == *id)
                .ok_or_else(|| fail(format!("`unless` names `{id}`, which is no rule of this manifest")))
        })
        .collect::<Result<_, _>>()?;
    let group = rule.group.as_deref().map(|name| {
        groups.iter().position(|known| *known == name).unwrap_or_else(|| {
            groups.push(name);
            groups.len() - 1
        })
    });
    let Scope { after, before, until } = &rule.scope;
    Ok(Compiled {
        code,
        of: EventSet::new(&rule.of),
        by: EventSet::new(&rule.by),
        after: EventSet::optional(after),
        before: EventSet::optional(before),
        until: EventSet::optional(until),
        states: rule.states.iter().map(|state| EventSet::new(&state.on)).collect(),
        fresh: EventSet::new(&rule.fresh),
        fresh_names: EventSet::without_conditions(&rule.fresh),
        max: rule.max.unwrap_or(0),
        group,
        unless,
        manifest: rule.clone(),
    })
}

fn check_parts(rule: &SequenceRule) -> Result<(), &'static str> {
    let needs_by = matches!(rule.pattern, Pattern::Precedence | Pattern::Response);
    if rule.of.is_empty() {
        return Err("`of` names no event");
    }
    let may_have_by = rule.pattern == Pattern::Answered && !rule.by.is_empty();
    if needs_by == rule.by.is_empty() && !may_have_by {
        return Err("`by` belongs to precedence, response and answered, and only to them");
    }
    let has_max = matches!(rule.pattern, Pattern::BoundedExistence | Pattern::Rate);
    if has_max != rule.max.is_some() {
        return Err("`max` belongs to bounded-existence and rate, and only to them");
    }
    if (rule.pattern == Pattern::Rate) != rule.window_seconds.is_some() {
        return Err("`windowSeconds` belongs to rate, and only to it");
    }
    let has_field = matches!(rule.pattern, Pattern::Constant | Pattern::EqualsUrl) || rule.pattern.is_keyed();
    if has_field != rule.field.is_some() {
        return Err("`field` belongs to constant, equals-url, lifecycle, answered and distinct, and only to them");
    }
    let Scope { after, before, until } = &rule.scope;
    if rule.pattern.is_keyed() && !(after.is_empty() && before.is_empty() && until.is_empty()) {
        return Err("lifecycle, answered and distinct have no scope: they hold for the whole socket");
    }
    check_lifecycle(rule)?;
    if (rule.pattern == Pattern::EqualsUrl) != rule.parameter.is_some() {
        return Err("`parameter` belongs to equals-url, and only to it");
    }
    if !rule.scope.until.is_empty() && (rule.scope.after.is_empty() || !rule.scope.before.is_empty()) {
        return Err("`until` needs `after`, and excludes `before`");
    }
    Ok(())
}

fn check_lifecycle(rule: &SequenceRule) -> Result<(), &'static str> {
    let is_lifecycle = rule.pattern == Pattern::Lifecycle;
    if is_lifecycle == rule.states.is_empty() {
        return Err("`states` belongs to lifecycle, and only to it");
    }
    if rule.fresh.is_empty() != rule.never.is_none() || !(is_lifecycle || rule.fresh.is_empty()) {
        return Err("`fresh` and `never` belong to lifecycle, and to each other");
    }
    Ok(())
}

/// A set of events: one of several patterns.
#[derive(Clone, Debug)]
pub(super) struct EventSet(Vec<EventPattern>);

impl EventSet {
    pub(super) fn new(patterns: &[EventPattern]) -> Self {
        Self(patterns.to_vec())
    }

    fn without_conditions(patterns: &[EventPattern]) -> Self {
        let bare = patterns.iter().map(|pattern| EventPattern { conditions: Vec::new(), ..pattern.clone() });
        Self(bare.collect())
    }

    fn optional(patterns: &[EventPattern]) -> Option<Self> {
        (!patterns.is_empty()).then(|| Self::new(patterns))
    }

    /// Whether the step is certainly one of these events. A frame of an unknown sender never is.
    pub(super) fn contains(&self, step: &Step<'_>) -> bool {
        let unknown = matches!(step, Step::Frame { direction: Direction::Unknown, .. });
        !unknown && event_matches(&self.0, step)
    }

    /// Whether the step is one of these events, or may be one: an opaque frame, one of an unknown sender, or one whose fields
    /// the capture does not show.
    pub(super) fn may_contain(&self, step: &Step<'_>) -> bool {
        self.0.iter().any(|pattern| matches(pattern, step, true))
    }
}

/// Whether a step is certainly one of these events.
pub fn event_matches(patterns: &[EventPattern], step: &Step<'_>) -> bool {
    patterns.iter().any(|pattern| matches(pattern, step, false))
}

fn matches(pattern: &EventPattern, step: &Step<'_>, opaque: bool) -> bool {
    match (pattern.event, step) {
        (Some(wanted), Step::Socket(event)) => wanted == *event,
        (None, Step::Frame { direction, said, payload, .. }) => {
            // A name means something else from the other side, so a frame of an unknown sender may be anything.
            (opaque && *direction == Direction::Unknown)
                || (sender_matches(pattern.direction, *direction) && said_matches(pattern, *said, *payload, opaque))
        }
        _ => false,
    }
}

fn sender_matches(wanted: Option<Sender>, direction: Direction) -> bool {
    match wanted {
        None | Some(Sender::Both) => true,
        Some(Sender::Client) => direction == Direction::Client,
        Some(Sender::Rest) => false,
        Some(Sender::Server) => direction == Direction::Server,
    }
}

fn said_matches(pattern: &EventPattern, said: Said<'_>, payload: Option<Node<'_>>, opaque: bool) -> bool {
    let asks_nothing = pattern.message.is_none() && pattern.not.is_empty() && pattern.conditions.is_empty();
    match said {
        Said::Opaque => opaque || asks_nothing,
        Said::Message(name) => {
            pattern.message.as_deref().is_none_or(|wanted| wanted == name)
                && !pattern.not.iter().any(|other| other == name)
                && pattern.conditions.iter().all(|condition| (opaque && payload.is_none()) || holds(condition, payload))
        }
    }
}

fn holds(condition: &Condition, payload: Option<Node<'_>>) -> bool {
    let Some(payload) = payload else {
        return false;
    };
    let equals = |node: Node<'_>| is(node, &condition.equals);
    if condition.field.contains("/*") {
        payload.matching(&condition.field).into_iter().any(equals)
    } else {
        payload.pointer(&condition.field).is_some_and(equals)
    }
}

fn is(node: Node<'_>, value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null => node.is_null(),
        serde_json::Value::Bool(value) => node.as_bool() == Some(*value),
        serde_json::Value::String(value) => node.as_str() == Some(value),
        serde_json::Value::Number(value) => node.as_f64() == value.as_f64(),
        _ => false,
    }
}
