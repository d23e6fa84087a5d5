//! Protocols of the user's own: folders with a manifest and schemas, linted and used.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{bytes, code_of, findings, guestlint, is_fault, run, text};

/// Each folder with a fault: the file, and the text in it, at which the finding stands.
const FAULTS: &[(&str, &str, &str)] = &[
    ("GL701-after-names-no-message", "manifest.json", r#""nothing-after-goodbye""#),
    ("GL701-of-has-another-sender", "manifest.json", r#""hello-answered""#),
    ("GL701-of-names-no-message", "manifest.json", r#""farewell-once""#),
    ("GL702-file-is-missing", "manifest.json", r#""welcome.schema.json""#),
    ("GL703-nobody-names-it", "goodbye.schema.json", ""),
    ("GL704-by-names-no-message", "manifest.json", r#"{ "direction": "server", "message": "wellcome" }"#),
    ("GL704-of-has-another-sender", "manifest.json", r#"{ "direction": "client", "message": "welcome" }"#),
    ("GL704-until-names-no-message", "manifest.json", r#"{ "direction": "server", "message": "refused" }"#),
    ("GL705-example-of-another-type", "hello.schema.json", "7"),
    ("GL705-required-field-missing", "hello.schema.json", r#"{ "type": "hello" }"#),
    ("GL706-atomic-group", "hello.schema.json", r#""^(?>a|ab)$""#),
    ("GL706-end-anchor", "hello.schema.json", r#""[a-z]\\z""#),
    ("GL706-horizontal-space", "hello.schema.json", r#""^\\h*[a-z]""#),
    ("GL706-inline-flag", "hello.schema.json", r#""(?i)^[a-z]+$""#),
    ("GL706-key-of-pattern-properties", "hello.schema.json", r#""(?i)^x-""#),
    ("GL706-named-group", "hello.schema.json", r#""^(?P<first>[A-Z])""#),
    ("GL706-posix-class", "hello.schema.json", r#""^[[:alpha:]]+$""#),
    ("GL706-possessive", "hello.schema.json", r#""^[a-z]++$""#),
    ("GL706-quoted", "hello.schema.json", r#""^\\Qa.b\\E$""#),
    ("GL706-start-anchor", "hello.schema.json", r#""\\A[a-z]""#),
];

/// The folders in a folder of the repository, in order.
fn folders(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let mut found: Vec<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name.starts_with("GL"))
        .collect();
    found.sort();
    found
}

/// The report on a folder alone.
fn lint(folder: &str) -> Value {
    run(&["check", "--protocol-dir", folder, "--output", "json"]).report()
}

/// The bytes that a finding points at.
fn marked(finding: &Value) -> String {
    let at = &finding["location"];
    let number = |key: &str| usize::try_from(at[key].as_u64().unwrap()).unwrap();
    let (start, length) = (number("offset"), number("length"));
    let content = bytes(text(at, "file"));
    String::from_utf8(content[start..start + length].to_vec()).unwrap()
}

#[test]
fn a_faulty_folder_has_its_one_fault_at_its_place() {
    let names: Vec<&str> = FAULTS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(folders("fixtures/protocols"), names);
    let mut faults = Vec::new();
    for (name, file, at) in FAULTS {
        let folder = format!("fixtures/protocols/{name}");
        let report = lint(&folder);
        let told: Vec<_> = findings(&report)
            .iter()
            .map(|finding| {
                let file = text(&finding["location"], "file").to_owned();
                (text(finding, "code").to_owned(), file, marked(finding))
            })
            .collect();
        let expected = [(code_of(name).to_owned(), format!("{folder}/{file}"), (*at).to_owned())];
        // What stands at a file's start may be as long as it likes.
        let right = match told.as_slice() {
            [(code, path, _)] if at.is_empty() => {
                (code, path) == (&expected[0].0, &expected[0].1) && findings(&report)[0]["location"]["offset"] == 0
            }
            told => told == expected,
        };
        if !right {
            faults.push(format!("{name}: {told:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_near_miss_gives_nothing() {
    for name in folders("fixtures/protocols/near-misses") {
        let report = lint(&format!("fixtures/protocols/near-misses/{name}"));
        assert_eq!(findings(&report), Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn the_embedded_protocols_are_clean() {
    for name in ["guest-conversations", "web-messaging", "webchat-v2"] {
        let report = lint(&format!("schemas/{name}"));
        assert_eq!(findings(&report), Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn what_schema_writes_is_a_folder_of_the_protocol() {
    let target = TempDir::new().unwrap();
    let written = run(&["schema", "--all", target.path().to_str().unwrap()]);
    assert_eq!(written.exit, 0, "{}", written.stderr);
    for name in ["guest-conversations", "web-messaging", "webchat-v2"] {
        let folder = target.path().join(name);
        let manifest = bytes(&format!("schemas/{name}/manifest.json"));
        fs::write(folder.join("manifest.json"), manifest).unwrap();
        let report = lint(folder.to_str().unwrap());
        assert_eq!(findings(&report), Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn a_message_without_a_schema_is_accepted() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("socket.ndjson");
    fs::write(
        &log,
        "{\"event\":\"send\",\"data\":{\"type\":\"hello\"}}\n{\"event\":\"recv\",\"data\":{\"type\":\"welcome\",\"x\":[1]}}\n",
    )
    .unwrap();
    let ran = run(&[
        "check",
        "--protocol-dir",
        "fixtures/protocols/GL702-file-is-missing",
        "--protocol",
        "greeting",
        "--output",
        "json",
        log.to_str().unwrap(),
    ]);
    let report = ran.report();
    let codes: Vec<_> = findings(&report).iter().map(|f| text(f, "code")).collect();
    assert_eq!(codes, ["GL702"]);
    assert_eq!(report["summary"]["sessions"], 1);
}

/// A copy of the clean folder in which the manifest's text was edited.
pub fn edited(from: &str, to: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/protocols/graphql-ws");
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let manifest = folder.path().join("manifest.json");
    let before = fs::read_to_string(&manifest).unwrap();
    assert!(before.contains(from), "{from}");
    fs::write(manifest, before.replacen(from, to, 1)).unwrap();
    folder
}

const GRAPHQL: &str = "fixtures/protocols/graphql-ws";

/// The report on a log of the example protocol.
fn graphql(log: &str) -> Value {
    guestlint(&format!("check --protocol-dir {GRAPHQL} {GRAPHQL}/{log} --output json")).report()
}

#[test]
fn a_log_of_the_users_protocol_is_recognised_and_clean() {
    let report = graphql("clean.ndjson");
    assert_eq!(findings(&report), Vec::<Value>::new());
    assert_eq!(report["sessions"][0]["protocol"], "graphql-ws");
    assert_eq!(report["sessions"][0]["frames"], 7);
}

#[test]
fn a_log_is_judged_by_the_users_rules() {
    let report = graphql("too-early.ndjson");
    let codes: Vec<_> = findings(&report).iter().map(|f| text(f, "code")).collect();
    assert_eq!(codes, ["GL302", "GL402"]);
    let early = &findings(&report)[0];
    assert_eq!(text(early, "message"), "subscribe was sent before the server acknowledged connection_init");
    assert_eq!(marked(early), "\"subscribe\"");
    assert_eq!(early["protocol"], "graphql-ws");
}

/// How many protocols come with the program.
fn built_in() -> usize {
    run(&["protocols"]).stdout.lines().count()
}

#[test]
fn a_protocol_of_the_same_name_replaces_the_embedded_one() {
    let folder = edited("\"name\": \"graphql-ws\"", "\"name\": \"webchat-v2\"");
    let folder = folder.path().to_str().unwrap();
    let listed = run(&["protocols", "--protocol-dir", folder]);
    let own: Vec<_> = listed.stdout.lines().filter(|line| line.starts_with("webchat-v2 ")).collect();
    assert_eq!(own, ["webchat-v2  GraphQL over WebSocket, documented by the vendor"]);
    assert_eq!(listed.stdout.lines().count(), built_in(), "{}", listed.stdout);
    let ran = run(&[
        "check",
        "--protocol-dir",
        folder,
        "--protocol",
        "webchat-v2",
        "--output",
        "json",
        &format!("{GRAPHQL}/too-early.ndjson"),
    ]);
    let report = ran.report();
    assert_eq!(report["sessions"][0]["protocol"], "webchat-v2");
    assert!(findings(&report).iter().any(|f| f["code"] == "GL302"));
}

#[test]
fn two_folders_add_two_protocols() {
    let both = format!(
        "protocols --protocol-dir {GRAPHQL} --protocol-dir fixtures/protocols/near-misses/GL704-several-events-that-occur"
    );
    let listed = guestlint(&both);
    let names: Vec<_> = listed.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    for name in ["guest-conversations", "graphql-ws", "greeting"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(names.len(), built_in() + 2, "{names:?}");
}

#[test]
fn a_users_protocol_is_described_and_its_schemas_are_printed() {
    let described = guestlint(&format!("protocols graphql-ws --protocol-dir {GRAPHQL}"));
    assert_eq!(described.exit, 0, "{described:?}");
    assert!(described.stdout.starts_with("graphql-ws (documented by the vendor)\n"));
    assert!(described.stdout.contains("connection_init"));

    let schema = guestlint(&format!("schema subscribe --protocol-dir {GRAPHQL}"));
    assert_eq!(schema.exit, 0, "{schema:?}");
    assert_eq!(schema.stdout.as_bytes(), bytes(&format!("{GRAPHQL}/subscribe.schema.json")));
}

#[test]
fn severities_decide_about_the_exit_status() {
    let folder = "fixtures/protocols/GL703-nobody-names-it";
    assert_eq!(guestlint(&format!("check --protocol-dir {folder}")).exit, 0);
    let strict = format!("check --protocol-dir {folder} --fail-on warning");
    assert_eq!(guestlint(&strict).exit, 1);
    let folder = "fixtures/protocols/GL702-file-is-missing";
    assert_eq!(guestlint(&format!("check --protocol-dir {folder}")).exit, 1);
    let clean = guestlint(&format!("check --protocol-dir {GRAPHQL}"));
    assert_eq!(clean.exit, 0, "{clean:?}");
    let report = lint(GRAPHQL);
    assert_eq!(findings(&report).iter().filter(is_fault).count(), 0);
}

/// A rule on the ids of operations, to be put before another.
const LIFECYCLE: &str = r#"{
      "id": "complete-what-was-subscribed",
      "rule": "GL302",
      "pattern": "lifecycle",
      "of": [{ "direction": "client", "message": "complete" }],
      "field": "/id",
      "states": [
        { "on": [{ "direction": "client", "message": "subscribe" }], "field": "/id", "ready": true, "says": "which runs" },
        { "on": [{ "direction": "server", "message": "error" }], "field": "/id", "revokes": true, "says": "which has failed" }
      ],
      "fresh": [{ "direction": "server", "message": "connection_ack" }],
      "never": "which was never begun",
      "message": "{message} is about the operation {id}, {state}",
      "help": "complete only what runs",
      "source": "SPEC"
    },
    "#;

#[test]
fn a_users_protocol_follows_things_by_their_ids() {
    let first = "{\n      \"id\": \"connection-init-first\"";
    let folder = edited(first, &format!("{LIFECYCLE}{first}"));
    let told = |frames: &[(&str, &str)]| {
        let log = folder.path().join("socket.ndjson");
        let lines = frames.iter().map(|(side, data)| format!("{{\"event\":\"{side}\",\"data\":{data}}}\n"));
        fs::write(&log, lines.collect::<String>()).unwrap();
        let own = folder.path().to_str().unwrap();
        let log = log.to_str().unwrap();
        let ran = run(&["check", "--protocol-dir", own, "--protocol", "graphql-ws", "--output", "json", log]);
        let report = ran.report();
        let messages = findings(&report).iter().map(|f| text(f, "message").to_owned());
        messages.collect::<Vec<_>>()
    };
    let init = ("send", r#"{"type":"connection_init"}"#);
    let ack = ("recv", r#"{"type":"connection_ack"}"#);
    let subscribe = ("send", r#"{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}"#);
    let complete = ("send", r#"{"type":"complete","id":"1"}"#);
    let error = ("recv", r#"{"type":"error","id":"1","payload":[{"message":"no"}]}"#);
    assert_eq!(told(&[init, ack, subscribe, complete]), Vec::<String>::new());
    assert_eq!(told(&[init, ack, complete]), ["complete is about the operation \"1\", which was never begun"]);
    let failed = "complete is about the operation \"1\", which has failed";
    let found = told(&[init, ack, subscribe, error, complete]);
    assert!(found.contains(&failed.to_owned()), "{found:?}");
}

#[test]
fn the_events_of_a_lifecycle_must_be_able_to_occur() {
    let first = "{\n      \"id\": \"connection-init-first\"";
    let wrong = LIFECYCLE.replace("\"message\": \"error\"", "\"message\": \"failure\"");
    let folder = edited(first, &format!("{wrong}{first}"));
    let report = lint(folder.path().to_str().unwrap());
    let told: Vec<_> = findings(&report).iter().map(|f| (text(f, "code"), text(f, "pointer"))).collect();
    assert_eq!(told, [("GL704", "/sequence/0/states/1/on/0")]);
}
