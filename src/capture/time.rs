//! Points in time, as captures write them.

/// A point in time. Two of them are only comparable when they come from the same capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Microseconds: since the Unix epoch for a wall clock, since some unknown moment otherwise.
    pub micros: i64,
    /// Whether `micros` counts from the Unix epoch.
    pub wall: bool,
}

impl Timestamp {
    /// Milliseconds from `earlier` to `self`; negative where it is not earlier.
    pub fn millis_since(self, earlier: Timestamp) -> f64 {
        (self.micros - earlier.micros) as f64 / 1000.0
    }
}
