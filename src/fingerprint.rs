//! A finding's fingerprint: the same for as long as the finding is, wherever it moves in its file.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::fnv::Fnv;

/// Makes fingerprints, and counts findings that are alike in a file, so that each has its own.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    seen: HashMap<u128, u64>,
}

impl Fingerprints {
    /// Gives each finding that has none its fingerprint. Findings of a file come in the order of their places.
    pub(crate) fn give(&mut self, findings: &mut [Finding]) {
        for finding in findings {
            if finding.fingerprint.is_empty() {
                finding.fingerprint = self.of(finding);
            }
        }
    }

    /// The fingerprint of a finding: 32 hexadecimal digits over its code, file, message type, pointer, masked excerpt and
    /// ordinal among those alike. No line, no offset, no secret.
    fn of(&mut self, finding: &Finding) -> String {
        let place = &finding.location;
        let mut hash = Fnv::new();
        for part in [
            finding.rule.code,
            place.name.display(),
            place.member.as_deref().unwrap_or_default(),
            finding.message_type.as_deref().unwrap_or_default(),
            finding.pointer.as_deref().unwrap_or_default(),
            &place.excerpt.text,
        ] {
            hash.part(part.as_bytes());
        }
        let ordinal = self.seen.entry(hash.0).or_insert(0);
        *ordinal += 1;
        hash.part(&ordinal.to_le_bytes());
        format!("{:032x}", hash.0)
    }
}
