//! The shape of a message, by its schema: every place that a value may stand at, whether it must, and the values that are listed for
//! it. Several subschemas may speak of one place; what they say is taken together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use regex_lite::Regex;
use serde_json::Value;

use crate::text::json::{Node, pointer};

use super::facets::{self, Facet};

/// Deepest place that is looked at, in steps from the message.
const DEEPEST: usize = 12;
/// Most places of one message: a schema that refers to itself in many ways would have more than anybody could cover.
const MOST_PLACES: usize = 2000;

/// A place in a message.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// JSON Pointer; `*` stands for any item of an array and for any further member of an object.
    pub(super) pointer: String,
    /// The same for a reader: `message.content[].text`.
    pub(super) shown: String,
    /// It may be absent where the object that it belongs to is there. Items of an array are not counted as such.
    pub(super) optional: bool,
    /// The place that it is in; of the message itself, its own index.
    pub(super) parent: usize,
    /// The values that are listed for it, where there are several.
    pub(super) values: Vec<Value>,
    depth: usize,
    named: BTreeMap<String, usize>,
    patterns: Vec<(Regex, usize)>,
    /// Further members.
    rest: Option<usize>,
    /// Items of an array.
    each: Option<usize>,
}

/// The places of a message; the first is the message.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) places: Vec<Place>,
}

/// What a step leads to.
enum Step<'s> {
    Named(&'s str),
    Pattern(&'s str, Regex),
    Rest,
    Each,
}

/// The places below one, with the subschemas that speak of each.
#[derive(Default)]
struct Below<'s> {
    named: Vec<(&'s str, Vec<Facet<'s>>)>,
    patterns: Vec<(&'s str, Vec<Facet<'s>>)>,
    rest: Vec<Facet<'s>>,
    each: Vec<Facet<'s>>,
}

impl Shape {
    /// The shape of the messages that `schema` describes.
    pub(super) fn of(schema: &Value) -> Self {
        let mut shape = Self { places: vec![Place::default()] };
        let mut open = VecDeque::from([(0, vec![Facet::root(schema)])]);
        // The nearest places first, so that a schema of too many loses its deepest.
        while let Some((index, facets)) = open.pop_front() {
            let facets = facets::all(schema, facets);
            let below = Below::of(&facets);
            let required: BTreeSet<&str> = facets
                .iter()
                .filter(|facet| !facet.conditional)
                .flat_map(|facet| texts(facet.schema, "required"))
                .collect();
            if let Some(place) = shape.places.get_mut(index) {
                place.values = values(&facets);
            }
            for (step, facets) in below.steps() {
                let optional = match &step {
                    Step::Named(name) => !required.contains(name),
                    Step::Pattern(..) | Step::Rest => true,
                    Step::Each => false,
                };
                if let Some(child) = shape.add(index, step, optional) {
                    open.push_back((child, facets));
                }
            }
        }
        shape
    }

    fn add(&mut self, parent: usize, step: Step<'_>, optional: bool) -> Option<usize> {
        let index = self.places.len();
        let above = self.places.get_mut(parent)?;
        if index >= MOST_PLACES || above.depth >= DEEPEST {
            return None;
        }
        let under = |name: &str| match above.shown.as_str() {
            "" => name.to_owned(),
            shown => format!("{shown}.{name}"),
        };
        let (token, shown) = match &step {
            Step::Named(name) => (*name, under(name)),
            Step::Pattern(pattern, _) => (*pattern, under(&format!("/{pattern}/"))),
            Step::Rest => ("*", under("*")),
            Step::Each => ("*", format!("{}[]", above.shown)),
        };
        let place = Place {
            pointer: pointer::join(&above.pointer, token),
            shown,
            optional,
            parent,
            depth: above.depth + 1,
            ..Place::default()
        };
        match step {
            Step::Named(name) => drop(above.named.insert(name.to_owned(), index)),
            Step::Pattern(_, regex) => above.patterns.push((regex, index)),
            Step::Rest => above.rest = Some(index),
            Step::Each => above.each = Some(index),
        }
        self.places.push(place);
        Some(index)
    }

    /// Tells of every value in a payload that stands at a place: the place's index, and the value.
    pub(super) fn visit<'d>(&self, payload: Node<'d>, mut tell: impl FnMut(usize, Node<'d>)) {
        let mut open = vec![(payload, 0)];
        while let Some((node, index)) = open.pop() {
            let Some(place) = self.places.get(index) else {
                continue;
            };
            tell(index, node);
            if let Some(each) = place.each {
                open.extend(node.items().map(|item| (item, each)));
            }
            if place.has_members() {
                for member in node.members() {
                    open.extend(place.under(member.key()).map(|at| (member.value(), at)));
                }
            }
        }
    }
}

impl Place {
    fn has_members(&self) -> bool {
        !self.named.is_empty() || !self.patterns.is_empty() || self.rest.is_some()
    }

    /// The places that the member `key` is at.
    fn under(&self, key: &str) -> impl Iterator<Item = usize> {
        let named = self.named.get(key).copied();
        let matching = self.patterns.iter().filter(|(regex, _)| regex.is_match(key));
        let matching: Vec<usize> = matching.map(|(_, at)| *at).collect();
        let known = named.is_some() || !matching.is_empty();
        let rest = self.rest.filter(|_| !known);
        named.into_iter().chain(matching).chain(rest)
    }

    /// The number of the listed value that `node` is.
    pub(super) fn value(&self, node: Node<'_>) -> Option<usize> {
        self.values.iter().position(|value| is(node, value))
    }
}

impl<'s> Below<'s> {
    fn of(facets: &[Facet<'s>]) -> Self {
        let mut below = Self::default();
        for facet in facets {
            for (key, list) in [("properties", &mut below.named), ("patternProperties", &mut below.patterns)] {
                let members = facet.schema.get(key).and_then(Value::as_object);
                for (name, schema) in members.into_iter().flatten() {
                    // What is forbidden can never be exercised.
                    if schema != &Value::Bool(false) {
                        group(list, name, facet.part(schema, false));
                    }
                }
            }
            let rest = ["additionalProperties", "unevaluatedProperties"];
            let rest = rest.into_iter().filter_map(|key| facet.schema.get(key));
            // Where anything is allowed, nothing is described that could be missed.
            let described = rest.filter(|schema| schema.as_object().is_some_and(|s| !s.is_empty()));
            below.rest.extend(described.map(|s| facet.part(s, false)));
            let each = facet.schema.get("items").into_iter();
            let tuple = facet.schema.get("prefixItems").and_then(Value::as_array);
            let each = each.filter(|schema| schema.is_object());
            let each = each.chain(tuple.into_iter().flatten());
            below.each.extend(each.map(|s| facet.part(s, false)));
        }
        below
    }

    fn steps(self) -> Vec<(Step<'s>, Vec<Facet<'s>>)> {
        let named = self.named.into_iter();
        let mut steps: Vec<_> = named.map(|(name, facets)| (Step::Named(name), facets)).collect();
        for (pattern, facets) in self.patterns {
            // What cannot be told apart cannot be counted.
            if let Ok(regex) = Regex::new(pattern) {
                steps.push((Step::Pattern(pattern, regex), facets));
            }
        }
        if !self.rest.is_empty() {
            steps.push((Step::Rest, self.rest));
        }
        if !self.each.is_empty() {
            steps.push((Step::Each, self.each));
        }
        steps
    }
}

fn group<'s>(list: &mut Vec<(&'s str, Vec<Facet<'s>>)>, name: &'s str, facet: Facet<'s>) {
    match list.iter_mut().find(|(known, _)| *known == name) {
        Some((_, facets)) => facets.push(facet),
        None => list.push((name, vec![facet])),
    }
}

/// The values that may stand at a place, where they are listed: what every subschema allows that always holds; otherwise what
/// the branches list. One value alone is no choice.
fn values(facets: &[Facet<'_>]) -> Vec<Value> {
    let mut always: Option<Vec<Value>> = None;
    let mut branches: Vec<Value> = Vec::new();
    for facet in facets {
        let Some(listed) = listed(facet.schema) else {
            continue;
        };
        if facet.conditional {
            let new = listed.into_iter().filter(is_scalar);
            for value in new {
                if !branches.contains(&value) {
                    branches.push(value);
                }
            }
        } else {
            always = Some(match always {
                Some(known) => known.into_iter().filter(|v| listed.contains(v)).collect(),
                None => listed,
            });
        }
    }
    let mut values = always.unwrap_or(branches);
    values.retain(is_scalar);
    if values.len() < 2 { Vec::new() } else { values }
}

fn listed(schema: &Value) -> Option<Vec<Value>> {
    match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => Some(values.clone()),
        (_, Some(value)) => Some(vec![value.clone()]),
        _ => None,
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn is(node: Node<'_>, value: &Value) -> bool {
    match value {
        Value::Null => node.is_null(),
        Value::Bool(value) => node.as_bool() == Some(*value),
        Value::String(value) => node.as_str() == Some(value),
        Value::Number(value) => node.as_f64().is_some() && node.as_f64() == value.as_f64(),
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn texts<'s>(schema: &'s Value, key: &str) -> impl Iterator<Item = &'s str> {
    let list = schema.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
