//! A strict RFC 8259 parser that keeps every position.
//!
//! It does not recurse: nesting lives on a heap stack and its depth is limited, so no input can overflow the stack.
//!
//! It accepts and rejects what serde_json does, but for these differences (each has its test in `tests/it/json/properties.rs`):
//! - a lone surrogate escape is accepted and read as U+FFFD: JavaScript writes it for a string that was cut inside an emoji;
//! - numbers are kept as text, so none is too large: serde_json rejects `1e999`;
//! - the depth limit is the caller's, [`PAYLOAD_DEPTH`] or [`CAPTURE_DEPTH`], and its error has a place; serde_json stops at
//!   127 nested containers;
//! - a key that occurs twice is kept twice, the earlier one marked as shadowed.

use std::borrow::Cow;

use crate::text::span::Span;

use super::document::{Document, MemberData, NodeData, Value};
use super::error::{ParseError, Problem};
use super::strings;

/// Deepest nesting read in a payload.
pub const PAYLOAD_DEPTH: usize = 128;
/// Deepest nesting read in a capture file, around payloads.
pub const CAPTURE_DEPTH: usize = 512;

/// Parses `text`, which must be one JSON value and nothing else but whitespace around it.
///
/// # Errors
/// The first departure from RFC 8259, with its place and what was expected there, or nesting deeper than `max_depth`.
pub fn parse(text: &str, max_depth: usize) -> Result<Document<'_>, ParseError> {
    let (document, end) = parse_prefix(text, 0, max_depth)?;
    let mut rest = Parser::new(text, end, max_depth);
    rest.skip_whitespace();
    if rest.at < text.len() {
        return Err(rest.error_here(Problem::TrailingContent));
    }
    Ok(document)
}

/// Parses the JSON value that begins at byte `start` of `text` (after whitespace) and returns it with the offset just past it.
/// What follows is not looked at.
///
/// # Errors
/// As [`parse`].
pub fn parse_prefix(text: &str, start: usize, max_depth: usize) -> Result<(Document<'_>, usize), ParseError> {
    let mut parser = Parser::new(text, start, max_depth);
    parser.run()?;
    let end = parser.at;
    let root = parser.nodes.len().saturating_sub(1);
    let document = Document { text, nodes: parser.nodes, members: parser.members, items: parser.items, root };
    Ok((document, end))
}

/// A container that is still open.
enum Open {
    Array {
        start: usize,
        /// Where its items begin in `pending_items`.
        first: usize,
    },
    Object {
        start: usize,
        /// Where its members begin in `pending_members`.
        first: usize,
    },
}

impl Open {
    fn start(&self) -> usize {
        match *self {
            Open::Array { start, .. } | Open::Object { start, .. } => start,
        }
    }
}

/// What the grammar allows next.
enum Expect {
    Value,
    /// A value or `]`: right after `[`.
    ValueOrEnd,
    /// A key or `}`: right after `{`.
    KeyOrEnd,
    /// A key: after a comma in an object.
    Key,
    /// `,` or the end of the container.
    CommaOrEnd,
}

pub(super) struct Parser<'t> {
    text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    max_depth: usize,
    nodes: Vec<NodeData<'t>>,
    members: Vec<MemberData<'t>>,
    items: Vec<usize>,
    open: Vec<Open>,
    pending_items: Vec<usize>,
    pending_members: Vec<MemberData<'t>>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, at: usize, max_depth: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: at.min(text.len()),
            max_depth,
            nodes: Vec::new(),
            members: Vec::new(),
            items: Vec::new(),
            open: Vec::new(),
            pending_items: Vec::new(),
            pending_members: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<(), ParseError> {
        self.skip_whitespace();
        if self.peek().is_none() {
            return Err(self.error_here(Problem::EmptyText));
        }
        let mut expect = Expect::Value;
        loop {
            self.skip_whitespace();
            expect = match expect {
                Expect::ValueOrEnd if self.peek() == Some(b']') => self.close(),
                Expect::KeyOrEnd if self.peek() == Some(b'}') => self.close(),
                Expect::Value | Expect::ValueOrEnd => self.value()?,
                Expect::KeyOrEnd => self.key(false)?,
                Expect::Key => self.key(true)?,
                Expect::CommaOrEnd => self.comma_or_end()?,
            };
            if self.open.is_empty() {
                return Ok(());
            }
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// What is left of the text.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn error_here(&self, problem: Problem) -> ParseError {
        self.error_at(self.at, problem)
    }

    pub(super) fn error_at(&self, at: usize, problem: Problem) -> ParseError {
        ParseError::new(self.text, at, problem).opened_at(self.open.last().map(Open::start))
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Expect, ParseError> {
        let start = self.at;
        match self.peek() {
            Some(b'{') => {
                let first = self.pending_members.len();
                self.push_open(Open::Object { start, first })?;
                Ok(Expect::KeyOrEnd)
            }
            Some(b'[') => {
                let first = self.pending_items.len();
                self.push_open(Open::Array { start, first })?;
                Ok(Expect::ValueOrEnd)
            }
            Some(b'"') => {
                let text = self.string()?;
                Ok(self.add(start, Value::String(text)))
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                Ok(self.add(start, Value::Number))
            }
            _ => {
                let value = self.literal().ok_or_else(|| self.no_value())?;
                Ok(self.add(start, value))
            }
        }
    }

    /// The error where no value begins.
    fn no_value(&self) -> ParseError {
        let rest = self.rest();
        if let (Some(Open::Array { .. }), Some(b'}')) = (self.open.last(), self.peek()) {
            return self.error_here(Problem::separator(rest, None, false));
        }
        let sent_unserialised =
            rest.starts_with("object ") && self.open.last().map(Open::start) == self.at.checked_sub(1);
        if sent_unserialised {
            return self.error_at(self.at.saturating_sub(1), Problem::ObjectToString);
        }
        self.error_here(Problem::value(rest))
    }

    fn string(&mut self) -> Result<Cow<'t, str>, ParseError> {
        let opened = self.open.last().map(Open::start);
        let (text, end) = strings::decode(self.text, self.at).map_err(|error| error.opened_at(opened))?;
        self.at = end;
        Ok(text)
    }

    fn push_open(&mut self, open: Open) -> Result<(), ParseError> {
        if self.open.len() >= self.max_depth {
            return Err(self.error_here(Problem::TooDeep(self.max_depth)));
        }
        self.open.push(open);
        self.at += 1;
        Ok(())
    }

    /// Adds a finished value and hands it to the container it stands in.
    fn add(&mut self, start: usize, value: Value<'t>) -> Expect {
        let index = self.nodes.len();
        self.nodes.push(NodeData { span: Span::new(start, self.at), value });
        match self.open.last() {
            Some(Open::Array { .. }) => self.pending_items.push(index),
            Some(Open::Object { .. }) => {
                if let Some(member) = self.pending_members.last_mut() {
                    member.value = index;
                }
            }
            None => {}
        }
        Expect::CommaOrEnd
    }

    fn key(&mut self, after_comma: bool) -> Result<Expect, ParseError> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {}
            Some(b']') => {
                return Err(self.error_here(Problem::separator(self.rest(), None, true)));
            }
            _ => return Err(self.error_here(Problem::key(self.rest(), after_comma))),
        }
        let key = self.string()?;
        self.pending_members.push(MemberData { key_span: Span::new(start, self.at), key, value: 0, shadowed: false });
        self.skip_whitespace();
        if self.peek() != Some(b':') {
            return Err(self.error_here(Problem::MissingColon));
        }
        self.at += 1;
        Ok(Expect::Value)
    }

    fn comma_or_end(&mut self) -> Result<Expect, ParseError> {
        let in_object = matches!(self.open.last(), Some(Open::Object { .. }));
        let end = if in_object { b'}' } else { b']' };
        match self.peek() {
            Some(byte) if byte == end => Ok(self.close()),
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.skip_whitespace();
                match self.peek() {
                    Some(byte) if byte == end => Err(self.error_at(comma, Problem::TrailingComma)),
                    _ if in_object => Ok(Expect::Key),
                    _ => Ok(Expect::Value),
                }
            }
            _ => {
                let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
                let problem = Problem::separator(self.rest(), before.copied(), in_object);
                Err(self.error_here(problem))
            }
        }
    }

    fn close(&mut self) -> Expect {
        self.at += 1;
        match self.open.pop() {
            Some(Open::Array { start, first }) => {
                let begin = self.items.len();
                self.items.extend(self.pending_items.drain(first..));
                let range = begin..self.items.len();
                self.add(start, Value::Array(range))
            }
            Some(Open::Object { start, first }) => {
                let begin = self.members.len();
                mark_shadowed(&mut self.pending_members[first..]);
                self.members.extend(self.pending_members.drain(first..));
                let range = begin..self.members.len();
                self.add(start, Value::Object(range))
            }
            None => Expect::CommaOrEnd,
        }
    }
}

/// Marks every member whose key comes again later in the same object.
fn mark_shadowed(members: &mut [MemberData<'_>]) {
    const SMALL: usize = 16;
    if members.len() <= SMALL {
        for index in 0..members.len() {
            let (done, rest) = members.split_at_mut(index + 1);
            if let Some(member) = done.last_mut() {
                member.shadowed = rest.iter().any(|later| later.key == member.key);
            }
        }
        return;
    }
    let mut seen = std::collections::HashSet::with_capacity(members.len());
    let mut shadowed = Vec::new();
    for (index, member) in members.iter().enumerate().rev() {
        if !seen.insert(member.key.as_ref()) {
            shadowed.push(index);
        }
    }
    for index in shadowed {
        members[index].shadowed = true;
    }
}
