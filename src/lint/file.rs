//! One input: decode, recognise, read, judge.

use std::cell::RefCell;

use crate::capture::{self, Format, Sink};
use crate::finding::Finding;
use crate::guard::guard;
use crate::json;
use crate::mask::Masker;
use crate::protocol::Protocol;
use crate::report::{FileReport, SkippedLines, Withheld};
use crate::rules::input;
use crate::source::content::Content;
use crate::source::decode::Decoded;
use crate::source::{InputName, Source};
use crate::span::Span;

use super::collect::Collector;
use super::{Options, resemble};

/// What the check of one input needs.
pub(super) struct Job<'r> {
    /// Sentences on checks that crashed.
    pub(super) failures: RefCell<Vec<String>>,
    pub(super) protocols: &'r [&'r Protocol],
    pub(super) options: &'r Options,
    pub(super) masker: Masker,
    /// The input was named; a folder walk did not merely meet it.
    pub(super) named: bool,
}

/// How much of an input's start tells what it looks like, in bytes.
const HEAD: usize = 4096;

fn is_blank(source: &Source) -> bool {
    source.slice(Span::new(0, HEAD)).trim().is_empty() && source.text().trim().is_empty()
}

/// The report on a file that cannot be read at all.
pub(super) fn unreadable(name: InputName, why: &str, masker: Masker) -> FileReport {
    let source = Source::from_text(name, "", masker);
    let at = source.locate(Span::at(0), Span::at(0));
    let mut report = empty(&source, None);
    report.findings.push(input::unreadable(at, why));
    report
}

/// The name of the part that reads a format.
fn reader(format: Format) -> &'static str {
    match format {
        Format::Payload => "the reader of payload files",
        Format::FrameLog => "the reader of frame logs",
        Format::Har => "the reader of HAR files",
        Format::Text => "the reader of text logs",
    }
}

/// The report on a file of a protocol folder.
pub(super) fn of_folder(source: &Source, findings: Vec<Finding>) -> FileReport {
    let mut report = empty(source, None);
    report.findings = findings;
    report
        .findings
        .sort_by_key(|finding| (finding.location.offset, finding.rule.code));
    report
}

fn empty(source: &Source, format: Option<Format>) -> FileReport {
    FileReport {
        file: source.name().display().to_owned(),
        format,
        sessions: Vec::new(),
        ignored: Vec::new(),
        findings: Vec::new(),
        withheld: Withheld::default(),
        payloads: 0,
        skipped_lines: SkippedLines::default(),
        choices: Vec::new(),
    }
}

impl Job<'_> {
    /// Checks an input; `None` when a folder walk met it and it is not ours.
    pub(super) fn check(&self, name: InputName, content: Content) -> Option<FileReport> {
        let hint = capture::unsupported_bytes(content.head());
        let decoded = content
            .unpacked()
            .and_then(|content| content.decode(name.clone(), self.masker));
        match decoded {
            Ok(decoded) => self.decoded(&decoded, hint),
            // What a walk meets and cannot be text is not ours: an archive, an image with a wrong name.
            Err(_) if !self.insists() => None,
            Err(why) => Some(unreadable(name, hint.unwrap_or(&why), self.masker)),
        }
    }

    /// The user says that the input is meant: by naming it, or by naming its protocol.
    fn insists(&self) -> bool {
        self.named || self.options.protocol.is_some()
    }

    fn decoded(&self, decoded: &Decoded, hint: Option<&'static str>) -> Option<FileReport> {
        let source = &decoded.source;
        let Some(format) = self.format(source) else {
            return self.insists().then(|| self.unrecognised(source, hint));
        };
        if format == Format::Payload && !self.insists() && !self.is_payload_of_ours(source) {
            return None;
        }
        let mut collector = Collector::new(source, format, self);
        let read = guard(reader(format), || {
            capture::read(source, format, &self.options.settings, &mut collector);
        });
        if read.is_err() {
            collector.crashed(reader(format), Span::at(0));
        }
        if let Some(span) = decoded
            .invalid
            .filter(|_| matches!(format, Format::Payload | Format::Har))
        {
            collector.finding(input::invalid_encoding(source.mark(span, span)));
        }
        if let Some(why) = &decoded.truncated {
            let end = Span::at(source.len());
            collector.problem(capture::Problem::Truncated {
                span: end,
                message: why.clone(),
            });
        }
        let mut report = empty(source, Some(format));
        let found_something = collector.finish(&mut report);
        // A text that merely has some lines that look like frames is nobody's log.
        (self.insists() || found_something).then_some(report)
    }

    fn format(&self, source: &Source) -> Option<Format> {
        if self.options.format.is_some() {
            return self.options.format;
        }
        let looks_like_json = || {
            let head = source.slice(Span::new(0, HEAD));
            head.trim_start().starts_with(['{', '[']) || source.name().display().ends_with(".json")
        };
        let not_otherwise_known = || capture::unsupported(source).is_none() && !is_blank(source);
        capture::recognise_with(source, &self.options.settings)
            .or_else(|| (looks_like_json() && not_otherwise_known()).then_some(Format::Payload))
    }

    fn is_payload_of_ours(&self, source: &Source) -> bool {
        match json::parse(source.text(), json::CAPTURE_DEPTH) {
            Ok(document) => resemble::payload(document.root(), self.protocols),
            Err(_) => resemble::broken(source.text(), self.protocols),
        }
    }

    fn unrecognised(&self, source: &Source, hint: Option<&'static str>) -> FileReport {
        let hint = hint.or_else(|| capture::unsupported(source));
        let start = Span::at(0);
        let at = source.locate(start, start);
        let finding = if is_blank(source) {
            input::unrecognised(at, Some("the input is empty"), "")
        } else {
            input::unrecognised(at, hint, capture::TRIED)
        };
        let mut report = empty(source, None);
        report.findings.push(finding);
        report
    }
}
