//! `guestlint trace` as a person runs it: whole screens, diagrams, pages, and what they must not hold.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::common::{Ran, command, fixtures, guestlint, run, with_stdin};

const FIELD_REPORT: &str = "fixtures/field-report/session.ndjson";
const HOSTILE: &str = "fixtures/trace/hostile.ndjson";
const SEVERAL: &str = "fixtures/trace/several.ndjson";

fn snapshot(name: &str, screen: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, screen));
}

fn trace(arguments: &str) -> String {
    let arguments = format!("trace {arguments}");
    guestlint(&arguments).transcript(&arguments)
}

/// The screen on a terminal of so many columns.
fn trace_in(columns: usize, arguments: &[&str]) -> Ran {
    let all: Vec<&str> = ["trace"].into_iter().chain(arguments.iter().copied()).collect();
    let mut command = command(&all);
    command.env("COLUMNS", columns.to_string());
    command.output().unwrap().into()
}

/// A line that does not fit. URLs and paths stay in one piece, so that they can be copied.
fn too_wide(screen: &str, columns: usize) -> Option<&str> {
    let is_name = |line: &&str| line.starts_with("wss:") || line.starts_with("fixtures/");
    let mut lines = screen.lines().filter(|line| !is_name(line));
    lines.find(|line| line.width() > columns)
}

/// The page, and the data in it.
fn page(arguments: &str) -> (String, serde_json::Value) {
    let page = guestlint(&format!("trace {arguments} --output html")).stdout;
    let (_, rest) = page.split_once(r#"id="data">"#).unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    let data = serde_json::from_str(data).unwrap();
    (page, data)
}

#[test]
fn the_field_report_on_narrow_and_wide_terminals() {
    for columns in [40, 80, 120] {
        let screen = trace_in(columns, &[FIELD_REPORT]).stdout;
        assert_eq!(too_wide(&screen, columns), None);
        snapshot(&format!("trace_field_report_{columns}"), &screen);
    }
    snapshot("trace_field_report_verbose", &trace(&format!("{FIELD_REPORT} -v")));
}

#[test]
fn no_screen_is_wider_than_the_terminal() {
    let captures = [HOSTILE, SEVERAL, "fixtures/invalid/GL216-bytes-for-text.har"];
    for columns in [40, 55, 72, 80, 120] {
        for capture in captures {
            let ran = trace_in(columns, &[capture, "-v"]);
            assert_eq!(too_wide(&ran.stdout, columns), None, "{capture} in {columns} columns");
        }
    }
}

#[test]
fn sessions_of_every_kind() {
    let screens = [
        "fixtures/valid/sessions/canonical.ndjson",
        "fixtures/invalid/GL109-refused-with-403.ndjson",
        "fixtures/invalid/GL905-wscat-through-a-pipe.txt",
        "fixtures/invalid/GL216-bytes-for-text.har",
        "fixtures/invalid/GL906-python-elides.log",
        "fixtures/foreign/beside-a-dropped-one.har",
        SEVERAL,
    ];
    let screens: Vec<String> = screens.map(trace).into();
    snapshot("trace_sessions", &screens.join("\n"));
}

#[test]
fn one_session_can_be_picked() {
    let screens: Vec<String> = ["3", "#3", "fixtures/trace/several.ndjson#3", "2", "9"]
        .map(|id| trace(&format!("{SEVERAL} --session {id}")))
        .into();
    assert_eq!(screens[0].lines().skip(1).collect::<Vec<_>>(), screens[1].lines().skip(1).collect::<Vec<_>>());
    snapshot("trace_one_session", &[&screens[2], &screens[3], &screens[4]].map(String::as_str).join("\n"));
}

#[test]
fn what_holds_no_session_says_so() {
    let cases = [
        "fixtures/foreign/only-others.har",
        "fixtures/valid/payloads/connect.json",
        "fixtures/invalid/GL902-a-shopping-list.txt",
        "fixtures/invalid/GL901-cut-gzip.ndjson.gz",
        "fixtures/no-such-file.har",
        "",
        "--output svg fixtures/valid/sessions",
        "--max-frames 0 fixtures/valid/sessions",
    ];
    let mut screens: Vec<String> = cases.map(trace).into();
    let folder = tempfile::tempdir().unwrap();
    let output = format!("mermaid={}", folder.path().join("several.mmd").display());
    let several = run(&["trace", "--output", &output, SEVERAL]);
    screens.push(several.transcript(&format!("trace --output mermaid=target/several.mmd {SEVERAL}")));
    snapshot("trace_nothing", &screens.join("\n"));
    assert_eq!(guestlint("trace fixtures/foreign/only-others.har").exit, 3);
    assert_eq!(guestlint("trace fixtures/no-such-file.har").exit, 2);
}

#[test]
fn diagrams() {
    snapshot("trace_mermaid", &trace(&format!("{FIELD_REPORT} --output mermaid")));
    snapshot("trace_mermaid_several", &trace(&format!("{SEVERAL} --output mermaid")));
    snapshot("trace_mermaid_hostile", &trace(&format!("{HOSTILE} --output mermaid")));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.mmd");
    let output = format!("mermaid={}", path.display());
    assert_eq!(run(&["trace", FIELD_REPORT, "--output", &output]).exit, 0);
    let bare = std::fs::read_to_string(path).unwrap();
    assert!(bare.starts_with("%%{init: ") && !bare.contains("```"));
}

#[test]
fn the_page_holds_the_session() {
    let (page, data) = page(FIELD_REPORT);
    insta::with_settings!({omit_expression => true}, {
        insta::assert_json_snapshot!("trace_page_data", data);
    });
    for code in ["GL104", "GL201", "GL213", "GL401"] {
        assert!(page.contains(&format!("<template id=\"rule-{code}\">")), "{code}");
    }
    assert!(!page.contains("<template id=\"rule-GL205\">"), "only the rules that were broken");
}

#[test]
fn hostile_text_stays_text_in_every_form() {
    let forms = ["human", "mermaid", "html"];
    for form in forms {
        for verbose in ["", " -v"] {
            let text = guestlint(&format!("trace {HOSTILE} --output {form}{verbose}")).stdout;
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{form}");
            assert!(!text.contains(['\u{202e}', '\u{2028}']), "{form}");
        }
    }
    let (page, _) = page(HOSTILE);
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("<!--").count(), 0);
    snapshot("trace_hostile", &trace(HOSTILE));
}

#[test]
fn secrets_are_masked_in_every_form() {
    let secrets = ["WFM", "test@", "hunter2", "eyJ"];
    for capture in fixtures("masking").iter().chain(&[FIELD_REPORT.to_owned()]) {
        for form in ["human", "mermaid", "html"] {
            let ran = guestlint(&format!("trace {capture} -v --output {form} --max-frames 3"));
            for secret in secrets {
                let line = ran.stdout.lines().find(|line| line.contains(secret) && !is_ours(line));
                assert_eq!(line.map(|line| &line[..line.len().min(400)]), None, "{secret} of {capture} in {form}");
            }
        }
    }
    let shown = guestlint("trace fixtures/trace/several.ndjson -v --show-values").stdout;
    assert!(shown.contains("My order 4711 is late"));
}

/// A line of the page that is not made of the capture.
fn is_ours(line: &str) -> bool {
    !line.contains("id=\"data\"")
}

/// A capture of so many frames, with a fault in frame 700.
fn long(frames: usize) -> String {
    let mut log = String::from(
        "{\"event\":\"open\",\"url\":\"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket\"}\n\
         {\"event\":\"send\",\"data\":{\"type\":\"connect\",\"version\":\"2.0\"}}\n\
         {\"event\":\"recv\",\"data\":{\"type\":\"connected\"}}\n\
         {\"event\":\"send\",\"data\":{\"type\":\"startChat\",\"queueId\":\"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263\",\
         \"routingData\":{\"language\":\"en-US\"}}}\n",
    );
    for number in 4..=frames {
        let data = match number {
            700 => r#"{"type":"message","text":17}"#.to_owned(),
            number => format!(r#"{{"type":"message","text":"{number}"}}"#),
        };
        let event = if number % 2 == 0 { "send" } else { "recv" };
        writeln!(log, "{{\"event\":\"{event}\",\"data\":{data}}}").unwrap();
    }
    log
}

#[test]
fn of_a_long_session_the_beginning_the_faults_and_the_end_are_shown() {
    let ran = with_stdin("trace - --max-frames 8", long(12_000).as_bytes());
    snapshot("trace_long", &ran.transcript("trace - --max-frames 8"));
    let diagram = with_stdin("trace - --output mermaid", long(12_000).as_bytes()).stdout;
    assert!(diagram.contains("frames are left out"));
    assert!(diagram.matches("->>").count() <= 100 && diagram.len() < 50_000);
}

#[test]
fn long_payloads_are_cut_and_say_so() {
    let text = "é".repeat(40_000);
    let log = format!("{{\"event\":\"send\",\"data\":{{\"type\":\"startChat\",\"queueId\":\"{text}\",\"late\":1}}}}\n");
    let ran = with_stdin("trace - --protocol guest-conversations --output html", log.as_bytes());
    let (_, rest) = ran.stdout.split_once(r#"id="data">"#).unwrap();
    let data: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let frame = &data["sessions"][0]["rows"][1];
    assert_eq!(frame["cut"], true);
    assert!(ran.stdout.len() < 120_000);
}

#[test]
fn places_are_marked_behind_masked_and_escaped_text() {
    let payload = r#"{"type":"startChat","guestName":"Zoë \"日本\" 😀","queueId":"8d2f4c17-6b3e-4f0a-9c58-1e7a90b4d263","routingData":{"language":"en_US"}}"#;
    let line = serde_json::json!({"event": "send", "data": payload}).to_string();
    let ran = with_stdin("trace - --output html", line.as_bytes());
    let (_, rest) = ran.stdout.split_once(r#"id="data">"#).unwrap();
    let data: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let parts = data["sessions"][0]["rows"][1]["payload"].as_array().unwrap();
    let is_marked = |part: &&serde_json::Value| part[1] != serde_json::json!([]);
    let marked: Vec<_> = parts.iter().filter(is_marked).map(|part| part[0].as_str().unwrap()).collect();
    assert_eq!(marked, ["\"startChat\"", "\"guestName\"", "\"en_US\""]);
    assert!(!ran.stdout.contains("Zoë"));
}
