//! Protocols: their messages, their order, and folders of a user's own.

mod coverage;
mod folders;
mod hosts;
mod sequence;
mod unusable;
mod web_messaging;
