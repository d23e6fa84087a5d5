//! Times as captures write them.

use super::*;

#[test]
fn one_moment_in_many_spellings() {
    let moment = 1_795_417_067_985_000;
    let wall = |time: Option<Timestamp>| time.map(|t| (t.micros, t.wall));
    assert_eq!(wall(Timestamp::text("2026-11-23T06:57:47.985Z")), Some((moment, true)));
    assert_eq!(wall(Timestamp::text("2026-11-23T07:57:47.985+01:00")), Some((moment, true)));
    assert_eq!(wall(Timestamp::text("2026-11-23 06:57:47,985")), Some((moment, false)));
    assert_eq!(wall(Timestamp::text("1795417067985")), Some((moment, true)));
    for value in [1_795_417_067.985, 1_795_417_067_985.0, 1.795_417_067_985e15] {
        assert_eq!(wall(Timestamp::epoch(value)), Some((moment, true)));
    }
    assert_eq!(Timestamp::epoch(-1.0), None);
    assert_eq!(Timestamp::epoch(f64::NAN), None);
    assert_eq!(Timestamp::text("yesterday"), None);
}

#[test]
fn the_unit_that_comes_nearest_wins() {
    let near = Timestamp::text("1970-01-02T00:00:00Z");
    let time = Timestamp::epoch_near(86_400_500.0, near);
    assert_eq!(time.map(|t| t.micros), Some(86_400_500_000));
}

#[test]
fn times_at_the_head_of_a_line() {
    let micros = |line| Timestamp::of_line(line).map(|t| (t.micros, t.wall));
    let moment = 1_795_417_067_985_000;
    assert_eq!(micros("2026-11-23T06:57:47.985Z Sending"), Some((moment, true)));
    assert_eq!(micros("[2026-11-23T06:57:47.985Z] INFO x"), Some((moment, true)));
    assert_eq!(micros("INFO 2026-11-23 06:57:47,985 x"), Some((moment, false)));
    assert_eq!(micros("06:57:47.985 log x"), Some((25_067_985_000, false)));
    assert_eq!(micros("(index):4 log x"), None);
    assert_eq!(micros("{\"at\":\"06:57:47\"}"), None);
}
