//! A payload laid out for reading, with the places of findings in it.

use crate::text::escape::escape;
use crate::text::span::Span;

/// Deepest level that is indented further: a hostile payload must not grow by its depth.
const DEEPEST: usize = 24;

/// A stretch of the payload, and the findings whose place it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) findings: Vec<usize>,
}

/// `payload` in parts, escaped. What begins as JSON is laid out as such, by its characters alone: it may be broken, cut or
/// masked. `marks` are places in it, with the numbers of their findings.
pub(super) fn parts(payload: &str, marks: &[(Span, usize)]) -> Vec<Part> {
    let mut out = Parts { marks, parts: Vec::new() };
    if payload.trim_start().starts_with(['{', '[']) {
        lay_out(payload, &mut out);
    } else {
        for (at, character) in payload.char_indices() {
            out.input(at, character);
        }
    }
    out.parts
}

struct Parts<'m> {
    marks: &'m [(Span, usize)],
    parts: Vec<Part>,
}

impl Parts<'_> {
    /// A character of the payload, which stands at byte `at`.
    fn input(&mut self, at: usize, character: char) {
        let findings = self.findings(at);
        let text = escape(character.encode_utf8(&mut [0; 4])).into_owned();
        self.push(&text, findings);
    }

    /// Layout of our own before byte `at`.
    fn layout(&mut self, at: usize, text: &str) {
        // It belongs to a mark that goes on, and not to one that begins or has just ended.
        let before = at.checked_sub(1).map(|before| self.findings(before));
        let mut findings = self.findings(at);
        findings.retain(|id| before.as_ref().is_some_and(|before| before.contains(id)));
        self.push(text, findings);
    }

    fn push(&mut self, text: &str, findings: Vec<usize>) {
        match self.parts.last_mut() {
            Some(last) if last.findings == findings => last.text.push_str(text),
            _ => self.parts.push(Part { text: text.to_owned(), findings }),
        }
    }

    fn findings(&self, at: usize) -> Vec<usize> {
        let marks = self.marks.iter();
        marks.filter(|(span, _)| span.start <= at && at < span.end).map(|(_, finding)| *finding).collect()
    }
}

fn lay_out(payload: &str, out: &mut Parts<'_>) {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut fresh = false;
    for (at, character) in payload.char_indices() {
        if in_string {
            out.input(at, character);
            in_string = escaped || character != '"';
            escaped = character == '\\' && !escaped;
            continue;
        }
        if character.is_ascii_whitespace() {
            continue;
        }
        let closes = matches!(character, '}' | ']');
        if closes {
            depth = depth.saturating_sub(1);
        }
        // An empty container stays on one line.
        if fresh && !closes || !fresh && closes {
            out.layout(at, &line_break(depth));
        }
        fresh = false;
        out.input(at, character);
        match character {
            '"' => in_string = true,
            '{' | '[' => {
                depth += 1;
                fresh = true;
            }
            ',' => out.layout(at + 1, &line_break(depth)),
            ':' => out.layout(at + 1, " "),
            _ => {}
        }
    }
}

fn line_break(depth: usize) -> String {
    format!("\n{}", "  ".repeat(depth.min(DEEPEST)))
}

#[cfg(test)]
mod tests;
