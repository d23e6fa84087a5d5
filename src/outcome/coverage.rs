//! What came of a protocol: counts, and what is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Bits, Item, Part, Side, What};

/// How many of some items were exercised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those that were.
    pub covered: usize,
    /// All of them.
    pub total: usize,
}

impl Count {
    /// Those that were not.
    pub fn missing(self) -> usize {
        self.total.saturating_sub(self.covered)
    }

    /// Hundredths of a per cent, rounded down, so that only what is whole shows as 100; of nothing, everything is covered.
    fn hundredths(self) -> u64 {
        let whole = (self.covered as u64 * 10_000).checked_div(self.total as u64);
        whole.unwrap_or(10_000)
    }

    /// Per cent, rounded down to two decimals.
    pub fn percent(self) -> f64 {
        self.hundredths() as f64 / 100.0
    }

    /// Per cent for a reader, rounded down to one decimal: `41.2`.
    pub fn shown(self) -> String {
        let tenths = self.hundredths() / 10;
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// How much of a protocol was exercised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolCoverage {
    /// The protocol's name.
    pub protocol: String,
    /// What there is to exercise: the same for every input.
    items: Arc<Vec<Item>>,
    seen: Bits,
}

impl ProtocolCoverage {
    /// The protocol's items, and those of them that were exercised.
    pub(crate) fn new(protocol: String, items: Arc<Vec<Item>>, seen: Bits) -> Self {
        Self { protocol, items, seen }
    }

    /// The items in the protocol's order, each with whether it was exercised.
    fn items(&self) -> impl Iterator<Item = (&Item, bool)> {
        let items = self.items.iter().enumerate();
        items.map(|(index, item)| (item, self.seen.has(index)))
    }

    /// Every item of the protocol, all alike.
    pub fn all(&self) -> Count {
        self.count(|_| true)
    }

    /// The items of a part, of one side or of both.
    pub fn part(&self, part: Part, side: Option<Side>) -> Count {
        self.count(|item| item.part() == part && side.is_none_or(|side| item.side == side))
    }

    /// The items of a side.
    pub fn side(&self, side: Side) -> Count {
        self.count(|item| item.side == side)
    }

    fn count(&self, of: impl Fn(&Item) -> bool) -> Count {
        let mut count = Count::default();
        for (_, covered) in self.items().filter(|(item, _)| of(item)) {
            count.total += 1;
            count.covered += usize::from(covered);
        }
        count
    }

    /// The items of a part that were not exercised, in the protocol's order.
    pub fn missing(&self, part: Part) -> impl Iterator<Item = &Item> {
        let items = self.items().filter(|(_, covered)| !covered);
        items.map(|(item, _)| item).filter(move |item| item.part() == part)
    }

    /// The items that were not exercised though nothing around them is missing, each with how many further ones follow from it:
    /// a message that is never sent has no fields either.
    pub fn gaps(&self) -> Vec<(&Item, usize)> {
        let is_missing = |index: usize| index < self.items.len() && !self.seen.has(index);
        let mut gaps: Vec<(usize, usize)> = Vec::new();
        for index in (0..self.items.len()).filter(|index| is_missing(*index)) {
            let mut root = index;
            while let Some(parent) = self.items.get(root).and_then(|item| item.parent)
                && is_missing(parent)
            {
                root = parent;
            }
            // What is around an item comes before it.
            match gaps.iter_mut().find(|(known, _)| *known == root) {
                Some((_, within)) => *within += 1,
                None => gaps.push((root, 0)),
            }
        }
        let gaps = gaps.into_iter();
        gaps.filter_map(|(index, within)| Some((self.items.get(index)?, within))).collect()
    }

    /// The gap that hides most items, in a phrase: "typing (client) is never sent, and 3 more items with it".
    pub fn biggest_gap(&self) -> Option<String> {
        let gaps = self.gaps();
        // Of equal ones the first, and what a client sends before what a server does.
        let (item, within) =
            gaps.into_iter().rev().max_by_key(|(item, within)| (*within, item.side == Side::Client))?;
        let more = match within {
            0 => String::new(),
            1 => ", and 1 item with it".to_owned(),
            more => format!(", and {more} items with it"),
        };
        Some(format!("{}{more}", told(item)))
    }
}

/// What inputs exercise, by protocol: those that some input was of, or is said to be of. An item costs a bit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    protocols: BTreeMap<String, ProtocolCoverage>,
}

impl Coverage {
    /// Adds what one input, socket or payload exercises of a protocol.
    pub(crate) fn add(&mut self, more: ProtocolCoverage) {
        match self.protocols.get_mut(&more.protocol) {
            Some(known) => known.seen.join(&more.seen),
            None => drop(self.protocols.insert(more.protocol.clone(), more)),
        }
    }

    /// Adds what other inputs exercise.
    pub fn join(&mut self, more: Self) {
        more.protocols.into_values().for_each(|more| self.add(more));
    }

    /// What became of each protocol, by name.
    pub fn into_protocols(self) -> Vec<ProtocolCoverage> {
        self.protocols.into_values().collect()
    }
}

/// An item that was not exercised, in a phrase.
fn told(item: &Item) -> String {
    let message = item.message.as_deref().unwrap_or_default();
    let side = item.side.as_str();
    match &item.what {
        What::Message => format!("no {side} sends `{message}`"),
        What::Field(field) => format!("no `{message}` of a {side} has `{}`", field.shown),
        What::Value(field, value) => {
            format!("no `{message}` of a {side} has {value} as `{}`", field.shown)
        }
        What::Transition { course, .. } => format!("no socket goes from {}", course.join(" to ")),
    }
}
