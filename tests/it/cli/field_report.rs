//! The field report: the connection ends with 1006 right after `startChat`. What the program must say of it, and where.

use serde_json::Value;

use crate::common::{bytes, check, findings, run, text};

/// Code, severity, pointer and the text under the caret of every finding, in the order of their places.
fn told(path: &str, report: &Value) -> Vec<(String, String, String, String)> {
    let content = String::from_utf8(bytes(path)).unwrap();
    let brief = |finding: &Value| {
        let number = |key| usize::try_from(finding["location"][key].as_u64().unwrap()).unwrap();
        let (start, length) = (number("offset"), number("length"));
        (
            text(finding, "code").to_owned(),
            text(finding, "severity").to_owned(),
            text(finding, "pointer").to_owned(),
            content[start..start + length].to_owned(),
        )
    };
    findings(report).iter().map(brief).collect()
}

fn expected(rows: &[(&str, &str, &str, &str)]) -> Vec<(String, String, String, String)> {
    let owned = |text: &str| text.to_owned();
    let row = |row: &(&str, &str, &str, &str)| (owned(row.0), owned(row.1), owned(row.2), owned(row.3));
    rows.iter().map(row).collect()
}

/// The likeliest cause first: code and confidence.
fn causes(report: &Value) -> Vec<(&str, &str)> {
    let causes = report["sessions"][0]["causes"].as_array().unwrap().iter();
    causes.map(|cause| (text(cause, "code"), text(cause, "confidence"))).collect()
}

const URL: &str = "wss://api.mypurecloud.com/api/v2/guestconversations/websocket";

#[test]
fn as_a_frame_log() {
    let path = "fixtures/field-report/session.ndjson";
    let report = check(path);
    assert_eq!(
        told(path, &report),
        expected(&[
            ("GL113", "note", "", URL),
            ("GL104", "error", "", "guestconversations"),
            ("GL202", "error", "/version", r#"\"connect\""#),
            ("GL204", "warning", "/sessionId", r#"\"sessionId\""#),
            ("GL316", "note", "/type", r#"\"connect\""#),
            ("GL201", "error", "/routingData", r#"\"startChat\""#),
            ("GL213", "warning", "/guestName", r#"\"guestName\""#),
            ("GL213", "warning", "/guestEmail", r#"\"guestEmail\""#),
            ("GL401", "error", "", "1006"),
        ])
    );
    assert_eq!(causes(&report), [("GL201", "high"), ("GL202", "low"), ("GL104", "low")]);
    let session = &report["sessions"][0];
    assert_eq!(session["end"], serde_json::json!({"kind": "dropped", "code": 1006}));
    assert!(text(session, "headline").contains("38 ms after startChat (frame 3)"));
    assert_eq!(run(&["check", path]).exit, 1);
}

#[test]
fn as_console_text() {
    let path = "fixtures/field-report/console.txt";
    let report = check(path);
    assert_eq!(
        told(path, &report),
        expected(&[
            ("GL113", "note", "", URL),
            ("GL104", "error", "", "guestconversations"),
            ("GL202", "error", "/version", r#""connect""#),
            ("GL204", "warning", "/sessionId", r#""sessionId""#),
            ("GL316", "note", "/type", r#""connect""#),
            ("GL201", "error", "/routingData", r#""startChat""#),
            ("GL213", "warning", "/guestName", r#""guestName""#),
            ("GL213", "warning", "/guestEmail", r#""guestEmail""#),
            ("GL401", "error", "", "1006"),
        ])
    );
    assert_eq!(causes(&report)[0], ("GL201", "high"));
}

#[test]
fn as_a_har_that_cannot_hold_the_end() {
    let path = "fixtures/field-report/session.har";
    let report = check(path);
    assert_eq!(
        told(path, &report),
        expected(&[
            ("GL113", "note", "", URL),
            ("GL104", "error", "", "guestconversations"),
            ("GL202", "error", "/version", r#"\"connect\""#),
            ("GL204", "warning", "/sessionId", r#"\"sessionId\""#),
            ("GL316", "note", "/type", r#"\"connect\""#),
            ("GL201", "error", "/routingData", r#"\"startChat\""#),
            ("GL308", "warning", "", r#"\"startChat\""#),
            ("GL213", "warning", "/guestName", r#"\"guestName\""#),
            ("GL213", "warning", "/guestEmail", r#"\"guestEmail\""#),
        ])
    );
    // A level lower than where the drop was recorded.
    assert_eq!(causes(&report)[0], ("GL201", "medium"));
    assert_eq!(report["sessions"][0]["end"], serde_json::json!({"kind": "unknown"}));
    let screen = run(&["check", path, "-v"]).stdout;
    assert!(!screen.contains("1006"), "a HAR holds no close code\n{screen}");
}

/// What is said of the conversation wherever payloads have places of their own.
fn payload_rows(quoted: bool) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    let escaped = [
        ("GL202", "error", "/version", r#"\"connect\""#),
        ("GL204", "warning", "/sessionId", r#"\"sessionId\""#),
        ("GL316", "note", "/type", r#"\"connect\""#),
        ("GL201", "error", "/routingData", r#"\"startChat\""#),
        ("GL213", "warning", "/guestName", r#"\"guestName\""#),
        ("GL213", "warning", "/guestEmail", r#"\"guestEmail\""#),
    ];
    let plain = [
        ("GL202", "error", "/version", r#""connect""#),
        ("GL204", "warning", "/sessionId", r#""sessionId""#),
        ("GL316", "note", "/type", r#""connect""#),
        ("GL201", "error", "/routingData", r#""startChat""#),
        ("GL213", "warning", "/guestName", r#""guestName""#),
        ("GL213", "warning", "/guestEmail", r#""guestEmail""#),
    ];
    if quoted { escaped } else { plain }.to_vec()
}

#[test]
fn as_packets_printed_by_tshark() {
    for (path, flag) in
        [("fixtures/field-report/tshark.json", r#""1""#), ("fixtures/field-report/tshark.ek.ndjson", "true")]
    {
        let report = check(path);
        let endpoint = URL.replace("wss:", "https:");
        let mut rows = vec![("GL113", "note", "", endpoint.as_str()), ("GL104", "error", "", "guestconversations")];
        rows.extend(payload_rows(true));
        rows.push(("GL401", "error", "", flag));
        assert_eq!(told(path, &report), expected(&rows), "{path}");
        assert_eq!(causes(&report), [("GL201", "high"), ("GL202", "low"), ("GL104", "low")]);
        // Packets show that no Close frame came; 1006 is what an API calls it.
        assert_eq!(report["sessions"][0]["end"], serde_json::json!({"kind": "dropped"}));
        let headline = text(&report["sessions"][0], "headline");
        assert!(headline.contains("40 ms after startChat (frame 3)"), "{headline}");
    }
}

#[test]
fn as_a_flow_of_mitmproxy() {
    let path = "fixtures/field-report/session.flow";
    let report = check(path);
    let mut rows = vec![("GL401", "error", "", "1006")];
    rows.extend(payload_rows(false));
    rows.push(("GL113", "note", "", "/api/v2/guestconversations/websocket"));
    rows.push(("GL104", "error", "", "guestconversations"));
    assert_eq!(told(path, &report), expected(&rows));
    assert_eq!(causes(&report)[0], ("GL201", "high"));
    assert_eq!(report["sessions"][0]["end"], serde_json::json!({"kind": "dropped", "code": 1006}));
}

#[test]
fn as_a_netlog_with_raw_bytes() {
    let path = "fixtures/field-report/netlog.json";
    let report = check(path);
    let told: Vec<String> = told(path, &report).into_iter().map(|row| row.0).collect();
    let codes = ["GL104", "GL113", "GL202", "GL204", "GL316", "GL201", "GL213", "GL213", "GL401"];
    assert_eq!(told, codes);
    assert_eq!(causes(&report)[0], ("GL201", "high"));
    assert_eq!(report["sessions"][0]["end"], serde_json::json!({"kind": "dropped"}));
    // The bytes of a connection are somebody's messages, however they are encoded.
    let screen = run(&["check", path, "-v"]).stdout;
    let content = String::from_utf8(bytes(path)).unwrap();
    let encoded = content.split("\"bytes\":\"").skip(1);
    for value in encoded.filter_map(|rest| rest.split('"').next()) {
        assert!(!screen.contains(&value[..value.len().min(12)]), "{value}\n{screen}");
    }
}

/// Code, severity and pointer of every finding, in the order of their places.
fn codes(report: &Value) -> Vec<(&str, &str, &str)> {
    let brief = |f| (text(f, "code"), text(f, "severity"), text(f, "pointer"));
    findings(report).iter().map(brief).collect()
}

#[test]
fn as_events_of_the_devtools_protocol_and_as_a_trace() {
    let har = check("fixtures/field-report/session.har");
    for path in ["session.cdp.ndjson", "trace.zip"] {
        let report = check(&format!("fixtures/field-report/{path}"));
        let sorted = |report| {
            let mut codes = codes(report);
            codes.sort_unstable();
            codes.into_iter().map(|c| format!("{c:?}")).collect::<Vec<_>>()
        };
        assert_eq!(sorted(&report), sorted(&har), "{path}");
        assert_eq!(causes(&report), causes(&har), "{path}");
        assert_eq!(report["sessions"][0]["end"]["kind"], "unknown", "{path}");
    }
    let trace = check("fixtures/field-report/trace.zip");
    let members: Vec<_> = findings(&trace).iter().map(|finding| text(&finding["location"], "member")).collect();
    assert!(members.contains(&"trace.network"), "{members:?}");
    assert!(members.iter().any(|m| m.ends_with(".jsonl")), "{members:?}");
    assert_eq!(trace["sessions"][0]["id"], "fixtures/field-report/trace.zip!trace.network#1");
    let path = "fixtures/field-report/session.cdp.ndjson";
    let told = told(path, &check(path));
    assert!(told.contains(&expected(&[("GL201", "error", "/routingData", r#"\"startChat\""#)])[0]));
}

#[test]
fn as_two_payload_files() {
    let connect = "fixtures/field-report/connect.json";
    assert_eq!(
        told(connect, &check(connect)),
        expected(&[
            ("GL202", "error", "/version", r#""connect""#),
            ("GL204", "warning", "/sessionId", r#""sessionId""#),
        ])
    );
    let start_chat = "fixtures/field-report/start-chat.json";
    assert_eq!(
        told(start_chat, &check(start_chat)),
        expected(&[
            ("GL201", "error", "/routingData", r#""startChat""#),
            ("GL213", "warning", "/guestName", r#""guestName""#),
            ("GL213", "warning", "/guestEmail", r#""guestEmail""#),
        ])
    );
}
