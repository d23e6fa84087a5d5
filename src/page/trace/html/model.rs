//! What the page's script is given. Every text from the input is escaped: control and bidirectional characters are visible.

use crate::finding::Finding;
use crate::outcome::{self, TimelineFrame};
use crate::page::json;
use crate::page::trace::pretty;
use crate::page::trace::view::{self, Row, View, What};
use crate::text::object::{Json, filled, object};
use crate::text::words;

/// A session.
pub(super) fn session(view: &View<'_>) -> Json {
    let session = view.session;
    let diagnosis = session.diagnosis.as_ref();
    let causes = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.causes).iter();
    object! {
        "id": &session.id,
        "protocol": session.protocol.as_deref(),
        "url": session.url.as_deref(),
        "start": view::started(view.timeline),
        "frames": session.frames,
        "end": view::end_words(session),
        "bad": view::ended_badly(session),
        "headline": diagnosis.map(|diagnosis| &diagnosis.headline),
        "causes": Json::list(causes.map(|cause| object! {
            "finding": cause.finding,
            "confidence": cause.confidence.as_str(),
            "why": &cause.why,
        })),
        "checkNext": Json::list(diagnosis.map_or(&[][..], |diagnosis| &diagnosis.check_next)),
        "findings": Json::list(view.findings.iter().map(|found| finding(found))),
        "rows": Json::list(view.rows.iter().map(|row| line(view, row))),
    }
}

/// A finding.
pub(super) fn finding(finding: &Finding) -> Json {
    let place = &finding.location;
    object! {
        "id": finding.id,
        "code": finding.rule.code,
        "rule": finding.rule.name,
        "severity": finding.severity.as_str(),
        "message": &finding.message,
        "help": finding.help.as_deref(),
        "place": format!("{}:{}:{}", place.name.display(), place.line, place.column),
        "count": finding.count,
        "frame": finding.frame,
    }
}

/// A socket that was not judged.
pub(super) fn ignored(session: &outcome::Session) -> Json {
    let url = session.url.as_deref().unwrap_or("a socket without a URL");
    format!("{url}: {}", session.recognised_by).into()
}

/// One row of the timeline: what happened, when, in which line of the input, and what was found there.
fn line(view: &View<'_>, row: &Row<'_>) -> Json {
    let (kind, line) = match row.what {
        What::Opening(_) => ("opening", None),
        What::Frame(frame) => ("frame", Some(frame.line)),
        What::Error(_) => ("error", None),
        What::Gap(..) => ("gap", None),
        What::End(end) => ("end", end.map(|end| end.line)),
    };
    let told = object! {
        "kind": kind,
        "text": view.words(row),
        "sinceStart": row.since_start.map(|millis| words::span(millis, false)),
        "sinceLast": row.since_last.map(|millis| words::span(millis, true)),
        "time": row.time.and_then(|time| json::time(time.wall_micros()?)),
        "line": line,
        "notes": filled(Json::list(row.notes.iter().map(|note| note.finding.id))),
        "more": filled(row.more),
    };
    match row.what {
        What::Frame(shown) => told.and(frame(shown, row)),
        _ => told,
    }
}

fn frame(frame: &TimelineFrame, row: &Row<'_>) -> Json {
    let marks: Vec<_> = row.notes.iter().filter_map(|note| Some((note.span?, note.finding.id))).collect();
    let parts = pretty::parts(&frame.payload, &marks).into_iter();
    object! {
        "number": frame.number,
        "direction": frame.direction.as_str(),
        // It has no name of its own.
        "unnamed": frame.name.is_none(),
        "size": frame.size.map(words::bytes),
        "cut": frame.cut,
        "payload": Json::list(parts.map(|part| vec![Json::Raw(part.text), Json::list(part.findings)])),
    }
}
