//! Members that move to where they belong.

use crate::finding::{Edit, Fix};
use crate::rules::place::{Piece, Place};
use crate::text::json::{Kind, Member, Node, pointer, quoted};
use crate::text::span::Span;
use crate::text::words::shorten;

use super::is_only;
use super::shape::Shape;

/// Moves the members `keys` of the object at `from` into the object at `to`, which is made where it is not there; `to_name` is
/// the new key of the only one, where it is another. Nothing where the place is taken, or where something else is in the way.
pub(in crate::rules) fn relocate(
    place: Place<'_>,
    root: Node<'_>,
    from: &str,
    keys: &[&str],
    to: &str,
    to_name: Option<&str>,
) -> Option<Fix> {
    let source = root.pointer(from).filter(|node| node.is_object())?;
    let moved: Vec<Member<'_>> = source.all_members().filter(|member| keys.contains(&member.key())).collect();
    if moved.is_empty() || moved.iter().any(|member| !is_only(source, member.key())) {
        return None;
    }
    let (target, missing) = deepest(root, to)?;
    let is_within = |member: &Member<'_>| {
        let (inner, outer) = (target.span(), member.span());
        outer.start <= inner.start && inner.end <= outer.end
    };
    let is_taken = |member: &Member<'_>| missing.is_empty() && target.member(to_name.unwrap_or(member.key())).is_some();
    if moved.iter().any(|member| is_within(member) || is_taken(member)) {
        return None;
    }
    let relocation = Relocation { place, source, target, moved: &moved, missing: &missing, to_name };
    let names: Vec<_> = moved.iter().map(|member| format!("`{}`", shorten(member.key()))).collect();
    let to = match pointer::dotted(to) {
        to if to.is_empty() => "to the top level".to_owned(),
        to => format!("into `{to}`"),
    };
    let title = format!("move {} {to}", names.join(", "));
    place.fix(title, true, relocation.edits())
}

/// The last object on the way to `pointer` that is there, and the names of those that are not.
fn deepest<'d>(root: Node<'d>, pointer: &str) -> Option<(Node<'d>, Vec<String>)> {
    let mut node = root;
    let mut missing = Vec::new();
    for token in pointer::tokens(pointer) {
        if node.kind() != Kind::Object {
            return None;
        }
        match node.get(&token).filter(|_| missing.is_empty()) {
            Some(inner) if is_only(node, &token) => node = inner,
            Some(_) => return None,
            None => missing.push(token.into_owned()),
        }
    }
    node.is_object().then_some((node, missing))
}

struct Relocation<'a, 'd> {
    place: Place<'a>,
    source: Node<'d>,
    target: Node<'d>,
    moved: &'a [Member<'d>],
    missing: &'a [String],
    to_name: Option<&'a str>,
}

impl Relocation<'_, '_> {
    fn edits(&self) -> Option<Vec<Edit>> {
        let text = self.place.text();
        let own = Shape::of(self.source, text)?;
        if self.source == self.target {
            // The object that they go to takes the place of the first of them.
            let (first, rest) = self.moved.split_first()?;
            let pieces = self.written(&own, &own);
            let mut edits = vec![self.place.edit(first.span(), &pieces)?];
            for span in removed(self.source, rest) {
                edits.push(self.place.edit(span, &[])?);
            }
            return Some(edits);
        }
        let mut edits = vec![insertion(self.place, self.target, &own, |shape| self.written(&own, shape))?];
        for span in removed(self.source, self.moved) {
            edits.push(self.place.edit(span, &[])?);
        }
        Some(edits)
    }

    /// What is written into the target, whose members have the shape `shape`; they have the shape `own` where they stand now.
    fn written<'t>(&self, own: &Shape, shape: &Shape) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut inner = shape.clone();
        for name in self.missing {
            pieces.push(format!("{}{}{{", quoted(name), inner.colon).into());
            inner = inner.nested();
            pieces.push(inner.opening().into());
        }
        for (index, member) in self.moved.iter().enumerate() {
            if index > 0 {
                pieces.push(inner.between().into());
            }
            let from = match self.to_name {
                Some(name) if name != member.key() => {
                    pieces.push(quoted(name).into());
                    member.key_span().end
                }
                _ => member.key_span().start,
            };
            let span = Span::new(from, member.span().end);
            reindent(self.place.text(), span, own.indent(), inner.indent(), &mut pieces);
        }
        let mut outer = inner;
        for depth in (0..self.missing.len()).rev() {
            pieces.push(outer.closing().into());
            pieces.push("}".into());
            outer = (0..depth).fold(shape.clone(), |shape, _| shape.nested());
        }
        pieces
    }
}

/// What stands at `span`, its lines moved from one indentation to another. (No JSON string has a line break in it.)
fn reindent(text: &str, span: Span, from: &str, to: &str, pieces: &mut Vec<Piece<'_>>) {
    let mut start = span.start;
    let written = span.slice(text);
    for (index, _) in written.match_indices('\n') {
        let line = span.start + index + 1;
        if from == to || !text.get(line..span.end).is_some_and(|rest| rest.starts_with(from)) {
            continue;
        }
        pieces.push(Piece::Old(Span::new(start, line)));
        pieces.push(to.to_owned().into());
        start = line + from.len();
    }
    pieces.push(Piece::Old(Span::new(start, span.end)));
}

/// Writes what `members` makes of the object's shape behind the object's last member; of an object without members the shape is
/// made after `near`, that of another object of the text.
pub(super) fn insertion<'t>(
    place: Place<'_>,
    object: Node<'_>,
    near: &Shape,
    members: impl FnOnce(&Shape) -> Vec<Piece<'t>>,
) -> Option<Edit> {
    if let Some(last) = object.all_members().last() {
        let shape = Shape::of(object, place.text())?;
        let mut pieces = vec![shape.between().into()];
        pieces.extend(members(&shape));
        return place.edit(Span::at(last.span().end), &pieces);
    }
    let span = object.span();
    let interior = Span::new(span.start + 1, span.end.saturating_sub(1));
    let shape = Shape { lines: None, ..near.clone() };
    let mut pieces = vec![shape.opening().into()];
    pieces.extend(members(&shape));
    pieces.push(shape.closing().into());
    place.edit(interior, &pieces)
}

/// The spans to delete so that `gone` are no members of `object` any more: with each run of them the comma on one side.
fn removed(object: Node<'_>, gone: &[Member<'_>]) -> Vec<Span> {
    let all: Vec<Span> = object.all_members().map(Member::span).collect();
    let is_gone = |span: &Span| gone.iter().any(|member| member.span() == *span);
    let mut spans = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if !is_gone(&all[at]) {
            at += 1;
            continue;
        }
        let first = at;
        while at < all.len() && is_gone(&all[at]) {
            at += 1;
        }
        spans.push(match (first.checked_sub(1), all.get(at)) {
            (_, Some(next)) => Span::new(all[first].start, next.start),
            (Some(before), None) => Span::new(all[before].end, all[at - 1].end),
            (None, None) => {
                let whole = object.span();
                Span::new(whole.start + 1, whole.end.saturating_sub(1))
            }
        });
    }
    spans
}

/// Deletes all members of this key but the last, where they all have the same value.
pub(in crate::rules) fn without_copies(place: Place<'_>, object: Node<'_>, key: &str) -> Option<Fix> {
    let copies: Vec<Member<'_>> = object.all_members().filter(|member| member.key() == key).collect();
    let (last, rest) = copies.split_last()?;
    if rest.iter().any(|copy| copy.value().raw() != last.value().raw()) {
        return None;
    }
    let edits = removed(object, rest).into_iter();
    let edits = edits.map(|span| place.edit(span, &[])).collect();
    let title = format!("delete the copies of `{}`", shorten(key));
    place.fix(title, true, edits)
}
