//! Small helpers for the texts of findings.

/// Longest name from an input that a message quotes, in characters.
const LONGEST: usize = 60;

/// A name from an input, cut where it is too long to read.
pub fn shorten(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}
