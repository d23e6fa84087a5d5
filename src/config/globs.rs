//! Globs, relative to the folder of the configuration.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Some globs, ready to be matched.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    set: GlobSet,
    /// For each pattern of the set the index of the glob that it was made of, and whether it matches folders alone.
    owners: Vec<(usize, bool)>,
}

impl Globs {
    /// Globs as they are written: one without a slash matches names in any folder, one with a slash paths from the
    /// configuration's folder; one that matches a folder matches everything in it.
    ///
    /// # Errors
    /// The first that is none: its index, and why.
    pub fn new<'g>(globs: impl IntoIterator<Item = &'g str>) -> Result<Self, (usize, String)> {
        let mut builder = GlobSetBuilder::new();
        let mut owners = Vec::new();
        for (index, glob) in globs.into_iter().enumerate() {
            for (pattern, folders) in patterns(glob).map_err(|why| (index, why))? {
                let built = GlobBuilder::new(&pattern).literal_separator(true).build();
                builder.add(built.map_err(|error| (index, error.kind().to_string()))?);
                owners.push((index, folders));
            }
        }
        let set = builder.build().map_err(|error| (0, error.to_string()))?;
        Ok(Self { set, owners })
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// Whether one of them matches the file at `path`, which is relative to the configuration's folder.
    pub fn matches(&self, path: &Path) -> bool {
        !self.matching(path, false).is_empty()
    }

    /// The globs that match the file or the folder at `path`, by index.
    pub fn matching(&self, path: &Path, is_folder: bool) -> Vec<usize> {
        let matches = self.set.matches(path).into_iter();
        let owners = matches.filter_map(|index| self.owners.get(index));
        let owners = owners.filter(|(_, folders)| is_folder || !folders);
        owners.map(|(index, _)| *index).collect()
    }
}

/// The patterns that a glob stands for, and for each whether it matches folders alone.
fn patterns(glob: &str) -> Result<[(String, bool); 2], String> {
    let plain = glob.strip_prefix("./").unwrap_or(glob);
    let rooted = plain.trim_end_matches('/');
    let folder_only = rooted.len() < plain.len();
    if rooted.is_empty() {
        return Err("it is empty; `**` matches every file".to_owned());
    }
    if rooted.split('/').any(|part| part == "..") {
        return Err("it leaves the folder of the configuration".to_owned());
    }
    let base = match rooted.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None if rooted.contains('/') => rooted.to_owned(),
        None => format!("**/{rooted}"),
    };
    let inside = format!("{base}/**");
    Ok([(base, folder_only), (inside, false)])
}

#[cfg(test)]
mod tests;
