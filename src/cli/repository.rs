//! Where the repository is that the user works in: reports for other tools name files from its root.

use std::path::{Path, PathBuf};

use crate::page::Root;
use crate::page::paths::ReportPaths;

/// Where CI systems say that they have checked the repository out: GitHub Actions, GitLab CI, Jenkins, Azure Pipelines and
/// Bitbucket Pipelines.
const WORKSPACES: [&str; 5] =
    ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE", "BUILD_SOURCESDIRECTORY", "BITBUCKET_CLONE_DIR"];

/// Paths from the root of the repository that the working directory is in, or from the CI system's workspace.
pub(super) fn paths() -> ReportPaths {
    let workspaces = WORKSPACES.iter().filter_map(std::env::var_os);
    ReportPaths::find(Path::new("."), workspaces.map(PathBuf::from))
}

/// Where a CI job has checked it out, as GitHub Actions says it, and where the run is in it.
pub(super) fn root() -> Root {
    let top = std::env::var_os("GITHUB_WORKSPACE").filter(|top| !top.is_empty());
    let top = top.map(PathBuf::from);
    let real = top.as_ref().and_then(|top| top.canonicalize().ok());
    let here = std::env::current_dir().unwrap_or_default();
    Root::new(here, top.into_iter().chain(real).collect())
}
