//! Which files are invalid on purpose, by their names and those of their folders.

/// Words of a folder's name that say so.
const FOLDERS: &[&str] =
    &["invalid", "bad", "broken", "malformed", "negative", "failing", "fail", "wrong", "errors", "rejected"];

/// Words of a file's name that say so. Fewer: `failed.har` is what happened to somebody, and `error.json` a message of that name.
const FILES: &[&str] = &["invalid", "bad", "broken", "malformed", "negative", "wrong", "incorrect"];

/// Words that say the contrary, of either.
const VALID: &[&str] = &["valid", "good"];

/// Words that turn the others round: what is `not-invalid` or `fixed` is meant to be right.
const NOT: &[&str] = &["not", "no", "non", "never", "fixed"];

/// Whether a file is invalid on purpose: the name that says something nearest to the file decides.
pub(super) fn is_meant(file: &str) -> bool {
    let (folders, name) = file.rsplit_once('/').unwrap_or(("", file));
    let said = said(name, FILES);
    let folders = || folders.rsplit('/').find_map(|folder| self::said(folder, FOLDERS));
    said.or_else(folders).unwrap_or(false)
}

/// Whether a name says that what it names is invalid; `None` where it says nothing of the kind.
fn said(name: &str, invalid: &[&str]) -> Option<bool> {
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(invalid) {
        Some(!has(NOT))
    } else if has(VALID) {
        Some(has(NOT))
    } else {
        None
    }
}

/// The words of a name in lower case: `badStartChat-2.json` is `bad`, `start`, `chat`, `json`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let begins = c.is_uppercase() && was_lower;
        if begins || !c.is_alphabetic() {
            words.push(String::new());
        }
        if c.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests;
