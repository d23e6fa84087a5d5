//! guestlint: a protocol validator and linter for guest chat over WebSocket on Genesys Cloud.
//!
//! Data flows one way: [`source`] finds, reads and decodes inputs; [`capture`] turns them into events of sockets, reading
//! [`json`] where they hold it; sessions judge the events by [`rules`], which know the protocols as data ([`protocol`]);
//! a diagnosis ranks what was found; [`report`] writes it down. [`lint`] runs it all, by the settings of [`config`]. The library
//! never prints.
#![forbid(unsafe_code)]

pub mod baseline;
pub mod capture;
pub mod cli;
pub mod config;
pub mod convert;
pub mod coverage;
mod diagnosis;
pub mod error;
pub mod exit;
pub mod exports;
pub mod finding;
mod fingerprint;
mod fnv;
mod guard;
pub mod json;
pub mod lint;
pub mod mask;
pub mod preflight;
pub mod protocol;
mod redact;
pub mod report;
pub mod rules;
mod session;
pub mod source;
pub mod span;
mod words;
