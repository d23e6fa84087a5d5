//! Fields of an export's objects, with their places. Every field may be absent or null; one of another type than expected is
//! passed by with a note.

use std::borrow::Cow;
use std::sync::Arc;

use crate::organisation::{Fact, Said};
use crate::source::Source;
use crate::text::json::{Kind, Member, Node};
use crate::text::span::Span;

/// Most notes that are kept of one file.
const NOTES: usize = 5;

/// Reads fields of one file.
pub(super) struct Fields<'s> {
    source: &'s Arc<Source>,
    /// Strings are Terraform's templates: `${…}` is no value, and `$${` is `${`.
    templates: bool,
    notes: Vec<String>,
    /// Notes beyond those that are kept.
    more: usize,
}

impl<'s> Fields<'s> {
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        Self { source, templates: false, notes: Vec::new(), more: 0 }
    }

    /// From now on strings are Terraform's templates.
    pub(super) fn read_templates(&mut self) {
        self.templates = true;
    }

    /// What was passed by.
    pub(super) fn into_notes(mut self) -> Vec<String> {
        if self.more > 0 {
            self.notes.push(format!("{} more such notes", self.more));
        }
        self.notes
    }

    pub(super) fn note(&mut self, note: impl FnOnce(&Source) -> String) {
        if self.notes.len() < NOTES {
            self.notes.push(note(self.source));
        } else {
            self.more += 1;
        }
    }

    /// The place of a member: its value, and around it its key alone.
    pub(super) fn said(&self, member: Member<'_>) -> Said {
        let value = member.value().span();
        let extent = Span::new(member.key_span().start, value.end);
        Said::within(self.source, value, extent)
    }

    /// The place of a member by its key: its value is long.
    pub(super) fn key(&self, member: Member<'_>) -> Said {
        Said::within(self.source, member.key_span(), member.key_span())
    }

    /// The same file, to be read once more without noting everything twice.
    pub(super) fn quiet(&self) -> Fields<'s> {
        Fields { templates: self.templates, ..Fields::new(self.source) }
    }

    /// The place of a whole value, by its first byte alone.
    pub(super) fn beginning(&self, node: Node<'_>) -> Said {
        let start = Span::new(node.span().start, node.span().start + 1);
        Said::within(self.source, start, start)
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, node: Node<'_>, path: &str) -> Option<Fact<String>> {
        let member = self.member(node, path, &[Kind::String])?;
        let text = self.literal(member.value().as_str()?)?;
        (!text.is_empty()).then(|| Fact { value: text.into_owned(), at: self.said(member) })
    }

    /// A text, or a number as it is written.
    pub(super) fn version(&mut self, node: Node<'_>, path: &str) -> Option<Fact<String>> {
        let member = self.member(node, path, &[Kind::String, Kind::Number])?;
        let value = member.value();
        let text = match value.as_number() {
            Some(number) => Cow::Borrowed(number),
            None => self.literal(value.as_str()?)?,
        };
        (!text.is_empty()).then(|| Fact { value: text.into_owned(), at: self.said(member) })
    }

    pub(super) fn flag(&mut self, node: Node<'_>, path: &str) -> Option<Fact<bool>> {
        let member = self.member(node, path, &[Kind::Bool])?;
        Some(Fact { value: member.value().as_bool()?, at: self.said(member) })
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, node: Node<'_>, path: &str) -> Option<Fact<u64>> {
        let member = self.member(node, path, &[Kind::Number])?;
        let value = u64::try_from(member.value().as_i64()?).ok()?;
        Some(Fact { value, at: self.said(member) })
    }

    /// A list of texts. One item that is none makes the list unknown: what is left of it is not what it says.
    pub(super) fn texts(&mut self, node: Node<'_>, path: &str) -> Option<Fact<Vec<Fact<String>>>> {
        let member = self.member(node, path, &[Kind::Array])?;
        let mut list = Vec::new();
        for item in member.value().items() {
            let Some(text) = item.as_str() else {
                let what = item.kind().with_article();
                let key = last(path);
                self.note(|source| {
                    let line = source.line_of(item.span().start);
                    format!("line {line}: an item of `{key}` is {what}, no text: the list was passed by")
                });
                return None;
            };
            list.push(Fact {
                value: self.literal(text)?.into_owned(),
                at: Said::within(self.source, item.span(), item.span()),
            });
        }
        Some(Fact { value: list, at: self.said(member) })
    }

    /// The member at `path`, if its value is of one of these kinds.
    fn member<'d>(&mut self, node: Node<'d>, path: &str, kinds: &[Kind]) -> Option<Member<'d>> {
        let member = at(node, path)?;
        let kind = member.value().kind();
        if kinds.contains(&kind) {
            return Some(member);
        }
        if kind != Kind::Null {
            let key = last(path);
            self.note(|source| {
                let line = source.line_of(member.key_span().start);
                let what = kind.with_article();
                format!("line {line}: `{key}` is {what}, and was passed by")
            });
        }
        None
    }

    /// What a text says, if it says it itself.
    fn literal<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        if !self.templates || !text.contains(['$', '%']) {
            return Some(Cow::Borrowed(text));
        }
        let bare = text.replace("$${", "").replace("%%{", "");
        let is_literal = !bare.contains("${") && !bare.contains("%{");
        is_literal.then(|| Cow::Owned(text.replace("$${", "${").replace("%%{", "%{")))
    }
}

/// The member at `path`: names with dots between them. A block of Terraform is a list of at most one item: it is stepped
/// through.
pub(super) fn at<'d>(node: Node<'d>, path: &str) -> Option<Member<'d>> {
    let (before, last) = path.rsplit_once('.').unwrap_or(("", path));
    let before = before.split('.').filter(|key| !key.is_empty());
    let holder = before.fold(block(node), |node, key| block(node?.get(key)?));
    holder?.member(last)
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn block(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        Kind::Array => node.items().next().filter(|_| node.items().len() == 1),
        _ => Some(node),
    }
}
