//! The rules: a registry, and one file a family.

mod registry;

pub use registry::*;
