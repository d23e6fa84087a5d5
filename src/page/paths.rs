//! Files as code hosts name them: relative to the repository, whatever folder the run was started in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use crate::source::paths::absolute;

/// A file's path in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPath {
    /// Relative to the repository where the file lies in it, as given otherwise; with `/` between the parts.
    pub path: String,
    /// The file lies in the repository.
    pub in_repository: bool,
}

/// Knows where the repository is.
#[derive(Debug, Default)]
pub struct ReportPaths {
    roots: Vec<PathBuf>,
    known: RefCell<HashMap<String, ReportPath>>,
}

impl ReportPaths {
    /// The repository is the folder at or above `start` that has a `.git`; for files outside of it, one of `workspaces`, which
    /// are what a CI system says of itself.
    pub fn find(start: &Path, workspaces: impl IntoIterator<Item = PathBuf>) -> Self {
        let start = absolute(start);
        let repository = start.ancestors().find(|folder| folder.join(".git").exists());
        let workspaces = workspaces.into_iter().filter(|path| path.is_absolute());
        let roots = repository.map(Path::to_owned).into_iter();
        Self { roots: roots.chain(workspaces.map(|path| absolute(&path))).collect(), known: RefCell::default() }
    }

    /// The path of the file that the user named as `given`.
    pub fn of(&self, given: &str) -> ReportPath {
        if let Some(known) = self.known.borrow().get(given) {
            return known.clone();
        }
        let found = self.look_up(given);
        let mut known = self.known.borrow_mut();
        known.insert(given.to_owned(), found.clone());
        found
    }

    /// A link is named by what it leads to, where that is in the repository, too: a host shows nothing on a link.
    fn look_up(&self, given: &str) -> ReportPath {
        let named = absolute(Path::new(given));
        let meant = std::fs::canonicalize(&named).unwrap_or_else(|_| named.clone());
        let below = |path: &Path| {
            let root = self.roots.iter().find(|root| path.starts_with(root))?;
            joined(path.strip_prefix(root).ok()?)
        };
        match below(&meant).or_else(|| below(&named)) {
            Some(path) => ReportPath { path, in_repository: true },
            None => ReportPath { path: given.trim_start_matches("./").to_owned(), in_repository: false },
        }
    }
}

/// The parts with `/` between them, if they are names and at least one.
fn joined(path: &Path) -> Option<String> {
    let parts = path.components().map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let parts: Vec<String> = parts.collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The path as a URI reference: a relative one, or a `file` URI for an absolute path, that of Windows included.
pub fn uri(path: &str) -> String {
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    if drive {
        let (letter, rest) = path.split_at(1);
        return format!("file:///{letter}:{}", encoded(&rest[1..]));
    }
    match path.strip_prefix("//") {
        Some(share) => format!("file://{}", encoded(share)),
        None if path.starts_with('/') => format!("file://{}", encoded(path)),
        None => encoded(path),
    }
}

/// Percent-encoded, but for slashes and the characters that no URI gives a meaning (RFC 3986, 2.3).
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_percent_encoded() {
        assert_eq!(uri("a b/c#d%e?.har"), "a%20b/c%23d%25e%3F.har");
        assert_eq!(uri("日本/é.json"), "%E6%97%A5%E6%9C%AC/%C3%A9.json");
        assert_eq!(uri("a:b\u{1b}\n.log"), "a%3Ab%1B%0A.log");
        assert_eq!(uri("../up.har"), "../up.har");
        assert_eq!(uri("/tmp/a b.har"), "file:///tmp/a%20b.har");
        assert_eq!(uri("C:/Users/a b.har"), "file:///C:/Users/a%20b.har");
        assert_eq!(uri("//host/share/a.har"), "file://host/share/a.har");
    }

    #[test]
    fn a_file_is_named_from_the_root_of_its_repository() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("work/deep");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir(root.path().join("work/.git")).unwrap();
        std::fs::write(folder.join("a.har"), "").unwrap();
        let path = |file: &Path| file.to_str().unwrap().to_owned();
        let paths = ReportPaths::find(&folder, []);
        let inside = |text: &str| ReportPath { path: text.to_owned(), in_repository: true };
        assert_eq!(paths.of(&path(&folder.join("a.har"))), inside("deep/a.har"));
        assert_eq!(paths.of(&path(&folder.join("../gone.har"))), inside("gone.har"));
        let outside = path(&root.path().join("b.har"));
        let given = ReportPath { path: outside.clone(), in_repository: false };
        assert_eq!(paths.of(&outside), given);
        // A CI system's workspace holds what is in no repository.
        let paths = ReportPaths::find(&folder, [root.path().to_owned()]);
        assert_eq!(paths.of(&outside), inside("b.har"));
        let nowhere = ReportPaths::default();
        assert_eq!(nowhere.of("./x/a.har").path, "x/a.har");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_named_by_the_file_that_it_leads_to() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join(".git")).unwrap();
        std::fs::write(root.path().join("real.har"), "").unwrap();
        let link = root.path().join("link.har");
        std::os::unix::fs::symlink("real.har", &link).unwrap();
        let paths = ReportPaths::find(root.path(), []);
        assert_eq!(paths.of(link.to_str().unwrap()).path, "real.har");
    }
}
