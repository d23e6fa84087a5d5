//! The head of a session: what a colleague would say who looked at the whole capture.

use unicode_width::UnicodeWidthStr;

use crate::capture::End;
use crate::finding::Finding;
use crate::outcome::{Cause, Confidence, Diagnosis, Session};
use crate::page::place;
use crate::rule::Tells;
use crate::text::escape::escape;

use super::style::{Paint, Style, hang};
use super::summary::count;

/// Narrower than this, labels stand above what they label.
const TWO_COLUMNS: usize = 64;

/// `support.har · session 1 of 2 · guest-conversations · 3 frames`, and the URL.
pub(in crate::page) fn heading(session: &Session, number: usize, of: usize, style: Style) -> String {
    let file = escape(&session.file);
    let mut parts = Vec::new();
    if of > 1 {
        parts.push(format!("session {number} of {of}"));
    }
    if let Some(protocol) = &session.protocol {
        parts.push(escape(protocol).into_owned());
    }
    parts.push(count(session.frames, "frame"));
    let mut out = style.paint(Paint::Bold, &file);
    let mut used = file.width();
    for part in parts {
        let columns = style.dot().width() + part.width();
        if used + columns > style.width {
            out.push_str("\n  ");
            used = 2 + part.width();
        } else {
            out.push_str(style.dot());
            used += columns;
        }
        out.push_str(&part);
    }
    out.push('\n');
    if let Some(url) = &session.url {
        out.push_str(&style.paint(Paint::Dim, &escape(url)));
        out.push('\n');
    }
    if let Some(departure) = &session.departure {
        let at = departure.frame.map(|frame| format!(" at frame {frame}"));
        let lines = [(&departure.at, "line"), (&departure.good_at, "there line")];
        let lines: Vec<String> =
            lines.iter().filter_map(|(place, word)| Some(format!("{word} {}", place.as_ref()?.line))).collect();
        let text = format!(
            "departs from {}{}: {}{}",
            escape(&departure.good),
            at.unwrap_or_default(),
            escape(&departure.why),
            match lines.join(", ") {
                lines if lines.is_empty() => lines,
                lines => format!(" ({lines})"),
            }
        );
        hang(&mut out, "  ", "  ", &text, style.width);
    }
    if let Some(merged) = &session.merged {
        let text = format!(
            "with {}, which adds {} ({}: {})",
            escape(&merged.file),
            merged.told,
            merged.confidence.as_str(),
            merged.why
        );
        hang(&mut out, "  ", "  ", &text, style.width);
    }
    out
}

/// The findings of a diagnosed session, those apart that say no more than that it ended, and are no cause of it.
pub(in crate::page) fn part<'f>(
    findings: Vec<&'f Finding>,
    session: &Session,
    diagnosis: &Diagnosis,
) -> (Vec<&'f Finding>, Vec<&'f Finding>) {
    findings.into_iter().partition(|finding| {
        let is_cause = |cause: &Cause| cause.finding == finding.id;
        says_only_the_end(finding, session) && !diagnosis.causes.iter().any(is_cause)
    })
}

/// The findings that a diagnosed session's first sentence already says: how it ended, or that its last frame had no answer.
fn says_only_the_end(finding: &Finding, session: &Session) -> bool {
    match finding.rule.traits.tells {
        Tells::End => true,
        Tells::Unanswered => session.end == End::Unknown && finding.frame == Some(session.frames),
        Tells::More => false,
    }
}

/// Why the session ended badly. `ending` are the findings that say no more than that it did, `findings` the others.
pub(in crate::page) fn diagnosis(
    diagnosis: &Diagnosis,
    session: &Session,
    ending: &[&Finding],
    findings: &[&Finding],
    style: Style,
) -> String {
    let find = |id: usize| {
        let finding = findings.iter().find(|finding| finding.id == id)?;
        Some(place::line(&finding.location, &session.file))
    };
    let mut out = String::new();
    let cross = format!("  {} ", style.cross());
    let codes: Vec<String> = ending
        .iter()
        .map(|finding| format!("{}, {}", finding.rule.code, place::line(&finding.location, &session.file)))
        .collect();
    let mut headline = escape(&diagnosis.headline).into_owned();
    if !codes.is_empty() {
        headline = format!("{headline} [{}]", codes.join("; "));
    }
    hang(&mut out, &cross, &style.paint(Paint::Red, &cross), &headline, style.width);
    for help in ending.iter().copied().filter_map(explanation) {
        let painted = format!("    {}", style.paint(Paint::Cyan, "help: "));
        hang(&mut out, "    help: ", &painted, &escape(help), style.width);
    }
    let rows = rows(diagnosis, &find);
    if !rows.is_empty() {
        out.push('\n');
    }
    let column = rows.iter().map(|row| row.label.width()).max().unwrap_or(0);
    for row in &rows {
        row.write(&mut out, column, style);
    }
    out
}

/// What a status, a close code or a missing acknowledgement means. Of a drop, the causes and what to check say it.
fn explanation(finding: &Finding) -> Option<&str> {
    finding.rule.traits.explains_end.then_some(finding.help.as_deref()).flatten()
}

/// The finding without the help that the head of its session gives.
pub(super) fn without_told(finding: &Finding) -> Finding {
    let mut finding = finding.clone();
    if explanation(&finding).is_some() {
        finding.help = None;
    }
    finding
}

/// A label and what it says, in one or more paragraphs.
struct Row {
    label: String,
    paint: Paint,
    paragraphs: Vec<(&'static str, String)>,
}

impl Row {
    fn write(&self, out: &mut String, column: usize, style: Style) {
        let mut indent = " ".repeat(6);
        let mut first = format!("    {}", style.paint(self.paint, &self.label));
        if style.width >= TWO_COLUMNS {
            indent = " ".repeat(4 + column + 2);
            first.push_str(&" ".repeat(column - self.label.width() + 2));
        } else {
            out.push_str(&first);
            out.push('\n');
            first.clone_from(&indent);
        }
        for (index, (bullet, text)) in self.paragraphs.iter().enumerate() {
            let lead = if index == 0 { &first } else { &indent };
            hang(out, &format!("{indent}{bullet}"), &format!("{lead}{bullet}"), text, style.width);
        }
    }
}

fn rows(diagnosis: &Diagnosis, find: &dyn Fn(usize) -> Option<String>) -> Vec<Row> {
    let mut rows: Vec<Row> = diagnosis
        .causes
        .iter()
        .enumerate()
        .map(|(rank, cause)| Row {
            label: likelihood(rank, cause.confidence),
            paint: if rank == 0 { Paint::Bold } else { Paint::Dim },
            paragraphs: vec![("", name(cause, find)), ("", escape(&cause.why).into_owned())],
        })
        .collect();
    if !diagnosis.check_next.is_empty() {
        rows.push(Row {
            label: "check next".to_owned(),
            paint: Paint::Bold,
            paragraphs: diagnosis.check_next.iter().map(|item| ("- ", escape(item).into_owned())).collect(),
        });
    }
    rows
}

fn likelihood(rank: usize, confidence: Confidence) -> String {
    format!("{} ({})", likely(rank, confidence), confidence.as_str())
}

/// How likely the cause of this rank is, in a word or two.
pub(in crate::page) fn likely(rank: usize, confidence: Confidence) -> &'static str {
    match (rank, confidence) {
        (0, Confidence::High | Confidence::Medium) => "most likely",
        (_, Confidence::High) => "also likely",
        _ => "possible",
    }
}

fn name(cause: &Cause, find: &dyn Fn(usize) -> Option<String>) -> String {
    let rule = format!("{} {}", cause.rule.code, cause.rule.name);
    match find(cause.finding) {
        Some(place) => format!("{rule}, {place}"),
        None => rule,
    }
}

/// Why the session was judged by its protocol.
pub(in crate::page) fn reason(session: &Session, style: Style) -> String {
    let mut line = String::new();
    let text = format!("why this protocol: {}", escape(&session.recognised_by));
    hang(&mut line, "  ", "  ", &text, style.width);
    line
}

/// One quiet line for a session that has nothing to tell.
pub(super) fn clean(session: &Session, number: usize, of: usize, style: Style) -> String {
    let mut line = heading(session, number, of, style);
    hang(&mut line, "  ", "  ", &format!("no problems; {}", escape(&session.recognised_by)), style.width);
    line
}

/// One line for a socket that was not judged.
pub(in crate::page) fn ignored(session: &Session, style: Style) -> String {
    let mut out = String::new();
    let url = session.url.as_deref().unwrap_or("a socket without a URL");
    let text = format!("{} ({}): {}", escape(url), count(session.frames, "frame"), escape(&session.recognised_by));
    hang(&mut out, "ignored: ", &style.paint(Paint::Dim, "ignored: "), &text, style.width);
    out
}
