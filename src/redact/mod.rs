//! Redaction: secrets and personal values become stand-ins that rules judge alike, so that a log can be attached to a ticket.
//!
//! What is sensitive is what [`crate::text::mask`] finds; the mask writes `*`, and this writes something of the same form. A
//! stand-in has as many characters and bytes as its value, each of the same class, at the same escapes; equal values have
//! equal stand-ins, whatever they are written as.

mod alphabet;
mod form;
mod jwt;
mod key;
mod rewrite;
mod shape;
mod subprotocols;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::protocol::url::UrlParts;
use crate::rules::secrets;
use crate::text::mask;
use crate::text::span::Span;

use rewrite::rewrite;

pub use key::Key;

/// Values that are remembered at most.
const MOST_KNOWN: usize = 100_000;
/// Shortest value that is looked for where nothing says that it is one, in bytes.
const SHORTEST_KNOWN: usize = 8;

/// Replaces what is sensitive.
#[derive(Debug)]
pub struct Redactor {
    key: Key,
    /// Tokens that were found, as marks: a server's error may quote one where nothing shows that it is one.
    known: HashSet<u64>,
}

impl Redactor {
    /// A redactor whose stand-ins are derived with `key`.
    pub fn new(key: Key) -> Self {
        Self { key, known: HashSet::new() }
    }

    /// Remembers the tokens in `text`, to find them wherever else they stand.
    pub fn learn(&mut self, text: &str) {
        self.remember(text, mask::sensitive(text));
    }

    /// Remembers the tokens in a URL.
    pub fn learn_url(&mut self, url: &str) {
        self.remember(url, url_values(url));
    }

    fn remember(&mut self, text: &str, values: Vec<Span>) {
        let text = plain(text);
        for value in values {
            let value = text.value(value);
            let word = value.len() >= SHORTEST_KNOWN && value.bytes().all(is_word);
            if word && is_telling(&value) && self.known.len() < MOST_KNOWN {
                self.known.insert(self.key.mark(&value));
            }
        }
    }

    /// A payload, a line of a log or any other text, valid or broken.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, mask::sensitive(text))
    }

    /// The URL of a handshake.
    pub fn url<'t>(&self, url: &'t str) -> Cow<'t, str> {
        self.replaced(url, url_values(url))
    }

    /// The subprotocols that a client asked for, as its header lists them: some put a token there.
    pub fn subprotocols<'t>(&self, list: &'t str) -> Cow<'t, str> {
        let mut values = subprotocols::values(list);
        values.extend(mask::sensitive(list));
        self.replaced(list, values)
    }

    fn replaced<'t>(&self, text: &'t str, mut values: Vec<Span>) -> Cow<'t, str> {
        values.extend(self.quoted(text));
        if values.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(rewrite(&self.key, text, values)) }
    }

    /// The words of `text` that are known tokens.
    fn quoted(&self, text: &str) -> Vec<Span> {
        if self.known.is_empty() {
            return Vec::new();
        }
        let text = plain(text);
        let mut found = Vec::new();
        let mut start = 0;
        for word in text.text.split(|c: char| !c.is_ascii() || !is_word(c as u8)) {
            let span = Span::new(start, start + word.len());
            let known = || self.known.contains(&self.key.mark(word));
            if word.len() >= SHORTEST_KNOWN && is_telling(word) && known() {
                found.push(text.written(span));
            }
            start = span.end + text.text[span.end..].chars().next().map_or(0, char::len_utf8);
        }
        found
    }
}

/// Text with its characters read, as far as they are written as something else.
struct Plain<'t> {
    text: Cow<'t, str>,
    written: &'t str,
    map: Option<crate::text::json::SourceMap>,
}

fn plain(text: &str) -> Plain<'_> {
    match mask::units::plain(text) {
        Some((plain, map)) => Plain { text: plain.into(), written: text, map: Some(map) },
        None => Plain { text: text.into(), written: text, map: None },
    }
}

impl Plain<'_> {
    /// Where a part of the text that is read is written.
    fn written(&self, span: Span) -> Span {
        self.map.as_ref().map_or(span, |map| map.span(span))
    }

    /// What is written at a place, read.
    fn value(&self, written: Span) -> String {
        let value = written.slice(self.written);
        match mask::units::plain(value) {
            Some((plain, _)) => plain,
            None => value.to_owned(),
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// A word that nobody writes by chance: it holds a digit.
fn is_telling(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

/// What is sensitive in a URL: what the mask finds, and parameters that a rule calls secret.
fn url_values(url: &str) -> Vec<Span> {
    let mut values = mask::sensitive(url);
    let parameters = UrlParts::split(url).map(|parts| parts.parameters());
    for (name, value, span) in parameters.into_iter().flatten() {
        if secrets::is_secret_name(&name) && !value.is_empty() {
            values.push(span);
        }
    }
    values
}
