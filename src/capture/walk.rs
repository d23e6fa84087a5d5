//! A forgiving walk over JSON text that need not be complete: it finds members and items by their brackets and leaves the
//! values to the strict parser. A capture that was cut in the middle is read up to the cut, and of a large one only
//! the pieces that matter are parsed.

use crate::json::{CAPTURE_DEPTH, parse_prefix};
use crate::span::Span;

/// A place in JSON text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    pub(super) at: usize,
}

/// What comes next in a container.
pub(super) enum Step<T> {
    /// A member or an item.
    Next(T),
    /// The container's end.
    End,
    /// The text ends before the container does.
    Cut,
    /// Something that cannot stand here, at the cursor.
    Bad,
}

/// A member whose value has not been looked at; the cursor stands before it.
pub(super) struct RawMember {
    pub(super) key: String,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The text from here on.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over `bracket`, where it comes next.
    pub(super) fn enter(&mut self, bracket: u8) -> bool {
        self.skip_whitespace();
        let found = self.peek() == Some(bracket);
        self.at += usize::from(found);
        found
    }

    /// The next member of the object that was entered; its value must be skipped or parsed before the next call.
    pub(super) fn member(&mut self) -> Step<RawMember> {
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
        let Ok((document, _)) = parse_prefix(&self.text[..end], start, CAPTURE_DEPTH) else {
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
    pub(super) fn item(&mut self) -> Step<()> {
        self.separator(b']')
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
    pub(super) fn skip(&mut self) -> Option<Span> {
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
        while !matches!(
            self.peek()?,
            b',' | b'}' | b']' | b':' | b'"' | b' ' | b'\t' | b'\r' | b'\n'
        ) {
            self.at += 1;
        }
        // Never stand still on something that is no value.
        self.at = self.at.max(start + 1);
        Some(())
    }

    /// The offset just past the string that begins here.
    fn string_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at)? {
                b'"' => return Some(at + 1),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }
}
