//! A forgiving walk over JSON text that need not be complete: it finds members and items by their brackets and leaves the
//! values to the strict parser. A capture that was cut in the middle is read up to the cut, and of a large one only
//! the pieces that matter are parsed.

use std::borrow::Cow;

use crate::capture::{Located, Problem};
use crate::source::{BLOCK, Source, Stretch};
use crate::text::json::{CAPTURE_DEPTH, parse_prefix};
use crate::text::span::Span;

/// A place in an input of any size, of which a piece at a time is held.
#[derive(Clone)]
pub struct Cursor<'t> {
    source: &'t Source,
    stretch: Stretch<'t>,
    pub at: usize,
}

/// What comes next in a container.
pub enum Step<T> {
    /// A member or an item.
    Next(T),
    /// The container's end.
    End,
    /// The text ends before the container does.
    Cut,
    /// Something that cannot stand here, at the cursor.
    Bad,
}

/// How an array ended.
pub enum Ending {
    /// With its bracket, or because no more of it was asked for.
    Complete,
    /// The text ends before it does.
    Cut,
    /// With something that cannot stand in it, at this place.
    Broken(usize),
}

/// A member whose value has not been looked at; the cursor stands before it.
pub struct RawMember {
    pub key: String,
}

impl<'t> Cursor<'t> {
    /// A cursor at a place of an input.
    pub fn new(source: &'t Source, at: usize) -> Self {
        Self { source, stretch: source.stretch(at, BLOCK), at }
    }

    /// The bytes from `at` on, as far as they are at hand; none at the text's end.
    fn bytes_from(&mut self, at: usize) -> &[u8] {
        if self.stretch.bytes_from(at).is_empty() && at < self.source.end_of(at) {
            self.stretch = self.source.stretch(at, 1);
        }
        self.stretch.bytes_from(at)
    }

    fn peek(&mut self) -> Option<u8> {
        self.bytes_from(self.at).first().copied()
    }

    /// Whether the text goes on with `prefix`.
    pub fn goes_on(&self, prefix: &str) -> bool {
        self.head(prefix.len()) == prefix
    }

    /// The next `len` bytes, or what there is of them.
    pub fn head(&self, len: usize) -> Cow<'t, str> {
        self.slice(Span::new(self.at, self.at.saturating_add(len)))
    }

    /// The text at `span`.
    pub fn slice(&self, span: Span) -> Cow<'t, str> {
        self.source.slice(span)
    }

    /// The value at `span`, which was skipped, with its way back to the input.
    pub fn value(&self, span: Span) -> Located<'t> {
        Located::of(self.source, span)
    }

    /// Whether nothing follows.
    pub fn at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Steps to what follows white space, and returns its place.
    pub fn skip_whitespace(&mut self) -> usize {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.at
    }

    /// Steps over `bracket`, where it comes next.
    pub fn enter(&mut self, bracket: u8) -> bool {
        self.skip_whitespace();
        let found = self.peek() == Some(bracket);
        self.at += usize::from(found);
        found
    }

    /// The next member of the object that was entered; its value must be skipped or parsed before the next call.
    pub fn member(&mut self) -> Step<RawMember> {
        match self.separator(b'}') {
            Step::Next(()) => {}
            Step::End => return Step::End,
            Step::Cut => return Step::Cut,
            Step::Bad => return Step::Bad,
        }
        if self.peek() != Some(b'"') {
            return Step::Bad;
        }
        let start = self.at;
        let Some(end) = self.string_end() else {
            return Step::Cut;
        };
        let written = self.slice(Span::new(start, end));
        let Ok((document, _)) = parse_prefix(&written, 0, CAPTURE_DEPTH) else {
            return Step::Bad;
        };
        let key = document.root().as_str().unwrap_or_default().to_owned();
        self.at = end;
        self.skip_whitespace();
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                self.skip_whitespace();
                Step::Next(RawMember { key })
            }
            None => Step::Cut,
            Some(_) => Step::Bad,
        }
    }

    /// Steps to the next item of the array that was entered; it must be skipped or parsed before the next call.
    pub fn item(&mut self) -> Step<()> {
        self.separator(b']')
    }

    /// Calls `each` with the place of every item of the array that was entered, until it says to stop.
    pub fn items(&mut self, each: &mut dyn FnMut(Span) -> bool) -> Ending {
        loop {
            match self.item() {
                Step::Next(()) => {}
                Step::End => return Ending::Complete,
                Step::Cut => return Ending::Cut,
                Step::Bad => return Ending::Broken(self.at),
            }
            match self.skip() {
                Some(span) if each(span) => {}
                Some(_) => return Ending::Complete,
                None => return Ending::Cut,
            }
        }
    }

    /// Steps to the value of the next member `key` of the object that was entered, if it is among the next `most` members.
    pub fn seek(&mut self, key: &str, most: usize) -> bool {
        for _ in 0..most {
            match self.member() {
                Step::Next(member) if member.key == key => return true,
                Step::Next(_) if self.skip().is_some() => {}
                _ => return false,
            }
        }
        false
    }

    fn separator(&mut self, end: u8) -> Step<()> {
        loop {
            self.skip_whitespace();
            match self.peek() {
                None => return Step::Cut,
                Some(b',') => self.at += 1,
                Some(byte) if byte == end => {
                    self.at += 1;
                    return Step::End;
                }
                Some(b'}' | b']' | b':') => return Step::Bad,
                Some(_) => return Step::Next(()),
            }
        }
    }

    /// Skips the value that comes next and returns its place; `None` where the text ends before it does.
    pub fn skip(&mut self) -> Option<Span> {
        self.skip_whitespace();
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.at = self.string_end()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ if depth == 0 => self.scalar()?,
                _ => self.at += 1,
            }
            if depth == 0 {
                return Some(Span::new(start, self.at));
            }
        }
    }

    /// A number or a word; one that runs up to the text's end may be cut.
    fn scalar(&mut self) -> Option<()> {
        let start = self.at;
        while !matches!(self.peek()?, b',' | b'}' | b']' | b':' | b'"' | b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
        // Never stand still on something that is no value.
        self.at = self.at.max(start + 1);
        Some(())
    }

    /// The offset just past the string that begins here.
    fn string_end(&mut self) -> Option<usize> {
        let mut at = self.at + 1;
        loop {
            let bytes = self.bytes_from(at);
            if bytes.is_empty() {
                return None;
            }
            match memchr::memchr2(b'"', b'\\', bytes) {
                Some(found) if bytes[found] == b'"' => return Some(at + found + 1),
                Some(found) => at += found + 2,
                None => at += bytes.len(),
            }
        }
    }
}

/// That the input is not of the format that it was to be read as.
pub fn other_format(source: &Source, message: &'static str) -> Problem {
    Problem::OtherFormat { span: Span::at(Cursor::new(source, 0).skip_whitespace()), message }
}
