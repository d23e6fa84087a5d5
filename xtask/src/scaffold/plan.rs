//! What is to be written: new files, and lines in files that are there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The changes of a scaffold, kept in memory until all of them are known to fit.
pub(super) struct Plan {
    root: PathBuf,
    /// Texts by path, in the order of their paths, and whether the file is new.
    files: BTreeMap<String, (String, bool)>,
}

impl Plan {
    pub(super) fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), files: BTreeMap::new() }
    }

    /// A new file.
    pub(super) fn create(&mut self, path: &str, text: &str) -> Result<(), String> {
        if self.root.join(path).exists() {
            return Err(format!("{path} is there already"));
        }
        self.files.insert(path.to_owned(), (text.to_owned(), true));
        Ok(())
    }

    /// The text of a file that is there, with the changes so far.
    pub(super) fn text(&self, path: &str) -> Result<String, String> {
        if let Some((text, _)) = self.files.get(path) {
            return Ok(text.clone());
        }
        fs::read_to_string(self.root.join(path)).map_err(|error| format!("{path}: {error}"))
    }

    /// Puts `line` in front of the first line for which `is_behind` holds, which must exist.
    pub(super) fn add_before(
        &mut self,
        path: &str,
        line: &str,
        is_behind: impl Fn(&str) -> bool,
    ) -> Result<(), String> {
        let text = self.text(path)?;
        let mut at = 0;
        for old in text.split_inclusive('\n') {
            if is_behind(old.trim_end()) {
                return self.put(path, &text, at, &format!("{line}\n"));
            }
            at += old.len();
        }
        Err(format!("{path}: found no place for `{}`", line.trim()))
    }

    /// Puts `line` behind the last line for which `is_before` holds, which must exist.
    pub(super) fn add_behind(
        &mut self,
        path: &str,
        line: &str,
        is_before: impl Fn(&str) -> bool,
    ) -> Result<(), String> {
        let text = self.text(path)?;
        let (mut at, mut found) = (0, None);
        for old in text.split_inclusive('\n') {
            at += old.len();
            if is_before(old.trim_end()) {
                found = Some(at);
            }
        }
        let at = found.ok_or_else(|| format!("{path}: found no place for `{}`", line.trim()))?;
        self.put(path, &text, at, &format!("{line}\n"))
    }

    /// Declares the module `name` among the others of the file at `path`, in the order of their names.
    pub(super) fn declare(&mut self, path: &str, name: &str) -> Result<(), String> {
        let module = |line: &str| {
            let rest = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub ")).unwrap_or(line);
            let name = rest.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
            // An attribute stands above the tests.
            name.filter(|name| *name != "tests").map(str::to_owned)
        };
        let line = format!("mod {name};");
        let is_behind = |old: &str| module(old).is_some_and(|known| known.as_str() > name);
        match self.text(path)?.lines().any(is_behind) {
            true => self.add_before(path, &line, is_behind),
            false => self.add_behind(path, &line, |old| module(old).is_some()),
        }
    }

    /// Puts `new` in place of `old`, which must occur once.
    pub(super) fn replace(&mut self, path: &str, old: &str, new: &str) -> Result<(), String> {
        let text = self.text(path)?;
        match text.matches(old).count() {
            1 => {
                self.files.insert(path.to_owned(), (text.replacen(old, new, 1), false));
                Ok(())
            }
            count => Err(format!("{path}: `{old}` stands there {count} times, not once")),
        }
    }

    fn put(&mut self, path: &str, text: &str, at: usize, addition: &str) -> Result<(), String> {
        let (before, behind) = text.split_at(at);
        let is_new = self.files.get(path).is_some_and(|(_, is_new)| *is_new);
        self.files.insert(path.to_owned(), (format!("{before}{addition}{behind}"), is_new));
        Ok(())
    }

    /// Writes everything, and says what.
    pub(super) fn carry_out(self) -> Result<String, String> {
        let mut said = String::new();
        for (path, (text, is_new)) in &self.files {
            let target = self.root.join(path);
            let folder = target.parent().unwrap_or(&self.root);
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            fs::write(&target, text).map_err(|error| format!("{path}: {error}"))?;
            said.push_str(&format!("{} {path}\n", if *is_new { "wrote  " } else { "changed" }));
        }
        Ok(said)
    }
}
