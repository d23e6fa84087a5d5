//! The scaffolds: each plans the files it writes and the lines it adds, and only then touches anything.

mod format;
mod plan;
mod protocol;
mod rule;

use std::path::Path;

use plan::Plan;

const USAGE: &str = "usage:
  cargo xtask new-rule GL218 empty-text payload [\"the text of a message is empty\"]
  cargo xtask new-format wireshark-pdml
  cargo xtask new-protocol my-chat";

/// Does what `words` ask for in the repository at `root`, and says what was written and what is left to do.
///
/// # Errors
/// The words are wrong, a file cannot be read or written, or stands there already.
pub fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let mut plan = Plan::of(root);
    let next = match words {
        ["new-rule", code, name, family] => rule::plan(&mut plan, code, name, family, "TODO: when it is reported")?,
        ["new-rule", code, name, family, summary] => rule::plan(&mut plan, code, name, family, summary)?,
        ["new-format", name] => format::plan(&mut plan, name)?,
        ["new-protocol", name] => protocol::plan(&mut plan, name)?,
        _ => return Err(USAGE.to_owned()),
    };
    let written = plan.carry_out()?;
    Ok(format!("{written}\nNext:\n{next}"))
}

/// A name of small words with hyphens between them, as rules, formats and protocols have.
fn named(name: &str) -> Result<(), String> {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if name.split('-').all(is_word) && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(format!("`{name}` is no name: write small letters and hyphens, such as empty-text"))
}

/// `empty-text` as a module: `empty_text`.
fn module(name: &str) -> String {
    name.replace('-', "_")
}

/// `empty-text` as a variant: `EmptyText`.
fn variant(name: &str) -> String {
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    name.split('-').map(capital).collect()
}
