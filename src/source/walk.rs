//! Finding the files under the paths of the command line.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::DirEntry;

use super::gitignore::Ignored;
use super::paths::absolute;

/// File name endings that a folder walk looks at, each also with `.gz` behind it.
const ENDINGS: [&str; 10] = [".json", ".ndjson", ".jsonl", ".har", ".log", ".txt", ".csv", ".zip", ".flow", ".mitm"];
/// Folders that a walk does not enter: other people's files, and version control.
const SKIPPED_FOLDERS: [&str; 4] = ["node_modules", ".git", ".hg", ".svn"];

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path, as given or joined to a folder as given.
    pub path: PathBuf,
    /// It is meant: the path itself stood on the command line, or was chosen; `false` when a folder walk merely met it.
    pub named: bool,
}

/// What a walk met.
#[derive(Debug)]
pub enum Entry {
    /// A file to look at.
    File(Found),
    /// A file whose name rules it out, a symbolic link, or something else that is no file.
    Skipped(PathBuf),
    /// Something that could not be read.
    Failed {
        /// What.
        path: PathBuf,
        /// Whether it stood on the command line.
        named: bool,
        /// Why.
        error: io::Error,
    },
}

/// What is to be done with something in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What its name says.
    Usual,
    /// It is looked at, whatever its name says.
    Meant,
    /// It is left alone, and so is everything in it.
    Leave,
}

/// Chooses among what folders hold, by absolute path; the second argument says whether it is a folder.
pub type Choose<'w> = &'w dyn Fn(&Path, bool) -> Choice;

/// Walks files and folders in a fixed order. The one place that decides which files a folder holds.
#[derive(Default)]
pub struct Walker<'w> {
    choose: Option<Choose<'w>>,
}

impl<'w> Walker<'w> {
    /// A walker that asks `choose` about everything in a folder that git does not ignore.
    pub fn choosing(choose: Choose<'w>) -> Self {
        Self { choose: Some(choose) }
    }

    /// Calls `each` for every entry under `path`, sorted by name within a folder. Symbolic links are followed only when named.
    pub fn walk(&self, path: &Path, each: &mut dyn FnMut(Entry)) {
        match std::fs::metadata(path) {
            Err(error) => each(Entry::Failed { path: path.to_owned(), named: true, error }),
            Ok(metadata) if metadata.is_dir() => self.folder(path, each),
            Ok(_) => each(Entry::File(Found { path: path.to_owned(), named: true })),
        }
    }

    fn folder(&self, path: &Path, each: &mut dyn FnMut(Entry)) {
        let root = absolute(path);
        let mut ignored = Ignored::at(&root);
        let absolute = |entry: &DirEntry| match entry.path().strip_prefix(path) {
            Ok(inside) if inside.as_os_str().is_empty() => root.clone(),
            Ok(inside) => root.join(inside),
            Err(_) => entry.path().to_owned(),
        };
        let entries = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(|entry| {
            if entry.depth() == 0 {
                return true;
            }
            let is_folder = entry.file_type().is_dir();
            let path = absolute(entry);
            ignored.enter(path.parent().unwrap_or(&root));
            let is_others = is_folder && SKIPPED_FOLDERS.iter().any(|name| entry.file_name() == *name);
            let is_left = is_others || ignored.ignores(&path, is_folder);
            !is_left && self.choice(&path, is_folder) != Choice::Leave
        });
        for entry in entries {
            match entry {
                Ok(entry) if entry.depth() == 0 || entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() => {
                    let meant = self.choice(&absolute(&entry), false) == Choice::Meant;
                    let path = entry.into_path();
                    each(if meant { Entry::File(Found { path, named: true }) } else { classify(path) });
                }
                // What a symbolic link leads to may stand outside of the folder, or be met twice; a pipe would block.
                Ok(entry) => each(Entry::Skipped(entry.into_path())),
                Err(error) => each(Entry::Failed {
                    path: error.path().unwrap_or(path).to_owned(),
                    named: false,
                    error: error.into(),
                }),
            }
        }
    }
}

impl Walker<'_> {
    fn choice(&self, path: &Path, is_folder: bool) -> Choice {
        self.choose.map_or(Choice::Usual, |choose| choose(path, is_folder))
    }
}

fn classify(path: PathBuf) -> Entry {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let stem = name.strip_suffix(".gz").unwrap_or(&name);
    if ENDINGS.iter().any(|ending| stem.ends_with(ending)) {
        Entry::File(Found { path, named: false })
    } else {
        Entry::Skipped(path)
    }
}

#[cfg(test)]
mod tests;
