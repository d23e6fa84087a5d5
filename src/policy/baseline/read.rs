//! Reads a baseline. A file that was merged badly or comes from elsewhere is refused with the place: to take it for empty would
//! report every known finding anew.

use std::collections::HashSet;
use std::path::Path;

use crate::config::Problem;
use crate::error::Error;
use crate::source::paths::shown;
use crate::source::{InputName, decode};
use crate::text::json::{self, Kind, Node, ParseError};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::{Baseline, Entry, Places, VERSION};

/// Why there is no baseline, though there is a file.
#[derive(Debug)]
pub enum Failure {
    /// It cannot be read.
    Unreadable(Error),
    /// It cannot be used.
    Unusable(Vec<Problem>),
}

/// Most problems that are told of one file: more are mostly the same one again.
const MOST_PROBLEMS: usize = 5;
/// How an entry's fingerprint is written.
const FINGERPRINT_DIGITS: usize = 32;
/// What helps where the file as a whole is of no use.
const ANEW: &str = "a baseline is what `guestlint check --write-baseline` writes: take the last good version from your version control, or delete the file and write it anew";
/// What helps where an entry is of no use.
const REMEDY: &str = "delete the line, and let `guestlint check --write-baseline` add again what is found";

/// Something that makes the file unusable.
struct Fault {
    span: Span,
    message: String,
    label: &'static str,
    help: String,
}

impl Fault {
    fn new(span: Span, message: impl Into<String>, label: &'static str, help: &str) -> Self {
        Self { span, message: message.into(), label, help: help.to_owned() }
    }
}

impl Baseline {
    /// Reads the baseline at `path`.
    ///
    /// # Errors
    /// It cannot be read, is no JSON, or has another form than that of this version.
    pub fn load(path: &Path, masker: Masker) -> Result<Self, Failure> {
        let name = shown(path);
        let unreadable = |why: String| Failure::Unreadable(Error::new(format!("cannot read {name}: {why}")));
        let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let name = InputName::File(name.clone());
        let decoded = decode::decode(name, bytes, masker).map_err(unreadable)?;
        let read = match decoded.invalid {
            Some(span) => Err(vec![Fault::new(span, "the file is not UTF-8, and JSON is", "not UTF-8", ANEW)]),
            None => entries(decoded.source.text()),
        };
        let source = decoded.source;
        match read {
            Ok(entries) => Ok(Self::with(path, source, entries)),
            Err(faults) => {
                let problems = faults.into_iter().take(MOST_PROBLEMS);
                let problems = problems.map(|fault| Problem {
                    location: source.locate_line(fault.span),
                    message: fault.message,
                    label: fault.label.to_owned(),
                    help: Some(fault.help),
                });
                Err(Failure::Unusable(problems.collect()))
            }
        }
    }
}

/// The entries of a baseline's text, each fingerprint once.
fn entries(text: &str) -> Result<Vec<Entry>, Vec<Fault>> {
    let one = |fault| vec![fault];
    if let Some(span) = conflict(text) {
        return Err(vec![Fault::new(
            span,
            "the marks of a merge conflict stand in the baseline",
            "conflict",
            "keep the entries of both sides, delete the marks, and see that there is a comma between any two entries; `guestlint check --write-baseline` then sorts them, and takes out what no longer occurs",
        )]);
    }
    if text.trim().is_empty() {
        let (at, message) = (Span::at(0), "the baseline is empty");
        return Err(vec![Fault::new(at, message, "empty", ANEW)]);
    }
    let document = json::parse(text, json::PAYLOAD_DEPTH).map_err(|error| one(no_json(&error)))?;
    let list = list(document.root()).map_err(one)?;
    let mut seen = HashSet::new();
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for node in list.items() {
        match entry(text, node) {
            // Both sides of a merge may have added it.
            Ok(entry) if seen.insert(entry.fingerprint.clone()) => entries.push(entry),
            Ok(_) => {}
            Err(fault) if faults.len() < MOST_PROBLEMS => faults.push(fault),
            Err(_) => break,
        }
    }
    if faults.is_empty() { Ok(entries) } else { Err(faults) }
}

/// The first mark of a merge conflict. No line of a JSON text begins like that.
fn conflict(text: &str) -> Option<Span> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let at = start;
        start += line.len();
        let is_mark = line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>");
        is_mark.then(|| Span::new(at, at + line.trim_end().len()))
    })
}

fn no_json(error: &ParseError) -> Fault {
    let help = match error.help() {
        "" => ANEW.to_owned(),
        help => format!("{help}; or delete the file, and write it anew with `guestlint check --write-baseline`"),
    };
    Fault { span: error.span, message: format!("the baseline is no JSON: {error}"), label: "here", help }
}

/// The list of entries of a baseline of this version.
fn list(root: Node<'_>) -> Result<Node<'_>, Fault> {
    let Some(version) = root.get("version") else {
        let message = "this is no baseline: it has no `version`";
        return Err(Fault::new(root.span(), message, "no baseline", ANEW));
    };
    if version.as_i64() != Some(VERSION) {
        return Err(Fault::new(
            version.span(),
            format!("the baseline has another version than {VERSION}, which this guestlint reads"),
            "another version",
            "run the guestlint that wrote it; or delete the file, and write it anew with `guestlint check --write-baseline`",
        ));
    }
    match root.get("findings") {
        Some(list) if list.kind() == Kind::Array => Ok(list),
        Some(other) => {
            let message = format!("`findings` is {}, and must be an array", other.kind().with_article());
            Err(Fault::new(other.span(), message, "no array", ANEW))
        }
        None => {
            let message = "the baseline has no `findings`";
            Err(Fault::new(root.span(), message, "no `findings`", ANEW))
        }
    }
}

fn entry(whole: &str, node: Node<'_>) -> Result<Entry, Fault> {
    let fault = |span, message: String| Err(Fault::new(span, message, "this entry", REMEDY));
    if !node.is_object() {
        let kind = node.kind().with_article();
        return fault(node.span(), format!("an entry must be an object, not {kind}"));
    }
    let required = |key: &str| {
        let value = node.get(key).filter(|value| value.as_str().is_some());
        value.map(|value| (value.as_str().unwrap_or_default().to_owned(), value.span()))
    };
    let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let missing = |key: &str| fault(node.span(), format!("an entry has no text `{key}`"));
    let Some((file, at_file)) = required("file") else {
        return missing("file");
    };
    let Some((code, at_code)) = required("code") else {
        return missing("code");
    };
    let Some((fingerprint, at)) = required("fingerprint") else {
        return missing("fingerprint");
    };
    let is_digit = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    if fingerprint.len() != FINGERPRINT_DIGITS || !fingerprint.bytes().all(is_digit) {
        let message = format!("a fingerprint is {FINGERPRINT_DIGITS} hexadecimal digits in lower case");
        return fault(at, message);
    }
    Ok(Entry {
        file,
        member: text("member"),
        code,
        message_type: text("messageType"),
        pointer: text("pointer"),
        message: text("message").unwrap_or_default(),
        fingerprint,
        places: Places { file: at_file, code: at_code, shown: shown_part(whole, node) },
    })
}

/// An entry and the blanks before it, up to its message.
fn shown_part(text: &str, entry: Node<'_>) -> Span {
    let Span { start, end } = entry.span();
    let before = Span::new(0, start).slice(text);
    let message = entry.member("message").map(|member| member.key_span().start);
    Span::new(before.trim_end_matches(' ').len(), message.unwrap_or(end))
}
