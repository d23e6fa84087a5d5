//! Every fixture says in its name or folder what the program must say of it; here it is held to that.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::common::{bytes, check, code_of, findings, fixtures, guestlint, is_fault, run, text};

/// Faults whose severity is not their rule's usual one, and why.
const SEVERITIES: &[(&str, &str, &str)] = &[
    ("GL213-queue-id-in-routing-data.json", "error", "a required field is not found where it stands"),
    (
        "GL213-web-messaging-attributes-beside-the-message.json",
        "error",
        "the server ignores attributes there since 2026-06-05",
    ),
    ("GL213-web-messaging-attributes-in-metadata.json", "error", "a required field is not found where it stands"),
    ("GL401-dropped-while-chatting.ndjson", "warning", "the chat was established"),
];

/// What a rule is called and how severe it usually is, by code.
fn rules() -> BTreeMap<String, String> {
    let listed: Value = serde_json::from_str(&guestlint("rules --output json").stdout).unwrap();
    let listed = listed.as_array().unwrap().iter();
    listed.map(|rule| (text(rule, "code").to_owned(), text(rule, "severity").to_owned())).collect()
}

/// A finding in short, for messages.
fn brief(finding: &Value) -> String {
    format!(
        "{} {} {}: {}",
        text(finding, "severity"),
        text(finding, "code"),
        text(finding, "pointer"),
        text(finding, "message")
    )
}

#[test]
fn an_invalid_fixture_has_its_one_fault_and_no_other() {
    let rules = rules();
    for path in fixtures("invalid") {
        let report = check(&path);
        let code = code_of(&path);
        let (own, others): (Vec<_>, Vec<_>) =
            findings(&report).iter().partition(|finding| text(finding, "code") == code);
        assert_eq!(own.len(), 1, "{path}: {:?}", own.iter().map(|f| brief(f)).collect::<Vec<_>>());
        assert_eq!(own[0]["count"], 1, "{path}");
        let name = path.rsplit('/').next().unwrap();
        let special = SEVERITIES.iter().find(|(fixture, ..)| *fixture == name);
        let severity = special.map_or(rules[code].as_str(), |(_, severity, _)| severity);
        assert_eq!(text(own[0], "severity"), severity, "{path}");
        let others: Vec<_> = others.into_iter().filter(is_fault).map(brief).collect();
        assert_eq!(others, Vec::<String>::new(), "{path}");
    }
}

#[test]
fn every_rule_has_a_fixture_and_a_near_miss() {
    let rules: BTreeSet<String> = rules().into_keys().collect();
    let places = [("invalid", ""), ("near-misses", "/near-misses")];
    for (folder, within) in places {
        let files = fixtures(folder);
        let protocols = code_folders(&format!("fixtures/protocols{within}"));
        let projects = code_folders(&format!("fixtures/configuration{within}"));
        let shown: BTreeSet<String> =
            files.iter().chain(&protocols).chain(&projects).map(|path| code_of(path).to_owned()).collect();
        assert_eq!(shown, rules, "{folder}");
    }
}

/// The names of the folders in a folder that begin with a code: what rules on whole folders have for fixtures.
fn code_folders(folder: &str) -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_dir(root.join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("GL"))
        .collect()
}

#[test]
fn valid_fixtures_are_clean() {
    for path in fixtures("valid") {
        let ran = run(&["check", &path, "--output", "json", "--fail-on", "warning"]);
        assert_eq!(ran.exit, 0, "{path}\n{}{}", ran.stdout, ran.stderr);
        let report = ran.report();
        let told: Vec<_> =
            findings(&report).iter().filter(|finding| text(finding, "code") != "GL113").map(brief).collect();
        assert_eq!(told, Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_clean_session_is_the_same_in_every_form() {
    for path in fixtures("valid/sessions") {
        let report = check(&path);
        for session in report["sessions"].as_array().unwrap() {
            assert_eq!(session["protocol"], "guest-conversations", "{path}");
            assert!(session["frames"].as_u64().unwrap() >= 5, "{path}");
            let end = text(&session["end"], "kind");
            let formats = [".har", "cdp", "chromedriver", "playwright"];
            let records_ends = !formats.iter().any(|format| path.contains(format));
            assert_eq!(end, if records_ends { "closed" } else { "unknown" }, "{path}");
        }
        assert!(report["sessions"].as_array().is_some_and(|s| !s.is_empty()), "{path}");
        assert_eq!(report["summary"]["payloads"], 0, "{path}");
    }
}

#[test]
fn a_near_miss_is_no_hit() {
    for path in fixtures("near-misses") {
        let report = check(&path);
        let code = code_of(&path);
        let as_a_note = path.contains("-a-note-only.");
        let faults: Vec<_> = findings(&report).iter().filter(is_fault).map(brief).collect();
        assert_eq!(faults, Vec::<String>::new(), "{path}");
        let told = findings(&report).iter().any(|finding| text(finding, "code") == code);
        assert_eq!(told, as_a_note, "{path}");
        let summary = &report["summary"];
        let checked = summary["sessions"].as_u64().unwrap() + summary["payloads"].as_u64().unwrap();
        assert!(checked > 0, "{path}: a near miss must be looked at");
    }
}

#[test]
fn the_severities_that_differ_are_of_fixtures_that_exist() {
    let names: Vec<_> = fixtures("invalid");
    for (name, ..) in SEVERITIES {
        assert!(names.contains(&format!("fixtures/invalid/{name}")), "{name}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    for arguments in ["check fixtures --output json", "check fixtures -v", "check fixtures --all"] {
        let (first, second) = (guestlint(arguments), guestlint(arguments));
        assert!(first.stdout == second.stdout, "{arguments}");
        assert_eq!(first.exit, second.exit);
    }
}

#[test]
fn a_folder_gives_what_its_files_give() {
    let folder = check("fixtures/invalid");
    let (mut errors, mut warnings) = (0, 0);
    for path in fixtures("invalid") {
        let summary = &check(&path)["summary"];
        // A walk passes by what cannot be ours; on its own, the same file was named.
        if folder["findings"].as_array().unwrap().iter().any(|f| f["location"]["file"] == path.as_str()) {
            errors += summary["errors"].as_u64().unwrap();
            warnings += summary["warnings"].as_u64().unwrap();
        }
    }
    assert_eq!(folder["summary"]["errors"], errors);
    assert_eq!(folder["summary"]["warnings"], warnings);
}

#[test]
fn places_are_told_alike_in_lines_and_in_bytes() {
    let folders = ["invalid", "near-misses", "field-report", "endpoints", "foreign", "masking"];
    for path in folders.iter().flat_map(|folder| fixtures(folder)) {
        let content = bytes(&path);
        // Elsewhere, bytes are those of another encoding than the one that columns count in.
        let Ok(content) = String::from_utf8(content) else {
            continue;
        };
        for finding in findings(&check(&path)) {
            let at = &finding["location"];
            let number = |key: &str| usize::try_from(at[key].as_u64().unwrap()).unwrap();
            let (start, end) = (number("offset"), number("offset") + number("length"));
            assert_eq!(text(at, "file"), path);
            assert_eq!(place(&content, start), (number("line"), number("column")), "{path}");
            assert_eq!(place(&content, end), (number("endLine"), number("endColumn")), "{path}");
        }
    }
}

/// Line and column of a byte, from 1, columns in characters.
fn place(content: &str, offset: usize) -> (usize, usize) {
    let before = content.get(..offset).unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line, column)
}

#[test]
fn no_finding_for_the_sockets_of_others() {
    for path in fixtures("foreign") {
        let report = check(&path);
        assert_eq!(report["summary"]["ignoredSessions"], 3, "{path}");
        let ours = usize::from(!path.contains("only-others"));
        assert_eq!(report["sessions"].as_array().unwrap().len(), ours, "{path}");
        let session = report["sessions"].get(0).map_or("", |session| text(session, "id"));
        assert!(findings(&report).iter().all(|f| text(f, "session") == session), "{path}");
    }
    assert_eq!(guestlint("check fixtures/foreign/only-others.har").exit, 3);
    assert_eq!(guestlint("check fixtures/foreign/beside-a-clean-one.har").exit, 0);
    assert_eq!(guestlint("check fixtures/foreign/beside-a-dropped-one.har").exit, 1);
}

#[test]
fn of_a_web_project_only_the_payload_and_the_capture_are_looked_at() {
    let report = check("fixtures/web-project");
    assert_eq!(report["summary"]["files"], 2);
    assert_eq!(report["summary"]["payloads"], 1);
    assert_eq!(report["summary"]["sessions"], 1);
    let mut told: Vec<_> = findings(&report)
        .iter()
        .filter(is_fault)
        .map(|finding| (text(&finding["location"], "file"), text(finding, "code")))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("fixtures/web-project/test/captures/session.ndjson", "GL301"),
            ("fixtures/web-project/test/fixtures/start-chat.json", "GL201"),
        ]
    );
}

#[test]
fn every_endpoint_that_users_tried_gets_its_faults() {
    let expected: [(&str, &[&str]); 14] = [
        ("01-right", &[]),
        ("02-slash-missing", &["GL104"]),
        ("03-hyphen-for-slash", &["GL104"]),
        ("04-organisation-and-plurals", &["GL103", "GL104"]),
        ("05-api-missing", &["GL105"]),
        ("06-version-missing", &["GL105"]),
        ("07-version-1", &["GL105"]),
        ("08-aws-region-in-the-host", &["GL102", "GL104"]),
        ("09-two-protocols-mixed", &["GL102", "GL104"]),
        ("10-another-vendor", &["GL102"]),
        ("11-token-in-the-url", &["GL104", "GL108"]),
        ("12-https", &["GL101"]),
        ("13-ws", &["GL101"]),
        ("14-look-alike-host", &["GL102"]),
    ];
    assert_eq!(fixtures("endpoints").len(), expected.len());
    for (name, codes) in expected {
        let report = check(&format!("fixtures/endpoints/{name}.ndjson"));
        let mut told: Vec<_> = findings(&report).iter().filter(is_fault).map(|finding| text(finding, "code")).collect();
        told.sort_unstable();
        assert_eq!(told, codes, "{name}");
    }
}
