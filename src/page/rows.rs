//! What the formats for other tools have in common: the findings as rows, by file.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::finding::Finding;
use crate::outcome::{Account, Summary};
use crate::source::InputName;
use crate::source::paths::Repository;
use crate::text::escape::escape;
use crate::text::object::Json;

use super::Page;
use super::json::document;
use super::place::{self, Place};

/// A finding at its place.
pub(super) struct Row<'f> {
    pub(super) finding: &'f Finding,
    pub(super) place: Place,
}

impl<'f> Row<'f> {
    /// The findings of an input.
    pub(super) fn all(account: &'f Account, paths: &Repository) -> Vec<Self> {
        account.findings().map(|finding| Self { finding, place: Place::new(&finding.location, paths) }).collect()
    }

    /// `GL201 missing-routing-data`
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.finding.rule.code, self.finding.rule.name)
    }

    /// What is wrong, and what to do: the text of formats that know one message a finding.
    pub(super) fn sentence(&self) -> String {
        let mut text = escape(&self.finding.message).into_owned();
        if self.finding.count > 1 {
            text.push_str(&format!(" ({} times)", self.finding.count));
        }
        if let Some(help) = &self.finding.help {
            text.push_str(". Help: ");
            text.push_str(&escape(help));
        }
        text
    }

    /// The sentence, with the place in an archive behind it, which nothing else in such a format can show.
    pub(super) fn sentence_at(&self) -> String {
        match &self.place.inside {
            Some(inside) => format!("{} [in {inside}]", self.sentence()),
            None => self.sentence(),
        }
    }
}

/// `" (12 times, first here)"`, or nothing for what occurs once.
pub(super) fn times(finding: &Finding) -> String {
    if finding.count > 1 { format!(" ({} times, first here)", finding.count) } else { String::new() }
}

/// The input as the path of a file.
pub(super) fn path_of(account: &Account, paths: &Repository) -> String {
    let is_stdin = account.file == InputName::Stdin.display();
    let name = if is_stdin { InputName::Stdin } else { InputName::File(account.file.clone()) };
    place::path(&name, paths)
}

/// A document of rows as JSON, written to `W` when the run is finished.
pub(super) struct Listed<W> {
    pub(super) out: W,
    pub(super) paths: Repository,
    pub(super) items: Vec<Json>,
    /// A row in the format's syntax,
    pub(super) item: fn(&Row<'_>, &Repository) -> Json,
    /// and the document around all of them.
    pub(super) whole: fn(Vec<Json>) -> Json,
}

impl<W: Write> Page for Listed<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.items.extend(Row::all(account, &self.paths).iter().map(|row| (self.item)(row, &self.paths)));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        document(&mut self.out, &(self.whole)(std::mem::take(&mut self.items)))
    }
}

/// Rows in the syntax of a format, by file: several inputs are of one file where that is an archive.
pub(super) struct Rows<R> {
    /// With a file's place in the order in which they came.
    files: HashMap<String, (usize, Vec<R>)>,
}

impl<R> Rows<R> {
    pub(super) fn new() -> Self {
        Self { files: HashMap::new() }
    }

    /// Those of a file, which is told of from now on.
    pub(super) fn of(&mut self, path: String) -> &mut Vec<R> {
        let next = self.files.len();
        let (_, rows) = self.files.entry(path).or_insert_with(|| (next, Vec::new()));
        rows
    }

    /// Takes out the files, in the order in which they came.
    pub(super) fn take(&mut self) -> Vec<(String, Vec<R>)> {
        let mut files: Vec<_> = std::mem::take(&mut self.files).into_iter().collect();
        files.sort_unstable_by_key(|(_, (order, _))| *order);
        files.into_iter().map(|(path, (_, rows))| (path, rows)).collect()
    }
}
