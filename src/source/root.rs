//! Paths that are the same wherever the program was started, and however they were given: `a.json` and `./a.json`.

use std::path::{Component, Path, PathBuf};

use super::paths::{absolute, shown};

/// What the paths of files count from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Root {
    /// The folder, absolute; without one a file's path counts from the git repository that it is in, and outside of any it
    /// stays as it was given.
    folder: Option<PathBuf>,
    /// The file that was asked for last, and its path: findings come file by file.
    latest: Option<(String, String)>,
}

impl Root {
    /// Paths count from `folder`, which is absolute.
    pub(crate) fn at(folder: PathBuf) -> Self {
        Self { folder: Some(folder), latest: None }
    }

    /// The path of `file`, which counts from the working directory, with `/` between the parts.
    pub(crate) fn path_of(&mut self, file: &str) -> &str {
        if self.latest.as_ref().is_none_or(|(known, _)| known != file) {
            let path = self.counted(Path::new(file));
            self.latest = Some((file.to_owned(), path));
        }
        self.latest.as_ref().map_or("", |(_, path)| path)
    }

    fn counted(&self, file: &Path) -> String {
        let full = absolute(file);
        let repository = || {
            let mut above = full.ancestors().skip(1);
            above.find(|up| up.join(".git").exists())
        };
        match self.folder.as_deref().or_else(repository) {
            Some(folder) => relative(&full, folder),
            None => joined(file),
        }
    }
}

/// `path` as it is from `folder`, both absolute.
fn relative(path: &Path, folder: &Path) -> String {
    let shared = path.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return joined(path);
    }
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let parts: PathBuf = up.chain(path.components().skip(shared)).collect();
    joined(&parts)
}

fn joined(path: &Path) -> String {
    let parts: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    shown(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_from_everywhere() {
        for (path, folder, expected) in [
            ("/p/a.json", "/p", "a.json"),
            ("/p/sub/a.json", "/p", "sub/a.json"),
            ("/p/a.json", "/p/ci/old", "../../a.json"),
            ("/q/a.json", "/p", "../q/a.json"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(folder)), expected);
        }
    }

    #[test]
    fn without_a_folder_a_path_counts_from_its_repository() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir_all(folder.path().join("repo/.git"))?;
        std::fs::create_dir_all(folder.path().join("repo/sub"))?;
        let mut root = Root::default();
        for file in ["repo/sub/a.json", "repo/./sub/a.json", "repo/sub/../sub/a.json"] {
            let file = folder.path().join(file);
            assert_eq!(root.path_of(&file.to_string_lossy()), "sub/a.json");
        }
        assert_eq!(joined(Path::new("./x/./a.json")), "x/a.json");
        let mut root = Root::at(absolute(folder.path()));
        let file = folder.path().join("repo/sub/a.json");
        assert_eq!(root.path_of(&file.to_string_lossy()), "repo/sub/a.json");
        Ok(())
    }
}
