//! Which names are near.

use super::*;

#[test]
fn near_means_case_separators_or_a_letter_or_two() {
    let near = |name| nearest(name, ["startChat", "connect", "connected"].into_iter());
    assert_eq!(near("START_CHAT"), Some("startChat"));
    assert_eq!(near("strtChat"), Some("startChat"));
    assert_eq!(near("conect"), Some("connect"));
    assert_eq!(near("conected"), Some("connected"));
    assert_eq!(near("project"), None);
    assert_eq!(near("object"), None);
    assert_eq!(near("startChat"), None);
    assert_eq!(near(""), None);
}
