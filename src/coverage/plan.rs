//! The items of a protocol: made of its manifest and schemas, with nothing listed by hand.

use std::sync::Arc;

use crate::outcome::{Bits, Field, Item, ProtocolCoverage, Side, What};
use crate::protocol::Protocol;
use crate::protocol::manifest::{Message, Sender};
use crate::text::json::Node;

use super::shape::{Place, Shape};
use super::transitions::Transitions;

/// Everything in a protocol that inputs can exercise.
#[derive(Debug)]
pub(super) struct Plan {
    protocol: String,
    /// Shared with every result; only [`Plan::of`] adds to it.
    items: Arc<Vec<Item>>,
    messages: Vec<MessagePlan>,
    pub(super) transitions: Transitions,
}

/// A message: its shape, and where the items of each side begin.
#[derive(Debug)]
struct MessagePlan {
    name: String,
    shape: Shape,
    sides: Vec<SidePlan>,
}

#[derive(Debug)]
struct SidePlan {
    side: Side,
    /// The message's own item.
    message: usize,
    /// For each place the item of the field, and the first item of its values.
    places: Vec<(Option<usize>, usize)>,
}

impl Plan {
    pub(super) fn of(protocol: &Protocol) -> Self {
        let mut plan = Self {
            protocol: protocol.name().to_owned(),
            items: Arc::default(),
            messages: Vec::new(),
            transitions: Transitions::default(),
        };
        let used = protocol.manifest.messages.iter();
        for message in used.filter(|message| !message.unused) {
            plan.add_message(protocol, message);
        }
        let manifest = &protocol.manifest;
        let mut transitions = std::mem::take(&mut plan.transitions);
        transitions.fill(manifest, &mut plan);
        plan.transitions = transitions;
        plan
    }

    fn add_message(&mut self, protocol: &Protocol, message: &Message) {
        let anything = serde_json::Value::Bool(true);
        let schema = protocol.schema(message).map(|schema| schema.value());
        let shape = Shape::of(schema.unwrap_or(&anything));
        let sides = sides(message.direction).iter();
        let sides = sides.map(|side| self.add_side(*side, message, &shape)).collect();
        self.messages.push(MessagePlan { name: message.name.clone(), shape, sides });
    }

    fn add_side(&mut self, side: Side, message: &Message, shape: &Shape) -> SidePlan {
        let item = |what, parent| Item { side, message: Some(message.name.clone()), what, parent };
        let own = self.add(item(What::Message, None));
        let mut places: Vec<(Option<usize>, usize)> = Vec::new();
        // The item of the nearest field around each place that may be absent.
        let mut nearest: Vec<usize> = Vec::new();
        for place in &shape.places {
            let above = nearest.get(place.parent).copied().unwrap_or(own);
            let field = (place.optional).then(|| self.add(item(What::Field(field_of(place)), Some(above))));
            let here = field.unwrap_or(above);
            nearest.push(here);
            places.push((field, self.items.len()));
            for value in &place.values {
                self.add(item(What::Value(field_of(place), value.clone()), Some(here)));
            }
        }
        SidePlan { side, message: own, places }
    }

    /// Adds an item: its index.
    pub(super) fn add(&mut self, item: Item) -> usize {
        let items = Arc::make_mut(&mut self.items);
        items.push(item);
        items.len() - 1
    }

    /// The result for what exercises these items.
    pub(super) fn exercised(&self, seen: Bits) -> ProtocolCoverage {
        ProtocolCoverage::new(self.protocol.clone(), Arc::clone(&self.items), seen)
    }

    /// The item of a message.
    pub(super) fn message(&self, name: &str, side: Side) -> Option<usize> {
        let message = self.messages.iter().find(|message| message.name == name)?;
        let sides = message.sides.iter();
        sides.filter(|known| known.side == side).map(|known| known.message).next()
    }

    /// Marks what a message of this name exercises; of one that both sides may have sent, the items of both.
    pub(super) fn mark(&self, name: &str, side: Option<Side>, payload: Node<'_>, seen: &mut Bits) {
        let Some(message) = self.messages.iter().find(|message| message.name == name) else {
            return;
        };
        let sides = message.sides.iter();
        for plan in sides.filter(|plan| side.is_none_or(|side| side == plan.side)) {
            seen.set(plan.message);
            message.shape.visit(payload, |index, node| {
                let place = message.shape.places.get(index);
                let items = plan.places.get(index);
                let Some((place, (field, first))) = place.zip(items) else {
                    return;
                };
                if let Some(field) = field {
                    seen.set(*field);
                }
                if let Some(number) = place.value(node) {
                    seen.set(first + number);
                }
            });
        }
    }
}

fn field_of(place: &Place) -> Field {
    Field { pointer: place.pointer.clone(), shown: place.shown.clone() }
}

fn sides(sender: Sender) -> &'static [Side] {
    match sender {
        Sender::Client | Sender::Rest => &[Side::Client],
        Sender::Server => &[Side::Server],
        Sender::Both => &Side::ALL,
    }
}
