//! What the page's script is given. Every text from the input is escaped: control and bidirectional characters are visible.

use serde::Serialize;

use crate::capture::Timestamp;
use crate::finding::Finding;
use crate::outcome::{self, TimelineFrame};
use crate::page::json;
use crate::page::trace::pretty;
use crate::page::trace::view;
use crate::page::trace::view::{Row, View, What};
use crate::text::escape::escape;
use crate::text::words;

/// The whole page's data.
#[derive(Debug, Default, Serialize)]
pub(super) struct Root {
    pub(super) sessions: Vec<Session>,
    /// Findings on files, of no session.
    pub(super) others: Vec<Note>,
    /// Sockets that were not judged, in a sentence each.
    pub(super) ignored: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Session {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    frames: u64,
    end: String,
    bad: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    causes: Vec<Cause>,
    check_next: Vec<String>,
    findings: Vec<Note>,
    rows: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Cause {
    finding: usize,
    confidence: &'static str,
    why: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Note {
    id: usize,
    code: &'static str,
    rule: &'static str,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// `session.har:3:14`
    place: String,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
}

/// One row of the timeline.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    kind: &'static str,
    /// What happened; a frame's name.
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    since_start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since_last: Option<String>,
    /// The moment, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    /// The line of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<usize>,
    #[serde(skip_serializing_if = "is_zero")]
    more: u64,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    frame: Option<Frame>,
}

#[derive(Debug, Serialize)]
struct Frame {
    number: u64,
    direction: &'static str,
    /// It has no name of its own.
    unnamed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<String>,
    cut: bool,
    payload: Vec<(String, Vec<usize>)>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn text(text: &str) -> String {
    escape(text).into_owned()
}

fn time(time: Option<Timestamp>) -> Option<String> {
    json::time(time?.wall_micros()?)
}

/// A session.
pub(super) fn session(view: &View<'_>, findings: &[&Finding]) -> Session {
    let session = view.session;
    let diagnosis = session.diagnosis.as_ref();
    let causes = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.causes);
    let check_next = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.check_next);
    Session {
        id: text(&session.id),
        protocol: session.protocol.as_deref().map(text),
        url: session.url.as_deref().map(text),
        start: view::started(view.timeline),
        frames: session.frames,
        end: text(&view::end_words(session)),
        bad: view::ended_badly(session),
        headline: diagnosis.map(|diagnosis| text(&diagnosis.headline)),
        causes: causes
            .iter()
            .map(|cause| Cause { finding: cause.finding, confidence: cause.confidence.as_str(), why: text(&cause.why) })
            .collect(),
        check_next: check_next.iter().map(|item| text(item)).collect(),
        findings: findings.iter().map(|found| finding(found)).collect(),
        rows: view.rows.iter().map(|row| line(view, row)).collect(),
    }
}

/// A finding.
pub(super) fn finding(finding: &Finding) -> Note {
    let place = &finding.location;
    Note {
        id: finding.id,
        code: finding.rule.code,
        rule: finding.rule.name,
        severity: finding.severity.as_str(),
        message: text(&finding.message),
        help: finding.help.as_deref().map(text),
        place: format!("{}:{}:{}", text(place.name.display()), place.line, place.column),
        count: finding.count,
        frame: finding.frame,
    }
}

/// A socket that was not judged.
pub(super) fn ignored(session: &outcome::Session) -> String {
    let url = session.url.as_deref().unwrap_or("a socket without a URL");
    text(&format!("{url}: {}", session.recognised_by))
}

fn line(view: &View<'_>, row: &Row<'_>) -> Line {
    let (kind, words) = match row.what {
        What::Opening(opening) => ("opening", view::opening_words(view.session, opening)),
        What::Frame(frame) => {
            let name = frame.name.as_deref().unwrap_or(frame.kind.unnamed());
            ("frame", name.to_owned())
        }
        What::Error(error) => ("error", format!("the client noted: {}", error.message)),
        What::Gap(from, to) => ("gap", view::gap_words(from, to)),
        What::End(_) => ("end", view::end_words(view.session)),
    };
    let (moment, line) = match row.what {
        What::Opening(opening) => (opening.time, None),
        What::Frame(frame) => (frame.time, Some(frame.line)),
        What::Error(error) => (error.time, None),
        What::Gap(..) => (None, None),
        What::End(end) => (end.and_then(|end| end.time), end.map(|end| end.line)),
    };
    Line {
        kind,
        text: text(&words),
        since_start: row.since_start.map(|millis| words::span(millis, false)),
        since_last: row.since_last.map(|millis| words::span(millis, true)),
        time: time(moment),
        line,
        notes: row.notes.iter().map(|note| note.finding.id).collect(),
        more: row.more,
        frame: match row.what {
            What::Frame(shown) => Some(frame(shown, row)),
            _ => None,
        },
    }
}

fn frame(frame: &TimelineFrame, row: &Row<'_>) -> Frame {
    let marks: Vec<_> = row.notes.iter().filter_map(|note| Some((note.span?, note.finding.id))).collect();
    let parts = pretty::parts(&frame.payload, &marks);
    Frame {
        number: frame.number,
        direction: frame.direction.as_str(),
        unnamed: frame.name.is_none(),
        size: frame.size.map(words::bytes),
        cut: frame.cut,
        payload: parts.into_iter().map(|part| (part.text, part.findings)).collect(),
    }
}
