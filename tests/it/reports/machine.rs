//! The reports for other tools: SARIF, GitLab's Code Quality, JUnit, Checkstyle, and reviewdog's format.

use std::path::Path;

use serde_json::Value;

use crate::common::machine::{reports, results};
use crate::common::xml_reports::{checkstyle, junit};
use crate::common::{command, guestlint, run, text, with_stdin};

const FIELD_REPORT: &str = "fixtures/field-report/session.ndjson";

fn shown(format: &str) -> String {
    guestlint(&format!("check {FIELD_REPORT} --output {format}")).stdout
}

#[test]
fn the_field_report_as_sarif() {
    insta::assert_snapshot!(shown("sarif"));
}

#[test]
fn the_field_report_as_gitlab() {
    insta::assert_snapshot!(shown("gitlab"));
}

#[test]
fn the_field_report_as_junit() {
    insta::assert_snapshot!(shown("junit"));
}

#[test]
fn the_field_report_as_checkstyle() {
    insta::assert_snapshot!(shown("checkstyle"));
}

#[test]
fn the_field_report_as_rdjson() {
    insta::assert_snapshot!(shown("rdjson"));
}

#[test]
fn every_invalid_fixture_makes_sound_reports() {
    let all = reports(&["fixtures/invalid", "--all", "--max-findings", "100000"]);
    all.assert_sound();
    assert!(results(&all.sarif).len() > 100);
}

#[test]
fn other_inputs_make_sound_reports() {
    for paths in [
        &["fixtures/field-report", "fixtures/near-misses"][..],
        &["fixtures/valid"],
        &["fixtures/masking"],
        &["fixtures/recordings"],
        &["fixtures/configuration"],
        &["fixtures/field-report/session.har", "fixtures/field-report/console.txt", "--merge"],
    ] {
        reports(paths).assert_sound();
    }
}

#[test]
fn places_are_where_the_json_report_says() {
    let folder = tempfile::tempdir().unwrap();
    let wide = "{\"type\":\"startChat\",\"queueId\":\"é𐐀日本\",\"gästName𐐀\":1}";
    let log = format!("{{\"event\":\"send\",\"data\":{wide}}}\n{{\"ü\":\"𐐀\",\"event\":\"send\",\"data\":{wide}}}\r\n");
    let path = folder.path().join("wide.ndjson");
    for text in [log.clone(), format!("\u{feff}{log}")] {
        std::fs::write(&path, text).unwrap();
        assert!(reports(&[path.as_os_str()]).assert_places() > 2);
    }
    let all = reports(&["fixtures/invalid", "fixtures/valid", "--all", "--max-findings", "100000"]);
    assert!(all.assert_places() > 100);
}

#[test]
fn a_sarif_report_has_the_rules_that_were_broken_in_order() {
    let all = reports(&[FIELD_REPORT]);
    let rules = all.sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| text(rule, "id")).collect();
    let broken: Vec<_> = crate::common::codes(&all.json).into_iter().collect();
    assert_eq!(ids, broken);
    for rule in rules {
        let page = crate::common::bytes(&format!("docs/rules/{}.md", text(rule, "id")));
        let page = String::from_utf8(page).unwrap();
        let help = text(&rule["help"], "markdown");
        assert!(help.contains("## Fix\n"), "{help}");
        // A link to another page of the documentation leads nowhere from here, and stands as text.
        assert!(!help.contains("](../"), "{help}");
        let linked = |line: &&str| !line.starts_with("Automatic fix:");
        for line in help.lines().filter(linked) {
            assert!(page.contains(line), "{line}");
        }
        assert_eq!(rule["help"]["text"], rule["help"]["markdown"]);
    }
    let valid = reports(&["fixtures/valid/payloads"]);
    let run = &valid.sarif["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    assert_eq!(run["results"], serde_json::json!([]));
}

#[test]
fn a_fault_of_the_order_is_a_code_flow_that_ends_with_itself() {
    let all = reports(&["fixtures/invalid/GL305-start-chat-twice.ndjson"]);
    let result = results(&all.sarif).iter().find(|result| result["ruleId"] == "GL305").unwrap();
    let flow = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    assert!(flow.len() > 1, "{result}");
    let place = |location: &Value| location["physicalLocation"].clone();
    let last = &flow.last().unwrap()["location"];
    assert_eq!(place(last), place(&result["locations"][0]));
    let lines: Vec<_> =
        flow.iter().map(|step| step["location"]["physicalLocation"]["region"]["startLine"].as_u64()).collect();
    assert!(lines.is_sorted(), "{lines:?}");
    let related = &result["relatedLocations"][0];
    assert_eq!((&related["id"], related["properties"]["role"].is_string()), (&1.into(), true));
}

#[test]
fn what_the_run_failed_at_is_told() {
    let all = reports(&["fixtures/valid", "no/such.har"]);
    let invocation = &all.sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(
        invocation["toolExecutionNotifications"],
        serde_json::json!([{
            "level": "error",
            "message": { "text": "no/such.har: no such file or folder" }
        }])
    );
    let broken = junit(&all.junit).into_iter().find(|test| test.bad.is_some());
    let (kind, told, _) = broken.unwrap().bad.unwrap();
    assert_eq!((&*kind, &*told), ("error", "no/such.har: no such file or folder"));
    let cut = guestlint(&format!("check {FIELD_REPORT} --max-findings 2 --output sarif")).stdout;
    assert!(cut.contains("7 further findings are not among the results (--max-findings)"));
}

#[test]
fn a_finding_fails_a_test_where_it_fails_the_run() {
    let tests = |arguments: &str| junit(&guestlint(&format!("check {arguments} --output junit")).stdout);
    let bad = |arguments: &str| {
        let tests = tests(arguments);
        tests.iter().filter(|test| test.bad.is_some()).count()
    };
    assert_eq!(bad(FIELD_REPORT), 4);
    assert_eq!(bad(&format!("{FIELD_REPORT} --fail-on warning")), 7);
    assert_eq!(bad(&format!("{FIELD_REPORT} --fail-on note")), 9);
    let never = tests(&format!("{FIELD_REPORT} --fail-on never"));
    let [only] = &never[..] else {
        panic!("{never:?}");
    };
    assert_eq!((&*only.class, &*only.name), ("guestlint", FIELD_REPORT));
    assert!(only.output.contains(":4:67: error: GL201"), "{only:?}");
    // Findings that are only counted do not make a file look sound.
    let cut = tests(&format!("{FIELD_REPORT} --max-findings 1"));
    assert!(cut.iter().any(|test| test.bad.is_some()), "{cut:?}");
}

#[test]
fn a_sound_file_is_a_passed_test() {
    let report = guestlint("check fixtures/valid --output junit").stdout;
    let tests = junit(&report);
    assert!(tests.len() > 5);
    assert!(tests.iter().all(|test| test.bad.is_none() && test.suite == test.name));
    let (rows, files) = checkstyle(&guestlint("check fixtures/valid --output checkstyle").stdout);
    assert_eq!(files.len(), tests.len());
    assert!(rows.iter().all(|row| row.3 == "info"));
}

#[test]
fn repeated_faults_keep_their_own_names() {
    let frame = r#"{"event":"send","data":{"type":"startChat","queueId":"x"}}"#;
    let log = format!("{frame}\n{frame}\n{frame}\n");
    let ran = with_stdin("check - --all --output junit", log.as_bytes());
    let tests = junit(&ran.stdout);
    assert!(tests.iter().any(|test| test.name.ends_with(" (2)")), "{tests:?}");
}

#[test]
fn standard_input_has_a_place() {
    let input = crate::common::bytes(FIELD_REPORT);
    let sarif: Value = serde_json::from_str(&with_stdin("check - --output sarif", &input).stdout).unwrap();
    let place = &results(&sarif)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place, &serde_json::json!({"uri": "%3Cstdin%3E", "description": {"text": "Standard input."}}));
    let gitlab = with_stdin("check - --output gitlab", &input).stdout;
    assert!(gitlab.contains(r#""path": "<stdin>""#), "{gitlab}");
    // In a folder of the repository, too.
    let file = std::fs::File::open(FIELD_REPORT).unwrap();
    let output =
        command(&["check", "-", "--output", "checkstyle"]).current_dir("fixtures").stdin(file).output().unwrap();
    let (_, files) = checkstyle(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(files, ["<stdin>"]);
}

#[test]
fn a_file_with_several_reports_is_one_suite() {
    let folder = std::fs::read_dir("fixtures/configuration").unwrap();
    let folders = folder.map(|entry| entry.unwrap().path());
    for folder in folders.filter(|path| path.join("guestlint.toml").exists()) {
        let output =
            command(&["check", ".", "--fail-on", "never", "--output", "junit"]).current_dir(&folder).output().unwrap();
        junit(&String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn a_member_of_an_archive_is_told_and_the_archive_is_the_place() {
    let all = reports(&["fixtures/field-report/trace.zip"]);
    all.assert_sound();
    let result = &results(&all.sarif)[0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "fixtures/field-report/trace.zip");
    assert_eq!(place["region"]["startLine"], 1);
    let told = text(&result["message"], "text");
    assert!(told.contains(" In the archive, it is at "), "{told}");
    let (rows, _) = checkstyle(&all.checkstyle);
    assert!(rows[0].4.contains(" [in "), "{rows:?}");
}

/// A repository with the field report in a folder with an awkward name.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("my app/a#b%20é");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::create_dir(folder.path().join("my app/.git")).unwrap();
    std::fs::write(deep.join("x.ndjson"), crate::common::bytes(FIELD_REPORT)).unwrap();
    folder
}

fn uris(report: &str) -> (String, Value) {
    let report: Value = serde_json::from_str(report).unwrap();
    let place = &results(&report)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    (text(place, "uri").to_owned(), place["uriBaseId"].clone())
}

#[test]
fn files_are_named_from_the_root_of_the_repository() {
    let folder = repository();
    let from = |place: &Path, file: &str, variable: Option<&Path>, format: &str| {
        let mut command = command(&["check", file, "--output", format]);
        for name in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"] {
            command.env_remove(name);
        }
        command.current_dir(place);
        if let Some(workspace) = variable {
            command.env("GITHUB_WORKSPACE", workspace);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let deep = folder.path().join("my app/a#b%20é");
    let root = ("a%23b%2520%C3%A9/x.ndjson".to_owned(), Value::from("%SRCROOT%"));
    assert_eq!(uris(&from(&deep, "x.ndjson", None, "sarif")), root);
    assert_eq!(uris(&from(&deep, "../a#b%20é/x.ndjson", None, "sarif")), root);
    let absolute = deep.join("x.ndjson");
    let absolute = absolute.to_str().unwrap();
    assert_eq!(uris(&from(&deep, absolute, None, "sarif")), root);
    for format in ["gitlab", "rdjson", "junit", "checkstyle"] {
        let report = from(&deep, "x.ndjson", None, format);
        assert!(report.contains("\"a#b%20é/x.ndjson\""), "{report}");
    }
    // From outside of the repository: as given, or from the CI system's workspace.
    let outside = from(folder.path(), absolute, None, "sarif");
    let (uri, base) = uris(&outside);
    assert!(uri.starts_with("file:///") && uri.ends_with("my%20app/a%23b%2520%C3%A9/x.ndjson"));
    assert_eq!(base, Value::Null);
    let workspace = from(folder.path(), absolute, Some(folder.path()), "sarif");
    assert_eq!(uris(&workspace), ("my%20app/a%23b%2520%C3%A9/x.ndjson".to_owned(), Value::from("%SRCROOT%")));
}

#[test]
fn reports_are_the_same_from_run_to_run_and_end_with_a_line_break() {
    for format in ["sarif", "gitlab", "junit", "checkstyle", "rdjson"] {
        let arguments = ["check", "fixtures/field-report", "--output", format];
        let first = run(&arguments);
        assert_eq!(first.exit, 1);
        assert!(first.stdout.ends_with('\n') && first.stderr.is_empty());
        assert_eq!(first.stdout, run(&arguments).stdout);
    }
}

#[test]
fn secrets_stay_masked() {
    let all = reports(&["fixtures/masking", "--all"]);
    let shown = [all.sarif.to_string(), all.gitlab.to_string(), all.rdjson.to_string(), all.junit, all.checkstyle];
    for planted in ["guest7.private", "Guest Seven", "swordfish", "q8Zr2LwT5vXk9NcB", "4711"] {
        for shown in &shown {
            assert!(!shown.contains(planted), "{planted}");
        }
    }
}
