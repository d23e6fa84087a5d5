//! What a configuration says of one file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::source::paths::absolute;
use crate::source::walk::Choice;

use super::{At, Config, Level};

/// What holds for one file.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Severities, by code, with the place of each in the configuration.
    pub severity: BTreeMap<&'static str, At<Level>>,
    /// The protocol that the file is said to speak, by an override.
    pub protocol: Option<At<String>>,
    /// The overrides that match it, by index.
    pub overrides: Vec<usize>,
    /// The entries of `ignore` that match it.
    pub ignores: Vec<usize>,
    /// The entries of `expect` that match it.
    pub expects: Vec<usize>,
}

impl Config {
    /// A path as globs see it: from the configuration's folder, where it is in there.
    pub fn relative(&self, path: &Path) -> Option<PathBuf> {
        let path = absolute(path);
        path.strip_prefix(&self.folder).ok().map(Path::to_owned)
    }

    /// What holds for the file at `path`; for an input without one, what holds in general.
    pub fn scope(&self, path: Option<&Path>) -> Scope {
        let mut scope = Scope::default();
        for (rule, level) in &self.model.severity {
            scope.severity.insert(rule.code, level.clone());
        }
        let Some(path) = path.and_then(|path| self.relative(path)) else {
            return scope;
        };
        for (index, with) in self.model.overrides.iter().enumerate() {
            if !with.files.matcher.matches(&path) {
                continue;
            }
            scope.overrides.push(index);
            for (rule, level) in &with.severity {
                scope.severity.insert(rule.code, level.clone());
            }
            scope.protocol = with.protocol.clone().or(scope.protocol);
        }
        let indices = |matching: &mut dyn Iterator<Item = bool>| {
            let matching = matching.enumerate().filter(|(_, matches)| *matches);
            matching.map(|(index, _)| index).collect()
        };
        let ignores = self.model.ignores.iter();
        scope.ignores = indices(&mut ignores.map(|ignore| ignore.files.matcher.matches(&path)));
        let expects = self.model.expects.iter();
        scope.expects = indices(&mut expects.map(|expect| expect.files.matcher.matches(&path)));
        scope
    }
}

/// Which files of a folder are looked at.
#[derive(Debug)]
pub struct Selection<'c> {
    config: &'c Config,
    /// The globs of `exclude` that match the folder itself: it was named, so they do not hold in it.
    suspended: Vec<usize>,
}

impl Config {
    /// Which files are looked at in a folder that was named.
    pub fn selection(&self, folder: &Path) -> Selection<'_> {
        let relative = self.relative(folder);
        let matching = |path: PathBuf| self.model.exclude.matcher.matching(&path, true);
        Selection { config: self, suspended: relative.map(matching).unwrap_or_default() }
    }
}

impl Selection<'_> {
    /// Whether to look at `path`, which is absolute.
    pub fn choose(&self, path: &Path, is_folder: bool) -> Choice {
        let model = &self.config.model;
        let Ok(path) = path.strip_prefix(&self.config.folder) else {
            return Choice::Usual;
        };
        let excluded = model.exclude.matcher.matching(path, is_folder);
        if excluded.iter().any(|glob| !self.suspended.contains(glob)) {
            return Choice::Leave;
        }
        if is_folder || model.include.matcher.is_empty() {
            return Choice::Usual;
        }
        if model.include.matcher.matches(path) { Choice::Meant } else { Choice::Leave }
    }
}
