//! Paths, so that two ways to write one compare.

use std::path::{Component, Path, PathBuf};

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

/// A path as a report shows it: with `/` between the parts.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
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
