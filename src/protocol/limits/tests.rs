//! Limits that a user sets: their words, what is wrong with them, and that they win.

use crate::protocol::embedded;

use super::*;

fn web_messaging() -> &'static Protocol {
    let protocols = embedded().unwrap();
    protocols.iter().find(|p| p.name() == "web-messaging").unwrap()
}

fn set(name: &str, value: LimitValue) -> LimitOverrides {
    LimitOverrides(BTreeMap::from([(name.to_owned(), value)]))
}

fn problem(name: &str, value: LimitValue) -> String {
    let checked = web_messaging().check_limits(&set(name, value));
    checked.map_or_else(|error| error.to_string(), |()| String::new())
}

#[test]
fn rates_read_well() {
    let words = |count, seconds| {
        let rate = Rate { count, seconds };
        format!("{} in {}", rate.times(), rate.window())
    };
    assert_eq!(words(1, 5.0), "once in 5 seconds");
    assert_eq!(words(2, 60.0), "twice in a minute");
    assert_eq!(words(60, 3600.0), "60 times in an hour");
    assert_eq!(words(5, 0.5), "5 times in 0.5 seconds");
}

#[test]
fn a_wrong_limit_is_told_with_the_right_ones() {
    let rate = |count, seconds| LimitValue::Rate { count, seconds };
    let told = problem("message-per-second", LimitValue::Number(2));
    assert!(told.contains("did you mean messages-per-second?"), "{told}");
    assert!(told.contains("text-bytes"), "{told}");
    assert!(problem("text-bytes", rate(1, 1.0)).contains("is a size"));
    for seconds in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(problem("echo-per-minute", rate(1, seconds)).contains("0 seconds"));
    }
    for count in [0, MOST + 1] {
        assert!(problem("echo-per-minute", rate(count, 1.0)).contains("from 1"));
        assert!(problem("echo-per-minute", LimitValue::Number(count)).contains("from 1"));
    }
    assert_eq!(problem("echo-per-minute", rate(MOST, 0.1)), "");
    assert_eq!(problem("text-bytes", LimitValue::Number(0)), "");
}

#[test]
fn what_is_set_wins_over_the_manifest() {
    let protocol = web_messaging();
    let rule = protocol.manifest.sequence.iter();
    let rule = rule.clone().find(|rule| rule.id == "echo-per-minute").unwrap();
    let rate = |overrides: LimitOverrides| {
        let rate = overrides.rate(rule).unwrap();
        (rate.count, rate.seconds)
    };
    assert_eq!(rate(LimitOverrides::default()), (2, 60.0));
    assert_eq!(rate(set("echo-per-minute", LimitValue::Number(4))), (4, 60.0));
    let value = LimitValue::Rate { count: 1, seconds: 90.0 };
    assert_eq!(rate(set("echo-per-minute", value)), (1, 90.0));
    let limit = &protocol.manifest.limits[0];
    assert_eq!(LimitOverrides::default().max(limit), 4096);
    assert_eq!(set("text-bytes", LimitValue::Number(9)).max(limit), 9);
}
