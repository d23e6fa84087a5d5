//! Protocols: their messages, their order, and folders of a user's own.

mod coverage;
mod folders;
mod sequence;
mod web_messaging;
