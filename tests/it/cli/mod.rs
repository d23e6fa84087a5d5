//! The command line, as scripts and people meet it.

mod across_sessions;
mod archives;
mod bare;
mod basics;
mod completions;
mod every_option;
mod field_report;
mod log_exports;
mod masking;
mod merge;
mod platform_exports;
mod process;
#[cfg(unix)]
mod progress;
mod repeats;
mod screens;
mod shared_options;
mod trace;
