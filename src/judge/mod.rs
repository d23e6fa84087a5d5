//! Judging: from one opened input, and how to judge it, to what came of it.

pub(crate) mod against;
pub(crate) mod archive;
pub(crate) mod collect;
pub(crate) mod file;
mod listeners;
pub(crate) mod lone;
pub(crate) mod loops;
pub(crate) mod resemble;

pub use against::good_course;
pub(crate) use file::Opened;
pub(crate) use lone::{judge, open};
