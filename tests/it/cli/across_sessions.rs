//! What several sessions tell together: a client that reconnects into the same fault, and a bad session held against a good one.

use serde_json::Value;

use crate::common::{check, guestlint, text};

fn loops(path: &str) -> Vec<Value> {
    let report = check(path);
    report["loops"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_client_that_reconnects_into_the_same_fault_is_told_once() {
    let path = "fixtures/reconnect-loop/five-times.ndjson";
    let found = loops(path);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["sessions"].as_array().unwrap().len(), 5);
    assert_eq!(found[0]["code"], "GL201");
    assert_eq!(found[0]["pauseMs"], 1000.0);
    let arguments = format!("check {path}");
    insta::assert_snapshot!(guestlint(&arguments).transcript(&arguments));
    // Each of them is still there for those who want to see it.
    let all = guestlint(&format!("check {path} -v")).stdout;
    assert_eq!(all.matches("most likely (high)").count(), 5);
}

#[test]
fn a_retry_and_several_tabs_are_no_loop() {
    assert_eq!(loops("fixtures/reconnect-loop/two-tries.ndjson"), Vec::<Value>::new());
    assert_eq!(loops("fixtures/reconnect-loop/three-tabs.ndjson"), Vec::<Value>::new());
}

fn departure(bad: &str) -> Option<Value> {
    let arguments = format!("check {bad} --against fixtures/against/good.ndjson --output json");
    let report = guestlint(&arguments).report();
    report["sessions"][0].get("departure").cloned()
}

#[test]
fn a_bad_session_departs_from_a_good_one_at_its_first_difference() {
    let missing = departure("fixtures/reconnect-loop/two-tries.ndjson").unwrap();
    assert_eq!(missing["frame"], 3);
    assert!(text(&missing, "why").contains("lacks `/routingData`"), "{missing}");
    assert_eq!(missing["location"]["line"], 4);
    assert_eq!(missing["goodLocation"]["file"], "fixtures/against/good.ndjson");

    let path = departure("fixtures/field-report/session.ndjson").unwrap();
    assert!(text(&path, "why").contains("/api/v2/guestconversations/websocket"), "{path}");
    assert!(path.get("frame").is_none());

    let early = departure("fixtures/against/does-not-wait.ndjson").unwrap();
    assert!(text(&early, "why").contains("at once, the good one after the server's connected"), "{early}");

    let stops = departure("fixtures/against/stops-early.ndjson").unwrap();
    assert!(text(&stops, "why").contains("it ends here"), "{stops}");
}

#[test]
fn a_session_that_does_the_same_departs_nowhere() {
    assert_eq!(departure("fixtures/against/good.ndjson"), None);
}

#[test]
fn the_screen_shows_the_departure_above_the_diagnosis() {
    let arguments = "check fixtures/against/stops-early.ndjson --against fixtures/against/good.ndjson";
    insta::assert_snapshot!(guestlint(arguments).transcript(arguments));
}

#[test]
fn what_is_not_good_cannot_be_held_against() {
    for (good, why) in [
        ("fixtures/field-report/session.ndjson", "ended badly, too"),
        ("fixtures/foreign/only-others.har", "no session of a known protocol"),
        ("no-such.har", "no such file"),
    ] {
        let ran = guestlint(&format!("check fixtures/against/stops-early.ndjson --against {good}"));
        assert_eq!(ran.exit, 2, "{good}");
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
}
