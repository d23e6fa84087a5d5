//! Protocols of the user's own: folders with a manifest and schemas, linted and used.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{Ran, bytes, code_of, findings, guestlint, is_fault, run, text};

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
fn edited(from: &str, to: &str) -> TempDir {
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

fn check_folder(folder: &TempDir) -> Ran {
    run(&["check", "--protocol-dir", folder.path().to_str().unwrap()])
}

/// Line and column of `at` in the folder's manifest, from 1.
fn place(folder: &TempDir, at: &str) -> (usize, usize) {
    let text = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let before = &text[..text.find(at).unwrap()];
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap().chars().count() + 1)
}

#[test]
fn a_manifest_that_cannot_be_used_ends_the_run() {
    // What is edited, where the problem stands, and a word that its text has.
    let cases = [
        ("\"title\":", "title\":", "title\":", ""),
        ("\"title\":", "\"titel\": \"x\", \"title\":", "\"titel\"", "titel"),
        ("\"max\": 1,", "\"max\": \"once\",", "\"max\"", "max"),
        ("\"rule\": \"GL307\"", "\"rule\": \"GL399\"", "\"id\": \"connection-init-once\"", "GL399"),
        (
            "\"unless\": [\"connection-init-first\"]",
            "\"unless\": [\"init-first\"]",
            "\"id\": \"subscribe-after-connection-ack\"",
            "init-first",
        ),
    ];
    let mut faults = Vec::new();
    for (from, to, at, word) in cases {
        let folder = edited(from, to);
        let ran = check_folder(&folder);
        let (line, column) = place(&folder, at);
        let manifest = folder.path().join("manifest.json");
        let begin = format!("guestlint: {}:{line}:{column}: ", manifest.display());
        let lines: Vec<_> = ran.stderr.lines().collect();
        let right = matches!(lines.as_slice(), [only] if only.starts_with(&begin) && only.contains(word));
        if !right || ran.exit != 2 || !ran.stdout.is_empty() {
            faults.push(format!("{to}: expected {begin}…, exit 2\n{ran:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_problem_of_a_manifest_has_its_line() {
    let folder = edited("\"status\": \"documented\"", "\"status\": \"new\", \"since\": 7");
    let ran = check_folder(&folder);
    assert_eq!(ran.exit, 2);
    assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
    assert!(ran.stderr.lines().all(|line| line.starts_with("guestlint: ")));
}

#[test]
fn a_folder_without_a_manifest_ends_the_run() {
    let folder = TempDir::new().unwrap();
    for path in [folder.path().to_path_buf(), folder.path().join("absent")] {
        let ran = run(&["check", "--protocol-dir", path.to_str().unwrap()]);
        assert_eq!(ran.exit, 2);
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        assert!(ran.stderr.contains("manifest.json"), "{}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    }
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

#[test]
fn a_protocol_of_the_same_name_replaces_the_embedded_one() {
    let folder = edited("\"name\": \"graphql-ws\"", "\"name\": \"webchat-v2\"");
    let folder = folder.path().to_str().unwrap();
    let listed = run(&["protocols", "--protocol-dir", folder]);
    let own: Vec<_> = listed.stdout.lines().filter(|line| line.starts_with("webchat-v2 ")).collect();
    assert_eq!(own, ["webchat-v2  GraphQL over WebSocket, documented by the vendor"]);
    assert_eq!(listed.stdout.lines().count(), 3, "{}", listed.stdout);
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
    assert_eq!(names.len(), 5, "{names:?}");
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

/// The sessions of a log of one socket at `url`: the protocol, and the codes of the findings.
fn at_url(folder: &TempDir, url: &str) -> (Vec<String>, Vec<String>) {
    let log = folder.path().join("socket.ndjson");
    let frames = format!(
        "{{\"event\":\"open\",\"url\":\"{url}\",\"status\":101}}\n\
         {{\"event\":\"send\",\"data\":{{\"type\":\"ping\"}}}}\n\
         {{\"event\":\"recv\",\"data\":{{\"type\":\"pong\"}}}}\n\
         {{\"event\":\"recv\",\"socket\":\"2\",\"data\":{{\"x\":1}}}}\n"
    );
    fs::write(&log, frames).unwrap();
    let folder = folder.path().to_str().unwrap();
    let arguments = ["check", "--protocol-dir", folder, "--output", "json"];
    let report = run(&[&arguments[..], &[log.to_str().unwrap()]].concat()).report();
    let sessions = report["sessions"].as_array().unwrap().iter();
    let protocols = sessions.map(|session| text(session, "protocol").to_owned());
    let codes = findings(&report).iter().map(|f| text(f, "code").to_owned());
    // The first frame is no connection_init, which is not the point here.
    (protocols.collect(), codes.filter(|code| code.starts_with("GL1")).collect())
}

#[test]
fn a_protocol_may_live_on_a_host_of_its_own() {
    let endpoint = "\"endpoints\": [{ \"url\": \"wss://graphql.{domain}/graphql\", \"source\": \"EX\" }]";
    let own = "\"endpoints\": [{ \"url\": \"wss://chat.example.com/api/v1/chat/socket\", \"source\": \"EX\" }]";
    let folder = edited(endpoint, own);
    for (url, codes) in [
        ("wss://chat.example.com/api/v1/chat/socket", &[][..]),
        ("wss://CHAT.example.com:443/api/v1/chat/socket/", &[]),
        ("wss://chat.example.com/api/v1/chat/sockets", &["GL104"]),
        ("wss://chat.example.com/v1/chat/socket", &["GL105"]),
        ("wss://other.example.com/api/v1/chat/socket", &["GL102"]),
        ("wss://api.mypurecloud.com/api/v1/chat/socket", &["GL102"]),
        ("ws://localhost:4000/api/v1/chat/socket", &[]),
    ] {
        let (protocols, told) = at_url(&folder, url);
        assert_eq!(
            (protocols, told.as_slice()),
            (vec!["graphql-ws".to_owned()], &codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..]),
            "{url}"
        );
    }
    for url in ["wss://chat.example.com.evil.example/x", "wss://example.com/socket", "wss://api.mypurecloud.com/other"]
    {
        let (protocols, _) = at_url(&folder, url);
        assert!(!protocols.contains(&"graphql-ws".to_owned()), "{url}: {protocols:?}");
    }
}

#[test]
fn the_hosts_of_a_protocol_claim_any_path() {
    let endpoint = "\"endpoints\": [{ \"url\": \"wss://graphql.{domain}/graphql\", \"source\": \"EX\" }]";
    let own = "\"endpoints\": [], \"hosts\": [{ \"host\": \"chat.example.com\", \"source\": \"EX\" }, { \"host\": \"graphql.{domain}\", \"source\": \"EX\" }]";
    let folder = edited(endpoint, own);
    for url in ["wss://chat.example.com/any/path?x=1", "wss://graphql.mypurecloud.ie/another", "wss://chat.example.com"]
    {
        let (protocols, told) = at_url(&folder, url);
        assert_eq!((protocols, told), (vec!["graphql-ws".to_owned()], Vec::new()), "{url}");
    }
    let (protocols, _) = at_url(&folder, "wss://other.example.com/any/path");
    assert_eq!(protocols, Vec::<String>::new());
    let folder = folder.path().to_str().unwrap();
    let described = run(&["protocols", "graphql-ws", "--protocol-dir", folder]).stdout;
    assert!(described.contains("wss://chat.example.com/…, as the server gives it out"), "{described}");
}
