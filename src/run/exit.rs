//! Exit statuses.

use std::process::ExitCode;

use crate::rule::Severity;
use crate::run::Outcome;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing at or above `--fail-on`.
    Clean,
    /// 1: findings at or above it.
    Findings,
    /// 2: usage, configuration or internal error.
    Failure,
    /// 3: nothing was checked.
    Nothing,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.status().into()
    }
}

impl Exit {
    /// The number that the process ends with.
    pub fn status(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failure => 2,
            Exit::Nothing => 3,
        }
    }

    /// The status of a run: 2 wins over 1, 1 over 3, 3 over 0. `fail_on` is the least severity that fails it, if any does.
    pub fn of(outcome: &Outcome, fail_on: Option<Severity>) -> Self {
        if !outcome.failures.is_empty() {
            return Exit::Failure;
        }
        if fail_on.is_some_and(|limit| outcome.worst >= Some(limit)) {
            return Exit::Findings;
        }
        // Nothing unread is green.
        if outcome.summary.checked_something() && outcome.summary.unread == 0 { Exit::Clean } else { Exit::Nothing }
    }
}

#[cfg(test)]
mod tests;
