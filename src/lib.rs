//! guestlint: a protocol validator and linter for guest chat over WebSocket.
#![forbid(unsafe_code)]

pub mod capture;
pub mod error;
pub mod finding;
pub mod json;
pub mod mask;
pub mod protocol;
pub mod report;
pub mod rules;
pub mod source;
pub mod span;
