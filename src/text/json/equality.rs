//! When two values are the same: JSON Schema 2020-12, core, section 4.2.2.

use std::hash::{Hash, Hasher};

use super::document::{Kind, Member, Node};
use super::number::Decimal;

/// A node that is compared by its JSON value, as JSON Schema defines equality. Recursion is bounded by the depth limit.
#[derive(Clone, Copy)]
pub(super) struct ByValue<'d>(pub(super) Node<'d>);

impl PartialEq for ByValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        equal(self.0, other.0)
    }
}

impl Eq for ByValue<'_> {}

impl Hash for ByValue<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let node = self.0;
        (node.kind() as u8).hash(state);
        match node.kind() {
            Kind::Null => {}
            Kind::Bool => node.as_bool().hash(state),
            Kind::Number => node.as_number().map(Decimal::new).hash(state),
            Kind::String => node.as_str().hash(state),
            Kind::Array => node.items().for_each(|item| ByValue(item).hash(state)),
            Kind::Object => {
                for member in sorted(node) {
                    member.key().hash(state);
                    ByValue(member.value()).hash(state);
                }
            }
        }
    }
}

/// Whether two nodes have the same JSON value: numbers by value, members in any order.
pub(super) fn equal(left: Node<'_>, right: Node<'_>) -> bool {
    if left.kind() != right.kind() {
        return false;
    }
    match left.kind() {
        Kind::Null => true,
        Kind::Bool => left.as_bool() == right.as_bool(),
        Kind::Number => left.as_number().map(Decimal::new) == right.as_number().map(Decimal::new),
        Kind::String => left.as_str() == right.as_str(),
        Kind::Array => {
            left.items().len() == right.items().len() && left.items().zip(right.items()).all(|(a, b)| equal(a, b))
        }
        Kind::Object => {
            let (left, right) = (sorted(left), sorted(right));
            left.len() == right.len()
                && (left.iter().zip(&right)).all(|(a, b)| a.key() == b.key() && equal(a.value(), b.value()))
        }
    }
}

/// The members of an object by key.
fn sorted(node: Node<'_>) -> Vec<Member<'_>> {
    let mut members: Vec<_> = node.members().collect();
    members.sort_unstable_by_key(|member| member.key());
    members
}
