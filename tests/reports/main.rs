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

use common::guestlint;

/// The names of the formats, as the program itself lists them.
pub fn formats() -> Vec<String> {
    let said = guestlint("check --output help").stderr;
    let (_, list) = said.split_once("the formats are ").unwrap();
    let names = list.lines().next().unwrap().split(", ");
    names.map(str::to_owned).collect()
}
