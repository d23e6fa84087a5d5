//! One span-preserving JSON document, from which everything else is read: schema validation, rules, captures and manifests.

mod adapter;
mod diagnose;
mod document;
mod equality;
mod error;
mod language_tag;
mod map;
mod number;
mod parse;
pub mod pointer;
mod scalar;
mod strings;

pub use adapter::{SpanJson, compile};
pub use document::{Document, Kind, Member, Node};
pub use error::{ParseError, Problem};
pub use language_tag::is_language_tag;
pub use map::{SourceMap, SourceMapBuilder};
pub use parse::{CAPTURE_DEPTH, PAYLOAD_DEPTH, parse, parse_prefix};
pub use strings::source_map;

/// `text` as a JSON string, quotes included.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
