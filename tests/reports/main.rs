//! The reports of `check` in all their formats: whole outputs, what they do with hostile input, and where they may go.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

#[path = "../common/mod.rs"]
mod common;

mod github;
mod hostile;
mod lines;
mod markdown;
mod screens;
mod targets;
