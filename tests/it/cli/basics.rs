//! The command line as scripts and people meet it: exit statuses, inputs, outputs, and how much is shown.

use std::io::Read;
use std::process::Stdio;

use crate::common::{bytes, codes, command, findings, guestlint, run, text, with_stdin};

const CLEAN: &str = "fixtures/valid/payloads/connect.json";
const ERROR: &str = "fixtures/invalid/GL201-no-routing-data.json";
const WARNING: &str = "fixtures/invalid/GL204-session-id.json";
const NOTE: &str = "fixtures/near-misses/GL205-server-grows-a-note-only.ndjson";
const NOTHING: &str = "fixtures/foreign/only-others.har";
const MISSING: &str = "fixtures/no-such-file.json";

#[test]
fn exit_status_by_severity_and_fail_on() {
    // Rows: error, warning, note and never; columns: clean, note, warning, error.
    let expected =
        [("error", [0, 0, 0, 1]), ("warning", [0, 0, 1, 1]), ("note", [0, 1, 1, 1]), ("never", [0, 0, 0, 0])];
    for (fail_on, statuses) in expected {
        for (path, status) in [CLEAN, NOTE, WARNING, ERROR].into_iter().zip(statuses) {
            let ran = run(&["check", path, "--fail-on", fail_on]);
            assert_eq!(ran.exit, status, "{path} --fail-on {fail_on}");
        }
    }
    assert_eq!(run(&["check", ERROR]).exit, 1, "error is the default");
}

#[test]
fn two_wins_over_one_over_three_over_zero() {
    let exit = |paths: &[&str]| run(&[&["check"], paths].concat()).exit;
    assert_eq!(exit(&[MISSING]), 2);
    assert_eq!(exit(&[MISSING, ERROR, NOTHING, CLEAN]), 2);
    assert_eq!(exit(&[ERROR, NOTHING, CLEAN]), 1);
    assert_eq!(exit(&[NOTHING]), 3);
    assert_eq!(exit(&[NOTHING, CLEAN]), 0, "something was checked");
    assert_eq!(exit(&[CLEAN]), 0);
    let exit = |paths: &[&str]| run(&[&["check", "--fail-on", "never"], paths].concat()).exit;
    assert_eq!(exit(&[MISSING, ERROR]), 2);
    assert_eq!(exit(&[ERROR]), 0);
    assert_eq!(exit(&[NOTHING]), 3);
}

#[test]
fn a_path_that_does_not_exist_leaves_the_others_checked() {
    let ran = run(&["check", MISSING, ERROR, "--output", "json"]);
    assert_eq!(ran.exit, 2);
    assert_eq!(ran.stderr, format!("guestlint: {MISSING}: no such file or folder\n"));
    assert_eq!(codes(&ran.report()).into_iter().collect::<Vec<_>>(), ["GL201"]);
}

#[test]
fn nothing_checked_is_never_green_and_is_told_once() {
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    let said = |text: &str| text.matches("Nothing was checked").count();
    let project = "fixtures/web-project/src";
    let shopping = "fixtures/invalid/GL902-a-shopping-list.txt";
    for path in [empty, project, NOTHING, shopping] {
        for (options, screen, stderr) in [
            (&[][..], 1, 0),
            (&["-v"][..], 1, 0),
            (&["--output", "json"][..], 0, 1),
            (&["--output", "json", "-q"][..], 0, 1),
        ] {
            let ran = run(&[&["check", path], options].concat());
            assert_eq!(ran.exit, 3, "{path} {options:?}");
            assert_eq!(said(&ran.stdout), screen, "{path} {options:?}\n{}", ran.stdout);
            assert_eq!(said(&ran.stderr), stderr, "{path} {options:?}\n{}", ran.stderr);
        }
        let ran = run(&["check", path, "-q"]);
        assert_eq!(said(&ran.stdout) + said(&ran.stderr), 1, "{path}");
    }
    let told = |path: &str| run(&["check", path]).stdout;
    assert!(told(empty).contains("no file"));
    assert!(told(project).contains("skipped"));
    assert!(told(NOTHING).contains("--protocol"));
    let ran = with_stdin("check -", b"");
    assert_eq!(ran.exit, 3);
    assert_eq!(run(&["check", CLEAN, empty]).exit, 0);
}

#[test]
fn a_socket_without_a_frame_is_no_pass() {
    let opened = "2026-03-02T09:15:00.000Z WebSocket connected\n";
    let ran = with_stdin("check -", opened.as_bytes());
    assert_eq!(ran.exit, 3, "{}", ran.stdout);
    assert!(ran.stdout.contains("without a frame"), "{}", ran.stdout);
    // A URL by itself is judged: this is how an endpoint is checked before a deploy.
    let url = r#"{"event":"open","url":"wss://api.mypurecloud.ie/api/v2/guest/conversations/websocket"}"#;
    assert_eq!(with_stdin("check -", url.as_bytes()).exit, 0);
}

#[test]
fn an_unreadable_file_and_a_refused_handshake_are_findings() {
    for (path, code) in [
        ("fixtures/invalid/GL901-utf16-without-a-mark.json", "GL901"),
        ("fixtures/invalid/GL109-refused-with-403.har", "GL109"),
        ("fixtures/invalid/GL109-refused-with-401.txt", "GL109"),
    ] {
        let ran = run(&["check", path, "--output", "json"]);
        assert_eq!(ran.exit, 1, "{path}");
        assert!(codes(&ran.report()).contains(code), "{path}");
    }
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let ran = with_stdin("check - --output json", &bytes(ERROR));
    assert_eq!(ran.exit, 1);
    let report = ran.report();
    let finding = &findings(&report)[0];
    assert_eq!(text(finding, "code"), "GL201");
    assert_eq!(finding["location"]["source"], "stdin");
    assert_eq!(finding["location"]["line"], 2);

    let har = bytes("fixtures/field-report/session.har");
    let report = with_stdin("check - --output json", &har).report();
    assert_eq!(report["sessions"][0]["format"], "har");
    let zipped = bytes("fixtures/valid/sessions/compressed.ndjson.gz");
    let ran = with_stdin(&format!("check - {ERROR} --output json"), &zipped);
    assert_eq!(ran.report()["summary"]["files"], 2, "beside a path");
}

#[test]
fn reports_go_to_files_and_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let output = format!("json={}", path.display());

    let ran = run(&["check", ERROR, "--output", &output]);
    assert_eq!((ran.exit, ran.stdout.as_str(), ran.stderr.as_str()), (1, "", ""));
    let written = std::fs::read_to_string(&path).unwrap();
    let report: serde_json::Value = serde_json::from_str(&written).unwrap();
    crate::common::validate(&report);
    assert_eq!(report["summary"]["errors"], 1);

    let ran = run(&["check", ERROR, "--output", "human", "--output", &output]);
    assert_eq!(ran.stdout, run(&["check", ERROR]).stdout);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written, "the same, twice");
    assert_eq!(run(&["check", ERROR, "--output", "json"]).stdout, written);
    assert_eq!(run(&["check", ERROR, "--output", "json=-"]).stdout, written);
}

#[test]
fn what_does_not_exist_is_a_usage_error_that_names_the_nearest() {
    for (arguments, hint) in [
        ("check --protocol guest-conversation fixtures", "did you mean guest-conversations?"),
        ("check --format harr fixtures", "'har'"),
        ("check --output jsn fixtures", "the formats are human, "),
        ("check --fail-on warnings fixtures", "'warning'"),
        ("check --fail-onn error fixtures", "'--fail-on'"),
        ("chekc fixtures", "'check'"),
        ("explain missing-routing-dat", "did you mean missing-routing-data?"),
        ("explain GL999", "guestlint rules"),
        ("protocols guest-conversation", "did you mean guest-conversations?"),
        ("schema startchat", "did you mean startChat?"),
        ("schema hello", "guestlint protocols NAME lists"),
    ] {
        let ran = guestlint(arguments);
        assert_eq!(ran.exit, 2, "{arguments}");
        assert_eq!(ran.stdout, "", "{arguments}");
        assert!(ran.stderr.contains(hint), "{arguments}\n{}", ran.stderr);
    }
}

#[test]
fn a_usage_error_shows_no_raw_control_character() {
    for arguments in [
        ["check", "--output", "a\u{202e}b\u{1b}[31m\nerror: forged"],
        ["check", "--format", "h\u{202e}ar\r\u{85}"],
        ["check", "--protocl\u{1b}[2K", "x"],
        ["che\u{2066}ck", "a", "b"],
    ] {
        let ran = run(&arguments);
        assert_eq!((ran.exit, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains("\\u{"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("\nerror: forged"), "{}", ran.stderr);
        let raw = |c: char| c != '\n' && c.is_control() || "\u{202e}\u{2066}".contains(c);
        assert!(!ran.stderr.contains(raw), "{:?}", ran.stderr);
    }
}

#[test]
fn explain_prints_a_rules_page() {
    let page = String::from_utf8(bytes("docs/rules/GL201.md")).unwrap();
    for asked in ["GL201", "gl201", "201", "missing-routing-data", "Missing-Routing-Data"] {
        let ran = run(&["explain", asked]);
        assert_eq!(ran.exit, 0, "{asked}");
        assert_eq!(ran.stdout.trim_end(), page.trim_end(), "{asked}");
    }
    let two = guestlint("explain GL101 GL102").stdout;
    assert!(two.starts_with("# GL101") && two.contains("\n# GL102"));
}

#[test]
fn rules_protocols_and_schemas_are_listed() {
    let rules = guestlint("rules --output json");
    let rules: serde_json::Value = serde_json::from_str(&rules.stdout).unwrap();
    let table = guestlint("rules").stdout;
    for rule in rules.as_array().unwrap() {
        let line = table.lines().find(|line| line.contains(text(rule, "code"))).unwrap();
        assert!(line.contains(text(rule, "name")) && line.contains(text(rule, "severity")));
        assert!(line.ends_with(text(rule, "summary")));
    }
    assert!(guestlint("protocols").stdout.starts_with("guest-conversations  "));
    let described = guestlint("protocols guest-conversations");
    assert_eq!(described.exit, 0);
    for part in ["startChat", "GL301", "wss://api.{domain}/api/v2/guest/conversations/websocket"] {
        assert!(described.stdout.contains(part), "{part}");
    }
    let schema = guestlint("schema startChat");
    assert_eq!(schema.exit, 0);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).unwrap();
    assert_eq!(schema["title"], "startChat");
}

#[test]
fn version_and_help() {
    let ran = guestlint("--version");
    assert_eq!(ran.exit, 0);
    assert_eq!(ran.stdout, format!("guestlint {}\n", env!("CARGO_PKG_VERSION")));
    for arguments in ["--help", "-h", "help", "help check", "check -h"] {
        let ran = guestlint(arguments);
        assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{arguments}");
        assert!(ran.stdout.contains("Usage: guestlint"), "{arguments}");
    }
    let ran = guestlint("");
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("Usage: guestlint"));
}

#[test]
fn a_broken_pipe_ends_quietly() {
    for arguments in [
        &["check", "fixtures", "--output", "json", "--all"][..],
        &["check", "fixtures", "-v"],
        &["explain", "GL201"],
        &["rules"],
        &["schema", "startChat"],
        &["protocols", "guest-conversations"],
    ] {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        let status = child.wait().unwrap();
        assert_eq!(stderr, "", "{arguments:?}");
        assert!(status.code().is_some(), "{arguments:?} {status}");
    }
}

#[test]
fn colour_is_for_those_who_ask_for_it() {
    assert!(!run(&["check", ERROR]).stdout.contains('\u{1b}'));
    assert!(!run(&["check", ERROR, "--color", "never"]).stdout.contains('\u{1b}'));
    assert!(run(&["check", ERROR, "--color", "always"]).stdout.contains('\u{1b}'));
}

#[test]
fn quiet_says_nothing_when_all_is_well_and_only_faults_else() {
    let ran = run(&["check", CLEAN, "-q"]);
    assert_eq!((ran.exit, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    assert_eq!(run(&["check", NOTE, "-q"]).stdout, "");
    assert!(run(&["check", ERROR, "-q"]).stdout.contains("GL201"));
}

#[test]
fn verbose_gives_the_help_of_an_end_once() {
    for (path, help) in [
        ("fixtures/invalid/GL402-policy-violation.ndjson", "help: 1008"),
        ("fixtures/invalid/GL109-refused-with-403.har", "help: 403"),
    ] {
        let screen = run(&["check", path, "-v"]).stdout;
        assert_eq!(screen.matches(help).count(), 1, "{screen}");
    }
}

#[test]
fn the_protocol_can_be_named_for_what_is_not_recognised() {
    let others = "fixtures/foreign/only-others.har";
    let ran = run(&["check", others, "--protocol", "guest-conversations", "--output", "json"]);
    assert_eq!(ran.exit, 1);
    let report = ran.report();
    assert_eq!(report["sessions"].as_array().unwrap().len(), 3);
    assert_eq!(report["summary"]["ignoredSessions"], 0);
}

#[test]
fn the_format_can_be_named() {
    let console = "fixtures/valid/sessions/console.txt";
    let ran = run(&["check", console, "--format", "text", "--output", "json"]);
    assert_eq!(ran.report()["sessions"][0]["format"], "text");
    let ran = run(&["check", console, "--format", "payload", "--output", "json"]);
    assert!(codes(&ran.report()).contains("GL210"));
}

#[test]
fn an_input_of_another_format_than_was_named_is_said_to_be_one() {
    for (format, input, why) in [
        ("har", "{\"type\":\"connect\"}", "is no HTTP archive"),
        ("har", "{\"type\":\"connect\"}\n{\"type\"", "is no HTTP archive"),
        ("har", "{\"type\":", "is no HTTP archive"),
        ("har", "{type: 'connect'}", "is no HTTP archive"),
        ("har", "Sending: {}", "is no HTTP archive"),
        ("har", "[1, 2]", "is no HTTP archive"),
        ("frame-log", "{\n  \"type\": \"connect\",\n}", "is no frame log"),
        ("frame-log", "{\n  \"type\": \"connect\"", "is no frame log"),
        ("frame-log", "[INFO] Sending: {}", "is no frame log"),
        ("frame-log", "[1, 2]", "is no frame log"),
        ("frame-log", "hello\n", "is no frame log"),
    ] {
        let arguments = format!("check - --output json --format {format}");
        let ran = with_stdin(&arguments, input.as_bytes());
        let report = ran.report();
        let told: Vec<_> =
            findings(&report).iter().map(|f| (text(f, "code"), text(f, "message").contains(why))).collect();
        assert_eq!(told, [("GL902", true)], "{format}: {input}\n{report}");
        assert_eq!(ran.exit, 3);
    }
    // A payload on its own is something that a log holds, and a log may have been cut.
    for (format, input, code) in [
        ("frame-log", "{\n  \"type\": \"startChat\"\n}", "GL201"),
        ("frame-log", "{\"event\":\"send\",data:1}", "GL210"),
        ("frame-log", "{\"event\":\"send\",\"da", "GL903"),
        ("har", "{\"log\":{\"version\":", "GL903"),
    ] {
        let arguments = format!("check - --output json --format {format}");
        let report = with_stdin(&arguments, input.as_bytes()).report();
        assert!(codes(&report).contains(code), "{format}: {input}\n{report}");
    }
}
