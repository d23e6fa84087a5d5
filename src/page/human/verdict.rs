//! The verdict of a check before a deploy: a row for each thing that was checked, and how to check the rest.

use crate::outcome::{Check, CheckResult, Verdict};
use crate::text::escape::escape;

use super::style::{Paint, Style, hang};
use super::summary::count;

/// The table and the line above it.
pub(super) fn verdict(verdict: &Verdict, verbose: bool, style: Style) -> String {
    let mut out = String::new();
    let (paint, line) = headline(verdict);
    hang(&mut out, "", "", &line, style.width);
    out = style.paint(paint, out.trim_end());
    out.push('\n');
    let width = verdict.checks.iter().map(|check| check.name.len()).max();
    for check in &verdict.checks {
        row(&mut out, check, width.unwrap_or(0), style);
    }
    for note in &verdict.notes {
        hang(&mut out, "  note: ", "  note: ", &escape(note), style.width);
    }
    for input in &verdict.inputs {
        if verbose || !input.used {
            let lead = if input.used { "  read: " } else { "  left out: " };
            let told = format!("{}: {}", escape(&input.file), escape(&input.what));
            hang(&mut out, lead, lead, &told, style.width);
        }
    }
    out
}

fn headline(verdict: &Verdict) -> (Paint, String) {
    let who = verdict.target.as_deref().unwrap_or("The client");
    let who = escape(who);
    let protocol = verdict.protocol.as_ref().map_or(String::new(), |name| format!(" ({})", escape(name)));
    let unchecked = match verdict.unchecked() {
        0 => String::new(),
        number => format!(", {number} not checked"),
    };
    let (mut passed, mut failed, mut warned) = (0, 0, 0);
    for check in &verdict.checks {
        match check.result {
            CheckResult::Passed => passed += 1,
            CheckResult::Found { failed: true, .. } => failed += 1,
            CheckResult::Found { failed: false, .. } => warned += 1,
            CheckResult::NotChecked { .. } => {}
        }
    }
    if failed > 0 {
        let line = format!(
            "{who}{protocol} is not ready: {} of {} failed{unchecked}.",
            failed,
            count(passed + failed + warned, "check")
        );
        return (Paint::Red, line);
    }
    if passed + warned == 0 {
        return (Paint::Yellow, format!("{who}{protocol}: nothing was checked."));
    }
    let warned = if warned > 0 { format!(", {warned} with warnings") } else { String::new() };
    let paint = if warned.is_empty() && unchecked.is_empty() { Paint::Green } else { Paint::Yellow };
    let line = format!(
        "{who}{protocol} agrees with what is known of the organisation: {} passed{warned}{unchecked}.",
        count(passed, "check")
    );
    (paint, line)
}

fn row(out: &mut String, check: &Check, width: usize, style: Style) {
    let (mark, paint) = match &check.result {
        CheckResult::Passed => (style.pick("✓", "+"), Paint::Green),
        CheckResult::Found { failed: true, .. } => (style.cross(), Paint::Red),
        CheckResult::Found { failed: false, .. } => (style.pick("⚠", "!"), Paint::Yellow),
        CheckResult::NotChecked { .. } => (style.pick("–", "-"), Paint::Dim),
    };
    let name = format!("{:width$}", check.name);
    let plain = format!("  {mark} {name}  ");
    let painted = format!("  {} {name}  ", style.paint(paint, mark));
    hang(out, &plain, &painted, &told(check), style.width);
    let indent = " ".repeat(plain.chars().count());
    if let CheckResult::NotChecked { how, .. } = &check.result {
        for how in how {
            let arrow = format!("{indent}{} ", style.pick("→", "->"));
            hang(out, &arrow, &arrow, &escape(how), style.width);
        }
    }
}

fn told(check: &Check) -> String {
    let mut parts = Vec::new();
    match &check.result {
        CheckResult::Found { findings, .. } => {
            let mut codes: Vec<String> = Vec::new();
            for (_, rule) in findings {
                let code = format!("{} {}", rule.code, rule.name);
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
            parts.push(codes.join(", "));
        }
        CheckResult::NotChecked { why, .. } => parts.push(format!("not checked: {}", escape(why))),
        CheckResult::Passed => {}
    }
    if let Some(subject) = &check.subject {
        parts.push(escape(subject).into_owned());
    }
    let mut told = parts.join(": ");
    if !check.against.is_empty() {
        let against: Vec<_> = check.against.iter().map(|one| escape(one)).collect();
        told.push_str(&format!(" against {}", against.join(", ")));
    }
    told
}
