//! GL901 and GL903 on exports of the platform: files that are not checked, but tell what is known of the organisation.

use crate::finding::Finding;
use crate::rule::*;
use crate::source::Location;

/// An export that cannot be opened or decoded (GL901).
pub(super) fn unreadable(at: Location, why: &str) -> Finding {
    Finding::new(&GL901, at, format!("the file cannot be read: {why}"))
}

/// Bytes of an export that are not valid in its encoding (GL901).
pub(super) fn invalid_encoding(at: Location) -> Finding {
    Finding::new(&GL901, at, "the bytes here are not valid UTF-8; the rest was checked around them")
        .label("not UTF-8")
        .help("save the file as UTF-8: JSON is UTF-8 (RFC 8259, 8.1)")
}

/// An export that is no JSON from a place on (GL901).
pub(super) fn malformed(at: Location, what: &str, help: &str) -> Finding {
    Finding::new(&GL901, at, format!("the export cannot be read on from here: {what}"))
        .label("here")
        .help(format!("{help}; what stands before was read, and is not taken for all there is"))
}

/// An export that ends in the middle (GL903).
pub(super) fn truncated(at: Location, what: &str) -> Finding {
    Finding::new(&GL903, at, format!("the export ends in the middle: {what}"))
        .label("cut here")
        .help("what is complete was read, and is not taken for all there is; export it again")
}
