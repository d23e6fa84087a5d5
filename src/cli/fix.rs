//! `--fix`, `--unsafe` and `--diff`: fixing what is found.

use std::io;

use crate::run::exit::Exit;
use crate::run::{Fixing, Outcome};
use crate::text::escape::escape;

use super::console::Console;

/// What is to be fixed.
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(group = clap::ArgGroup::new("fixes").args(["fix", "diff"]))]
pub(super) struct Fix {
    /// Mend what has one right form, in payload files and frame logs, then report what is left; recordings are never changed
    #[arg(long, conflicts_with_all = ["merge", "update_expect"])]
    fix: bool,

    /// With --fix or --diff: also mend what somebody must look at afterwards
    #[arg(long = "unsafe", requires = "fixes")]
    risky: bool,

    /// Print as a diff what --fix would change, and write nothing; exit status 1 where there is something to change
    #[arg(long, conflicts_with_all = ["merge", "update_expect", "outputs", "statistics"])]
    diff: bool,
}

impl Fix {
    /// How files are to be fixed, if they are.
    pub(super) fn fixing(&self) -> Option<Fixing> {
        (self.fix || self.diff).then_some(Fixing { risky: self.risky, write: self.fix })
    }

    /// Only what would be changed is to be shown.
    pub(super) fn is_diff(&self) -> bool {
        self.diff
    }
}

/// Prints the diffs; the exit status says whether there are any.
pub(super) fn show(outcome: &Outcome, console: &Console) -> io::Result<Exit> {
    let mut out = console.out();
    for diff in &outcome.diffs {
        out.write_all(diff.as_bytes())?;
    }
    out.flush()?;
    for notice in &outcome.summary.notices {
        console.tell(format_args!("Note: {}.", escape(notice)));
    }
    Ok(if !outcome.failures.is_empty() {
        Exit::Failure
    } else if !outcome.diffs.is_empty() {
        Exit::Findings
    } else if outcome.summary.checked_something() {
        Exit::Clean
    } else {
        Exit::Nothing
    })
}
