//! Judging: from one opened input, and how to judge it, to what came of it.

pub(crate) mod archive;
pub(crate) mod collect;
pub(crate) mod file;
mod fixes;
mod how;
mod knowing;
mod listeners;
pub(crate) mod lone;
pub(crate) mod loops;
pub(crate) mod resemble;

pub(crate) use file::Opened;
pub(crate) use how::How;
pub(crate) use lone::open;
