//! What came of an input: its sessions, how each ended and why, and the findings outside of sessions. Data alone: nothing here
//! judges, and nothing here writes.

mod account;
mod bits;
mod course;
mod coverage;
mod diagnosis;
mod item;
mod minimum;
mod session;
mod summary;
mod timeline;
mod verdict;

pub use account::{Account, SkippedLines, Withheld};
pub(crate) use bits::Bits;
pub use course::{Course, Departure};
pub(crate) use course::{CourseStep, departure, fields};
pub use coverage::{Count, Coverage, ProtocolCoverage};
pub use diagnosis::{Cause, Confidence, Diagnosis};
pub use item::{Field, Item, Part, Side, What};
pub use minimum::{Minimum, Required};
pub use session::{Merged, ReconnectLoop, Session};
pub use summary::{Fixed, Summary};
pub(crate) use timeline::Keep;
pub use timeline::{EndMark, Mark, NotedError, Opening, PayloadKind, Timeline, TimelineFrame};
pub use verdict::{Check, CheckResult, UsedInput, Verdict};
