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
mod tests {
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        Globs::new([glob]).unwrap().matches(Path::new(path))
    }

    #[test]
    fn a_glob_without_a_slash_matches_names_anywhere() {
        assert!(matches("*.json", "a.json"));
        assert!(matches("*.json", "x/y/a.json"));
        assert!(matches("invalid", "x/invalid/a.json"));
        assert!(!matches("*.json", "a.json5"));
        assert!(!matches("invalid", "x/invalid-too/a.json"));
    }

    #[test]
    fn a_glob_with_a_slash_matches_from_the_folder_of_the_configuration() {
        assert!(matches("x/*.json", "x/a.json"));
        assert!(matches("./x/*.json", "x/a.json"));
        assert!(matches("/a.json", "a.json"));
        assert!(!matches("/a.json", "x/a.json"));
        assert!(!matches("x/*.json", "w/x/a.json"));
        assert!(!matches("x/*.json", "x/y/a.json"));
        assert!(matches("x/**/*.json", "x/a.json"));
        assert!(matches("x/**/*.json", "x/y/z/a.json"));
        assert!(matches("x/{a,b}.json", "x/b.json"));
    }

    #[test]
    fn a_folder_stands_for_everything_in_it() {
        for glob in ["x/y", "x/y/", "x/y/**"] {
            assert!(matches(glob, "x/y/a.json"), "{glob}");
            assert!(matches(glob, "x/y/z/a.json"), "{glob}");
            assert!(!matches(glob, "x/yy/a.json"), "{glob}");
        }
    }

    #[test]
    fn what_is_no_glob_is_told_by_its_index() {
        assert_eq!(Globs::new(["a", "x/[b"]).unwrap_err().0, 1);
        assert!(Globs::new([""]).is_err());
        assert!(Globs::new(["../a.json"]).unwrap_err().1.contains("leaves"));
    }

    #[test]
    fn the_matching_globs_are_named() {
        let globs = Globs::new(["*.json", "x/", "y"]).unwrap();
        assert_eq!(globs.matching(Path::new("x/a.json"), false), [0, 1]);
        assert_eq!(globs.matching(Path::new("x"), true), [1]);
        assert!(globs.matching(Path::new("x"), false).is_empty());
        assert!(globs.matching(Path::new("b.txt"), false).is_empty());
        assert!(Globs::default().is_empty());
    }
}
