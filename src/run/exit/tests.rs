//! Tests of `run/exit.rs`.

use crate::outcome::Summary;

use super::*;

fn outcome(failures: usize, worst: Option<Severity>, payloads: u64) -> Outcome {
    Outcome {
        summary: Summary { payloads, ..Summary::default() },
        worst,
        failures: vec![String::new(); failures],
        updated: Vec::new(),
        diffs: Vec::new(),
    }
}

#[test]
fn two_wins_over_one_over_three_over_zero() {
    let error = Some(Severity::Error);
    assert_eq!(Exit::of(&outcome(1, error, 1), error), Exit::Failure);
    assert_eq!(Exit::of(&outcome(0, error, 0), error), Exit::Findings);
    assert_eq!(Exit::of(&outcome(0, None, 0), error), Exit::Nothing);
    assert_eq!(Exit::of(&outcome(0, Some(Severity::Warning), 1), error), Exit::Clean);
    assert_eq!(Exit::of(&outcome(0, Some(Severity::Warning), 1), Some(Severity::Warning)), Exit::Findings);
    // `--fail-on never` turns 1 into 0 and leaves 2 and 3.
    assert_eq!(Exit::of(&outcome(0, error, 1), None), Exit::Clean);
    assert_eq!(Exit::of(&outcome(0, error, 0), None), Exit::Nothing);
    assert_eq!(Exit::of(&outcome(1, None, 0), None), Exit::Failure);
}
