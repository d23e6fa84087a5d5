//! The span-preserving JSON document: an arena of nodes that borrow from the text.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::span::Span;

use super::number::Decimal;

/// What a node is. The numbers of the spans are byte offsets in the parsed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number, kept as its text.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// The JSON Schema name of the type, with its article: `"a string"`, `"null"`.
    pub fn with_article(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "an array",
            Kind::Object => "an object",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Value<'t> {
    Null,
    Bool(bool),
    Number,
    String(Cow<'t, str>),
    /// Range in `Document::items`.
    Array(Range<usize>),
    /// Range in `Document::members`.
    Object(Range<usize>),
}

#[derive(Clone, Debug)]
pub(super) struct NodeData<'t> {
    pub(super) span: Span,
    pub(super) value: Value<'t>,
}

/// A member as it is written: repeated keys are all kept.
#[derive(Clone, Debug)]
pub(super) struct MemberData<'t> {
    pub(super) key_span: Span,
    pub(super) key: Cow<'t, str>,
    pub(super) value: usize,
    /// A later member of the same object has the same key.
    pub(super) shadowed: bool,
}

/// A parsed JSON text. Values and keys know where they stand; a key that occurs twice is kept twice.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    pub(super) text: &'t str,
    pub(super) nodes: Vec<NodeData<'t>>,
    pub(super) members: Vec<MemberData<'t>>,
    pub(super) items: Vec<usize>,
    pub(super) root: usize,
}

impl<'t> Document<'t> {
    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, index: self.root }
    }

    /// The text that was parsed.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Every value of the document, children before their container.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len()).map(|index| Node { document: self, index })
    }
}

/// A handle on one value of a [`Document`]; copying it is free.
#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) index: usize,
}

impl<'d> Node<'d> {
    pub(super) fn data(self) -> &'d NodeData<'d> {
        &self.document.nodes[self.index]
    }

    /// What the value is.
    pub fn kind(self) -> Kind {
        match self.data().value {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Bool,
            Value::Number => Kind::Number,
            Value::String(_) => Kind::String,
            Value::Array(_) => Kind::Array,
            Value::Object(_) => Kind::Object,
        }
    }

    /// Where the value stands in the parsed text, quotes and brackets included.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// The value as it is written.
    pub fn raw(self) -> &'d str {
        self.span().slice(self.document.text)
    }

    /// The decoded text of a string.
    pub fn as_str(self) -> Option<&'d str> {
        match &self.data().value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.data().value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The text of a number, as it is written.
    pub fn as_number(self) -> Option<&'d str> {
        match self.data().value {
            Value::Number => Some(self.raw()),
            _ => None,
        }
    }

    /// A number as `f64`; infinite where it is beyond.
    pub fn as_f64(self) -> Option<f64> {
        self.as_number().and_then(|text| text.parse().ok())
    }

    /// A whole number in the range of `i64`, however it is written: `1`, `1.0`, `1e3`.
    pub fn as_i64(self) -> Option<i64> {
        let text = self.as_number()?;
        text.parse().ok().or_else(|| Decimal::new(text).to_i128()?.try_into().ok())
    }

    /// Whether the value is an object.
    pub fn is_object(self) -> bool {
        matches!(self.data().value, Value::Object(_))
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.data().value, Value::Null)
    }

    /// The values of an array; nothing for another kind.
    pub fn items(self) -> impl ExactSizeIterator<Item = Node<'d>> {
        let range = match &self.data().value {
            Value::Array(range) => range.clone(),
            _ => 0..0,
        };
        let document = self.document;
        document.items[range].iter().map(move |&index| Node { document, index })
    }

    /// The members of an object as a reader sees them: of a repeated key only the last, as JavaScript keeps it.
    /// Nothing for another kind.
    pub fn members(self) -> impl Iterator<Item = Member<'d>> {
        self.all_members().filter(|member| !member.is_shadowed())
    }

    /// The members of an object as they are written, repeated keys included. Nothing for another kind.
    pub fn all_members(self) -> impl ExactSizeIterator<Item = Member<'d>> {
        let range = match &self.data().value {
            Value::Object(range) => range.clone(),
            _ => 0..0,
        };
        let document = self.document;
        document.members[range].iter().map(move |data| Member { document, data })
    }

    /// The member `key` of an object; the last one where the key is repeated.
    pub fn member(self, key: &str) -> Option<Member<'d>> {
        self.members().find(|member| member.key() == key)
    }

    /// The value of the member `key` of an object; the last one where the key is repeated.
    pub fn get(self, key: &str) -> Option<Node<'d>> {
        self.member(key).map(Member::value)
    }

    /// The value at a JSON Pointer (RFC 6901); `""` is the value itself.
    pub fn pointer(self, pointer: &str) -> Option<Node<'d>> {
        super::pointer::tokens(pointer).try_fold(self, |node, token| node.child(&token))
    }

    /// The values at a JSON Pointer in which `*` stands for any item of an array (of an object it is the member of that name).
    pub fn matching(self, pattern: &str) -> Vec<Node<'d>> {
        let mut found = vec![self];
        for token in super::pointer::tokens(pattern) {
            let step = |node: Node<'d>| match node.kind() {
                Kind::Array if token == "*" => node.items().collect(),
                _ => Vec::from_iter(node.child(&token)),
            };
            found = found.into_iter().flat_map(step).collect();
        }
        found
    }

    /// The value of the member of this name, or of the item of this number.
    fn child(self, token: &str) -> Option<Node<'d>> {
        match self.kind() {
            Kind::Object => self.get(token),
            Kind::Array => self.items().nth(super::pointer::index(token)?),
            _ => None,
        }
    }
}

impl PartialEq for Node<'_> {
    /// The same value of the same document (not: an equal value).
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.index == other.index
    }
}

/// One member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member<'d> {
    document: &'d Document<'d>,
    data: &'d MemberData<'d>,
}

impl<'d> Member<'d> {
    /// The decoded key.
    pub fn key(self) -> &'d str {
        &self.data.key
    }

    /// Where the key stands, quotes included.
    pub fn key_span(self) -> Span {
        self.data.key_span
    }

    /// The value.
    pub fn value(self) -> Node<'d> {
        Node { document: self.document, index: self.data.value }
    }

    /// Key and value together.
    pub fn span(self) -> Span {
        Span::new(self.data.key_span.start, self.value().span().end)
    }

    /// Whether a later member of the same object has the same key.
    pub fn is_shadowed(self) -> bool {
        self.data.shadowed
    }
}
