//! Tests of `rules/deployment/identity.rs`.

use crate::organisation::deployment::STATUSES;

use super::*;

#[test]
fn every_state_but_active_is_explained() {
    for word in STATUSES {
        assert_eq!(state(word).is_none(), *word == "Active", "{word}");
        assert_eq!(state(&word.to_lowercase()), state(word));
    }
    assert_eq!(state("Draft"), None);
}
