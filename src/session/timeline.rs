//! Keeps the frames of a session for a report that tells it frame by frame: the first, the last, and those between with
//! findings; of each as much of its payload as a reader looks at, masked.

use std::collections::HashMap;

use crate::capture::{ClientError, Data, Frame, Open, Timestamp};
use crate::finding::Finding;
use crate::outcome::{EndMark, Keep, Mark, NotedError, Opening, PayloadKind, Session, Timeline, TimelineFrame};
use crate::rule::Severity;
use crate::source::Source;
use crate::text::json::SourceMap;
use crate::text::span::{Span, floor};
use crate::text::words::shorten;

use super::findings::key;
use super::{Ending, Facts, Listener};

/// Most of a payload that is kept, in bytes.
const MOST_PAYLOAD: usize = 16 * 1024;
/// Most findings that are marked on one frame.
const MOST_MARKS: usize = 100;
/// Most errors of the client that are kept.
const MOST_ERRORS: usize = 20;

/// A frame, and what was found on it, by what makes findings the same fault.
#[derive(Debug)]
struct Recorded {
    frame: TimelineFrame,
    start: usize,
    faults: Vec<(u64, Option<Span>)>,
    worst: Option<Severity>,
}

/// Takes down what passes.
#[derive(Debug)]
pub(crate) struct Recorder<'a> {
    source: &'a Source,
    opening: Opening,
    start: Option<Timestamp>,
    frames: Keep<Recorded>,
    errors: Vec<NotedError>,
    previous: Option<Timestamp>,
    /// The payload of the frame that is being judged, to find places in it.
    payload: Option<Shown>,
}

/// The way from the source to the payload that is kept.
#[derive(Debug)]
struct Shown {
    map: SourceMap,
    /// The kept part, not masked.
    text: String,
}

impl<'a> Recorder<'a> {
    /// Keeps at most so many frames of a socket of `source`.
    pub(crate) fn new(source: &'a Source, most: usize) -> Self {
        Self {
            source,
            opening: Opening::default(),
            start: None,
            frames: Keep::new(most, |recorded: &Recorded| recorded.worst),
            errors: Vec::new(),
            previous: None,
            payload: None,
        }
    }

    /// The timeline of a session with these findings, which marks name by index plus one until numbers are given out.
    fn timeline(self, findings: &[Finding], facts: &Facts) -> Timeline {
        let source = self.source;
        let mut numbers = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            numbers.entry(key(finding)).or_insert(index + 1);
        }
        let frames = self.frames.into_kept().map(|recorded| {
            let mut frame = recorded.frame;
            frame.line = source.line_of(recorded.start);
            for (fault, span) in recorded.faults {
                match numbers.get(&fault) {
                    Some(number) => frame.marks.push(Mark { finding: *number, span }),
                    None => frame.more += 1,
                }
            }
            frame
        });
        Timeline {
            opening: self.opening,
            start: self.start,
            frames: frames.collect(),
            errors: self.errors,
            end: facts.end.as_ref().map(|close| EndMark {
                after: facts.before_end,
                time: close.time,
                line: source.line_of(close.extent.start),
            }),
        }
    }
}

impl Listener for Recorder<'_> {
    fn opened(&mut self, open: &Open<'_>) {
        if !self.opening.seen {
            self.opening = Opening { seen: true, time: open.time, status: open.status.filter(|status| *status != 0) };
        }
        self.start = self.start.or(open.time);
        self.previous = open.time.or(self.previous);
    }

    fn noted(&mut self, error: &ClientError, after: u64) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(NotedError {
                after,
                time: error.time,
                message: self.source.masker().text(&error.message),
            });
        }
    }

    fn frame(&mut self, frame: &Frame<'_>, number: u64) {
        let masker = self.source.masker();
        let printed;
        let (kind, size, text) = match &frame.data {
            Data::Text(located) => (PayloadKind::Text, Some(located.text.len()), &*located.text),
            Data::Binary { len, .. } => (PayloadKind::Binary, *len, ""),
            Data::Elided { shown, .. } => (PayloadKind::Shortened, None, &*shown.text),
            Data::Unchecked { .. } => (PayloadKind::Absent, None, ""),
            Data::Unparsed { span } => {
                printed = self.source.slice(*span);
                (PayloadKind::Printed, None, &*printed)
            }
        };
        let window = Span::new(0, floor(text, MOST_PAYLOAD));
        let payload = masker.window(text, Span::new(0, text.len()), window);
        self.payload = match &frame.data {
            Data::Text(located) | Data::Elided { shown: located, .. } => {
                Some(Shown { map: located.map.clone(), text: window.slice(text).to_owned() })
            }
            Data::Binary { .. } | Data::Unparsed { .. } | Data::Unchecked { .. } => None,
        };
        let previous = self.previous;
        self.start = self.start.or(frame.time);
        self.previous = frame.time.or(previous);
        self.frames.push(Recorded {
            start: frame.extent.start,
            faults: Vec::new(),
            worst: None,
            frame: TimelineFrame {
                number,
                direction: frame.direction,
                time: frame.time,
                previous,
                name: None,
                kind,
                size,
                line: 0,
                payload,
                cut: window.end < text.len() || kind == PayloadKind::Shortened,
                marks: Vec::new(),
                more: 0,
            },
        });
    }

    fn parsed(&mut self) {
        if let Some(recorded) = self.frames.last_mut() {
            recorded.frame.kind = PayloadKind::Json;
        }
    }

    fn named(&mut self, name: &str) {
        if let Some(recorded) = self.frames.last_mut() {
            recorded.frame.name = Some(shorten(&self.source.masker().text(name)));
        }
    }

    /// If it was on a frame that is kept, it is marked there.
    fn found(&mut self, finding: &Finding) {
        let Some(number) = finding.frame else {
            return;
        };
        let current = self.frames.last_mut().map(|last| &last.frame);
        let current = current.filter(|frame| frame.number == number);
        let place = self
            .payload
            .as_ref()
            .zip(current)
            .and_then(|(shown, frame)| shown.place(finding.location.marked()?, &frame.payload));
        let kept = |recorded: &Recorded| recorded.frame.number == number;
        let Some(recorded) = self.frames.find_mut(kept) else {
            return;
        };
        recorded.worst = recorded.worst.max(Some(finding.severity));
        if recorded.faults.len() < MOST_MARKS {
            recorded.faults.push((key(finding), place));
        } else {
            recorded.frame.more += 1;
        }
    }

    fn ended(self: Box<Self>, ending: &Ending<'_>, session: &mut Session) {
        session.timeline = Some(self.timeline(&session.findings, ending.facts));
    }
}

impl Shown {
    /// The place of `span` of the source in the masked payload; none where it is the whole of it, or not in the kept part.
    /// A mask keeps the number of characters.
    fn place(&self, span: Span, masked: &str) -> Option<Span> {
        if span.is_empty() || span == self.map.whole() {
            return None;
        }
        let start = self.map.decoded(span.start);
        let end = self.map.decoded(span.end).max(start + 1);
        if start >= self.text.len() {
            return None;
        }
        let place = |decoded: usize| {
            let before = floor(&self.text, decoded);
            let characters = Span::new(0, before).slice(&self.text).chars().count();
            let mut places = masked.char_indices().map(|(at, _)| at);
            places.nth(characters).unwrap_or(masked.len())
        };
        let place = Span::new(place(start), place(end));
        (!place.is_empty()).then_some(place)
    }
}
