//! Applying edits to bytes, and showing what they change.

use similar::TextDiff;

use crate::finding::{Edit, Fix};
use crate::text::escape::escape;
use crate::text::mask::Masker;
use crate::text::span::Span;

/// The text with the edits of all `fixes` made, every other byte as it was; nothing where edits overlap or lie outside of it.
pub(super) fn apply<'f>(text: &[u8], fixes: impl Iterator<Item = &'f Fix>) -> Option<Vec<u8>> {
    let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.location.offset, edit.location.length));
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(text.get(at..edit.location.offset)?);
        out.extend_from_slice(edit.text.as_bytes());
        at = edit.location.offset + edit.location.length;
    }
    out.extend_from_slice(text.get(at..)?);
    Some(out)
}

/// What changes from `old` to `new`, as a unified diff: secrets and personal values masked, control characters escaped.
pub(super) fn unified(name: &str, old: &[u8], new: &[u8], masker: &Masker) -> String {
    let masked = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let whole = Span::new(0, text.len());
        masker.window(&text, whole, whole)
    };
    let (old, new) = (masked(old), masked(new));
    let name = escape(name.strip_prefix("./").unwrap_or(name));
    let (a, b) = match name.starts_with('/') {
        true => (name.to_string(), name.to_string()),
        false => (format!("a/{name}"), format!("b/{name}")),
    };
    let diff = TextDiff::from_lines(&old, &new).unified_diff().context_radius(3).header(&a, &b).to_string();
    let lines = diff.split_inclusive('\n').map(|line| {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = &line[content.len()..];
        let shown: Vec<_> = content.split('\t').map(escape).collect();
        format!("{}{end}", shown.join("\t"))
    });
    lines.collect()
}
