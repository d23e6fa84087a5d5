//! What git ignores: the `.gitignore` files that are in force in a folder, and what a user and a repository exclude.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::paths::repository_of;

/// The name of the files.
const FILE: &str = ".gitignore";

/// The files that are in force, from the repository's root to the folder that is being walked. Outside of a repository
/// nothing is ignored.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// What the user and the repository exclude, the weaker first.
    general: Vec<Gitignore>,
    /// Each folder, absolute, and its file.
    folders: Vec<(PathBuf, Gitignore)>,
    /// The walk is inside of a repository.
    inside: bool,
}

impl Ignored {
    /// What is in force in `folder`, which is absolute.
    pub(super) fn at(folder: &Path) -> Self {
        let Some(root) = repository_of(folder) else {
            return Self::default();
        };
        let mut exclude = GitignoreBuilder::new(root);
        // A faulty pattern is passed by, as git does.
        let _ = exclude.add(root.join(".git/info/exclude"));
        let mut ignored = Self { general: Vec::new(), folders: Vec::new(), inside: true };
        let (global, _) = GitignoreBuilder::new(root).build_global();
        ignored.general.push(global);
        ignored.general.extend(exclude.build().ok());
        let mut between: Vec<&Path> = folder.ancestors().take_while(|up| up.starts_with(root)).collect();
        between.reverse();
        for up in between {
            ignored.enter(up);
        }
        ignored
    }

    /// The walk comes to something in `folder`, which is absolute: its file is in force, and those of folders that were left
    /// are not.
    pub(super) fn enter(&mut self, folder: &Path) {
        if !self.inside {
            return;
        }
        self.folders.retain(|(known, _)| folder.starts_with(known));
        if self.folders.last().is_some_and(|(known, _)| known == folder) {
            return;
        }
        let (matcher, _) = match folder.join(FILE) {
            file if file.is_file() => Gitignore::new(file),
            _ => (Gitignore::empty(), None),
        };
        self.folders.push((folder.to_owned(), matcher));
    }

    /// Whether `path`, which is absolute, is ignored. Nearer files win.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let nearest = self.folders.iter().rev().map(|(_, matcher)| matcher);
        let all = nearest.chain(self.general.iter().rev());
        for matcher in all {
            match matcher.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}
