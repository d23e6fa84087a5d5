//! Which ends are fine, and that the others are explained.

use super::*;

#[test]
fn good_ends_are_fine_and_others_are_explained() {
    assert!(is_fine(1000) && is_fine(1001) && is_fine(1005));
    assert!(!is_fine(1006) && !is_fine(1008) && !is_fine(4001));
    let codes = known().codes();
    assert!(codes.is_sorted());
    // It is explained to who reads it off a console; as an end it is a drop, not a close.
    assert!(codes.contains(&1006));
    assert_eq!(crate::capture::End::reported(1006, None, None), crate::capture::End::Dropped { reported: true });
    for code in [0, 999, 1004, 1016, 2999, 3000, 4000, 4999] {
        assert!(known().explain(code).is_some(), "{code}");
    }
}
