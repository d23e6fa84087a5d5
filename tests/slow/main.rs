//! What takes long: huge inputs, in time that grows as they do. `.ci/slow` runs it, `cargo test` does not.
// Clippy takes the helpers of a test for code outside of tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod effort;
#[allow(dead_code, reason = "the other crate uses the rest")]
#[path = "../it/common/inputs.rs"]
mod inputs;
mod json;
mod places;
mod runs;
