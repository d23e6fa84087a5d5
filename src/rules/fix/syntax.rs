//! Text that is JSON but for what JavaScript, JSON5 and people allow themselves: trailing commas, comments, single quotes.

use crate::finding::Fix;
use crate::rules::place::{Piece, Place};
use crate::text::json;
use crate::text::span::Span;

/// Makes JSON of a text that is not, if it departs from it by trailing commas, comments and single quotes alone. All of them are
/// one fix, since half of them would still be no JSON.
pub(in crate::rules) fn relaxed(place: Place<'_>) -> Option<Fix> {
    let text = place.text();
    let slips = Scanner::new(text).run()?;
    if slips.changes.is_empty() || slips.changes.len() > MOST {
        return None;
    }
    let fixed = apply(text, &slips.changes);
    json::parse(&fixed, json::PAYLOAD_DEPTH).ok()?;
    let edits = slips.changes.iter();
    let edits = edits.map(|(span, new)| {
        let new = (!new.is_empty()).then(|| Piece::from(*new));
        place.edit(*span, new.as_slice())
    });
    place.fix(slips.title(), slips.is_safe(), edits.collect())
}

/// A text with more departures is something else than a payload that was typed.
const MOST: usize = 1000;

fn apply(text: &str, changes: &[(Span, &'static str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in changes {
        out.push_str(Span::new(at, span.start).slice(text));
        out.push_str(new);
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[derive(Default)]
struct Slips {
    /// What to write in place of what, in the order of their places.
    changes: Vec<(Span, &'static str)>,
    commas: bool,
    comments: bool,
    quotes: bool,
}

impl Slips {
    /// A comma says nothing. A comment does, and what stands in single quotes may have been meant for another program.
    fn is_safe(&self) -> bool {
        !self.comments && !self.quotes
    }

    fn title(&self) -> String {
        let kinds = [
            (self.commas, "delete trailing commas"),
            (self.comments, "delete comments"),
            (self.quotes, "write double quotes for single ones"),
        ];
        let named = kinds.iter().filter(|(is, _)| *is).map(|(_, what)| *what);
        named.collect::<Vec<_>>().join(", ")
    }
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// A comma behind which nothing but white space and comments has stood so far.
    comma: Option<usize>,
    slips: Slips,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, comma: None, slips: Slips::default() }
    }

    /// Scans the whole text; nothing where a string or a comment has no end.
    fn run(mut self) -> Option<Slips> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'/' => self.comment()?,
                _ => {
                    let comma = self.comma.take();
                    match byte {
                        b'"' => self.string()?,
                        b'\'' => self.single_quotes()?,
                        b',' => {
                            self.comma = Some(self.at);
                            self.at += 1;
                        }
                        b'}' | b']' => {
                            if let Some(comma) = comma {
                                self.slips.commas = true;
                                self.change(Span::new(comma, comma + 1), "");
                            }
                            self.at += 1;
                        }
                        _ => self.at += 1,
                    }
                }
            }
        }
        self.slips.changes.sort_by_key(|(span, _)| span.start);
        Some(self.slips)
    }

    fn change(&mut self, span: Span, new: &'static str) {
        self.slips.changes.push((span, new));
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.bytes.get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(())
    }

    /// Nothing but the quotes and what they make necessary is changed, so that no edit shows what stands between them.
    fn single_quotes(&mut self) -> Option<()> {
        self.slips.quotes = true;
        self.change(Span::new(self.at, self.at + 1), "\"");
        self.at += 1;
        loop {
            match self.bytes.get(self.at)? {
                b'\'' => break,
                b'"' => {
                    self.change(Span::at(self.at), "\\");
                    self.at += 1;
                }
                b'\\' if self.bytes.get(self.at + 1) == Some(&b'\'') => {
                    self.change(Span::new(self.at, self.at + 1), "");
                    self.at += 2;
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.change(Span::new(self.at, self.at + 1), "\"");
        self.at += 1;
        Some(())
    }

    fn comment(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let len = if rest.starts_with("//") {
            rest.find(['\n', '\r']).unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/")? + 2
        } else {
            return None;
        };
        self.slips.comments = true;
        let span = self.with_space(Span::new(self.at, self.at + len));
        self.change(span, "");
        self.at += len;
        Some(())
    }

    /// The comment with the white space before it; one that has its lines to itself goes with them.
    fn with_space(&self, comment: Span) -> Span {
        let before = self.text.get(..comment.start).unwrap_or_default();
        let head = before.trim_end_matches([' ', '\t']);
        let after = self.text.get(comment.end..).unwrap_or_default();
        let alone = head.is_empty() || head.ends_with('\n');
        let blank = after.len() - after.trim_start_matches([' ', '\t']).len();
        let tail = &after[blank..];
        let line_end = [("\r\n", 2), ("\n", 1)];
        let line_end = line_end.iter().find(|(end, _)| tail.starts_with(end));
        match line_end {
            Some((_, len)) if alone => Span::new(head.len(), comment.end + blank + len),
            Some(_) => Span::new(head.len(), comment.end),
            None => Span::new(comment.start, comment.end + blank),
        }
    }
}
