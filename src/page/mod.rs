//! Pages: what is written of a run, one a format. A page gets the account of each input as it is finished, then the summary.
//! Nothing here judges anything.

mod checkstyle;
mod concise;
mod fixes;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod nothing;
mod place;
mod ranked;
mod rdjson;
mod rows;
mod sarif;
#[cfg(test)]
mod tests;
mod trace;
mod xml;

use std::io;

use crate::outcome::{Account, Summary, Verdict};

pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use github::Github;
pub use gitlab::gitlab;
pub use human::{Human, HumanOptions, Statistics, problems};
pub use json::{Json, JsonLines, REPORT_SCHEMA};
pub use junit::Junit;
pub use markdown::Markdown;
pub use nothing::nothing_checked;
pub use rdjson::rdjson;
pub use sarif::Sarif;
pub use trace::{TraceHtml, TraceHuman, TraceMermaid};

/// What writes what came of a run.
pub trait Page {
    /// One input is finished.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn file(&mut self, account: &Account) -> io::Result<()>;

    /// The verdict on a target of a check before a deploy; what a format without a place for it leaves out.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        let _ = verdict;
        Ok(())
    }

    /// The run is finished.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}
