//! tnetstrings, as mitmproxy writes them: a length, a colon, that many bytes, and a byte for the type.
//!
//! Nothing is kept but places: a length is only believed as far as the text goes, and values are entered one by one.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::source::Source;
use crate::text::span::Span;

/// Digits of a length; more are no length (2 GiB is 10 digits).
const MAX_DIGITS: usize = 12;
/// Types: bytes, text (mitmproxy's own), a whole number, a real one, a truth value, nothing, a list, a dictionary.
const TYPES: &[u8] = b",;#^!~]}";
/// The longest value that is read as a number, a name or a header.
const SHORT: usize = 1 << 16;

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The byte of its type.
    pub(super) kind: u8,
    /// Its content, without the length and the type.
    pub(super) content: Span,
    /// All of it.
    pub(super) span: Span,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// What contains it is over.
    End,
    /// It goes on behind the end of what contains it.
    Cut,
    /// What stands here is no value.
    Bad,
}

/// Values of a source.
#[derive(Clone, Copy)]
pub(super) struct Tnet<'s> {
    source: &'s Source,
}

impl<'s> Tnet<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source }
    }

    /// The value at `at` of something that ends at `end`.
    pub(super) fn item(self, at: usize, end: usize) -> Result<Item, Stop> {
        if at >= end {
            return Err(Stop::End);
        }
        let head_end = at.saturating_add(MAX_DIGITS + 1).min(end);
        let head = self.source.stretch(at, head_end - at);
        let head = head.bytes_from(at);
        let head = head.get(..head_end - at).unwrap_or(head);
        let digits = head.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let len = std::str::from_utf8(&head[..digits]).unwrap_or_default();
        match head.get(digits) {
            Some(b':') if digits > 0 => {}
            None if digits > 0 && head_end == end => return Err(Stop::Cut),
            _ => return Err(Stop::Bad),
        }
        let start = at + digits + 1;
        let content_end = len.parse().ok().and_then(|len: usize| start.checked_add(len)).ok_or(Stop::Bad)?;
        if content_end >= end {
            return Err(Stop::Cut);
        }
        let kind = self.byte(content_end).ok_or(Stop::Bad)?;
        if !TYPES.contains(&kind) {
            return Err(Stop::Bad);
        }
        Ok(Item { kind, content: Span::new(start, content_end), span: Span::new(at, content_end + 1) })
    }

    fn byte(self, at: usize) -> Option<u8> {
        let stretch = self.source.stretch(at, 1);
        stretch.bytes_from(at).first().copied()
    }

    /// The values in a list, or keys and values in turn of a dictionary; what is no value ends them.
    pub(super) fn inside(self, item: Item) -> impl Iterator<Item = Item> + use<'s> {
        let mut at = item.content.start;
        std::iter::from_fn(move || {
            let next = self.item(at, item.content.end).ok()?;
            at = next.span.end;
            Some(next)
        })
    }

    /// The members of a dictionary.
    pub(super) fn members(self, item: Item) -> impl Iterator<Item = (Cow<'s, str>, Item)> + use<'s> {
        let is_dictionary = item.kind == b'}';
        let mut items = self.inside(item).take_while(move |_| is_dictionary);
        std::iter::from_fn(move || Some((self.text(items.next()?), items.next()?)))
    }

    /// The text of a short value.
    pub(super) fn text(self, item: Item) -> Cow<'s, str> {
        let end = item.content.end.min(item.content.start + SHORT);
        self.source.slice(Span::new(item.content.start, end))
    }

    pub(super) fn number(self, item: Item) -> Option<f64> {
        let number = matches!(item.kind, b'#' | b'^').then(|| self.text(item).parse().ok())?;
        number.filter(|number: &f64| number.is_finite())
    }

    pub(super) fn flag(self, item: Item) -> Option<bool> {
        (item.kind == b'!').then(|| self.text(item) == "true")
    }
}
