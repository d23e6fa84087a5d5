//! `.env`: a `NAME=value` a line.

use crate::text::span::Span;

use super::Setting;

/// The settings of a file; lines that are none say nothing.
pub(super) fn read(text: &str) -> Vec<Setting<'_>> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line)
    });
    lines.filter_map(|(at, line)| setting(at, line)).collect()
}

fn setting(at: usize, line: &str) -> Option<Setting<'_>> {
    let trimmed = line.trim_start();
    if trimmed.starts_with('#') {
        return None;
    }
    let (name, value) = line.split_once('=')?;
    let value_at = at + name.len() + 1;
    let name = name.trim();
    let name = name.strip_prefix("export ").map_or(name, str::trim);
    let (value, shift) = unquoted(value);
    let start = value_at + shift;
    (!name.is_empty() && !value.is_empty()).then(|| Setting {
        path: vec![name.to_owned()],
        span: Span::new(start, start + value.len()),
        value: value.into(),
    })
}

/// The value without its quotes or its comment, and how far into the text it begins.
fn unquoted(value: &str) -> (&str, usize) {
    let lead = value.len() - value.trim_start().len();
    let value = value.trim();
    for quote in ['"', '\'', '`'] {
        let inner = value.strip_prefix(quote);
        if let Some((inner, _)) = inner.and_then(|rest| rest.split_once(quote)) {
            return (inner, lead + 1);
        }
    }
    let plain = value.split(" #").next().unwrap_or(value).trim_end();
    (plain, lead)
}

#[cfg(test)]
mod tests;
