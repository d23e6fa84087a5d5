//! `guestlint convert`, and what it hides.

mod frame_log;
mod redaction;
