//! guestlint: a protocol validator and linter for guest chat over WebSocket on Genesys Cloud.
//!
//! Data flows one way. [`source`] finds, reads and decodes inputs; [`capture`] turns them into events of sockets; sessions judge
//! the events by [`rules`], which know the protocols as data ([`protocol`]); [`judge`] gives an account of each input
//! ([`outcome`]), [`policy`] applies what the project says of it, and [`page`] writes it down. [`run`] strings it together, by
//! the settings of [`config`]. The library around [`cli`] never prints. docs/architecture.md is the map.
#![forbid(unsafe_code)]

pub mod capture;
pub mod cli;
pub mod config;
pub mod convert;
pub mod coverage;
pub mod direction;
pub mod error;
pub mod finding;
pub mod folder;
mod guard;
pub mod judge;
pub mod organisation;
pub mod outcome;
pub mod page;
pub mod policy;
pub mod preflight;
pub mod problem;
pub mod protocol;
mod redact;
pub mod rule;
pub mod rules;
pub mod run;
mod session;
pub mod source;
pub mod text;
