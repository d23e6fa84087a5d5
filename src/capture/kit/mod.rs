//! What the readers share. A reader takes what it needs from here (`use crate::capture::kit::{…}`) and never from another reader.
//!
//! Text of any size is read by line (`Lines`) or walked over as JSON that may be cut (`Cursor`); pieces of it keep their way
//! back through string layers (`part`, `string`, `content`); a `Tracker` says which socket a record tells of. Three larger
//! parts have a name of their own: `records` finds the records of a log and the parts of each, `prose` reads lines that people
//! and libraries wrote, and `websocket` decodes frames as they are on the wire.

mod layer;
mod lines;
pub mod literal;
pub mod logfmt;
pub mod prose;
mod recorded;
pub mod records;
mod tracker;
mod walk;
pub mod websocket;
pub mod words;

pub use layer::{content, part, prefixed, string, trimmed, unescaped, without_comma};
pub use lines::{Joiner, Lines, LinesBack, chunks, end_of_text, is_newest_first};
pub use recorded::{base64_len, close_frame, response_code};
pub use tracker::{Happening, Key, Tracker};
pub use walk::{Cursor, Ending, Step, other_format};
