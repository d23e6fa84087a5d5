//! The rules: a registry, and one file a family. A rule gets what it judges and gives findings; it decides nothing else.

mod allowed;
mod claims;
mod codes;
pub mod coverage;
pub mod deployment;
pub mod end;
pub mod endpoint;
mod fix;
pub mod handshake;
pub mod input;
mod judge;
pub mod limits;
mod names;
pub mod numbers;
pub mod payload;
pub mod place;
mod queue;
pub mod removed;
pub mod secrets;
pub mod sequence;

pub use claims::Claims;
pub use judge::{Judged, Subject, judge};
