//! GL901 and GL903 on exports of the platform: files that are not checked, but tell what is known of the organisation.

use crate::finding::Finding;
use crate::rule::*;
use crate::source::Location;

use super::input;

/// An export that cannot be opened or decoded (GL901).
pub fn unreadable(at: Location, why: &str) -> Finding {
    input::unreadable(at, why)
}

/// Bytes of an export that are not valid in its encoding (GL901).
pub fn invalid_encoding(at: Location) -> Finding {
    input::invalid_encoding(at)
}

/// An export that is no JSON from a place on (GL901).
pub fn malformed(at: Location, what: &str, help: &str) -> Finding {
    Finding::new(&GL901, at, format!("the export cannot be read on from here: {what}"))
        .label("here")
        .help(format!("{help}; what stands before was read, and is not taken for all there is"))
}

/// An export that ends in the middle (GL903).
pub fn truncated(at: Location, what: &str) -> Finding {
    Finding::new(&GL903, at, format!("the export ends in the middle: {what}"))
        .label("cut here")
        .help("what is complete was read, and is not taken for all there is; export it again")
}
