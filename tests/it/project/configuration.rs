//! `guestlint.toml`: folders that have one, what it changes, and what it says when it cannot be used.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::common::{code_of, findings, text};

use super::folders::{START, UNROUTED, faults, folder, report, root, within};

/// The folders in one of the fixtures' folders that begin with a code.
fn fixtures(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("GL"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

#[test]
fn a_folder_with_a_fault_has_that_one() {
    for path in fixtures("fixtures/configuration") {
        let report = report(&path, ".");
        let code = code_of(path.to_str().unwrap());
        let own: Vec<_> = findings(&report).iter().filter(|finding| text(finding, "code") == code).collect();
        assert_eq!(own.len(), 1, "{path:?}");
        let others: Vec<_> = faults(&report).into_iter().filter(|fault| !fault.ends_with(code)).collect();
        // The fault is the cause of the end, which is told, too.
        let expected: &[&str] = match path.file_name().and_then(|name| name.to_str()) {
            Some("GL502-dropped-session") => &["./session.ndjson GL401"],
            Some("GL110-another-domain" | "GL505-switched-off") => &["./session.ndjson GL109"],
            Some("GL110-in-a-har") => &["./session.har GL109"],
            _ => &[],
        };
        assert_eq!(others, expected, "{path:?}");
    }
}

#[test]
fn a_near_miss_is_no_hit() {
    for path in fixtures("fixtures/configuration/near-misses") {
        let report = report(&path, ".");
        assert_eq!(faults(&report), [""; 0], "{path:?}");
        let summary = &report["summary"];
        let checked = summary["sessions"].as_u64().unwrap() + summary["payloads"].as_u64().unwrap();
        assert!(checked > 0, "{path:?}: a near miss must be looked at");
    }
}

#[test]
fn a_finding_of_the_queue_is_the_likeliest_cause_of_a_drop_and_points_at_the_configuration() {
    let report = report(&root().join("fixtures/configuration/GL502-dropped-session"), ".");
    let cause = &report["sessions"][0]["causes"][0];
    assert_eq!((text(cause, "code"), text(cause, "confidence")), ("GL502", "high"));
    let finding = findings(&report).iter().find(|finding| text(finding, "code") == "GL502").unwrap();
    let related = &finding["related"][0];
    assert_eq!(text(related, "role"), "counterpart");
    assert_eq!(text(&related["location"], "file"), "guestlint.toml");
    assert_eq!(related["location"]["line"], 3);
}

/// The causes of the end of a session whose `startChat` the queue cannot take.
fn causes(end: &str) -> Vec<String> {
    let start = [
        r#"{"event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket","status":101}"#,
        r#"{"event":"send","data":{"type":"connect","version":"2.0"}}"#,
        r#"{"event":"recv","data":{"type":"connected"}}"#,
        &format!(r#"{{"event":"send","data":{START}}}"#),
    ];
    let log = format!("{}\n{end}\n", start.join("\n"));
    let toml = "[queues.\"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263\"]\nlanguages = [\"de-DE\"]\nrequired-attributes = [\"customerType\"]\n";
    let folder = folder(&[("guestlint.toml", toml), ("session.ndjson", &log)]);
    let report = report(folder.path(), "session.ndjson");
    let causes = report["sessions"][0]["causes"].as_array().cloned();
    let told = causes.unwrap_or_default().into_iter().map(|cause| {
        let drops = text(&cause, "why").contains("drops the socket");
        let why = if drops { ", drops" } else { "" };
        format!("{} {}{why}", text(&cause, "confidence"), text(&cause, "code"))
    });
    told.collect()
}

#[test]
fn a_queue_explains_an_end_only_where_the_evidence_allows_it() {
    let dropped = r#"{"event":"close","code":1006,"clean":false}"#;
    let chat = r#"{"event":"recv","data":{"type":"message","text":"Hello"}}"#;
    assert_eq!(causes(dropped), ["high GL502, drops", "high GL503, drops"]);
    // A server that closes has a word to say: it drops nothing.
    let closed = r#"{"event":"close","code":1011,"reason":"no"}"#;
    assert_eq!(causes(closed), ["high GL502", "high GL503"]);
    // The chat was established: the queue did take it.
    assert!(causes(&format!("{chat}\n{dropped}")).is_empty());
    assert!(causes(&format!("{chat}\n{}", r#"{"event":"close","code":1000}"#)).is_empty());
}

#[test]
fn the_nearest_configuration_upwards_holds() {
    let folder = folder(&[
        ("guestlint.toml", "fail-on = \"never\"\n"),
        ("a/b/start-chat.json", UNROUTED),
        ("c/guestlint.toml", "[severity]\nGL201 = \"off\"\n"),
        ("c/start-chat.json", UNROUTED),
    ]);
    assert_eq!(within(&folder.path().join("a/b"), "check .").exit, 0);
    assert_eq!(within(&folder.path().join("a/b"), "check . --fail-on error").exit, 1);
    assert_eq!(within(&folder.path().join("a/b"), "check . --no-config").exit, 1);
    assert_eq!(faults(&report(&folder.path().join("a/b"), ".")), ["./start-chat.json GL201"]);
    assert!(faults(&report(&folder.path().join("c"), ".")).is_empty());
    let elsewhere = report(folder.path(), "a --config c/guestlint.toml");
    assert!(faults(&elsewhere).is_empty());
}

#[test]
fn severities_are_set_by_code_and_name_and_for_some_files() {
    let extra = START.replace("\"routingData\"", "\"priority\":3,\"routingData\"");
    let folder = folder(&[
        (
            "guestlint.toml",
            "[severity]\nunknown-field = \"error\"\nGL201 = \"note\"\n\n[[overrides]]\nfiles = \"old/\"\nseverity = { GL204 = \"off\" }\n\n[[overrides]]\nfiles = \"old/keep*\"\nseverity = { unknown-field = \"warning\" }\n",
        ),
        ("new.json", &extra),
        ("unrouted.json", UNROUTED),
        ("old/a.json", &extra),
        ("old/keep.json", &extra),
    ]);
    let report = report(folder.path(), ".");
    let told = findings(&report).iter().map(|finding| {
        format!("{} {} {}", text(&finding["location"], "file"), text(finding, "severity"), text(finding, "code"))
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        ["./new.json error GL204", "./old/keep.json warning GL204", "./unrouted.json note GL201"]
    );
    assert_eq!((&report["summary"]["errors"], &report["summary"]["notes"]), (&1.into(), &1.into()));
}

#[test]
fn a_protocol_of_the_configuration_claims_no_sockets_of_others() {
    let other = r#"{"event":"open","url":"wss://widget.example/socket","status":101}
{"event":"send","data":{"hello":1}}
"#;
    let folder = folder(&[
        (
            "guestlint.toml",
            "protocol = \"guest-conversations\"\n\n[[overrides]]\nfiles = \"ours.ndjson\"\nprotocol = \"guest-conversations\"\n",
        ),
        ("other.ndjson", other),
        ("ours.ndjson", other),
        ("package.json", r#"{"name":"shop","type":"module"}"#),
    ]);
    let report = report(folder.path(), ".");
    assert!(faults(&report).iter().all(|fault| fault.starts_with("./ours.ndjson")), "{report:#}");
    assert_eq!(report["sessions"].as_array().unwrap().len(), 1);
    let chosen = within(folder.path(), "check other.ndjson --protocol guest-conversations");
    assert_eq!(chosen.exit, 1);
}

#[test]
fn walks_honour_include_exclude_and_gitignore_and_named_paths_are_read() {
    let folder = folder(&[
        ("guestlint.toml", "exclude = [\"vendor/\"]\n"),
        (".git/HEAD", ""),
        (".git/info/exclude", "private.json\n"),
        (".gitignore", "build/\n*.tmp.json\n!keep.tmp.json\n"),
        ("a.json", UNROUTED),
        ("b.tmp.json", UNROUTED),
        ("keep.tmp.json", UNROUTED),
        ("private.json", UNROUTED),
        ("build/a.json", UNROUTED),
        ("sub/.gitignore", "here.json\n"),
        ("sub/here.json", UNROUTED),
        ("sub/there.json", UNROUTED),
        ("other/here.json", UNROUTED),
        ("vendor/a.json", UNROUTED),
    ]);
    let walked = ["./a.json", "./keep.tmp.json", "./other/here.json", "./sub/there.json"];
    let walked = walked.map(|file| format!("{file} GL201"));
    assert_eq!(faults(&report(folder.path(), ".")), walked);
    for named in ["b.tmp.json", "vendor/a.json", "private.json"] {
        assert_eq!(faults(&report(folder.path(), named)), [format!("{named} GL201")]);
    }
    // A folder that is named is meant, too.
    for named in ["vendor", "build"] {
        assert_eq!(faults(&report(folder.path(), named)), [format!("{named}/a.json GL201")]);
    }
    fs::write(folder.path().join("guestlint.toml"), "include = [\"sub/*.json\", \"x.dump\"]\n").unwrap();
    fs::write(folder.path().join("x.dump"), "nothing known").unwrap();
    assert_eq!(faults(&report(folder.path(), ".")), ["./sub/there.json GL201", "./x.dump GL902"]);
}

#[test]
fn limits_of_the_configuration_stand_in_place_of_the_protocols_own() {
    let message = |text: &str, second: u32| {
        format!(
            "{{\"ts\":\"2026-03-02T09:15:{second:02}Z\",\"event\":\"send\",\"data\":{{\"action\":\"onMessage\",\"token\":\"3f1c6a34-1d2b-4b7e-a5f0-8e3d6c21b704\",\"message\":{{\"type\":\"Text\",\"text\":\"{text}\"}}}}}}\n"
        )
    };
    let log = [
        "{\"ts\":\"2026-03-02T09:14:59Z\",\"event\":\"send\",\"data\":{\"action\":\"configureSession\",\"deploymentId\":\"5b0d2f7e-41c9-4a83-9e57-d3f80c1a95b2\",\"token\":\"3f1c6a34-1d2b-4b7e-a5f0-8e3d6c21b704\"}}\n".to_owned(),
        "{\"ts\":\"2026-03-02T09:14:59.5Z\",\"event\":\"recv\",\"data\":{\"type\":\"response\",\"class\":\"SessionResponse\",\"code\":200,\"body\":{\"connected\":true,\"newSession\":true}}}\n".to_owned(),
        message("Grüße", 0),
        message("Gruß", 4),
    ];
    let found = |limits: &str| {
        let folder =
            folder(&[("guestlint.toml", &format!("[limits.web-messaging]\n{limits}\n")), ("a.ndjson", &log.concat())]);
        faults(&report(folder.path(), "a.ndjson"))
    };
    assert_eq!(found("text-bytes = 7"), Vec::<String>::new());
    assert_eq!(found("text-bytes = 6"), ["a.ndjson GL212"]);
    assert_eq!(found("messages-per-second = \"1/4s\""), Vec::<String>::new());
    assert_eq!(found("messages-per-second = \"1/5s\""), ["a.ndjson GL312"]);
}

#[test]
fn what_cannot_be_used_ends_the_run_with_a_caret() {
    let cases = [
        "fail-on = 3\nregion = \"mypurecloud.cmo\"\n",
        "[severity]\nGL201 = \"eror\"\n",
        "protocol = \"web-mesaging\"\n",
        "region = \"api.mypurecloud.de\"\n",
        "hosts = [\"wss://chat.example/ws\"]\n",
        "exclude = [\"a/[b\"]\n",
        "[[ignore]]\nfiles = \"*.json\"\n",
        "[limits.web-messaging]\nmessages = \"5 a second\"\n",
        "[overrides]\nfiles = \"*.json\"\n",
        "fail-on = \"warning\n",
        "a = 1\na = 2\n",
    ];
    let mut screens = String::new();
    for case in cases {
        let folder = folder(&[("guestlint.toml", case), ("a.json", START)]);
        let ran = within(folder.path(), "check .");
        assert_eq!((ran.exit, ran.stdout.as_str()), (2, ""), "{case}\n{}", ran.stderr);
        screens.push_str(&format!("{case}---\n{}\n", ran.stderr));
    }
    insta::assert_snapshot!(screens);
}

#[test]
fn a_configuration_that_is_not_there_or_not_text_is_told() {
    let folder = folder(&[("a.json", START)]);
    let ran = within(folder.path(), "check . --config none.toml");
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("cannot read none.toml"), "{}", ran.stderr);
    fs::write(folder.path().join("guestlint.toml"), b"fail-on = \"\xff\"\n").unwrap();
    let ran = within(folder.path(), "check .");
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("not UTF-8"), "{}", ran.stderr);
    let ran = within(folder.path(), "check . --no-config --region mypurecloud.cmo");
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("mypurecloud.com"), "{}", ran.stderr);
}

#[test]
fn the_option_for_the_region_wins() {
    let folder = root().join("fixtures/configuration/GL106-another-region");
    assert!(faults(&report(&folder, ". --region mypurecloud.com")).is_empty());
    let told = report(&folder, ". --region usw2.pure.cloud");
    assert_eq!(faults(&told), ["./session.ndjson GL106"]);
    let related = findings(&told).iter().find(|finding| text(finding, "code") == "GL106").unwrap();
    assert!(related.get("related").is_none_or(|related| related.as_array().unwrap().is_empty()));
}

#[test]
fn unused_entries_are_told_only_by_a_run_over_the_whole() {
    let folder = root().join("fixtures/configuration/GL802-no-such-folder");
    assert_eq!(faults(&report(&folder, ".")), ["guestlint.toml GL802"]);
    assert!(faults(&report(&folder, "start-chat.json")).is_empty());
    let folder = root().join("fixtures/configuration/GL803-the-fault-is-gone");
    assert!(faults(&report(&folder, ". --protocol guest-conversations")).is_empty());
}

#[test]
fn a_protocol_folder_of_the_configuration_is_used_and_linted() {
    let example = root().join("fixtures/protocols/graphql-ws");
    let folder = folder(&[]);
    let toml = format!("protocol-dirs = ['{}']\nprotocol = \"graphql-ws\"\n", example.display());
    fs::write(folder.path().join("guestlint.toml"), toml).unwrap();
    fs::write(folder.path().join("a.json"), r#"{"type":"connection_init"}"#).unwrap();
    let report = report(folder.path(), "a.json");
    assert_eq!(report["summary"]["protocolFolders"], 1);
    assert_eq!(report["summary"]["payloads"], 1);

    // The commands that describe protocols know it, too.
    let schema = fs::read_to_string(example.join("subscribe.schema.json")).unwrap();
    assert_eq!(within(folder.path(), "schema subscribe").stdout.trim_end(), schema.trim_end());
    assert_eq!(within(folder.path(), "schema subscribe --no-config").exit, 2);
    let listed = |arguments: &str| within(folder.path(), arguments).stdout;
    assert!(listed("protocols").starts_with("graphql-ws  "));
    assert!(listed("protocols graphql-ws").contains("connection_init"));
    assert!(!listed("protocols --no-config").contains("graphql-ws"));
    fs::create_dir(folder.path().join("other")).unwrap();
    let named = within(&folder.path().join("other"), "protocols --config ../guestlint.toml");
    assert!(named.stdout.starts_with("graphql-ws  "), "{named:?}");
    let all = within(folder.path(), "schema --all schemas");
    assert_eq!(all.exit, 0, "{all:?}");
    assert!(folder.path().join("schemas/graphql-ws/subscribe.schema.json").exists());
    fs::write(folder.path().join("guestlint.toml"), "protocol-dirs = 1\n").unwrap();
    assert_eq!(within(folder.path(), "protocols").exit, 2);
}

#[test]
fn severities_hold_for_protocol_folders_and_unreadable_files_too() {
    let folder = folder(&[("guestlint.toml", "[severity]\nGL703 = \"error\"\nGL901 = \"note\"\n")]);
    fs::write(folder.path().join("a.json"), b"\x1f\x8bnothing").unwrap();
    let own = root().join("fixtures/protocols/GL703-nobody-names-it");
    let told = report(folder.path(), &format!("a.json --protocol-dir {}", own.display()));
    let told = findings(&told).iter().map(|finding| (text(finding, "code"), text(finding, "severity")));
    assert_eq!(told.collect::<Vec<_>>(), [("GL703", "error"), ("GL901", "note")]);
}

#[test]
fn statistics_count_what_is_left_of_each_rule() {
    let folder = folder(&[
        ("guestlint.toml", "[severity]\nGL211 = \"off\"\n"),
        ("a.json", &format!("[{UNROUTED},\n{UNROUTED}]")),
        ("b.json", UNROUTED),
        ("c.json", r#"{"type":"startChat","type":"startChat","priority":1,"routingData":{"language":"en-US"}}"#),
        ("bad.json", UNROUTED),
        ("bad.json.expect", "GL201\n"),
    ]);
    let ran = within(folder.path(), "check . --statistics");
    assert_eq!(ran.exit, 1);
    insta::assert_snapshot!(ran.stdout);
    fs::remove_file(folder.path().join("a.json")).unwrap();
    fs::remove_file(folder.path().join("b.json")).unwrap();
    fs::remove_file(folder.path().join("c.json")).unwrap();
    assert_eq!(within(folder.path(), "check . --statistics -q").stdout, "");
}

#[test]
fn config_shows_what_is_in_force_and_why() {
    let folder = root().join("fixtures/configuration/near-misses/GL801-every-key");
    let general = within(&folder, "config");
    let file = within(&folder, "config start-chat.json --region euw2.pure.cloud --fail-on never");
    let none = within(&folder, "config --no-config");
    assert_eq!((general.exit, file.exit, none.exit), (0, 0, 0), "{}{}", general.stderr, file.stderr);
    insta::assert_snapshot!([general.stdout, file.stdout, none.stdout].join("---\n"));
}

#[test]
fn the_schema_is_current_and_holds() {
    let printed = within(&root(), "config --schema").stdout;
    let path = root().join("schemas/config.schema.json");
    if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        fs::write(&path, &printed).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|kept| kept == printed),
        "schemas/config.schema.json is stale: guestlint config --schema prints it"
    );
    let schema: Value = serde_json::from_str(&printed).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let holds = |toml: &str| validator.is_valid(&json(toml));
    for path in fixtures("fixtures/configuration/near-misses") {
        let toml = fs::read_to_string(path.join("guestlint.toml")).unwrap();
        let errors: Vec<_> = validator.iter_errors(&json(&toml)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{path:?}: {errors:?}");
    }
    for wrong in [
        "fail-onn = \"error\"\n",
        "fail-on = \"eror\"\n",
        "region = \"mypurecloud.cmo\"\n",
        "hosts = [\"wss://chat.example\"]\n",
        "[severity]\nGL999 = \"off\"\n",
        "[[ignore]]\nfiles = \"*\"\n",
        "[limits.web-messaging]\nmessages = \"5\"\n",
    ] {
        assert!(!holds(wrong), "{wrong}");
    }
}

/// TOML as JSON, as editors see it.
fn json(toml: &str) -> Value {
    let table: toml::Table = toml.parse().unwrap();
    serde_json::to_value(table).unwrap()
}
