//! Why a configuration cannot be used, and where in it the reason stands.

use crate::source::Location;

/// A fault that makes the configuration unusable: no finding, but the end of the run with exit status 2.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Where.
    pub location: Location,
    /// What is wrong, in one sentence, lower case, without a full stop.
    pub message: String,
    /// A few words under the caret.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}
