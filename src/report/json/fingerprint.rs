//! A finding's fingerprint: the same for as long as the finding is, wherever it moves in its file.

use std::collections::HashMap;

use crate::finding::Finding;

/// Makes fingerprints, and counts findings that are alike in a file, so that each has its own.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: HashMap<u128, u64>,
}

impl Fingerprints {
    /// The fingerprint of a finding: 32 hexadecimal digits over its code, file, message type, pointer, masked excerpt and
    /// ordinal among those alike. No line, no offset, no secret.
    pub(super) fn of(&mut self, finding: &Finding) -> String {
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

/// FNV-1a with 128 bits: written down, so the same in every version of every compiler.
struct Fnv(u128);

impl Fnv {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Adds a part and its length, so that parts do not run into each other.
    fn part(&mut self, bytes: &[u8]) {
        self.bytes(bytes);
        self.bytes(&(bytes.len() as u64).to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(Self::PRIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv::new();
        hash.bytes(b"a");
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
