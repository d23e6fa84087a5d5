//! `guestlint check --coverage` and `--min-coverage`, as a user runs them.

use serde_json::Value;

use crate::common::guestlint as run;

fn coverage(arguments: &str) -> Vec<Value> {
    let ran = run(&format!("check --no-config --coverage --output json {arguments}"));
    ran.report()["coverage"].as_array().unwrap().clone()
}

fn covered(arguments: &str) -> u64 {
    coverage(arguments)[0]["covered"].as_u64().unwrap()
}

#[test]
fn the_screen_shows_counts_and_gaps() {
    let arguments = "check fixtures/coverage/chat --coverage";
    insta::assert_snapshot!(run(arguments).transcript(arguments));
}

#[test]
fn long_lists_are_cut_until_all_is_asked_for() {
    let arguments = "check fixtures/valid/web-messaging --coverage --no-config";
    let cut = run(arguments).transcript(arguments);
    assert!(cut.contains("-v lists everything that is missing."));
    insta::assert_snapshot!(cut);
    let all = run(&format!("{arguments} -v")).stdout;
    assert!(!all.contains("lists everything") && !all.contains(" more\n"));
}

#[test]
fn the_json_report_lists_every_missing_item() {
    let results = coverage("fixtures/coverage/chat");
    for (_, part) in results[0]["parts"].as_object().unwrap() {
        let of = |count: &Value, key: &str| count[key].as_u64().unwrap();
        let missing = part["missing"].as_array().unwrap().len() as u64;
        assert_eq!(of(part, "covered") + missing, of(part, "total"));
        let sides = of(&part["client"], "total") + of(&part["server"], "total");
        assert_eq!(sides, of(part, "total"));
    }
    insta::assert_json_snapshot!(results);
}

#[test]
fn nothing_is_said_without_the_option() {
    let ran = run("check --no-config --output json fixtures/coverage/chat");
    assert!(ran.report().get("coverage").is_none());
}

#[test]
fn files_add_up_in_any_order() {
    let (chat, more) = ("fixtures/coverage/chat/session.ndjson", "fixtures/coverage/more/payloads.json");
    let both = coverage(&format!("{chat} {more}"));
    assert_eq!(both, coverage(&format!("{more} {chat}")));
    let sum = both[0]["covered"].as_u64().unwrap();
    assert!(sum > covered(chat) && sum > covered(more));
}

#[test]
fn what_is_wrong_exercises_nothing() {
    assert_eq!(covered("fixtures/coverage/more/wrong.json"), 0);
    assert_eq!(covered("fixtures/coverage/chat/typing-wrong.json"), 0);
    let early = covered("fixtures/invalid/GL301-before-connected.ndjson");
    assert!(early > 0);
}

#[test]
fn a_minimum_fails_the_run_below_it_and_not_at_it() {
    let check = |minimum: &str| run(&format!("check fixtures/coverage/chat --no-config --min-coverage {minimum}"));
    // 15 of 27 items.
    assert_eq!(check("55.555555").exit, 0);
    let below = check("55.555556");
    assert_eq!(below.exit, 1);
    insta::assert_snapshot!(below.transcript("check fixtures/coverage/chat --min-coverage 55.555556"));
    let both =
        run("check fixtures/coverage/chat fixtures/valid/web-messaging --no-config --output json --min-coverage 100");
    let report = both.report();
    let found = report["findings"].as_array().unwrap().iter();
    let found: Vec<_> = found.filter(|finding| finding["code"] == "GL807").collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["location"]["argument"], "--min-coverage");
}

#[test]
fn what_is_no_percentage_is_refused() {
    for wrong in ["nan", "101", "-1", "80%", "high"] {
        let ran = run(&format!("check fixtures/coverage --min-coverage {wrong}"));
        assert_eq!(ran.exit, 2, "{wrong}");
        assert!(ran.stderr.contains("percentage"), "{wrong}: {}", ran.stderr);
    }
}

#[test]
fn where_nothing_was_checked_nothing_is_held_against_a_minimum() {
    let ran = run("check CONTRIBUTING.md --no-config --min-coverage 80");
    assert!(!ran.stdout.contains("GL807"), "{}", ran.stdout);
    let ran = run("check docs --no-config --protocol web-messaging --min-coverage 80");
    assert!(!ran.stdout.contains("Coverage of"), "{}", ran.stdout);
}

#[test]
fn the_projects_minimum_is_for_folders() {
    let folder = "fixtures/configuration/GL807-no-chat-in-it";
    let of = |path: &str| run(&format!("check {path} --config {folder}/guestlint.toml"));
    assert_eq!(of(folder).exit, 1);
    assert_eq!(of(&format!("{folder}/connect.ndjson")).exit, 0);
}
