//! Tests of `guard.rs`.

use std::cell::RefCell;

use super::*;

thread_local! {
    static BROKEN: RefCell<Option<&'static str>> = const { RefCell::new(None) };
}

/// Runs `run` while the check of this name crashes on this thread.
pub(crate) fn with_broken<T>(what: &'static str, run: impl FnOnce() -> T) -> T {
    BROKEN.set(Some(what));
    let result = run();
    BROKEN.set(None);
    result
}

pub(super) fn explode(what: &str) {
    if BROKEN.with_borrow(|broken| broken.is_some_and(|broken| broken == what)) {
        panic!("{what} crashed, as the test asks");
    }
}

#[test]
fn a_crash_is_caught_and_named() {
    assert_eq!(guard("the sum", || 1 + 1).unwrap(), 2);
    assert!(with_broken("the sum", || guard("the sum", || 1 + 1)).is_err());
    assert!(guard("another", || panic!("on its own")).is_err());
    assert_eq!(DEPTH.get(), 0);
    let (mut crashes, mut more) = (Crashes::default(), Crashes::default());
    crashes.add("the sum", 3);
    more.add("the sum", 7);
    more.add("another", 9);
    crashes.append(more);
    insta::assert_snapshot!(crashes.sentences("a.json").join("\n"), @r"
        internal error in another on a.json (line 9): please report it
        internal error in the sum on a.json (line 3, the first of 2 times): please report it
        ");
}
