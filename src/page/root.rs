//! The top of the repository that a run belongs to: other tools know its files by their paths from there.

use std::path::{Component, Path, PathBuf};

/// Where the run was started, and where the repository is.
#[derive(Clone, Debug, Default)]
pub struct Root {
    here: PathBuf,
    /// The names of the top folder, the given one and the real one; none where it is not known.
    tops: Vec<PathBuf>,
}

impl Root {
    /// A run in the folder `here` of the repository whose top folder has the names `tops`.
    pub fn new(here: PathBuf, tops: Vec<PathBuf>) -> Self {
        Self { here, tops }
    }

    /// The path of an input from the top, with `/` between its parts; nothing for a file outside. As given where no top is known.
    pub(super) fn relative(&self, path: &str) -> Option<String> {
        if self.tops.is_empty() {
            return Some(path.strip_prefix("./").unwrap_or(path).to_owned());
        }
        let whole = plain(&self.here.join(path));
        let inside = self.tops.iter().find_map(|top| whole.strip_prefix(plain(top)).ok())?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/")).filter(|path| !path.is_empty())
    }
}

/// The path without `.` and `..`, as far as its text tells.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_top() {
        let root = Root::new("/home/ci/repo/web".into(), vec!["/home/ci/repo".into()]);
        for (given, expected) in [
            ("chat/a.json", Some("web/chat/a.json")),
            ("./a.json", Some("web/a.json")),
            ("../b/a.json", Some("b/a.json")),
            ("/home/ci/repo/a.json", Some("a.json")),
            ("/home/ci/repository/a.json", None),
            ("../../a.json", None),
            ("/", None),
            ("../", None),
        ] {
            assert_eq!(root.relative(given).as_deref(), expected, "{given}");
        }
        let linked = Root::new("/real".into(), vec!["/link".into(), "/real".into()]);
        assert_eq!(linked.relative("a").as_deref(), Some("a"));
        assert_eq!(linked.relative("/link/a").as_deref(), Some("a"));
    }

    #[test]
    fn without_a_top_paths_stay_as_given() {
        let root = Root::default();
        assert_eq!(root.relative("./a.json").as_deref(), Some("a.json"));
        assert_eq!(root.relative("../a.json").as_deref(), Some("../a.json"));
        assert_eq!(root.relative("/x/a.json").as_deref(), Some("/x/a.json"));
    }
}
