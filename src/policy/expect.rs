//! Expected findings: what must be found in a file that is invalid on purpose, by the configuration and by a file beside it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::outcome::Account;
use crate::protocol::near;
use crate::rule::{self, Rule, Severity};
use crate::source::paths::shown;
use crate::source::{InputName, Location, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::words;

/// What a sidecar's name has behind that of its file.
pub(crate) const ENDING: &str = ".expect";

/// A rule that must be broken, and where that is said.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    pub(crate) rule: &'static Rule,
    pub(crate) said: Location,
}

/// What is expected of one file.
#[derive(Debug, Default)]
pub(crate) struct Expectations {
    pub(crate) listed: Vec<Expected>,
    /// What the sidecar says and cannot be expected.
    faults: Vec<Finding>,
    /// Where expectations stand, though there be none.
    said: Option<Location>,
}

/// The sidecar of a file.
pub(crate) fn sidecar(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

/// The file that a sidecar is of, by its name.
pub(crate) fn file_of(sidecar: &Path) -> Option<PathBuf> {
    let name = sidecar.to_str()?.strip_suffix(ENDING)?;
    Some(PathBuf::from(name))
}

/// Whether a file that a walk met is looked at though nothing in it is recognised, because something is expected of it: by
/// the file beside it, or by a glob, unless it is a text that a glob for a whole folder takes in.
pub(crate) fn makes_meant(file: &Path, expected: &Expectations) -> bool {
    let name = file.to_string_lossy().to_ascii_lowercase();
    let stem = name.strip_suffix(".gz").unwrap_or(&name);
    let is_text = [".txt", ".log"].iter().any(|ending| stem.ends_with(ending));
    sidecar(file).is_file() || (!expected.are_none() && !is_text)
}

impl Expectations {
    /// Nothing is said of the file: every finding counts.
    pub(crate) fn are_none(&self) -> bool {
        self.said.is_none()
    }

    /// Adds what the configuration expects.
    pub(crate) fn add(&mut self, rule: &'static Rule, said: Location) {
        self.said.get_or_insert_with(|| said.clone());
        self.listed.push(Expected { rule, said });
    }

    /// Adds what the sidecar of `file` says, where there is one.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub(crate) fn read(&mut self, file: &Path, masker: Masker) -> io::Result<()> {
        let path = sidecar(file);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let source = Source::from_text(InputName::File(shown(&path)), text, masker);
        self.said.get_or_insert_with(|| source.locate(Span::at(0), Span::at(0)));
        for (name, span) in names(source.text()) {
            let said = source.locate(span, span);
            if let Some(rule) = rule::find(name) {
                self.add(rule, said)
            } else {
                let known = rule::RULES.iter().flat_map(|rule| [rule.name, rule.code]);
                let near = near::nearest(name, known);
                let name = crate::text::words::shorten(name);
                self.faults.push(words::expected_no_rule(&name, near, said));
            }
        }
        Ok(())
    }

    /// Holds the findings of a file's reports against what is expected: those that are go, those that are not become GL805, and
    /// those that are missing GL804. Says how many were expected.
    pub(crate) fn settle(mut self, reports: &mut [Account]) -> u64 {
        let open = self.listed.len();
        for report in reports.iter_mut() {
            self.take_out(report);
            tidy(report);
        }
        let met = open - self.listed.len();
        // What is missing is so from the file as a whole: where several captures are in it, the first stands for it.
        if let Some(report) = reports.first_mut() {
            self.tell_missing(report);
        }
        met as u64
    }

    /// Takes out of an account what is expected, and of what is expected what is there.
    fn take_out(&mut self, account: &mut Account) {
        account.retain(|finding| {
            let expected = self.listed.iter().position(|expected| expected.rule == finding.rule);
            match expected {
                Some(index) => drop(self.listed.remove(index)),
                None if is_compared(finding) => words::unexpected(finding, self.said.clone()),
                None => {}
            }
            expected.is_none()
        });
    }

    fn tell_missing(self, report: &mut Account) {
        let file = report.file.clone();
        let missing = self.listed.into_iter().map(|expected| words::missing(expected.rule, &file, expected.said));
        let mut id = report.findings().map(|finding| finding.id).max().unwrap_or(0);
        for mut finding in missing.chain(self.faults) {
            id += 1;
            finding.id = id;
            report.loose.push(finding);
        }
    }
}

/// A session of which nothing is left to say has ended as it was meant to.
fn tidy(account: &mut Account) {
    for session in &mut account.sessions {
        if !session.findings.iter().any(is_compared) {
            session.diagnosis = None;
        }
    }
}

/// Errors and warnings must be expected; a note may.
fn is_compared(finding: &Finding) -> bool {
    finding.severity != Severity::Note
}

/// The names in a sidecar, with their places: one a line, `#` begins a comment.
fn names(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let content = line.split('#').next().unwrap_or_default();
        let name = content.trim();
        let lead = content.len() - content.trim_start().len();
        (!name.is_empty()).then(|| (name, Span::new(at + lead, at + lead + name.len())))
    })
}

/// Makes the sidecar of `file` say what was found in it, beyond what the configuration expects; says what was done. Comments at
/// its top stay. The file has no sidecar where nothing is to be expected.
///
/// # Errors
/// It cannot be written.
pub(crate) fn update(file: &Path, found: &[&Finding], by_config: &[Expected]) -> io::Result<Option<String>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut known: Vec<&Rule> = by_config.iter().map(|expected| expected.rule).collect();
    for finding in found.iter().filter(|finding| is_compared(finding)) {
        match known.iter().position(|rule| *rule == finding.rule) {
            Some(index) => drop(known.remove(index)),
            None => *counts.entry(finding.rule.code).or_default() += 1,
        }
    }
    let path = sidecar(file);
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let name = shown(&path);
    if counts.is_empty() {
        return if old.is_none() {
            Ok(None)
        } else {
            std::fs::remove_file(&path)?;
            Ok(Some(format!("{name}: deleted, nothing is to be expected any more")))
        };
    }
    if old.as_deref().is_some_and(|old| says(old, &counts, found)) {
        return Ok(None);
    }
    let text = sidecar_text(old.as_deref(), &counts);
    std::fs::write(&path, text)?;
    let codes: Vec<_> = counts.keys().copied().collect();
    let done = if old.is_some() { "updated" } else { "written" };
    Ok(Some(format!("{name}: {done}, {}", codes.join(", "))))
}

/// Whether a sidecar already says what is to be expected; notes that it lists and that occur may stay.
fn says(old: &str, counts: &BTreeMap<&str, usize>, found: &[&Finding]) -> bool {
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in names(old) {
        let Some(rule) = rule::find(name) else {
            return false;
        };
        let is_note = found.iter().any(|finding| finding.rule == rule && !is_compared(finding));
        if !is_note || counts.contains_key(rule.code) {
            *listed.entry(rule.code).or_default() += 1;
        }
    }
    listed == *counts
}

fn sidecar_text(old: Option<&str>, counts: &BTreeMap<&str, usize>) -> String {
    let lines = old.unwrap_or_default().lines();
    let mut text: String = lines
        .take_while(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    for (code, count) in counts {
        let name = rule::by_code(code).map_or("", |rule| rule.name);
        for _ in 0..*count {
            text.push_str(&format!("{code} # {name}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests;
