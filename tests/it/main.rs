//! The library and the program from outside, as those who use them meet them. One crate, because each is linked whole, which
//! takes longer than most of the tests do.
// Clippy takes the helpers of a test for code outside of tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod common;
mod convert;
mod fix;
mod fixtures;
mod json;
mod package;
mod preflight;
mod project;
mod protocol;
mod recordings;
mod reports;
mod robustness;
