//! Lets the schema validator run on a [`Document`] directly, so that one parse gives validation, spans and rules.
//!
//! The only file that knows the representation traits of the `jsonschema` crate; the rest of the library sees
//! [`compile`] and a validator of nodes.

use std::borrow::Cow;
use std::collections::HashSet;

use jsonschema::json::{Array, Json, JsonNumber, NodeIdentity, Object};
use jsonschema::{Draft, JsonType, ValidationError, Validator};
use serde_json::Value as Plain;

use crate::text::span::Span;

use super::document::{Document, Kind, Node, NodeData, Value};
use super::equality::{ByValue, equal};
use super::language_tag::is_language_tag;
use super::number::{self, Decimal};

/// Longest value, in bytes as written, that is copied into a validation error. The validator copies the failing value for
/// each error, read or not; messages are made from the error's kind and the node's span instead, so a longer one is `null`.
const COPIED: usize = 64;
/// Most elements that are compared pair by pair for `uniqueItems`.
const PAIRWISE: usize = 8;

/// Our [`Document`] as a representation of the schema validator. Of a repeated key only the last member exists.
pub struct SpanJson;

/// Compiles a JSON Schema (draft 2020-12) into a validator of [`Node`]s: `validator.iter_errors(document.root())`.
///
/// Formats are checked, among them `language-tag` (BCP 47). Nothing is fetched: a `$ref` must lead to the schema itself.
/// `ValidationError::instance` is `null` for all but the shortest values: take `instance_path` to [`Node::pointer`].
///
/// # Errors
/// What is wrong with the schema, and where.
pub fn compile(schema: &Plain) -> Result<Validator<SpanJson>, ValidationError<'static>> {
    jsonschema::options_for::<SpanJson>()
        .with_draft(Draft::Draft202012)
        .offline()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_format("language-tag", is_language_tag)
        // An id that the vendor gives out, of no form that is promised: only a placeholder is wrong there (GL209).
        .with_format("vendor-id", |_: &str| true)
        .build(schema)
}

/// A document of one string, which stands for a property name under `propertyNames`.
pub struct NameBuffer(Document<'static>);

impl Default for NameBuffer {
    fn default() -> Self {
        Self(Document { text: "", nodes: Vec::new(), members: Vec::new(), items: Vec::new(), root: 0 })
    }
}

impl Json for SpanJson {
    type Node<'a> = Node<'a>;
    type PreparedKey = String;
    type StringBuffer = NameBuffer;

    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut NameBuffer, string: &str, f: impl FnOnce(Node<'_>) -> T) -> T {
        buffer.0.nodes.clear();
        buffer.0.nodes.push(NodeData { span: Span::default(), value: Value::String(Cow::Owned(string.to_owned())) });
        f(buffer.0.root())
    }
}

impl<'d> jsonschema::json::Node<'d, SpanJson> for Node<'d> {
    type Object = Members<'d>;
    type Array = Items<'d>;
    type Number = Literal<'d>;

    fn as_object(&self) -> Option<Members<'d>> {
        (self.kind() == Kind::Object).then_some(Members(*self))
    }

    fn as_array(&self) -> Option<Items<'d>> {
        (self.kind() == Kind::Array).then_some(Items(*self))
    }

    fn as_string(&self) -> Option<Cow<'d, str>> {
        self.as_str().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<Literal<'d>> {
        Node::as_number(*self).map(Literal)
    }

    fn as_boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        Node::is_null(*self)
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Null => JsonType::Null,
            Kind::Bool => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Plain) -> bool {
        match expected {
            Plain::Null => Node::is_null(*self),
            Plain::Bool(value) => self.as_bool() == Some(*value),
            Plain::Number(value) => Node::as_number(*self).is_some_and(|text| number::equals(text, value)),
            Plain::String(value) => self.as_str() == Some(value),
            Plain::Array(values) => {
                self.kind() == Kind::Array
                    && self.items().len() == values.len()
                    && self.items().zip(values).all(|(a, b)| a.equals_value(b))
            }
            Plain::Object(values) => {
                self.is_object()
                    && self.members().count() == values.len()
                    && self.members().all(|member| {
                        let value = values.get(member.key());
                        value.is_some_and(|value| member.value().equals_value(value))
                    })
            }
        }
    }

    fn to_value(&self) -> Cow<'d, Plain> {
        Cow::Owned(if self.span().len() <= COPIED { plain(*self) } else { Plain::Null })
    }

    /// The document's address and the node's index. The validator keeps identities for the length of one call, during which
    /// the document is borrowed and cannot move; a name buffer is alive beside it and has an address of its own.
    fn identity(&self) -> Option<NodeIdentity> {
        let index = u32::try_from(self.index).ok()?;
        let address = std::ptr::from_ref(self.document).addr();
        Some(NodeIdentity::tagged(address, index))
    }
}

/// The value without its places. Recursion is bounded by [`COPIED`]: a value nests no deeper than it has bytes.
fn plain(node: Node<'_>) -> Plain {
    match node.kind() {
        Kind::Null => Plain::Null,
        Kind::Bool => Plain::Bool(node.as_bool().unwrap_or_default()),
        Kind::Number => {
            let text = Node::as_number(node).unwrap_or_default();
            Plain::Number(Literal(text).to_number().into_owned())
        }
        Kind::String => Plain::String(node.as_str().unwrap_or_default().to_owned()),
        Kind::Array => Plain::Array(node.items().map(plain).collect()),
        Kind::Object => {
            Plain::Object(node.members().map(|member| (member.key().to_owned(), plain(member.value()))).collect())
        }
    }
}

/// A number, by its text.
#[derive(Clone, Copy)]
pub struct Literal<'d>(&'d str);

impl Literal<'_> {
    fn whole<T: TryFrom<i128>>(self) -> Option<T> {
        Decimal::new(self.0).to_i128()?.try_into().ok()
    }
}

impl JsonNumber for Literal<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok().or_else(|| self.whole())
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok().or_else(|| self.whole())
    }

    /// Nothing where the number is beyond `f64`; the validator then compares it as an infinity of its sign.
    fn as_f64(&self) -> Option<f64> {
        number::finite(self.0)
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    /// The nearest number that serde_json can hold: of one beyond `f64`, the largest of its sign.
    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        let whole = || self.as_u64().map(Into::into).or(self.as_i64().map(Into::into));
        let largest = if self.0.starts_with('-') { f64::MIN } else { f64::MAX };
        let rounded = || serde_json::Number::from_f64(self.as_f64().unwrap_or(largest));
        Cow::Owned(whole().or_else(rounded).unwrap_or_else(|| 0.into()))
    }

    fn is_integer(&self) -> bool {
        Decimal::new(self.0).is_integer()
    }

    fn is_written_as_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }
}

/// The members of an object.
#[derive(Clone, Copy)]
pub struct Members<'d>(Node<'d>);

impl<'d> Object<'d, SpanJson> for Members<'d> {
    type Node = Node<'d>;
    type MemberName = &'d str;
    type MembersIter = Box<dyn Iterator<Item = (&'d str, Node<'d>)> + 'd>;

    fn len(&self) -> usize {
        self.0.members().count()
    }

    fn get(&self, key: &String) -> Option<Node<'d>> {
        Node::get(self.0, key)
    }

    fn members(&self) -> Self::MembersIter {
        Box::new(self.0.members().map(|member| (member.key(), member.value())))
    }
}

/// The elements of an array.
#[derive(Clone, Copy)]
pub struct Items<'d>(Node<'d>);

impl<'d> Array<'d, SpanJson> for Items<'d> {
    type Node = Node<'d>;
    type ElementsIter = Box<dyn Iterator<Item = Node<'d>> + 'd>;

    fn len(&self) -> usize {
        self.0.items().len()
    }

    fn elements(&self) -> Self::ElementsIter {
        Box::new(self.0.items())
    }

    fn is_unique(&self) -> bool {
        if self.len() <= PAIRWISE {
            return (self.0.items().enumerate())
                .all(|(index, item)| self.0.items().skip(index + 1).all(|other| !equal(item, other)));
        }
        let mut seen = HashSet::with_capacity(self.len());
        self.0.items().all(|item| seen.insert(ByValue(item)))
    }
}
