//! The `guestlint` command.
#![forbid(unsafe_code)]

fn main() {}
