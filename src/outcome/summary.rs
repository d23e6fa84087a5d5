//! What a whole run came to.

use super::ProtocolCoverage;

/// What a whole run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs that were checked.
    pub files: u64,
    /// Protocol folders of the user's that were linted.
    pub folders: u64,
    /// Targets of a check before a deploy of which something was checked.
    pub targets: u64,
    /// Files that a folder walk met and left alone.
    pub skipped: u64,
    /// Sessions that were judged.
    pub sessions: u64,
    /// Those of them in which there was nothing to judge: no frame, no refused handshake, and no URL by itself.
    pub empty_sessions: u64,
    /// Other people's sockets.
    pub ignored_sessions: u64,
    /// Other people's sockets of which nothing is known.
    pub unknown_sockets: u64,
    /// The known services of the other ones, each once, the first few.
    pub services: Vec<String>,
    /// Frames in judged sessions.
    pub frames: u64,
    /// Payloads outside of sessions.
    pub payloads: u64,
    /// Errors found, each repeat counted once.
    pub errors: u64,
    /// Warnings found.
    pub warnings: u64,
    /// Notes found.
    pub notes: u64,
    /// Lines of text logs that held nothing to check.
    pub skipped_lines: u64,
    /// Messages that could not be read, or only by a guess (GL909).
    pub unread: u64,
    /// Findings beyond `--max-findings`, which no report shows.
    pub withheld: u64,
    /// What the user should know of how the run went, such as inputs that could not be merged; a sentence each, no full stop.
    pub notices: Vec<String>,
    /// What the run failed at, such as inputs that do not exist; the rest was done. A sentence each, no full stop.
    pub failures: Vec<String>,
    /// Findings that were expected, and are not shown.
    pub expected: u64,
    /// Findings that the configuration ignores.
    pub ignored_findings: u64,
    /// Findings that the baseline knows, and are not shown.
    pub baselined: u64,
    /// A phrase about protocols that are in no published API (GL113), for the human summary.
    pub undocumented: Option<String>,
    /// How much of each protocol the inputs exercise, where that was asked for.
    pub coverage: Option<Vec<ProtocolCoverage>>,
    /// Findings that `--fix` would fix.
    pub fixable: u64,
    /// Findings that only `--fix --unsafe` would fix.
    pub fixable_unsafe: u64,
    /// What was fixed.
    pub fixed: Vec<Fixed>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The file.
    pub file: String,
    /// The line in which the finding stood when it was fixed, from 1.
    pub line: usize,
    /// The rule's code.
    pub code: &'static str,
    /// What was done: the fix's title.
    pub title: String,
}

impl Summary {
    /// Something was judged: a session that is not empty, a payload, or a protocol folder.
    pub fn checked_something(&self) -> bool {
        let sessions = self.sessions.saturating_sub(self.empty_sessions);
        sessions + self.payloads + self.folders + self.targets > 0
    }
}
