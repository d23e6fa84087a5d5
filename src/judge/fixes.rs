//! The fixes of an input's findings: which can be exact, and which may be written.

use crate::capture::{Format, is_own_log};
use crate::finding::Fix;
use crate::outcome::Account;
use crate::source::Source;
use crate::text::escape::escape;
use crate::text::span::Span;

/// Works out the fixes of an input's findings, takes out those that cannot be exact, and says which may be written.
pub(super) fn settle(source: &Source, format: Format, account: &mut Account) {
    let mut writable = None;
    for finding in account.findings_mut() {
        let Some(mut fix) = finding.fix.take() else {
            continue;
        };
        if !is_exact(source, format, &fix) {
            continue;
        }
        fix.writable = *writable.get_or_insert_with(|| is_written_by_people(source, format));
        for edit in &mut fix.edits {
            source.resolve(&mut edit.location);
            edit.hidden = edit.taken.take().is_some_and(|taken| is_hidden(source, &taken));
        }
        finding.fix = Some(fix);
    }
}

/// Whether the bytes are known that an edit must replace, and those that it must write.
fn is_exact(source: &Source, format: Format, fix: &Fix) -> bool {
    let mut edits = fix.edits.iter();
    format.row().exact && edits.all(|edit| edit.location.marked().is_some_and(|span| source.is_verbatim(span)))
}

/// Payload files and frame logs in guestlint's own form are what people write, and may be rewritten. What a tool has recorded is
/// evidence.
fn is_written_by_people(source: &Source, format: Format) -> bool {
    match format {
        Format::Payload => true,
        Format::FrameLog => is_own_log(source),
        _ => false,
    }
}

fn is_hidden(source: &Source, taken: &str) -> bool {
    let whole = Span::new(0, taken.len());
    let is_plain = |c: char| matches!(c, '\n' | '\r' | '\t');
    let visible: String = taken.chars().filter(|c| !is_plain(*c)).collect();
    source.masker().window(taken, whole, whole) != taken || escape(&visible) != visible
}
