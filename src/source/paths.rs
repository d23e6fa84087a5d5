//! The one way to name files: absolute, so that two ways to write one compare; as a page shows them; from a folder; from the
//! root of the repository, as other tools know them; and as a URI.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use elsa::FrozenMap;

/// Where CI systems say that they have checked the repository out: GitHub Actions, GitLab CI, Jenkins, Azure Pipelines and
/// Bitbucket Pipelines.
const WORKSPACES: [&str; 5] =
    ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE", "BUILD_SOURCESDIRECTORY", "BITBUCKET_CLONE_DIR"];

/// The absolute path. Links in its folder are followed, the last part is left as it is: a link is matched by its own name.
pub fn absolute(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if matches!(path.components().next_back(), Some(Component::Normal(_)))
        && let (Some(folder), Some(name)) = (full.parent(), full.file_name())
        && !full.is_dir()
    {
        return canonical(folder).join(name);
    }
    canonical(&full)
}

/// A path as a page shows it: with `/` between the parts.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The top of the repository that `folder`, which is absolute, is in.
pub(crate) fn repository_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|up| up.join(".git").exists())
}

fn canonical(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| {
        // Links are followed in as much of it as there is.
        let path = plain(path);
        let real = path.ancestors().find_map(|up| {
            let rest = path.strip_prefix(up).ok()?;
            Some(std::fs::canonicalize(up).ok()?.join(rest))
        });
        real.unwrap_or(path)
    })
}

/// A path that is not there, without its `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
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

/// The parts of a path, without `.`, with `/` between them.
fn joined(path: &Path) -> String {
    let parts: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    shown(&parts)
}

/// The repository that a run belongs to: other tools know its files by their paths from there.
#[derive(Default)]
pub struct Repository {
    roots: Vec<PathBuf>,
    known: FrozenMap<String, Box<RepositoryPath>>,
}

/// A file as other tools know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RepositoryPath {
    /// From the root of the repository where the file lies in it, as given otherwise; with `/` between the parts.
    pub(crate) path: String,
    /// The file lies in the repository.
    pub(crate) inside: bool,
}

impl Repository {
    /// The repository that the working directory is in; what lies outside of it counts from the CI system's workspace, which
    /// a variable of the environment names.
    pub fn here(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let workspaces = WORKSPACES.iter().filter_map(|name| variable(name));
        Self::of(Path::new("."), workspaces.map(PathBuf::from))
    }

    fn of(folder: &Path, workspaces: impl IntoIterator<Item = PathBuf>) -> Self {
        let folder = absolute(folder);
        let workspaces = workspaces.into_iter().filter(|path| path.is_absolute());
        let roots = repository_of(&folder).map(Path::to_owned).into_iter();
        Self { roots: roots.chain(workspaces.map(|path| absolute(&path))).collect(), known: FrozenMap::default() }
    }

    /// Whether there is one.
    pub(crate) fn is_known(&self) -> bool {
        !self.roots.is_empty()
    }

    /// The path of the file that the user named as `given`. A link is named by what it leads to, where that is in the
    /// repository, too: a host shows nothing on a link.
    pub(crate) fn path_of(&self, given: &str) -> &RepositoryPath {
        if let Some(known) = self.known.get(given) {
            return known;
        }
        let named = absolute(Path::new(given));
        let meant = std::fs::canonicalize(&named).unwrap_or_else(|_| named.clone());
        let path = match self.below(&meant).or_else(|| self.below(&named)) {
            Some(path) => RepositoryPath { path, inside: true },
            None => RepositoryPath { path: given.trim_start_matches("./").to_owned(), inside: false },
        };
        self.known.insert(given.to_owned(), Box::new(path))
    }

    fn below(&self, path: &Path) -> Option<String> {
        let root = self.roots.iter().find(|root| path.starts_with(root))?;
        Some(relative(path, root)).filter(|path| !path.is_empty())
    }
}

/// What the paths of files count from that must be the same wherever the program was started, and however they were given
/// (`a.json` and `./a.json`). A link has its own name here: what it leads to may change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    /// The folder, absolute; without one a file's path counts from the git repository that it is in, and outside of any it
    /// stays as it was given.
    folder: Option<PathBuf>,
    /// The file that was asked for last, and its path: findings come file by file.
    latest: Option<(String, String)>,
}

impl Base {
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
        match self.folder.as_deref().or_else(|| repository_of(full.parent()?)) {
            Some(folder) => relative(&full, folder),
            None => joined(file),
        }
    }
}

/// The path as a URI reference: a relative one, or a `file` URI for an absolute path, that of Windows included.
pub(crate) fn uri(path: &str) -> String {
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
mod tests;
