//! A place in words, for people, and in the terms of other tools. All of it is escaped.

use crate::source::paths::Repository;
use crate::source::{InputName, Location};
use crate::text::escape::escape;

/// The input: `a.log`, `a.zip!member.har`, `<stdin>`, `--endpoint`.
pub(super) fn name(location: &Location) -> String {
    with_member(escape(location.name.display()).into_owned(), location)
}

/// The input as the word of a line that begins with a path: `<--endpoint>`, so that what is no file is never taken for one.
pub(super) fn word(location: &Location) -> String {
    match &*location.name {
        InputName::Argument(option) => with_member(format!("<{}>", escape(option)), location),
        InputName::File(_) | InputName::Stdin => name(location),
    }
}

fn with_member(mut name: String, location: &Location) -> String {
    if let Some(member) = &location.member {
        name.push('!');
        name.push_str(&escape(member));
    }
    name
}

/// `a.log:3:14`
pub(super) fn full(location: &Location) -> String {
    format!("{}:{}:{}", word(location), location.line, location.column)
}

/// `a.log:3:14`; only the name where there is no text to point into.
pub(super) fn at(location: &Location) -> String {
    let name = name(location);
    if location.excerpt.text.is_empty() && location.offset == 0 {
        return name;
    }
    format!("{name}:{}:{}", location.line, location.column)
}

/// `line 7`, or `line 7 of console.log` where that is not `file`.
pub(super) fn line(location: &Location, file: &str) -> String {
    let line = location.line;
    match (location.name.display(), &location.member) {
        (_, Some(member)) => format!("line {line} of {}", escape(member)),
        (name, None) if name == file => format!("line {line}"),
        (name, None) => format!("line {line} of {}", escape(name)),
    }
}

/// A place in a file as other tools know it. They cannot look into archives: there, it is the start of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, from the root of the repository.
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
        let inside = location.member.as_deref();
        let inside = inside.map(|member| format!("{}:{}:{}", escape(member), location.line, location.column));
        let from_one = |number: usize| if inside.is_some() { 1 } else { number.max(1) };
        Self {
            path: path(&location.name, paths),
            line: from_one(location.line),
            column: from_one(location.column),
            byte_column: from_one(location.byte_column),
            end_line: from_one(location.end_line),
            end_column: from_one(location.end_column),
            end_byte_column: from_one(location.end_byte_column),
            inside,
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
pub(super) fn path(name: &InputName, paths: &Repository) -> String {
    match name {
        InputName::File(given) => escape(&paths.path_of(given).path).into_owned(),
        InputName::Stdin | InputName::Argument(_) => escape(name.display()).into_owned(),
    }
}
