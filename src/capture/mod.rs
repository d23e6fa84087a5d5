//! Captured logs: one file or folder a format, each a small reader that turns text into events. Nothing here knows a protocol.

mod cdp;
mod end;
mod event;
mod formats;
mod frame_log;
mod har;
mod kit;
mod mitmproxy;
mod netlog;
mod payload;
mod recognise;
mod settings;
#[cfg(test)]
mod tests;
mod text;
pub mod time;
mod tshark;
mod unsupported;

pub use crate::direction::Direction;

use event::Stamp;

pub use end::End;
pub use event::{Choice, ClientError, Close, Data, Event, EventKind, Frame, Located, Note, Open, Problem, Sink};
pub use formats::{FORMATS, Format, FormatRow, files, read, tried};
pub(crate) use frame_log::is_own_log;
pub(crate) use har::requests;
pub use recognise::{recognise, recognise_bytes, recognise_with};
pub use settings::{Mapping, Part, Perspective, Settings};
pub(crate) use text::symptom;
pub use time::Timestamp;
pub use unsupported::{unsupported, unsupported_bytes};
