//! Fixes: what to write in place of what, so that a finding is gone. A rule asks for one here when it makes its finding.
//!
//! A fix is made of places in the payload's text, which [`Place::edit`] takes to the input's own bytes. Where that cannot be
//! done (the payload is encoded in another way than as JSON strings), there is none. A fix changes what it must and nothing
//! else: what moves keeps the way in which it is written, and what is new is written as its neighbours are.

mod gap;
mod relocate;
mod shape;
mod syntax;

use crate::finding::Fix;
use crate::text::json::{Member, Node, quoted};
use crate::text::span::Span;
use crate::text::words::shorten;

use super::place::{Piece, Place};

pub(super) use gap::{add_constant, add_language};
pub(super) use relocate::{relocate, without_copies};
pub(super) use syntax::relaxed;

/// Two names that differ only by the case of their letters are one name, written wrong.
pub(super) fn is_case_alone(written: &str, right: &str) -> bool {
    written.eq_ignore_ascii_case(right)
}

/// Renames a key; nothing where the object has the other key already, or the same key twice.
pub(super) fn rename_key(place: Place<'_>, object: Node<'_>, member: Member<'_>, right: &str) -> Option<Fix> {
    let alone = object.member(right).is_none() && is_only(object, member.key());
    let edit = alone.then(|| place.edit(member.key_span(), &[quoted(right).into()]))?;
    place.fix(
        format!("rename `{}` to `{right}`", shorten(member.key())),
        is_case_alone(member.key(), right),
        edit.map(|edit| vec![edit]),
    )
}

/// Writes another text in place of a string.
pub(super) fn replace_string(place: Place<'_>, node: Node<'_>, right: &str, safe: bool) -> Option<Fix> {
    let written = node.as_str()?;
    let edit = place.edit(node.span(), &[quoted(right).into()]);
    place.fix(format!("replace `{}` by `{right}`", shorten(written)), safe, edit.map(|edit| vec![edit]))
}

/// Writes the message that a string holds in place of the string.
pub(super) fn decode(place: Place<'_>, node: Node<'_>) -> Option<Fix> {
    let edit = place.edit(node.span(), &[Piece::Decoded(node.as_str()?)]);
    let title = "write the JSON itself in place of the string";
    place.fix(title, false, edit.map(|edit| vec![edit]))
}

/// Puts a message's name under the key that the protocol reads.
pub(super) fn name_message(
    place: Place<'_>,
    root: Node<'_>,
    member: Member<'_>,
    field: &str,
    name: &str,
) -> Option<Fix> {
    let mut fix = rename_key(place, root, member, field)?;
    fix.safe = false;
    if member.value().as_str() != Some(name) {
        let value = place.edit(member.value().span(), &[quoted(name).into()])?;
        fix.edits.push(value);
        fix.title = format!("{}, with the value `{name}`", fix.title);
    }
    Some(fix)
}

/// Writes `text` in place of `span` of a URL.
pub(super) fn replace(place: Place<'_>, span: Span, text: &str, title: String, safe: bool) -> Option<Fix> {
    let edit = place.edit(span, &[text.into()]);
    place.fix(title, safe, edit.map(|edit| vec![edit]))
}

/// Whether the object has this key once.
fn is_only(object: Node<'_>, key: &str) -> bool {
    object.all_members().filter(|member| member.key() == key).count() == 1
}
