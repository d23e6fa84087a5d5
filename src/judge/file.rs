//! One input: decode, recognise, read, judge.

use std::borrow::Cow;
use std::path::Path;

use crate::capture::{self, Format, Sink};
use crate::finding::Finding;
use crate::guard::guard;
use crate::outcome::Account;
use crate::rules::{input, numbers};
use crate::source::archive::is_zip;
use crate::source::content::Content;
use crate::source::decode::Decoded;
use crate::source::folder::Folder;
use crate::source::{InputName, Source};
use crate::text::json;
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::collect::Collector;
use super::{How, archive, resemble};

/// An input, or a capture in an archive, that is ready to be read.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Its text.
    pub(crate) decoded: Decoded,
    /// Its format, if it is a known one.
    pub(crate) format: Option<Format>,
    /// The advice on an input that is known and not read.
    pub(crate) hint: Option<Cow<'static, str>>,
}

/// How much of an input's start tells what it looks like, in bytes.
const HEAD: usize = 4096;

/// The report on a file that cannot be read at all.
pub(crate) fn unreadable(name: InputName, why: &str, masker: Masker) -> Account {
    let source = Source::from_text(name, "", masker);
    let at = source.locate(Span::at(0), Span::at(0));
    let mut report = empty(&source, None);
    report.loose.push(input::unreadable(at, why));
    report
}

/// What was found in a file that is no input: of a protocol folder, or of the project's own.
pub(crate) fn of_folder(source: &Source, findings: Vec<Finding>) -> Account {
    let mut account = empty(source, None);
    account.loose = findings;
    account.number(1, |finding| (finding.location.offset, finding.rule.code));
    account
}

pub(crate) fn empty(source: &Source, format: Option<Format>) -> Account {
    Account { format, ..Account::of(source.name().display().to_owned()) }
}

/// What to do about a HAR with this many requests, none of which opens a socket.
fn no_socket(requests: usize) -> String {
    format!(
        "the HAR holds {requests} request{} and no WebSocket: the recording began after the chat had connected, or on another page. Open DevTools (Network) first, reload the page, let the chat start, and export again",
        if requests == 1 { "" } else { "s" }
    )
}

impl How<'_> {
    /// Checks an input: a report, or one for each capture in an archive; none when a folder walk met it and it is not ours.
    pub(crate) fn check(&self, name: InputName, content: Content) -> Vec<Account> {
        let opened = self.open(name, content).into_iter();
        let reports = opened.filter_map(|opened| match opened {
            Ok(opened) => self.decoded(&opened),
            // What a walk meets and cannot be text is not ours: an image with a wrong name.
            Err(report) => self.insists().then_some(*report),
        });
        reports.collect()
    }

    /// Opens an input: its text, or that of each capture in an archive; or the report on what cannot be opened.
    pub(crate) fn open(&self, name: InputName, content: Content) -> Vec<Result<Opened, Box<Account>>> {
        let mut hint = None;
        let packed = content.is_gzip();
        let decoded = match content.unpacked() {
            Ok(content) if is_zip(content.head()) => return self.archive(name, content),
            Ok(content) => {
                hint = capture::unsupported_bytes(content.head(), &name);
                if self.is_binary(content.head()) {
                    content.decode_binary(name.clone(), self.masker)
                } else {
                    content.decode(name.clone(), self.masker)
                }
            }
            Err(why) => Err(why),
        };
        vec![match decoded {
            Ok(mut decoded) => {
                decoded.source = decoded.source.unpacked(packed);
                if let InputName::File(path) = &name {
                    let folder = Folder::of(Path::new(path), self.masker);
                    decoded.source = decoded.source.with_files(Box::new(folder));
                }
                Ok(self.opened(decoded, None, hint))
            }
            Err(why) => {
                let mut report = unreadable(name, &why, self.masker);
                if let Some(hint) = hint {
                    let findings = report.loose.drain(..);
                    report.loose = findings.map(|finding| finding.help(hint.clone())).collect();
                }
                Err(Box::new(report))
            }
        }]
    }

    /// A text whose name may tell its format.
    pub(crate) fn opened(&self, decoded: Decoded, named: Option<Format>, hint: Option<Cow<'static, str>>) -> Opened {
        let told = self.format.or(named);
        Opened { format: told.or_else(|| self.format(&decoded.source)), decoded, hint }
    }

    /// Whether an input that begins with `head` mixes text with other bytes, whose places are to stay.
    fn is_binary(&self, head: &[u8]) -> bool {
        match self.format {
            Some(format) => format.is_binary(),
            None => capture::recognise_bytes(head).is_some(),
        }
    }

    /// The user says that the input is meant: by naming it, or by naming its protocol.
    pub(crate) fn insists(&self) -> bool {
        self.named || self.by_user
    }

    /// Checks a text; nothing when it is not ours.
    pub(crate) fn decoded(&self, opened: &Opened) -> Option<Account> {
        let decoded = &opened.decoded;
        let source = &decoded.source;
        let Some(format) = opened.format else {
            let hint = opened.hint.as_deref();
            return self.insists().then(|| self.unrecognised(source, hint));
        };
        if format == Format::Payload && !self.insists() && !self.is_payload_of_ours(source) {
            return None;
        }
        if format == Format::HarMessages && !self.insists() && archive::is_part_of_one(source) {
            return None;
        }
        let (report, found_something) = self.judged(decoded, format, |source, collector| {
            self.read(source, format, collector);
        });
        let mut report = report;
        if !found_something && self.insists() {
            report.symptom = match format {
                Format::Har if report.ignored.is_empty() => Some(no_socket(capture::requests(source))),
                _ => self.symptom(source),
            };
        }
        // A text that merely has some lines that look like frames is nobody's log.
        (self.insists() || found_something).then_some(report)
    }

    /// The report on an input that `read` reads, in its own way, and whether anything in it is ours.
    pub(crate) fn judged<'d>(
        &'d self,
        decoded: &'d Decoded,
        format: Format,
        read: impl FnOnce(&'d Source, &mut Collector<'d>),
    ) -> (Account, bool) {
        let source = &decoded.source;
        let mut collector = Collector::new(source, format, self);
        let reader = format.row().reader;
        if guard(reader, || read(source, &mut collector)).is_err() {
            collector.crashed(reader, Span::at(0));
        }
        if let Some(span) = decoded.invalid.filter(|_| !format.row().by_line) {
            collector.finding(input::invalid_encoding(source.mark(span, span)));
        }
        if let Some(why) = &decoded.truncated {
            let end = Span::at(source.len());
            collector.problem(capture::Problem::Truncated { span: end, message: why.clone() });
        }
        let mut report = empty(source, Some(format));
        let found_something = collector.finish(&mut report);
        (report, found_something)
    }

    /// What the number means that a text tells of, and how to find out more.
    fn symptom(&self, source: &Source) -> Option<String> {
        let number = capture::symptom(source)?;
        let meanings = numbers::meanings(number, self.protocols.iter().copied());
        let first = meanings.first()?;
        Some(format!(
            "{}: {}. What to do: {}. {}. More: guestlint explain {number}",
            first.what,
            first.meaning,
            first.help,
            numbers::RECORD
        ))
    }

    fn format(&self, source: &Source) -> Option<Format> {
        let looks_like_json = || {
            let head = source.slice(Span::new(0, HEAD));
            head.trim_start().starts_with(['{', '[']) || source.name().display().ends_with(".json")
        };
        let not_otherwise_known = || capture::unsupported(source).is_none() && !source.is_blank();
        capture::recognise_with(source, &self.settings)
            .or_else(|| (looks_like_json() && not_otherwise_known()).then_some(Format::Payload))
    }

    fn is_payload_of_ours(&self, source: &Source) -> bool {
        match json::parse(source.text(), json::CAPTURE_DEPTH) {
            Ok(document) => resemble::payload(document.root(), &self.protocols),
            Err(_) => resemble::broken(source.text(), &self.protocols),
        }
    }

    fn unrecognised(&self, source: &Source, hint: Option<&str>) -> Account {
        let known = capture::unsupported(source);
        let hint = hint.or(known.as_deref());
        let start = Span::at(0);
        let at = source.locate(start, start);
        let finding = if source.is_blank() {
            input::unrecognised(at, Some("the input is empty"), "")
        } else {
            input::unrecognised(at, hint, &capture::tried())
        };
        let mut report = empty(source, None);
        report.loose.push(finding);
        report
    }
}
