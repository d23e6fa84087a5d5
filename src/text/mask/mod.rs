//! Masking of secrets and personal values. Everything that a finding quotes passes through here when it is made, so
//! nothing behind it can leak.

mod keys;
mod lexer;
mod patterns;
mod scan;
#[cfg(test)]
mod tests;
pub(crate) mod units;

use crate::text::span::{Span, floor};

/// What stands for a character of a masked value.
pub(crate) const MASK: char = '*';
/// How far before a window a secret may begin and still be found, in bytes. A record may be megabytes long (a transcript in
/// one frame), and reading all of it for each of a thousand findings would be quadratic.
const LOOK_BACK: usize = 64 * 1024;
/// How far behind a window is read: enough to see that what begins in it is a pair of name and value, or an e-mail address
/// (320 characters at most).
const LOOK_AHEAD: usize = 1024;
/// Longest part of a value that a message quotes, in characters.
const QUOTED: usize = 60;

/// The sensitive values in `text`, as byte ranges in no order; one may lie in another, as an e-mail address in a chat text.
/// What is found is masked in reports, and replaced in a log that is redacted.
pub(crate) fn sensitive(text: &str) -> Vec<Span> {
    let mut found = scan::sensitive(text, false, 0);
    for index in 0..found.len() {
        found.extend(patterns::within(text, found[index]));
    }
    found
}

/// Masks what is secret or personal in quoted text, or nothing with `--show-values`. Masks keep the number of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masker {
    show_values: bool,
}

impl Masker {
    /// A masker; with `show_values` it masks nothing.
    pub fn new(show_values: bool) -> Self {
        Self { show_values }
    }

    /// Nothing is masked.
    pub(crate) fn shows_values(&self) -> bool {
        self.show_values
    }

    /// The text of `window`, masked: the same number of characters, those of sensitive values replaced by `*`. `context` is
    /// the record around it: a secret that begins before the window is still one. Of the context, 64 KB before the window and
    /// 1 KB behind it are read.
    ///
    /// Values are found lexically, so that broken JSON, strings in strings, consoles' notation, URLs and headers are all
    /// covered: by their key, or by their looks (JWTs, other long tokens, e-mail addresses, phone numbers, `Bearer …`).
    pub fn window(&self, text: &str, context: Span, window: Span) -> String {
        let shown = window.slice(text);
        if self.show_values {
            return shown.to_owned();
        }
        let start = context.start.min(window.start);
        let end = context.end.max(window.end).min(text.len());
        let from = floor(text, start.max(window.start.saturating_sub(LOOK_BACK)));
        let to = floor(text, end.min(window.end.saturating_add(LOOK_AHEAD))).max(window.end);
        let region = Span::new(from, to).slice(text);
        let mut masks = scan::sensitive(region, from > start, window.start.saturating_sub(from));
        masks.sort_unstable();
        overlay(shown, window.start - from, &masks)
    }

    /// The value of the member `key` as a message may quote it: masked where it is sensitive, shortened, in double quotes.
    /// An empty value stays visible as `""`; of a masked one not even the length is told.
    pub fn value(&self, key: &str, value: &str) -> String {
        if !self.show_values && !value.is_empty() && keys::kind(key).is_some() {
            return "\"***\"".to_owned();
        }
        // A mask inside a value must not depend on where the value is cut, so it is masked whole (as far as it can matter).
        let reach = floor(value, value.len().min(QUOTED * 4 + LOOK_AHEAD));
        let masked = self.window(value, Span::new(0, value.len()), Span::new(0, reach));
        let mut quoted = String::with_capacity(QUOTED + 2);
        quoted.push('"');
        if masked.chars().count() > QUOTED {
            quoted.extend(masked.chars().take(QUOTED - 1));
            quoted.push('…');
        } else {
            quoted.push_str(&masked);
        }
        quoted.push('"');
        quoted
    }

    /// Free text that is quoted as it is, such as a close reason, a server's error or a line that was skipped: what is
    /// sensitive in it is masked, the rest stays.
    pub fn text(&self, text: &str) -> String {
        let whole = Span::new(0, text.len());
        self.window(text, whole, whole)
    }

    /// A URL with user information, sensitive query values and token-like path segments masked.
    pub fn url(&self, url: &str) -> String {
        self.text(url)
    }
}

/// `shown`, which begins at byte `offset` of the scanned region, with the characters inside `masks` replaced. Line breaks
/// stay: a mask never changes how many lines there are.
fn overlay(shown: &str, offset: usize, masks: &[Span]) -> String {
    let mut out = String::with_capacity(shown.len());
    let mut masks = masks.iter().peekable();
    let mut masked_until = 0;
    for (index, character) in shown.char_indices() {
        let at = offset + index;
        while let Some(mask) = masks.next_if(|mask| mask.start <= at) {
            masked_until = masked_until.max(mask.end);
        }
        let hide = at < masked_until && !matches!(character, '\n' | '\r');
        out.push(if hide { MASK } else { character });
    }
    out
}
