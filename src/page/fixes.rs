//! Which fixes a tool may be given to apply.

use crate::finding::{Finding, Fix};
use crate::source::InputName;
use crate::text::escape::escape;

/// The finding's fix, if it can be shown as it is: its edits are of files (not of an archive's member, which no tool can
/// write to), and hold neither a value that is masked elsewhere nor a character that would mislead whoever looks at them.
/// What is to be written cannot be masked or escaped.
pub(super) fn showable(finding: &Finding) -> Option<&Fix> {
    let fix = finding.fix.as_ref()?;
    let shown = fix.edits.iter().all(|edit| {
        let plain = |line: &str| {
            let line = line.trim_end_matches('\r');
            escape(line).chars().eq(line.chars())
        };
        matches!(*edit.location.name, InputName::File(_))
            && edit.location.member.is_none()
            && edit.text.replace('\t', " ").split('\n').all(plain)
    });
    (shown && !fix.is_hidden() && !fix.edits.is_empty()).then_some(fix)
}

#[cfg(test)]
mod tests;
