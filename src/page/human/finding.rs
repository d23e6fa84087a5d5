//! One finding on the screen.

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, SourceCode};

use crate::config::Problem;
use crate::finding::{Finding, Related, Role};
use crate::page::place;
use crate::page::rows::times;
use crate::rule::Severity;
use crate::text::escape::escape;

use super::snippet::Snippet;
use super::style::{Paint, Style, hang};

/// A finding in full: heading, message, the line with a caret, help, other places.
pub(in crate::page) fn full(finding: &Finding, style: Style) -> String {
    if finding.location.excerpt.text.is_empty() {
        return compact(finding, style);
    }
    let view = View {
        message: escape(&finding.message).into_owned(),
        help: finding.help.as_deref().map(|help| escape(help).into_owned()),
        severity: finding.severity,
        snippet: Snippet::new(&finding.location, finding.label.as_deref(), style),
    };
    let mut out = heading(finding, style, None);
    draw(&mut out, &view, style);
    out.push_str(&fix_of(finding, style));
    for related in &finding.related {
        out.push_str(&place_of(related, style));
    }
    out
}

/// What makes a configuration unusable: message, the line with a caret, help.
pub(super) fn problem(problem: &Problem, style: Style) -> String {
    let view = View {
        message: escape(&problem.message).into_owned(),
        help: problem.help.as_deref().map(|help| escape(help).into_owned()),
        severity: Severity::Error,
        snippet: Snippet::new(&problem.location, Some(&problem.label), style),
    };
    let mut out = String::new();
    draw(&mut out, &view, style);
    out
}

fn draw(out: &mut String, view: &View, style: Style) {
    let handler = GraphicalReportHandler::new_themed(style.theme())
        .with_width(style.width)
        .with_context_lines(0)
        .without_syntax_highlighting()
        .with_urls(false);
    // Writing to a string does not fail, and the snippet serves any span.
    let _ = handler.render_report(out, view);
}

/// A finding in few lines, without its snippet: for notes, and for places that have no text.
pub(in crate::page) fn compact(finding: &Finding, style: Style) -> String {
    let mut out = heading(finding, style, Some(&place::at(&finding.location)));
    hang(&mut out, "  ", "  ", &escape(&finding.message), style.width);
    if let Some(help) = &finding.help {
        let painted = format!("  {}", style.paint(Paint::Cyan, "help: "));
        hang(&mut out, "  help: ", &painted, &escape(help), style.width);
    }
    out.push_str(&fix_of(finding, style));
    for related in &finding.related {
        out.push_str(&place_of(related, style));
    }
    out
}

/// `error: GL201 missing-routing-data (12 times, first here)`
fn heading(finding: &Finding, style: Style, place: Option<&str>) -> String {
    let mut out = style.paint(Paint::of(finding.severity), &format!("{}:", finding.severity.as_str()));
    out.push(' ');
    out.push_str(&style.paint(Paint::Bold, finding.rule.code));
    out.push(' ');
    out.push_str(finding.rule.name);
    if let Some(place) = place {
        out.push_str(" at ");
        out.push_str(place);
    }
    out.push_str(&times(finding));
    out.push('\n');
    out
}

fn place_of(related: &Related, style: Style) -> String {
    let word = match related.role {
        Role::Cause => "  cause: ",
        Role::Context | Role::Counterpart | Role::Step => "  note: ",
    };
    let mut out = String::new();
    let text = format!("{} at {}", escape(&related.message), place::at(&related.location));
    hang(&mut out, word, &style.paint(Paint::Cyan, word), &text, style.width);
    out
}

/// What `--fix` does about it; nothing where it does nothing.
fn fix_of(finding: &Finding, style: Style) -> String {
    let mut out = String::new();
    if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.writable) {
        let option = if fix.safe { "--fix" } else { "--fix --unsafe" };
        let text = format!("{} ({option})", escape(&fix.title));
        let painted = style.paint(Paint::Cyan, "  fix: ");
        hang(&mut out, "  fix: ", &painted, &text, style.width);
    }
    out
}

/// What miette draws.
#[derive(Debug)]
struct View {
    message: String,
    help: Option<String>,
    severity: Severity,
    snippet: Snippet,
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.snippet.highlight();
        let label =
            LabeledSpan::new_primary_with_span(self.snippet.label().map(str::to_owned), (span.start, span.len()));
        Some(Box::new(std::iter::once(label)))
    }
}
