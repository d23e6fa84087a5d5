//! A strict RFC 8259 parser that keeps every position.
//!
//! It does not recurse: nesting lives on a heap stack and its depth is limited, so no input can overflow the stack.
//! It differs from serde_json in three documented ways: a lone surrogate escape is accepted and read as U+FFFD (JavaScript
//! writes it for a truncated emoji), numbers are kept as text, so none is too large, and the depth limit is the caller's.

use crate::span::Span;

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
    rest.skip_whitespace()?;
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
pub fn parse_prefix(
    text: &str,
    start: usize,
    max_depth: usize,
) -> Result<(Document<'_>, usize), ParseError> {
    let mut parser = Parser::new(text, start, max_depth);
    parser.run()?;
    let end = parser.at;
    let root = parser.nodes.len().saturating_sub(1);
    let document = Document {
        text,
        nodes: parser.nodes,
        members: parser.members,
        items: parser.items,
        root,
    };
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

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
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
            at,
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
        let mut expect = Expect::Value;
        loop {
            self.skip_whitespace()?;
            expect = match expect {
                Expect::Value => self.value()?,
                Expect::ValueOrEnd if self.peek() == Some(b']') => self.close(),
                Expect::ValueOrEnd => self.value()?,
                Expect::KeyOrEnd if self.peek() == Some(b'}') => self.close(),
                Expect::KeyOrEnd | Expect::Key => self.key()?,
                Expect::CommaOrEnd => {
                    if self.open.is_empty() {
                        return Ok(());
                    }
                    self.comma_or_end()?
                }
            };
            if self.open.is_empty() {
                return Ok(());
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn error_here(&self, problem: Problem) -> ParseError {
        ParseError::new(self.text, self.at, problem)
    }

    fn skip_whitespace(&mut self) -> Result<(), ParseError> {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'/' if matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*')) => {
                    return Err(self.error_here(Problem::Comment));
                }
                _ => break,
            }
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Expect, ParseError> {
        let start = self.at;
        match self.peek() {
            Some(b'{') => {
                self.push_open(Open::Object {
                    start,
                    first: self.pending_members.len(),
                })?;
                Ok(Expect::KeyOrEnd)
            }
            Some(b'[') => {
                self.push_open(Open::Array {
                    start,
                    first: self.pending_items.len(),
                })?;
                Ok(Expect::ValueOrEnd)
            }
            Some(b'"') => {
                let (text, end) = strings::decode(self.text, self.at)?;
                self.at = end;
                Ok(self.add(start, Value::String(text)))
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                Ok(self.add(start, Value::Number))
            }
            _ => {
                let value = self.literal()?;
                Ok(self.add(start, value))
            }
        }
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
        self.nodes.push(NodeData {
            span: Span::new(start, self.at),
            value,
        });
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

    fn key(&mut self) -> Result<Expect, ParseError> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.error_here(Problem::key(self.bytes, self.at)));
        }
        let (key, end) = strings::decode(self.text, self.at)?;
        self.at = end;
        self.pending_members.push(MemberData {
            key_span: Span::new(start, end),
            key,
            value: 0,
            shadowed: false,
        });
        self.skip_whitespace()?;
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
                self.skip_whitespace()?;
                if matches!(self.peek(), Some(b'}' | b']')) {
                    return Err(ParseError::new(self.text, comma, Problem::TrailingComma));
                }
                Ok(if in_object {
                    Expect::Key
                } else {
                    Expect::Value
                })
            }
            _ => Err(self.error_here(Problem::missing_comma(in_object))),
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

    fn number(&mut self) -> Result<(), ParseError> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => {
                self.at += 1;
                if matches!(self.peek(), Some(b'0'..=b'9' | b'x' | b'X')) {
                    return Err(self.error_here(Problem::LeadingZero));
                }
            }
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.error_here(Problem::number(self.bytes, self.at))),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), ParseError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.error_here(Problem::MissingDigit));
        }
        self.digits();
        Ok(())
    }

    fn literal(&mut self) -> Result<Value<'t>, ParseError> {
        let rest = &self.bytes[self.at..];
        for (word, value) in [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ] {
            if rest.starts_with(word.as_bytes())
                && !rest
                    .get(word.len())
                    .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
            {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error_here(Problem::value(self.text, self.at)))
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
