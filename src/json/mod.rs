//! One span-preserving JSON document, from which everything else is read: schema validation, rules, captures and manifests.

mod document;
mod error;
mod map;
mod parse;
pub mod pointer;
mod strings;

pub use document::{Document, Kind, Member, Node};
pub use error::{ParseError, Problem};
pub use map::{SourceMap, SourceMapBuilder};
pub use parse::{CAPTURE_DEPTH, PAYLOAD_DEPTH, parse, parse_prefix};
pub use strings::source_map;
