//! What the formats for other tools have in common: a finding in one sentence, and a place as those tools know places.

use crate::finding::Finding;
use crate::outcome::Account;
use crate::source::paths::Repository;
use crate::source::{InputName, Location};
use crate::text::escape::escape;

/// A place in a file as other tools know it. They cannot look into archives: there, it is the start of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, escaped.
    pub(super) path: String,
    /// From 1.
    pub(super) line: usize,
    /// From 1, in Unicode characters.
    pub(super) column: usize,
    /// From 1, in bytes.
    pub(super) byte_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    pub(super) end_byte_column: usize,
    /// In an archive, the place in its member: `trace.network:3:14`.
    pub(super) inside: Option<String>,
}

impl Place {
    pub(super) fn new(location: &Location, paths: &Repository) -> Self {
        let path = path_of(&location.name, paths);
        if let Some(member) = &location.member {
            let member = escape(member);
            return Self {
                path,
                line: 1,
                column: 1,
                byte_column: 1,
                end_line: 1,
                end_column: 1,
                end_byte_column: 1,
                inside: Some(format!("{member}:{}:{}", location.line, location.column)),
            };
        }
        Self {
            path,
            line: location.line.max(1),
            column: location.column.max(1),
            byte_column: location.byte_column.max(1),
            end_line: location.end_line.max(1),
            end_column: location.end_column.max(1),
            end_byte_column: location.end_byte_column.max(1),
            inside: None,
        }
    }

    /// `session.ndjson:4:67`, or `trace.zip!trace.network:3:14`.
    pub(super) fn shown(&self) -> String {
        match &self.inside {
            Some(inside) => format!("{}!{inside}", self.path),
            None => format!("{}:{}:{}", self.path, self.line, self.column),
        }
    }
}

/// The input as the path of a file, which it need not be.
pub(super) fn path_of(name: &InputName, paths: &Repository) -> String {
    match name {
        InputName::File(given) => escape(&paths.path_of(given).path).into_owned(),
        InputName::Stdin | InputName::Argument(_) => escape(name.display()).into_owned(),
    }
}

/// The input of a report as the path of a file.
pub(super) fn path_of_report(report: &Account, paths: &Repository) -> String {
    let is_stdin = report.file == InputName::Stdin.display();
    if is_stdin {
        return report.file.clone();
    }
    escape(&paths.path_of(&report.file).path).into_owned()
}

/// What is wrong, and what to do: the text of formats that know one message a finding.
pub(super) fn sentence(finding: &Finding) -> String {
    let mut text = escape(&finding.message).into_owned();
    if finding.count > 1 {
        text.push_str(&format!(" ({} times)", finding.count));
    }
    if let Some(help) = &finding.help {
        text.push_str(". Help: ");
        text.push_str(&escape(help));
    }
    text
}

/// The sentence, with the place in an archive behind it, which nothing else in such a format can show.
pub(super) fn sentence_at(finding: &Finding, place: &Place) -> String {
    let text = sentence(finding);
    match &place.inside {
        Some(inside) => format!("{text} [in {inside}]"),
        None => text,
    }
}
