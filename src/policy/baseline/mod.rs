//! The baseline: findings of an old code base that are known. They are not shown and do not count, so that new ones stand out.
//!
//! The file belongs into the repository. It is sorted and has one entry a line, so that differences and merges can be read.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::source::paths::{absolute, shown};
use crate::source::{InputName, Location, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

pub use read::Failure;
pub(crate) use write::text;

/// The file's usual name.
pub const FILE: &str = "guestlint-baseline.json";
/// The version of the file's form that is read and written.
pub const VERSION: i64 = 1;

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its file, from the folder of the baseline, with `/` between the parts.
    pub file: String,
    /// The member, inside a zip archive.
    pub member: Option<String>,
    /// The code of its rule.
    pub code: String,
    /// The name of the message.
    pub message_type: Option<String>,
    /// JSON Pointer of the value.
    pub pointer: Option<String>,
    /// What it says, for whoever reads the file.
    pub message: String,
    /// By which it is known.
    pub fingerprint: String,
    /// Where the baseline says its file and its code; nowhere while it is not written.
    places: Places,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places {
    file: Span,
    code: Span,
    /// The entry up to its message, which an excerpt would mask: a message is what people write to each other, mostly.
    shown: Span,
}

impl Entry {
    /// The entry of a finding in `file`, a path from the folder of the baseline.
    pub(crate) fn of(finding: &Finding, file: &str) -> Self {
        Self {
            file: file.to_owned(),
            member: finding.location.member.as_deref().map(str::to_owned),
            code: finding.rule.code.to_owned(),
            message_type: finding.message_type.clone(),
            pointer: finding.pointer.clone(),
            message: finding.message.clone(),
            fingerprint: finding.fingerprint.clone(),
            places: Places::default(),
        }
    }
}

/// A baseline, as it was read.
#[derive(Clone, Debug)]
pub struct Baseline {
    path: PathBuf,
    /// The absolute folder that the paths of its entries count from.
    folder: PathBuf,
    source: std::sync::Arc<Source>,
    entries: Vec<Entry>,
    /// The entries by their fingerprints.
    known: HashMap<String, usize>,
}

impl Baseline {
    /// One that is to be written to `path`, and knows nothing yet.
    pub fn new(path: &Path, masker: Masker) -> Self {
        let name = InputName::File(shown(path));
        Self::with(path, Source::from_text(name, "", masker), Vec::new())
    }

    fn with(path: &Path, source: Source, entries: Vec<Entry>) -> Self {
        let above = path.parent().filter(|above| !above.as_os_str().is_empty());
        let numbered = entries.iter().enumerate();
        Self {
            path: path.to_owned(),
            folder: absolute(above.unwrap_or(Path::new("."))),
            known: numbered.map(|(index, entry)| (entry.fingerprint.clone(), index)).collect(),
            source: source.into(),
            entries,
        }
    }

    /// Its path, from the working directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The absolute folder that its paths count from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// It was read, and is not new.
    pub fn exists(&self) -> bool {
        !self.source.is_empty()
    }

    /// Its text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Its entries, as they stand there.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number of the entry that knows a finding.
    pub(crate) fn find(&self, finding: &Finding) -> Option<usize> {
        let index = *self.known.get(&finding.fingerprint)?;
        let entry = self.entries.get(index)?;
        (entry.code == finding.rule.code).then_some(index)
    }

    /// Where it says the file of an entry.
    pub fn file_of(&self, entry: &Entry) -> Location {
        self.source.locate(entry.places.file, entry.places.shown)
    }

    /// Where it says the code of an entry.
    pub fn code_of(&self, entry: &Entry) -> Location {
        self.source.locate(entry.places.code, entry.places.shown)
    }
}

/// Whether a finding may stand in a baseline: one in a file, of a rule that allows it.
pub(crate) fn may_hold(finding: &Finding) -> bool {
    let is_of_file = matches!(*finding.location.name, InputName::File(_));
    is_of_file && finding.rule.traits.in_baseline
}
