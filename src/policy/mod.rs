//! What a project says of what was found: one filter a file.

pub mod baseline;
pub(crate) mod expect;
pub(crate) mod known;
pub(crate) mod project;
