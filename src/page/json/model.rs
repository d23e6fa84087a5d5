//! The objects of the JSON report.

use crate::finding::{Finding, Fix, Related};
use crate::outcome::{Cause, Departure, Fixed, Merged, ReconnectLoop, Session, Summary};
use crate::source::{InputName, Location};
use crate::text::object::{Json, filled, object};

/// Version of the report.
pub(super) const VERSION: u64 = 1;

/// Who wrote it.
pub(super) fn tool() -> Json {
    object! { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") }
}

pub(super) fn totals(summary: &Summary) -> Json {
    object! {
        "files": summary.files,
        "skipped": summary.skipped,
        "sessions": summary.sessions,
        "ignoredSessions": summary.ignored_sessions,
        "frames": summary.frames,
        "payloads": summary.payloads,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "protocolFolders": filled(summary.folders),
        "targets": filled(summary.targets),
        "unread": filled(summary.unread),
        "skippedLines": filled(summary.skipped_lines),
        "withheld": filled(summary.withheld),
        "notices": filled(Json::list(&summary.notices)),
        "expected": filled(summary.expected),
        "ignored": filled(summary.ignored_findings),
        "baselined": filled(summary.baselined),
        "fixable": filled(summary.fixable),
        "fixableUnsafe": filled(summary.fixable_unsafe),
        "fixed": filled(Json::list(summary.fixed.iter().map(fixed))),
    }
}

pub(super) fn reconnect_loop(found: &ReconnectLoop) -> Json {
    object! {
        "sessions": Json::list(&found.sessions),
        "code": found.rule.map(|rule| rule.code),
        "pauseMs": found.pause_ms,
        "message": found.told(),
    }
}

pub(super) fn session(session: &Session) -> Json {
    let diagnosis = session.diagnosis.as_ref();
    let causes = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.causes);
    let check_next = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.check_next);
    let merged = session.merged.as_ref();
    let end = &session.end;
    object! {
        "id": &session.id,
        "group": session.group.as_deref(),
        "files": Json::list(std::iter::once(&session.file).chain(merged.map(|merged| &merged.file))),
        "merged": merged.map(merge),
        "departure": session.departure.as_ref().map(departure),
        "format": session.format.as_str(),
        "protocol": session.protocol.as_deref(),
        "url": session.url.as_deref(),
        "frames": session.frames,
        "end": object! {
            "kind": end.kind(),
            "code": end.code(),
            "reason": end.reason(),
            "by": end.by().map(|by| by.as_str()),
            "status": end.status(),
        },
        "headline": diagnosis.map(|diagnosis| &diagnosis.headline),
        "causes": filled(Json::list(causes.iter().map(cause))),
        "checkNext": filled(Json::list(check_next)),
    }
}

fn merge(merged: &Merged) -> Json {
    object! {
        "file": &merged.file,
        "told": &merged.told,
        "confidence": merged.confidence.as_str(),
        "why": &merged.why,
    }
}

fn departure(departure: &Departure) -> Json {
    object! {
        "good": &departure.good,
        "why": &departure.why,
        "frame": departure.frame,
        "location": departure.at.as_ref().map(location),
        "goodLocation": departure.good_at.as_ref().map(location),
    }
}

fn cause(cause: &Cause) -> Json {
    object! {
        "code": cause.rule.code,
        "rule": cause.rule.name,
        "confidence": cause.confidence.as_str(),
        "finding": id(cause.finding),
        "why": &cause.why,
    }
}

pub(super) fn finding(finding: &Finding) -> Json {
    object! {
        "id": id(finding.id),
        "code": finding.rule.code,
        "rule": finding.rule.name,
        "severity": finding.severity.as_str(),
        "message": &finding.message,
        "help": finding.help.as_deref(),
        "count": finding.count,
        "location": location(&finding.location),
        "protocol": finding.protocol.as_deref(),
        "messageType": finding.message_type.as_deref(),
        "pointer": finding.pointer.as_deref(),
        "session": finding.session.as_deref(),
        "frame": finding.frame,
        "direction": finding.direction.map(|direction| direction.as_str()),
        "time": finding.time.and_then(time),
        "related": filled(Json::list(finding.related.iter().map(related))),
        "fix": finding.fix.as_ref().map(fix),
        "fingerprint": &finding.fingerprint,
    }
}

/// Its edits are left out where one of them would show a masked value: some of them would be worse than none.
fn fix(fix: &Fix) -> Json {
    let edits = fix.edits.iter().filter(|_| !fix.is_hidden());
    object! {
        "title": &fix.title,
        "safe": fix.safe,
        "edits": Json::list(edits.map(|edit| object! {
            "location": location(&edit.location),
            "text": Json::Raw(edit.text.clone()),
        })),
    }
}

fn fixed(fixed: &Fixed) -> Json {
    object! { "file": &fixed.file, "line": fixed.line, "code": fixed.code, "title": &fixed.title }
}

fn related(related: &Related) -> Json {
    object! {
        "role": related.role.as_str(),
        "message": &related.message,
        "location": location(&related.location),
    }
}

fn location(location: &Location) -> Json {
    let (source, file, argument) = match &*location.name {
        InputName::File(path) => ("file", Some(path), None),
        InputName::Stdin => ("stdin", None, None),
        InputName::Argument(option) => ("argument", None, Some(option)),
    };
    object! {
        "source": source,
        "file": file,
        "argument": argument,
        "member": location.member.as_deref(),
        "line": location.line,
        "column": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
        "offset": location.offset,
        "length": location.length,
    }
}

pub(super) fn id(number: usize) -> String {
    format!("f{number}")
}

/// RFC 3339 in UTC; nothing for a time outside of the years 1 to 9999.
pub(in crate::page) fn time(micros: i64) -> Option<String> {
    jiff::Timestamp::from_microsecond(micros).ok().map(|time| time.to_string()).filter(|time| !time.starts_with('-'))
}
