//! Input that tries to break out of the reports for other tools, or to forge a line of them.

use crate::common::machine::{Reports, reports, results};
use crate::common::{findings, text};

/// What ends a CDATA section, begins an element, a workflow command, a table's cell, code, a link, and a placeholder.
const FORGED: &str = "]]>::error::<script>alert(1)</script>|`[x](http://evil){0}&amp;%0A'";
/// The same with what no JSON string holds raw.
const ESCAPED: &str = r#"\u001b[31m\r\n\u202e\u2028\ufffe\ud800\u0000\u0085"#;

/// Characters that no report may hold raw.
const RAW: [char; 9] = ['\u{1b}', '\r', '\u{202e}', '\u{2028}', '\u{0}', '\u{85}', '\u{9b}', '\u{7f}', '\u{fffe}'];

fn log() -> String {
    let name = format!("{FORGED}{ESCAPED}");
    let frames = [
        format!(r#"{{"type":"startChat","queueId":"{name}","{name}":"{name}","routingData":{{"language":"{name}"}}}}"#),
        format!(r#"{{"type":"{name}"}}"#),
        format!(r#"{{"type":"connect","version":"{name}","{name}":1,"{name}":2}}"#),
        format!(r#"{{"type":"startChat","queueId":7,"routingData":{{"language":["{name}"]}}}}"#),
        format!(r#"{{"type":"connect","version":"2.0","{name}"#),
    ];
    let url = "wss://api.mypurecloud.com/api/v2/guestconversations/websocket?x=]]%3E";
    let mut log = format!("{{\"event\":\"open\",\"url\":\"{url}\"}}\n");
    for frame in frames {
        let data = serde_json::to_string(&frame).unwrap();
        log.push_str(&format!("{{\"event\":\"send\",\"data\":{data}}}\n"));
    }
    log.push_str(&format!("{{\"event\":\"close\",\"code\":1011,\"reason\":\"{name}\"}}\n"));
    log
}

fn checked(name: &str, content: &str) -> Reports {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    reports(&[path.as_os_str(), "--all".as_ref(), "--show-values".as_ref()])
}

fn assert_harmless(all: &Reports) {
    all.assert_sound();
    let texts = [
        serde_json::to_string(&all.sarif).unwrap(),
        serde_json::to_string(&all.gitlab).unwrap(),
        serde_json::to_string(&all.rdjson).unwrap(),
        all.junit.clone(),
        all.checkstyle.clone(),
    ];
    for report in texts {
        for raw in RAW {
            assert!(!report.contains(raw), "{raw:?}\n{report}");
        }
    }
    assert!(!all.junit.contains("<script") && !all.checkstyle.contains("<script"));
    assert!(!all.junit.contains("]]>") && !all.checkstyle.contains("]]>"));
}

#[test]
fn names_and_values_break_out_of_nothing() {
    let all = checked("log.ndjson", &log());
    let forged = findings(&all.json).iter().filter(|finding| text(finding, "message").contains("::error::"));
    assert!(forged.count() > 2, "{}", all.json);
    assert_harmless(&all);
    let told = serde_json::to_string(results(&all.sarif)).unwrap();
    assert!(!told.contains("[x](http://evil)\"") && told.contains("[x\\\\](http://evil)"));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_breaks_out_of_nothing() {
    let all = checked("a b#%é]]>&\"'<script>\u{202e}\n\u{1b}`|.ndjson", &log());
    assert_harmless(&all);
    let place = &results(&all.sarif)[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = text(place, "uri");
    assert!(uri.ends_with("/a%20b%23%25%C3%A9%5D%5D%3E%26%22%27%3Cscript%3E%E2%80%AE%0A%1B%60%7C.ndjson"), "{uri}");
}

#[test]
fn bytes_that_are_no_text_make_sound_reports() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.ndjson");
    let mut bytes = b"{\"event\":\"send\",\"data\":{\"type\":\"startChat\",\"queueId\":\"\xff\xfe\xc0".to_vec();
    bytes.extend_from_slice(&[0xed, 0xa0, 0x80, b'"', b',', b'"', 0xff, b'"', b':', b'1', b'}', b'}']);
    std::fs::write(&path, bytes).unwrap();
    assert_harmless(&reports(&[path.as_os_str(), "--all".as_ref()]));
}
