//! GL806: the baseline, held against what a run came to.

use crate::finding::Finding;
use crate::rule::GL806;

use super::baseline::{Baseline, Entry};

/// What no longer occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Everything that the baseline knows of a rule in a file.
    All,
    /// A part of it.
    Some,
    /// The file itself.
    File,
}

/// Entries that no longer occur, of one file and (but for [`What::File`]) of one rule; `first` is the first of `count`.
pub(super) fn stale(baseline: &Baseline, first: &Entry, count: u64, what: What) -> Finding {
    let name = crate::rule::by_code(&first.code).map_or("", |rule| rule.name);
    let (rule, file) = (format!("{} {name}", first.code), &first.file);
    let (at, message) = match what {
        What::All => (baseline.code_of(first), format!("{rule}, which the baseline knows, no longer occurs in {file}")),
        What::Some => {
            let occur = if count == 1 { "occurs" } else { "occur" };
            let message = format!("{count} of the entries for {rule} in {file} no longer {occur}");
            (baseline.code_of(first), message)
        }
        What::File => (baseline.file_of(first), format!("the baseline knows findings of {file}, which is not there")),
    };
    let (label, help) = if what == What::File { ("no such file", GONE) } else { ("no longer occurs", FIXED) };
    let finding = Finding::new(&GL806, at, message).label(label).help(help);
    Finding { count, ..finding }
}

const GONE: &str = "if the file was deleted, `guestlint check --write-baseline` with the same paths takes its entries out; if it was moved, the same adds them under its new name";
const FIXED: &str = "the fault is gone, switched off or ignored: `guestlint check --write-baseline` with the same paths takes the entry out, so that it does not hide the next one";
