//! The field report as log services export it: the same findings at the same text, whatever is around it.

use serde_json::{Value, json};

use crate::common::{bytes, check, findings, guestlint, text, with_stdin};

/// Code, pointer and the text under the caret, without its escapes, of every finding.
fn told(content: &str, report: &Value) -> Vec<(String, String, String)> {
    let mut told: Vec<_> = findings(report)
        .iter()
        .map(|finding| {
            let number = |key| usize::try_from(finding["location"][key].as_u64().unwrap()).unwrap();
            let (start, length) = (number("offset"), number("length"));
            let under = content[start..start + length].replace(['\\', '"'], "");
            let (code, pointer) = (text(finding, "code"), text(finding, "pointer"));
            (code.to_owned(), pointer.to_owned(), under)
        })
        .collect();
    told.sort();
    told
}

fn log() -> String {
    String::from_utf8(bytes("fixtures/field-report/session.ndjson")).unwrap()
}

/// The rows of the log, with their times.
fn rows() -> Vec<(String, String)> {
    let time = |row: &str| {
        let row: Value = serde_json::from_str(row).unwrap();
        row["ts"].as_str().unwrap().to_owned()
    };
    log().lines().map(|row| (time(row), row.to_owned())).collect()
}

fn csv(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Each kind of export, with its name.
fn exports() -> Vec<(&'static str, String)> {
    let rows = rows();
    let each =
        |make: &dyn Fn(&str, &str) -> Value| -> Vec<Value> { rows.iter().map(|(time, row)| make(time, row)).collect() };
    let newest_first = |mut items: Vec<Value>| {
        items.reverse();
        items
    };
    let events = each(&|_, row| json!({"timestamp": 1, "message": row}));
    let insights =
        each(&|time, row| json!([{"field": "@timestamp", "value": time}, {"field": "@message", "value": row}]));
    let hits = each(&|time, row| json!({"_source": {"@timestamp": time, "message": row}}));
    let data = each(&|time, row| json!({"type": "log", "attributes": {"timestamp": time, "message": row}}));
    let docker = rows.iter().flat_map(|(time, row)| {
        let record = |log: &str| json!({"log": log, "stream": "stdout", "time": time}).to_string();
        let (head, rest) = row.split_at(row.find("\"event\"").unwrap());
        [record(head), record(&format!("{rest}\n"))]
    });
    let table = rows.iter().rev().map(|(time, row)| {
        let cells = [csv(time), csv("chat"), csv(row)];
        cells.join(",")
    });
    let splunk =
        rows.iter().map(|(time, row)| json!({"preview": false, "result": {"_time": time, "_raw": row}}).to_string());
    let lines = |lines: Vec<String>| lines.join("\n") + "\n";
    vec![
        ("get-log-events", json!({"events": events}).to_string()),
        ("put-log-events", serde_json::to_string_pretty(&json!({"logEvents": events})).unwrap()),
        ("insights", json!({"results": newest_first(insights), "status": "Complete"}).to_string()),
        ("elasticsearch", json!({"hits": {"hits": newest_first(hits)}}).to_string()),
        ("datadog", json!({"data": newest_first(data)}).to_string()),
        ("docker", lines(docker.collect())),
        ("table", format!("Date,Service,Message\n{}", lines(table.collect()))),
        ("splunk", lines(splunk.collect())),
    ]
}

#[test]
fn every_export_tells_the_same() {
    let expected = told(&log(), &check("fixtures/field-report/session.ndjson"));
    assert!(expected.len() > 5);
    for (name, export) in exports() {
        let report = with_stdin("check - --output json", export.as_bytes()).report();
        assert_eq!(told(&export, &report), expected, "{name}");
        assert_eq!(report["sessions"][0]["end"]["code"], 1006, "{name}");
    }
}

#[test]
fn what_an_application_logs_beside_its_frames_is_no_payload() {
    let export = json!({"events": [
        {"timestamp": 1, "message": "{\"level\":\"info\",\"msg\":\"listening\",\"port\":8080}"},
        {"timestamp": 2, "message": "{\"requestId\":\"7\",\"path\":\"/health\"}"},
        {"timestamp": 3, "message": "ws send {\"type\":\"connect\",\"version\":\"2.0\"}"},
        {"timestamp": 4, "message": "ws recv {\"type\":\"connected\"}"},
    ]});
    let ran = with_stdin("check - --output json", export.to_string().as_bytes());
    assert_eq!(findings(&ran.report()), [] as [Value; 0], "{}", ran.stdout);
    assert_eq!(ran.exit, 0);
}

const DIALECT: &str = r#"{"when":1795417067985,"who":"CLIENT","what":"{\"type\":\"connect\",\"version\":\"2.0\"}"}
{"when":1795417067995,"who":"SERVER","what":"{\"type\":\"connected\"}"}
"#;

#[test]
fn a_mapping_reads_a_dialect() {
    let map = "--map time=/when --map direction=/who --map payload=/what --map socket=/peer";
    let ran = with_stdin(&format!("check - -v {map}"), DIALECT.as_bytes());
    insta::assert_snapshot!(ran.transcript("check - -v --map …"), @r#"
    $ guestlint check - -v --map …
    <stdin> · guest-conversations · 2 frames
      no problems; neither its URL nor its frames are of a known protocol

    <stdin>: what its rows were read from
      time       /when (2 rows)
      direction  /who (2 rows)
      payload    /what (2 rows)
      socket     /peer (0 rows)

    No problems found in 1 file, 1 session, 2 frames.
    [exit 0]
    "#);
    for (map, why) in [
        ("payload", "`payload` is not FIELD=POINTER"),
        ("body=/x", "there is no field `body`"),
        ("payload=what", "write `payload=/what`"),
    ] {
        let ran = guestlint(&format!("check --map {map} README.md"));
        assert_eq!(ran.exit, 2);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
}

#[test]
fn a_servers_log_is_read_with_its_perspective() {
    let log = "Received: {\"type\":\"connect\",\"version\":\"2.0\"}\nSending: {\"type\":\"connected\"}\n";
    let as_client = with_stdin("check - --output json", log.as_bytes()).report();
    assert!(findings(&as_client).iter().any(|finding| text(finding, "code") == "GL313"));
    let as_server = with_stdin("check - --perspective server --output json", log.as_bytes());
    assert_eq!(findings(&as_server.report()), [] as [Value; 0]);
}
