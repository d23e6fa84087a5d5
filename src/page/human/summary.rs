//! The last lines: what was checked, what came of it, and what was left out.

use crate::outcome::{Fixed, Summary};
use crate::page::nothing_checked;
use crate::rule::Rule;
use crate::text::escape::escape;

use super::style::{Paint, Style, hang, wrap};

/// Most fixes of a file that are listed.
const SHOWN_FIXES: usize = 20;

/// `1 frame`, `2 frames`
pub(in crate::page) fn count(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// `1 error, 2 notes`; errors, warnings and notes are counted.
pub(in crate::page) fn found(counts: [u64; 3]) -> String {
    let counts = counts.into_iter().zip(["error", "warning", "note"]).filter(|(number, _)| *number > 0);
    counts.map(|(number, thing)| count(number, thing)).collect::<Vec<_>>().join(", ")
}

/// The summary; `first` is the rule to look up first, `skipped` the place of the first line that held nothing.
pub(super) fn summary(
    summary: &Summary,
    first: Option<&Rule>,
    skipped: Option<&str>,
    verbose: bool,
    style: Style,
) -> String {
    let mut out = String::new();
    fixed(&mut out, &summary.fixed, style.width);
    let said = said(summary, verbose);
    for line in wrap(&said.sentence(), style.width) {
        out.push_str(&style.paint(said.paint, &line));
        out.push('\n');
    }
    for remark in remarks(summary, skipped, verbose) {
        hang(&mut out, "", "", &remark, style.width);
    }
    if let Some(rule) = first {
        out.push_str(&format!("Read more: guestlint explain {}\n", rule.code));
    }
    out
}

/// What the run came to. Escaped.
pub(in crate::page) struct Said {
    paint: Paint,
    /// What was checked, as a sentence without its stop.
    pub(in crate::page) checked: String,
    /// What was found; empty where nothing was.
    pub(in crate::page) found: String,
}

impl Said {
    pub(in crate::page) fn sentence(&self) -> String {
        let colon = if self.found.is_empty() { "" } else { ": " };
        format!("{}{colon}{}.", self.checked, self.found)
    }
}

/// What the run came to.
pub(in crate::page) fn said(summary: &Summary, verbose: bool) -> Said {
    let checked = checked(summary);
    let found = found([summary.errors, summary.warnings, summary.notes]);
    let paint = match summary {
        Summary { errors: 1.., .. } => Paint::Red,
        Summary { warnings: 1.., .. } => Paint::Yellow,
        Summary { notes: 1.., .. } => Paint::Cyan,
        _ => Paint::Green,
    };
    // Silence about what was not looked at must not look like a pass.
    let (paint, checked) = match nothing_checked(summary, verbose) {
        Some(nothing) if found.is_empty() => (Paint::Yellow, nothing.trim_end_matches('.').to_owned()),
        Some(_) => (paint, format!("Nothing was checked in {checked}")),
        None if found.is_empty() => (paint, format!("No problems found in {checked}")),
        None => (paint, format!("Checked {checked}")),
    };
    Said { paint, checked, found }
}

/// What was fixed, by file.
fn fixed(out: &mut String, fixed: &[Fixed], width: usize) {
    let by_file = fixed.chunk_by(|a, b| a.file == b.file);
    let files = by_file.clone().count();
    if files > 0 {
        let faults = count(fixed.len() as u64, "finding");
        hang(out, "", "", &format!("Mended {faults} in {}:", count(files as u64, "file")), width);
    }
    for in_file in by_file {
        for one in in_file.iter().take(SHOWN_FIXES) {
            let (file, title) = (escape(&one.file), escape(&one.title));
            hang(out, "  ", "  ", &format!("{file}:{}: {} {title}", one.line, one.code), width);
        }
        let more = in_file.len().saturating_sub(SHOWN_FIXES);
        if more > 0 {
            hang(out, "  ", "  ", &format!("{}: {more} more", escape(&in_file[0].file)), width);
        }
    }
}

/// What `--fix` could do.
fn fixable(summary: &Summary) -> Option<String> {
    let all = summary.errors + summary.warnings + summary.notes;
    let can = |number: u64| format!("{number} of {} can be mended: run with", count(all, "finding"));
    match (summary.fixable, summary.fixable_unsafe) {
        (0, 0) => None,
        (0, risky) => Some(format!("{} --fix --unsafe.", can(risky))),
        (safe, 0) => Some(format!("{} --fix.", can(safe))),
        (safe, risky) => Some(format!("{} --fix ({risky} more with --fix --unsafe).", can(safe))),
    }
}

fn checked(summary: &Summary) -> String {
    let mut parts = Vec::new();
    if summary.files > 0 || summary.folders == 0 {
        parts.push(count(summary.files, "file"));
    }
    for (number, thing) in [
        (summary.folders, "protocol folder"),
        (summary.targets, "target"),
        (summary.sessions, "session"),
        (summary.frames, "frame"),
        (summary.payloads, "payload"),
    ] {
        if number > 0 {
            parts.push(count(number, thing));
        }
    }
    parts.join(", ")
}

/// What was left out, and what else to know: a sentence each. Escaped.
pub(in crate::page) fn remarks(summary: &Summary, skipped: Option<&str>, verbose: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    let listed = |text: String| {
        if verbose { format!("{text}.") } else { format!("{text} (-v lists them).") }
    };
    if summary.withheld > 0 {
        let findings = count(summary.withheld, "more finding");
        remarks.push(format!("{findings} not shown (--max-findings)."));
    }
    remarks.extend(fixable(summary));
    if summary.expected > 0 {
        let expected = count(summary.expected, "finding");
        remarks.push(format!("{expected} as expected, not shown."));
    }
    if summary.ignored_findings > 0 {
        let ignored = count(summary.ignored_findings, "finding");
        remarks.push(format!("{ignored} ignored by guestlint.toml."));
    }
    if summary.baselined > 0 {
        let known = count(summary.baselined, "finding");
        remarks.push(format!("{known} known by the baseline, not shown."));
    }
    if summary.skipped_lines > 0 {
        let first = skipped.map(|place| format!("; the first is {place}")).unwrap_or_default();
        remarks.push(listed(format!("{} held nothing to check{first}", count(summary.skipped_lines, "line"))));
    }
    let clean = summary.errors + summary.warnings + summary.notes == 0;
    let nothing = clean && nothing_checked(summary, verbose).is_some();
    if summary.ignored_sessions > 0 && !nothing {
        remarks.push(listed(format!("{} ignored", count(summary.ignored_sessions, "other socket"))));
    }
    if summary.skipped > 0 && !nothing {
        remarks.push(format!("{} skipped.", count(summary.skipped, "other file")));
    }
    for notice in &summary.notices {
        remarks.push(format!("Note: {}.", escape(notice)));
    }
    if let Some(phrase) = &summary.undocumented {
        let phrase = escape(phrase);
        let stop = if phrase.ends_with('.') { "" } else { "." };
        remarks.push(format!("Note: {phrase}{stop}"));
    }
    remarks
}
