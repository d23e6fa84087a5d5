//! The commands that the README and the tutorial show, run as they show them. With `INSTA_UPDATE=always` the screens are written anew.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::markdown::{Block, Page};
use crate::{read, root};

/// A line of a block that runs guestlint: installed, or by cargo.
#[derive(Debug)]
struct Shown<'l> {
    arguments: Vec<&'l str>,
    /// What `echo` pipes into it.
    input: Option<&'l str>,
}

impl<'l> Shown<'l> {
    fn parse(line: &'l str) -> Option<Self> {
        let line = line.strip_prefix("$ ").unwrap_or(line);
        let echoed = line.strip_prefix("echo '").and_then(|rest| rest.split_once("' | "));
        let (input, line) = echoed.map_or((None, line), |(input, line)| (Some(input), line));
        let rest = ["guestlint ", "cargo run --release -- ", "cargo run -- "]
            .iter()
            .find_map(|prefix| line.strip_prefix(prefix))?;
        let rest = rest.split(" #").next().unwrap_or(rest);
        assert!(!rest.contains(['\'', '"', '|', '>', '<', '*', '$']), "`{line}` needs a shell, and this test has none");
        Some(Self { arguments: rest.split_whitespace().collect(), input })
    }

    /// What it prints, in this folder.
    fn run(&self, folder: &Path) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guestlint"))
            .args(&self.arguments)
            .current_dir(folder)
            .env_remove("GITHUB_WORKSPACE")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Dropped at the end of the statement, which ends the input.
        let written = child.stdin.take().map(|mut stdin| self.input.map_or(Ok(()), |input| writeln!(stdin, "{input}")));
        written.unwrap().unwrap();
        let output = child.wait_with_output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{self:?} ends with {}: {errors}", output.status);
        String::from_utf8(output.stdout).unwrap() + &errors
    }
}

/// Where the commands of a block are run.
enum Place {
    Repository,
    /// In a copy of a folder, because they write: `sh in=FOLDER`.
    Copy(tempfile::TempDir),
}

impl Place {
    fn of(block: &Block) -> Option<Self> {
        match block.info.split_once(" in=") {
            Some(("sh", folder)) => {
                let copy = tempfile::tempdir().unwrap();
                copy_folder(&root().join(folder), copy.path());
                Some(Place::Copy(copy))
            }
            None if matches!(block.info.as_str(), "sh" | "console") => Some(Place::Repository),
            _ => None,
        }
    }

    fn folder(&self) -> PathBuf {
        match self {
            Place::Repository => root(),
            Place::Copy(copy) => copy.path().to_owned(),
        }
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The block with the output of a command: the next one, when it is `text` and nothing but empty lines stands between.
fn output_of<'p>(page: &'p Page, block: &Block) -> Option<&'p Block> {
    let next = page.blocks.iter().find(|other| other.line > block.line)?;
    let between =
        page.prose.iter().any(|(line, text)| (block.end..next.line).contains(line) && !text.trim().is_empty());
    (next.info == "text" && !between).then_some(next)
}

/// Puts `printed` into the fence of `block`.
fn rewrite(readme: &str, block: &Block, printed: &str) -> String {
    let lines: Vec<_> = readme.split_inclusive('\n').collect();
    let (before, after) = (&lines[..block.line], &lines[block.end - 1..]);
    before.concat() + printed + &after.concat()
}

#[test]
fn every_command_runs_and_prints_what_is_shown() {
    for document in [
        "README.md",
        "docs/configuration.md",
        "docs/editors.md",
        "docs/coverage.md",
        "docs/fixes.md",
        "docs/preflight.md",
        "docs/protocols.md",
        "docs/reports.md",
    ] {
        compare_screens(document);
    }
}

fn compare_screens(document: &str) {
    let readme = read(document);
    let page = Page::parse(&readme);
    let mut current = readme.clone();
    let mut screens = 0;
    // From the end, so that a screen of another length moves no line that is still needed.
    for block in page.blocks.iter().rev() {
        let Some(place) = Place::of(block) else {
            continue;
        };
        let commands: Vec<_> = block.text.lines().filter_map(Shown::parse).collect();
        let printed: String = commands.iter().map(|shown| shown.run(&place.folder())).collect();
        if let Some(shown) = output_of(&page, block).filter(|_| !commands.is_empty()) {
            screens += 1;
            current = rewrite(&current, shown, &printed);
        }
    }
    assert!(screens > 0, "{document} shows no screen");
    if current != readme && std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        fs::write(root().join(document), &current).unwrap();
        return;
    }
    assert!(
        current == readme,
        "a screen is stale (INSTA_UPDATE=always writes it anew); {document} should be:\n{current}"
    );
}
