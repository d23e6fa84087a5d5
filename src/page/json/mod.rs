//! The JSON report, version 1: one document, deterministic byte for byte.

mod coverage;
mod lines;
mod model;
mod verdict;

use std::io::{self, Write};

use crate::finding::{Finding, Fix, Related};
use crate::outcome::{Account, Fixed, ReconnectLoop, Session, Summary, Verdict};
use crate::source::{InputName, Location};
use crate::text::escape::escape;

use super::Page;

pub use lines::JsonLines;

/// The JSON Schema of the JSON report.
pub const REPORT_SCHEMA: &str = include_str!("../../../schemas/report.schema.json");

/// The JSON report, written to `W` when the run is finished.
pub struct Json<W> {
    out: W,
    sessions: Vec<model::Session>,
    findings: Vec<model::Finding>,
    loops: Vec<model::Loop>,
    verdicts: Vec<verdict::Verdict>,
}

impl<W: Write> Json<W> {
    /// A report to `out`.
    pub fn new(out: W) -> Self {
        Self { out, sessions: Vec::new(), findings: Vec::new(), loops: Vec::new(), verdicts: Vec::new() }
    }

    /// Back to what was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Page for Json<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        self.sessions.extend(report.sessions.iter().map(session));
        self.loops.extend(report.loops.iter().map(reconnect_loop));
        self.findings.extend(report.findings().map(finding));
        Ok(())
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.verdicts.push(verdict::model(verdict));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let root = model::Root {
            head: model::Head::this(),
            summary: totals(summary),
            sessions: std::mem::take(&mut self.sessions),
            findings: std::mem::take(&mut self.findings),
            loops: std::mem::take(&mut self.loops),
            preflight: std::mem::take(&mut self.verdicts),
            coverage: summary.coverage.as_deref().map(coverage::of),
        };
        serde_json::to_writer_pretty(&mut self.out, &root)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

fn totals(summary: &Summary) -> model::Summary {
    model::Summary {
        files: summary.files,
        skipped: summary.skipped,
        sessions: summary.sessions,
        ignored_sessions: summary.ignored_sessions,
        frames: summary.frames,
        payloads: summary.payloads,
        errors: summary.errors,
        warnings: summary.warnings,
        notes: summary.notes,
        protocol_folders: summary.folders,
        targets: summary.targets,
        skipped_lines: summary.skipped_lines,
        withheld: summary.withheld,
        notices: summary.notices.iter().map(|notice| text(notice)).collect(),
        expected: summary.expected,
        ignored: summary.ignored_findings,
        baselined: summary.baselined,
        fixable: summary.fixable,
        fixable_unsafe: summary.fixable_unsafe,
        fixed: summary.fixed.iter().map(fixed).collect(),
    }
}

fn reconnect_loop(found: &ReconnectLoop) -> model::Loop {
    model::Loop {
        sessions: found.sessions.iter().map(|id| text(id)).collect(),
        code: found.rule.map(|rule| rule.code),
        pause_ms: found.pause_ms,
        message: found.told(),
    }
}

fn session(session: &Session) -> model::Session {
    let diagnosis = session.diagnosis.as_ref();
    let causes = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.causes);
    let check_next = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.check_next);
    model::Session {
        id: text(&session.id),
        group: session.group.as_deref().map(text),
        files: std::iter::once(&session.file)
            .chain(session.merged.as_ref().map(|merged| &merged.file))
            .map(|file| text(file))
            .collect(),
        departure: session.departure.as_ref().map(|departure| model::Departure {
            good: text(&departure.good),
            why: text(&departure.why),
            frame: departure.frame,
            location: departure.at.as_ref().map(location),
            good_location: departure.good_at.as_ref().map(location),
        }),
        merged: session.merged.as_ref().map(|merged| model::Merged {
            file: text(&merged.file),
            told: text(&merged.told),
            confidence: merged.confidence.as_str(),
            why: text(&merged.why),
        }),
        format: session.format.as_str(),
        protocol: session.protocol.as_deref().map(text),
        url: session.url.as_deref().map(text),
        frames: session.frames,
        end: model::End {
            kind: session.end.kind(),
            code: session.end.code(),
            reason: session.end.reason().map(text),
            by: session.end.by().map(|by| by.as_str()),
            status: session.end.status(),
        },
        headline: diagnosis.map(|diagnosis| text(&diagnosis.headline)),
        causes: causes
            .iter()
            .map(|cause| model::Cause {
                code: cause.rule.code,
                rule: cause.rule.name,
                confidence: cause.confidence.as_str(),
                finding: id(cause.finding),
                why: text(&cause.why),
            })
            .collect(),
        check_next: check_next.iter().map(|item| text(item)).collect(),
    }
}

fn finding(finding: &Finding) -> model::Finding {
    model::Finding {
        id: id(finding.id),
        code: finding.rule.code,
        rule: finding.rule.name,
        severity: finding.severity.as_str(),
        message: text(&finding.message),
        help: finding.help.as_deref().map(text),
        count: finding.count,
        location: location(&finding.location),
        protocol: finding.protocol.as_deref().map(text),
        message_type: finding.message_type.as_deref().map(text),
        pointer: finding.pointer.as_deref().map(text),
        session: finding.session.as_deref().map(text),
        frame: finding.frame,
        direction: finding.direction.map(|direction| direction.as_str()),
        time: finding.time.and_then(time),
        related: finding.related.iter().map(related).collect(),
        fix: finding.fix.as_ref().map(fix),
        fingerprint: finding.fingerprint.clone(),
    }
}

/// Its edits are left out where one of them would show a masked value: some of them would be worse than none.
fn fix(fix: &Fix) -> model::Fix {
    let edits = fix.edits.iter().filter(|_| !fix.is_hidden());
    model::Fix {
        title: text(&fix.title),
        safe: fix.safe,
        edits: edits.map(|edit| model::Edit { location: location(&edit.location), text: edit.text.clone() }).collect(),
    }
}

fn fixed(fixed: &Fixed) -> model::Fixed {
    model::Fixed { file: text(&fixed.file), line: fixed.line, code: fixed.code, title: text(&fixed.title) }
}

fn related(related: &Related) -> model::Related {
    model::Related {
        role: related.role.as_str(),
        message: text(&related.message),
        location: location(&related.location),
    }
}

fn location(location: &Location) -> model::Location {
    let (source, file, argument) = match &*location.name {
        InputName::File(path) => ("file", Some(text(path)), None),
        InputName::Stdin => ("stdin", None, None),
        InputName::Argument(option) => ("argument", None, Some(text(option))),
    };
    model::Location {
        source,
        file,
        argument,
        member: location.member.as_deref().map(text),
        line: location.line,
        column: location.column,
        end_line: location.end_line,
        end_column: location.end_column,
        offset: location.offset,
        length: location.length,
    }
}

fn id(number: usize) -> String {
    format!("f{number}")
}

fn text(text: &str) -> String {
    escape(text).into_owned()
}

/// RFC 3339 in UTC; nothing for a time outside of the years 1 to 9999.
pub(super) fn time(micros: i64) -> Option<String> {
    jiff::Timestamp::from_microsecond(micros).ok().map(|time| time.to_string()).filter(|time| !time.starts_with('-'))
}
