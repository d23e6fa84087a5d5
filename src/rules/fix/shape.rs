//! How an object is written, so that what comes into it looks like its neighbours.

use crate::text::json::{Member, Node};
use crate::text::span::Span;

/// The white space of an object's members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Between a key and its value.
    pub(super) colon: String,
    /// Between two members of an object on one line.
    pub(super) comma: String,
    /// Inside of the brackets of an object on one line.
    pub(super) pad: String,
    /// Of an object with a line for each member.
    pub(super) lines: Option<Lines>,
}

/// The lines of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    /// What ends a line.
    pub(super) end: &'static str,
    /// Before each member.
    pub(super) indent: String,
    /// What each level adds.
    pub(super) step: String,
}

impl Shape {
    /// The shape of `object` in `text`; nothing of an object without members.
    pub(super) fn of(object: Node<'_>, text: &str) -> Option<Self> {
        let mut members = object.all_members();
        let first = members.next()?;
        let second = members.next();
        let last = object.all_members().last()?;
        let inner = Span::new(object.span().start + 1, first.key_span().start);
        let tail = Span::new(last.span().end, object.span().end.saturating_sub(1));
        let colon = one_line(after_key(first).slice(text)).unwrap_or(": ").to_owned();
        let between =
            second.and_then(|second| one_line(Span::new(first.span().end, second.key_span().start).slice(text)));
        let usual = if colon.ends_with(' ') { ", " } else { "," };
        let lines = lines(inner.slice(text), tail.slice(text));
        Some(Self {
            comma: between.unwrap_or(usual).to_owned(),
            pad: one_line(inner.slice(text)).unwrap_or_default().to_owned(),
            colon,
            lines,
        })
    }

    /// The shape of an object that is the value of a member of one with this shape.
    pub(super) fn nested(&self) -> Self {
        let mut nested = self.clone();
        if let Some(lines) = &mut nested.lines {
            lines.indent.push_str(&lines.step);
        }
        nested
    }

    /// What stands between a bracket and the first member.
    pub(super) fn opening(&self) -> String {
        match &self.lines {
            Some(lines) => format!("{}{}", lines.end, lines.indent),
            None => self.pad.clone(),
        }
    }

    /// What stands between the last member and the bracket.
    pub(super) fn closing(&self) -> String {
        match &self.lines {
            Some(lines) => {
                let outer = lines.indent.strip_suffix(&lines.step);
                format!("{}{}", lines.end, outer.unwrap_or_default())
            }
            None => self.pad.clone(),
        }
    }

    /// What stands between two members.
    pub(super) fn between(&self) -> String {
        match &self.lines {
            Some(lines) => format!(",{}{}", lines.end, lines.indent),
            None => self.comma.clone(),
        }
    }

    /// What stands before each member, where each has a line.
    pub(super) fn indent(&self) -> &str {
        self.lines.as_ref().map_or("", |lines| &lines.indent)
    }
}

fn after_key(member: Member<'_>) -> Span {
    Span::new(member.key_span().end, member.value().span().start)
}

fn one_line(text: &str) -> Option<&str> {
    (!text.contains(['\n', '\r'])).then_some(text)
}

fn lines(inner: &str, tail: &str) -> Option<Lines> {
    let end = if inner.contains("\r\n") {
        "\r\n"
    } else if inner.contains('\n') {
        "\n"
    } else {
        return None;
    };
    let indent = inner.rsplit('\n').next().unwrap_or_default();
    let outer = tail.rsplit_once('\n').map_or("", |(_, outer)| outer);
    let step = indent.strip_prefix(outer).unwrap_or("  ");
    Some(Lines { end, indent: indent.to_owned(), step: step.to_owned() })
}
