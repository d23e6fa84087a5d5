//! A zip archive: each capture in it is an input of its own.

use std::path::Path;

use crate::capture::Format;
use crate::outcome::Account;
use crate::rules::input;
use crate::source::archive::Archive;
use crate::source::content::Content;
use crate::source::{InputName, Source};
use crate::text::span::Span;

use super::How;
use super::file::{Opened, empty, unreadable};

/// Most members of an unknown archive that are named.
const SHOWN: usize = 5;
/// Longest name of a member that is shown, in characters.
const SHOWN_CHARACTERS: usize = 60;

/// What the names of logs end with.
const TEXTS: [&str; 4] = [".log", ".txt", ".ndjson", ".jsonl"];

/// A member that is a capture, and the format that its name tells.
struct Capture {
    member: String,
    format: Option<Format>,
    /// A text, which may be a log and may be a letter beside it.
    is_text: bool,
}

fn capture(member: &str) -> Option<Capture> {
    let name = member.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    // What macOS adds to a zip beside each file.
    let is_shadow = member.starts_with("__MACOSX/");
    let (format, is_text) = match name {
        _ if is_shadow => return None,
        name if name.ends_with(".har") => (None, false),
        name if name.ends_with(".network") => (Some(Format::PlaywrightTrace), false),
        name if TEXTS.iter().any(|end| name.ends_with(end)) && !is_attachment(name) => (None, true),
        _ => return None,
    };
    Some(Capture { member: member.to_owned(), format, is_text })
}

/// Whether the member belongs to a HAR beside it, which names it by a hash.
fn is_attachment(name: &str) -> bool {
    let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let of_tool = ["resources/", "raw/"].iter().any(|folder| name.starts_with(folder));
    of_tool || (stem.len() >= 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether the messages in `source` are read with the HAR or the trace that names their file: a folder walk meets both.
pub(crate) fn is_part_of_one(source: &Source) -> bool {
    let InputName::File(path) = source.name() else {
        return false;
    };
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    // A trace keeps them one folder down, in `resources`.
    let folders = [Some(folder), folder.parent().filter(|_| folder.ends_with("resources"))];
    folders.into_iter().flatten().any(|folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .into_iter()
            .any(|entry| capture(&entry.file_name().to_string_lossy()).is_some_and(|capture| !capture.is_text))
    })
}

impl How<'_> {
    /// Opens the captures in an archive.
    pub(crate) fn archive(&self, name: InputName, content: Content) -> Vec<Result<Opened, Box<Account>>> {
        let archive = match Archive::new(content) {
            Ok(archive) => archive,
            Err(why) => return vec![Err(Box::new(unreadable(name, &why, self.masker)))],
        };
        let names = archive.names();
        let captures: Vec<Capture> = names.iter().filter_map(|name| capture(name)).collect();
        if captures.is_empty() {
            return vec![Err(Box::new(self.unknown_archive(name, &names)))];
        }
        let each = |capture: &Capture| self.member(&name, &archive, capture);
        let mut opened: Vec<_> = captures.iter().filter_map(each).collect();
        if opened.is_empty() {
            let report = match captures.iter().all(|capture| capture.is_text) {
                true => self.unknown_archive(name, &names),
                false => empty(&Source::from_text(name, "", self.masker), None),
            };
            opened.push(Err(Box::new(report)));
        }
        opened
    }

    fn member(&self, name: &InputName, archive: &Archive, capture: &Capture) -> Option<Result<Opened, Box<Account>>> {
        let member = capture.member.as_str();
        let decoded = archive
            .member(member)
            .and_then(Content::unpacked)
            .and_then(|content| content.decode(name.clone(), self.masker));
        match decoded {
            // A trace has a file for each context, also for one that asked the network for nothing.
            Ok(decoded) if decoded.source.is_empty() && capture.format.is_some() => None,
            Ok(mut decoded) => {
                let files = archive.files(member, name.clone(), self.masker);
                decoded.source = decoded.source.in_member(member).with_files(files);
                let opened = self.opened(decoded, capture.format, None);
                (opened.format.is_some() || !capture.is_text).then_some(Ok(opened))
            }
            Err(why) => {
                let source = Source::from_text(name.clone(), "", self.masker).in_member(member);
                let mut report = empty(&source, None);
                let at = source.locate(Span::at(0), Span::at(0));
                report.loose.push(input::unreadable(at, &why));
                Some(Err(Box::new(report)))
            }
        }
    }

    /// The report on an archive without captures: what it seems to be, and what it holds.
    fn unknown_archive(&self, name: InputName, names: &[String]) -> Account {
        let source = Source::from_text(name, "", self.masker);
        let at = source.locate(Span::at(0), Span::at(0));
        let mut report = empty(&source, None);
        let hint = self.describe(names);
        report.loose.push(input::unrecognised(at, Some(&hint), ""));
        report
    }

    fn describe(&self, names: &[String]) -> String {
        let is_fiddler = |name: &String| {
            let name = name.to_ascii_lowercase();
            name.starts_with("raw/") && name.ends_with("_c.txt")
        };
        if names.iter().any(is_fiddler) {
            return "this is a Fiddler session archive (SAZ), which is not read: record a HAR with Chrome or Edge (Network panel), or with mitmproxy".to_owned();
        }
        if names.is_empty() {
            return "this zip archive is empty".to_owned();
        }
        let show = |name: &String| {
            let cut: String = name.chars().take(SHOWN_CHARACTERS).collect();
            let whole = Span::new(0, cut.len());
            format!("`{}`", self.masker.window(&cut, whole, whole))
        };
        let mut shown = names.iter().take(SHOWN).map(show).collect::<Vec<_>>().join(", ");
        if names.len() > SHOWN {
            shown.push_str(&format!(" and {} more", names.len() - SHOWN));
        }
        format!(
            "this zip archive holds {shown}; of an archive, HAR files (`.har`), Playwright's `.network` files and logs (`.log`, `.txt`, `.ndjson`, `.jsonl`) are read: unpack it and give the capture itself"
        )
    }
}
