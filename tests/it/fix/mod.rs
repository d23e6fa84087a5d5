//! Fixes: what is written, and what is left as it was.

mod files;
mod properties;
