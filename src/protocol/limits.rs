//! Limits that a user sets in place of a protocol's own.

use std::collections::BTreeMap;

/// A protocol's limits that are set, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitOverrides(pub BTreeMap<String, LimitValue>);

/// What a limit is set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LimitValue {
    /// A size or a count.
    Number(u64),
    /// So many in a time.
    Rate {
        /// How many.
        count: u64,
        /// In how many seconds.
        seconds: f64,
    },
}
