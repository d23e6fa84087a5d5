//! What is missing, and can be filled in.

use crate::finding::Fix;
use crate::rules::place::{Piece, Place};
use crate::text::json::{Node, pointer, quoted};

use super::relocate::insertion;
use super::shape::Shape;

/// Adds the member that `pointer` names, of which a protocol allows one value alone.
pub(in crate::rules) fn add_constant(
    place: Place<'_>,
    root: Node<'_>,
    pointer: &str,
    value: &serde_json::Value,
) -> Option<Fix> {
    // What is not a single value needs a person to write it.
    if value.is_array() || value.is_object() {
        return None;
    }
    let (parent, name) = split(pointer);
    let object = root.pointer(parent).filter(|node| node.is_object())?;
    let value = value.to_string();
    let title = format!("add `{name}` with the value {value}");
    add(place, root, object, &title, |shape| vec![format!("{}{}{value}", quoted(&name), shape.colon).into()])
}

/// Adds `pointer`'s member with the language, or the object that lacks it.
pub(in crate::rules) fn add_language(place: Place<'_>, root: Node<'_>, pointer: &str, language: &str) -> Option<Fix> {
    let (parent, name) = split(pointer);
    let (quoted_name, value) = (quoted(&name), quoted(language));
    if let Some(object) = root.pointer(parent) {
        let object = Some(object).filter(|node| node.is_object() && node.member(&name).is_none())?;
        let title = format!("add the queue's language, {language}");
        return add(place, root, object, &title, |shape| vec![format!("{quoted_name}{}{value}", shape.colon).into()]);
    }
    let (outer, holder) = split(parent);
    let object = root.pointer(outer).filter(|node| node.is_object())?;
    let title = format!("add `{holder}` with the queue's language, {language}");
    add(place, root, object, &title, |shape| {
        let inner = shape.nested();
        let member = format!("{quoted_name}{}{value}", inner.colon);
        let written = format!("{}{}{{{}{member}{}}}", quoted(&holder), shape.colon, inner.opening(), inner.closing());
        vec![written.into()]
    })
}

fn add<'t>(
    place: Place<'_>,
    root: Node<'_>,
    object: Node<'_>,
    title: &str,
    member: impl FnOnce(&Shape) -> Vec<Piece<'t>>,
) -> Option<Fix> {
    let near = Shape::of(root, place.text())?;
    let edit = insertion(place, object, &near, member)?;
    place.fix(title, false, Some(vec![edit]))
}

fn split(pointer: &str) -> (&str, String) {
    let (parent, _) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let last = pointer::tokens(pointer).last().unwrap_or_default();
    (parent, last.into_owned())
}
