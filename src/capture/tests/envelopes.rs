//! What services put around the lines of a log.

use super::transcript;

fn frames(text: &str) -> Vec<String> {
    let transcript = transcript(text);
    transcript.lines().skip(1).filter(|line| !line.starts_with("skipped")).map(str::to_owned).collect()
}

/// Loki's answer: streams of pairs, newest first.
#[test]
fn loki() {
    let text = r#"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"gw"},"values":[
        ["1795417067860000000","Connection closed with code: 1006, reason: , wasClean: false"],
        ["1795417067811000000","Received: {\"type\":\"welcome\"}"],
        ["1795417067801000000","Sending: {\"type\":\"hello\"}"]]},{"stream":{"app":"gw"},"values":[]}]}}"#;
    insta::assert_snapshot!(frames(text).join("\n"));
}

#[test]
fn breadcrumbs() {
    let text = r#"{"event_id":"4f","timestamp":1795417068.0,"breadcrumbs":{"values":[
        {"timestamp":1795417067.6,"category":"navigation","data":{"from":"/","to":"/help"}},
        {"timestamp":1795417067.801,"category":"console","level":"log","message":"Sending: {\"type\":\"hello\"}","data":{"arguments":["Sending:"]}},
        {"timestamp":1795417067.811,"category":"console","level":"log","message":"Received: {\"type\":\"welcome\"}"}]}}"#;
    insta::assert_snapshot!(frames(text).join("\n"));
}

#[test]
fn a_table_of_another_service() {
    let text = "insertId,severity,textPayload,timestamp\nx1,INFO,\"Sending: {\"\"type\"\":\"\"hello\"\"}\",2026-11-23T06:57:47.801Z\nx2,INFO,\"Received: {\"\"type\"\":\"\"welcome\"\"}\",2026-11-23T06:57:47.811Z\n";
    insta::assert_snapshot!(frames(text).join("\n"));
}
