//! `guestlint preflight`, as a user runs it before a deploy.

use std::path::PathBuf;

use serde_json::Value;

use crate::common::{Ran, command, findings, is_fault, text};

const MESSAGING: &str = "wss://webmessaging.mypurecloud.de/v1?deploymentId=8d3f1c52-07a9-4c83-b1de-6a2f9e0b4c77";
const GUEST: &str = "wss://api.mypurecloud.de/api/v2/guest/conversations/websocket";

/// Runs `guestlint preflight` in a folder of `fixtures/preflight`.
fn preflight(folder: &str, arguments: &[&str]) -> Ran {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let arguments: Vec<&str> = ["preflight"].iter().chain(arguments).copied().collect();
    command(&arguments).current_dir(root.join("fixtures/preflight").join(folder)).output().unwrap().into()
}

fn report(folder: &str, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = [arguments, &["--output", "json"]].concat();
    preflight(folder, &arguments).report()
}

/// The codes of the errors and warnings, in order.
fn codes(report: &Value) -> Vec<&str> {
    let faults = findings(report).iter().filter(is_fault);
    faults.map(|finding| text(finding, "code")).collect()
}

/// `name: result` of each row of the only verdict.
fn rows(report: &Value) -> Vec<String> {
    let checks = report["preflight"][0]["checks"].as_array().unwrap();
    let rows = checks.iter().map(|check| format!("{}: {}", text(check, "name"), text(check, "result")));
    rows.collect()
}

fn result<'r>(report: &'r Value, name: &str) -> &'r str {
    let checks = report["preflight"][0]["checks"].as_array().unwrap();
    let row = checks.iter().find(|check| check["name"] == name);
    text(row.unwrap_or_else(|| panic!("no row {name}")), "result")
}

#[test]
fn every_target_of_a_configuration() {
    let ran = preflight("shop", &[]);
    insta::assert_snapshot!(ran.transcript("preflight"));
}

#[test]
fn one_target_and_what_options_say_in_its_place() {
    let ran = preflight("shop", &["--target", "production", "--verbose"]);
    insta::assert_snapshot!(ran.transcript("preflight --target production --verbose"));
    let other = "wss://api.mypurecloud.ie/api/v2/guest/conversations/websocket";
    let report = report("shop", &["--target", "production", "--endpoint", other]);
    assert_eq!(codes(&report), ["GL106"]);
}

#[test]
fn a_target_that_is_not_there() {
    let ran = preflight("shop", &["--target", "prodution"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("did you mean production?"), "{}", ran.stderr);
}

#[test]
fn nothing_to_check_is_an_error() {
    let ran = preflight("plan", &["--no-config"]);
    assert_eq!(ran.exit, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("--endpoint"), "{}", ran.stderr);
    // Nothing that anybody recognises was not checked, which is not green.
    let ran = preflight("settings", &["--no-config", "--payload", "settings.json"]);
    assert_eq!(ran.exit, 3, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn settings_say_the_same_in_every_format() {
    for format in ["env", "json", "yaml", "toml"] {
        let file = format!("settings.{format}");
        let report = report("settings", &["--no-config", "--settings", &file, "--page", "page.html"]);
        assert_eq!(codes(&report), [""; 0], "{format}");
        assert_eq!(result(&report, "region"), "passed");
        assert_eq!(result(&report, "endpoint"), "passed");
        let verdict = &report["preflight"][0];
        assert_eq!(verdict["protocol"], "web-messaging");
    }
}

#[test]
fn a_file_that_cannot_be_read_has_a_place_and_the_rest_goes_on() {
    let report = report("settings", &["--no-config", "--settings", "cut.json", "settings.env"]);
    assert_eq!(codes(&report), ["GL901"]);
    assert_eq!(findings(&report)[0]["location"]["line"], 3);
    assert_eq!(result(&report, "endpoint"), "passed");
    assert_eq!(result(&report, "inputs"), "failed");
}

#[test]
fn a_snippet_of_another_region() {
    let page = "page-of-another-region.html";
    let report = report("faulty", &["--no-config", "--endpoint", MESSAGING, "--page", page]);
    assert_eq!(codes(&report), ["GL106"]);
    let finding = &findings(&report)[0];
    assert_eq!(finding["location"]["file"], page);
    assert_eq!(finding["location"]["line"], 2);
    let related = &finding["related"][0];
    assert_eq!(related["role"], "counterpart");
    assert_eq!(related["location"]["argument"], "--endpoint");
    // The organisation's region, where it is known, is what counts.
    let screen = preflight("faulty", &["--no-config", "--region", "mypurecloud.ie", "--page", page]);
    insta::assert_snapshot!(screen.transcript(&format!("preflight --no-config --region mypurecloud.ie --page {page}")));
}

#[test]
fn a_snippet_whose_environment_is_a_domain() {
    let report = report("faulty", &["--no-config", "--page", "page-without-environment.html"]);
    assert_eq!(codes(&report), ["GL207"]);
    let help = text(&findings(&report)[0], "help");
    assert!(help.contains("prod-euc1"), "{help}");
    assert_eq!(result(&report, "region"), "failed");
}

#[test]
fn two_deployments_of_one_client() {
    let report =
        report("faulty", &["--no-config", "--endpoint", MESSAGING, "--settings", "settings-of-another-deployment.env"]);
    assert_eq!(codes(&report), ["GL310"]);
    assert_eq!(findings(&report)[0]["severity"], "warning");
}

#[test]
fn payloads_of_a_folder_are_put_in_order() {
    let report = report("plan", &["--no-config", "--endpoint", MESSAGING, "--payload", "."]);
    assert_eq!(codes(&report), [""; 0]);
    let verdict = &report["preflight"][0];
    let subject = verdict["checks"].as_array().unwrap().iter();
    let sequence = subject.last().unwrap();
    assert_eq!(sequence["subject"], "configureSession, onMessage, closeSession");
    let notes = verdict["notes"].as_array().unwrap();
    let noted = |words: &str| notes.iter().any(|note| note.as_str().unwrap().contains(words));
    assert!(noted("only the server sends"), "{notes:?}");
    assert!(noted("another configureSession"), "{notes:?}");
    assert!(noted("in an order that may work"), "{notes:?}");
}

#[test]
fn payloads_that_are_named_go_in_their_order() {
    let plan = |files: &[&str]| {
        let arguments = [&["--no-config", "--endpoint", MESSAGING, "--payload"], files].concat();
        let report = report("plan", &arguments);
        codes(&report).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(plan(&["configure.json", "say.json", "close.json"]), [""; 0]);
    assert_eq!(plan(&["say.json", "configure.json"]), ["GL303"]);
    assert_eq!(plan(&["configure.json", "close.json", "say.json"]), ["GL311"]);
    // A new session after the old one was left is legal.
    assert_eq!(plan(&["configure.json", "close.json", "configure-again.json", "say.json"]), [""; 0]);
    assert_eq!(plan(&["configure.json", "configure-again.json"]), ["GL307"]);
}

#[test]
fn what_cannot_be_told_is_no_missing_connect() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let start = write(
        "start.json",
        r#"{"type":"startChat","queueId":"2f6f0c1e-8c1b-4d0a-9c57-5f1f6f0a7b21","routingData":{"language":"en-US"}}"#,
    );
    let broken = write("broken.json", r#"{"type":"connect","version":"2.0""#);
    let cased = write("cased.json", r#"{"type":"Connect","version":"2.0"}"#);
    for (first, code) in [(&broken, "GL210"), (&cased, "GL205")] {
        let found = report("plan", &["--no-config", "--endpoint", GUEST, "--payload", first, &start]);
        assert_eq!(codes(&found), [code]);
    }
    let found = report("plan", &["--no-config", "--endpoint", GUEST, "--payload", &start]);
    assert_eq!(codes(&found), ["GL301"]);
}

#[test]
fn a_log_of_the_planned_session_has_its_own_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ndjson");
    let open = format!(r#"{{"event":"open","url":"{GUEST}"}}"#);
    let connect = r#"{"event":"send","data":{"type":"connect","version":"2.0"}}"#;
    let answer = r#"{"event":"recv","data":{"type":"connected"}}"#;
    let start = r#"{"event":"send","data":{"type":"startChat","queueId":"2f6f0c1e-8c1b-4d0a-9c57-5f1f6f0a7b21","routingData":{"language":"en-US"}}}"#;
    let check = |lines: &[&str]| {
        std::fs::write(&path, lines.join("\n")).unwrap();
        let path = path.to_str().unwrap();
        report("plan", &["--no-config", "--payload", path])
    };
    let good = check(&[&open, connect, answer, start]);
    assert_eq!(codes(&good), [""; 0]);
    assert_eq!(result(&good, "endpoint"), "passed");
    let early = check(&[&open, connect, start, answer]);
    assert_eq!(codes(&early), ["GL301"]);
    // Without a word of the server, it answers as well as it can.
    assert_eq!(codes(&check(&[&open, connect, start])), [""; 0]);
}

#[test]
fn what_is_missing_is_named_with_the_way_to_get_it() {
    let report = report("plan", &["--no-config", "--endpoint", MESSAGING]);
    let not_checked = rows(&report).into_iter().filter(|row| row.ends_with("not checked"));
    let not_checked: Vec<_> = not_checked.collect();
    assert!(not_checked.contains(&"payloads: not checked".to_owned()), "{not_checked:?}");
    for check in report["preflight"][0]["checks"].as_array().unwrap() {
        if check["result"] == "not checked" {
            assert!(!text(check, "why").is_empty(), "{check}");
        }
    }
}

#[test]
fn the_quiet_gate_says_nothing_when_all_is_well() {
    let ran = preflight("shop", &["--target", "production", "-q"]);
    assert_eq!((ran.exit, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
}

#[test]
fn test_results_and_a_comment_tell_the_verdict() {
    let arguments = ["--no-config", "--endpoint", MESSAGING, "--output"];
    let xml = preflight("plan", &[&arguments[..], &["junit"]].concat()).stdout;
    let document = roxmltree::Document::parse(&xml).unwrap();
    let all = || document.descendants();
    let skipped = all().filter(|node| node.has_tag_name("skipped"));
    let messages: Vec<_> = skipped.filter_map(|node| node.attribute("message")).collect();
    assert!(messages.iter().any(|message| message.contains("--payload FILE")), "{xml}");
    let suite = all().find(|node| node.attribute("name") == Some("preflight of the client"));
    let cases = suite.unwrap().children().filter(|node| node.has_tag_name("testcase"));
    let tests = suite.unwrap().attribute("tests").unwrap().parse::<usize>();
    assert_eq!(cases.count(), tests.unwrap());
    let page = preflight("plan", &[&arguments[..], &["markdown"]].concat()).stdout;
    assert!(page.contains("### the client: nothing disagrees"), "{page}");
    assert!(page.contains("| endpoint | passed |"), "{page}");
}

#[test]
fn a_protocol_of_one_target_is_not_that_of_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let toml = format!(
        "[preflight.first]\nprotocol = \"web-messaging\"\nendpoint = \"{MESSAGING}\"\n\n[preflight.second]\nendpoint = \"{GUEST}\"\n"
    );
    std::fs::write(folder.path().join("guestlint.toml"), toml).unwrap();
    let ran: Ran = command(&["preflight", "--output", "json"]).current_dir(folder.path()).output().unwrap().into();
    let report = ran.report();
    assert_eq!(codes(&report), [""; 0]);
    let verdicts = report["preflight"].as_array().unwrap();
    let protocols: Vec<_> = verdicts.iter().map(|verdict| text(verdict, "protocol")).collect();
    assert_eq!(protocols, ["web-messaging", "guest-conversations"]);
}
