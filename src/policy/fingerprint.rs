//! A finding's fingerprint: the same for as long as the finding is, wherever it moves in its file.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::outcome::Account;
use crate::session::same_fault;
use crate::source::InputName;
use crate::source::paths::Base;
use crate::text::fnv::Fnv;

/// Makes fingerprints, and counts findings that are alike in an input, so that each has its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingerprints {
    base: Base,
    seen: HashMap<u128, u64>,
    /// How often each fault of a session was met.
    faults: HashMap<(String, u64), u64>,
}

impl Fingerprints {
    /// The paths of files count from `base`.
    pub(crate) fn from(base: Base) -> Self {
        Self { base, ..Self::default() }
    }

    /// The path of `file` as fingerprints know it.
    pub(crate) fn path_of(&mut self, file: &str) -> &str {
        self.base.path_of(file)
    }

    /// Another input begins. One that is checked twice has the same fingerprints again.
    pub(crate) fn next_input(&mut self) {
        self.seen.clear();
        self.faults.clear();
    }

    /// Gives each finding that has none its fingerprint. Findings of a file come in the order of their places.
    pub(crate) fn give(&mut self, account: &mut Account) {
        for finding in account.findings_mut() {
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
        let file = match &*place.name {
            InputName::File(path) => self.base.path_of(path),
            other => other.display(),
        };
        for part in [
            finding.rule.code,
            file,
            place.member.as_deref().unwrap_or_default(),
            finding.message_type.as_deref().unwrap_or_default(),
            finding.pointer.as_deref().unwrap_or_default(),
            place.masked_text(),
        ] {
            hash.part(part.as_bytes());
        }
        let repeat = self.repeat(finding);
        if repeat > 1 {
            // With `--all`. It must not count among those alike: these have the same ordinals without it.
            hash.part(&repeat.to_le_bytes());
        }
        let ordinal = self.seen.entry(hash.0).or_insert(0);
        *ordinal += 1;
        hash.part(&ordinal.to_le_bytes());
        format!("{:032x}", hash.0)
    }

    /// How often the fault was met in its session, this time included.
    fn repeat(&mut self, finding: &Finding) -> u64 {
        let Some(session) = &finding.session else {
            return 1;
        };
        let fault = (session.clone(), same_fault(finding));
        let times = self.faults.entry(fault).or_insert(0);
        *times += 1;
        *times
    }
}
