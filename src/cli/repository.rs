//! The repository that a CI job has checked out.

use std::path::PathBuf;

use crate::report::Root;

/// Where it is, as GitHub Actions says it, and where the run is in it.
pub(super) fn root() -> Root {
    let top = std::env::var_os("GITHUB_WORKSPACE").filter(|top| !top.is_empty());
    let top = top.map(PathBuf::from);
    let real = top.as_ref().and_then(|top| top.canonicalize().ok());
    let here = std::env::current_dir().unwrap_or_default();
    Root::new(here, top.into_iter().chain(real).collect())
}
