//! HTTP archives of several writers.

use super::super::Format;
use super::{transcript, transcript_as};

pub(super) const CHROME: &str = r#"{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"entries":[
{"request":{"method":"GET","url":"https://shop.example/","headers":[]},"response":{"status":200},"startedDateTime":"2026-03-02T10:00:00.000Z","time":3.5},
{"_resourceType":"websocket","request":{"method":"GET","url":"wss://chat.example/socket","headers":[{"name":"Sec-WebSocket-Protocol","value":"one, two"}]},
"response":{"status":101},"startedDateTime":"2026-03-02T10:00:01.000Z","time":290.5,
"_webSocketMessages":[{"type":"send","time":1772445601.1,"opcode":1,"data":"{\"type\":\"hello\",\"text\":\"caf\u00e9\"}"},
{"type":"receive","time":1772445601.2,"opcode":2,"data":"AAEC/w=="},
{"type":"receive","time":1772445601.25,"opcode":1,"data":"plain"}]}]}}"#;

/// An archive by `creator` with the entries `entries`.
fn archive(creator: &str, entries: &str) -> String {
    format!(r#"{{"log":{{"version":"1.2","creator":{{"name":"{creator}"}},"entries":[{entries}]}}}}"#)
}

/// A socket that was open when it was exported: `time` reaches to the last message.
#[test]
fn chrome_of_an_open_socket() {
    let text = CHROME.replace("\"time\":290.5,", "\"time\":250.4,");
    let close = transcript(&text);
    assert!(close.ends_with("close Unknown at `wss://chat.example/socket`"), "{close}");
}

#[test]
fn chrome() {
    insta::assert_snapshot!(transcript(CHROME), @r#"
    har
    0 open wss://chat.example/socket Some(101) protocols=one, two @45601000000
    0 client text {"type":"hello","text":"café"} @45601100000
    0 server binary Some(4) "AAEC/w==" @45601200000
    0 server text plain @45601250000
    0 close Unknown at `290.5` @45601290500
    "#);
}

#[test]
fn the_order_of_members_does_not_matter() {
    let text = r#"{"log":{"entries":[{"_webSocketMessages":[{"data":"{}","opcode":1,"time":1772445601250,"type":"receive"}],
"startedDateTime":"2026-03-02T10:00:01Z","request":{"url":"https://chat.example/s"}}],"creator":{"name":"mitmproxy"}}}"#;
    insta::assert_snapshot!(transcript(text), @r#"
    har
    0 open wss://chat.example/s None @45601000000
    0 server text {} @45601250000
    0 close Unknown at `https://chat.example/s`
    "#);
}

#[test]
fn a_refused_handshake() {
    let chrome = archive(
        "WebInspector",
        r#"{"_resourceType":"websocket","request":{"url":"wss://chat.example/s"},"response":{"status":0},"startedDateTime":"2026-03-02T10:00:01Z","time":20,
"_webSocketMessages":[{"type":"error","time":1772445601.02,"opcode":-1,"data":"Error during WebSocket handshake: Unexpected response code: 403"}]}"#,
    );
    insta::assert_snapshot!(transcript(&chrome), @r#"
    har
    0 open wss://chat.example/s Some(403) @45601000000
    0 close Refused { status: Some(403) } at `{"type":"error","time":1772445 ~ response code: 403"}` @45601020000
    "#);
    let proxy = archive(
        "mitmproxy",
        r#"{"request":{"url":"https://chat.example/s","headers":[{"name":"Upgrade","value":"websocket"}]},"response":{"status":401}}"#,
    );
    insta::assert_snapshot!(transcript(&proxy), @r#"
    har
    0 open wss://chat.example/s Some(401)
    0 close Refused { status: Some(401) } at `401`
    "#);
    let playwright = archive(
        "Playwright",
        r#"{"request":{"url":"wss://chat.example/s","headers":[]},"response":{"status":-1,"_failureText":"net::ERR_CONNECTION_REFUSED"}}"#,
    );
    insta::assert_snapshot!(transcript(&playwright), @r#"
    har
    0 open wss://chat.example/s None
    0 close Refused { status: None } at `"net::ERR_CONNECTION_REFUSED"`
    "#);
}

#[test]
fn a_socket_over_http_2() {
    let entry = r#"{"_resourceType":"websocket","request":{"method":"CONNECT","url":"wss://chat.example/s"},"response":{"status":200}}"#;
    insta::assert_snapshot!(transcript(&archive("Playwright", entry)), @r#"
    har
    0 open wss://chat.example/s Some(200)
    0 close Unknown at `wss://chat.example/s`
    "#);
    // Without the method it is a page that answered in place of a socket.
    let page = entry.replace("CONNECT", "GET");
    assert!(transcript(&archive("Playwright", &page)).contains("Refused { status: Some(200) }"));
}

#[test]
fn proxies_see_the_handshake_as_http() {
    let entry = |method: &str| {
        format!(
            r#"{{"request":{{"url":"https://chat.example/s"}},"response":{{"status":101}},{method}"_webSocketMessages":[]}}"#
        )
    };
    for proxy in ["mitmproxy", "Proxyman", "HTTP Toolkit", "Reqable"] {
        let lines = transcript(&archive(proxy, &entry("")));
        assert!(lines.contains("open wss://chat.example/s"), "{lines}");
    }
    let lines = transcript(&archive("WebInspector", &entry("")));
    assert!(lines.contains("open https://chat.example/s"), "{lines}");
}

#[test]
fn a_connection_that_failed_before_an_answer() {
    let entry = r#"{"_resourceType":"websocket","request":{"url":"wss://chat.example/s"},"response":{"status":0},
"_webSocketMessages":[{"type":"error","time":1772445601.02,"opcode":-1,"data":"Error in connection establishment: net::ERR_NAME_NOT_RESOLVED"}]}"#;
    insta::assert_snapshot!(transcript(&archive("WebInspector", entry)), @r#"
    har
    0 open wss://chat.example/s None
    0 close Refused { status: None } at `{"type":"error","time":1772445 ~ _NAME_NOT_RESOLVED"}`
    "#);
}

#[test]
fn what_proxies_add() {
    let text = archive(
        "HTTP Toolkit",
        r#"{"request":{"url":"wss://chat.example/a"},"response":{"status":101},"_webSocketMessages":[],"_webSocketClose":"aborted"},
{"request":{"url":"wss://chat.example/b"},"response":{"status":101},"_webSocketMessages":[{"type":"receive","opcode":9,"data":""}],"_webSocketClose":{"code":4001,"reason":"bye","timestamp":1772445601.5}},
{"request":{"url":"wss://chat.example/c"},"response":{"status":101},"_webSocketMessages":[{"type":"receive","opcode":8,"time":1772445601.5,"data":"A+hieWU="}]},
{"request":{"url":"wss://chat.example/d"},"response":{"status":101},"_webSocketMessages":[{"type":"send","opcode":8,"data":"1001 going away"},{"type":"error","opcode":-1,"data":"late"}]}"#,
    );
    insta::assert_snapshot!(transcript(&text), @r#"
    har
    0 open wss://chat.example/a Some(101)
    0 close Dropped { reported: false } at `"aborted"`
    1 open wss://chat.example/b Some(101)
    1 close Closed { code: 4001, reason: Some("bye"), by: None } at `{"code":4001,"reason":"bye","timestamp":1772445601.5}` @45601500000
    2 open wss://chat.example/c Some(101)
    2 close Closed { code: 1000, reason: Some("bye"), by: Some(Server) } at `{"type":"receive","opcode":8," ~ 5,"data":"A+hieWU="}` @45601500000
    3 open wss://chat.example/d Some(101)
    3 error late
    3 close Closed { code: 1001, reason: Some("going away"), by: Some(Client) } at `{"type":"send","opcode":8,"data":"1001 going away"}`
    "#);
}

#[test]
fn a_browser_without_frames() {
    let entry = r#"{"request":{"url":"wss://chat.example/s","headers":[]},"response":{"status":101}}"#;
    assert!(transcript(&archive("WebKit Web Inspector", entry)).contains("no frames in 1"));
    insta::assert_snapshot!(transcript(&archive("Firefox", entry)), @r#"
    har
    0 open wss://chat.example/s Some(101)
    0 close Unknown at `wss://chat.example/s`
    no frames in 1 by Firefox at `wss://chat.example/s`
    "#);
    let aside = entry.replace("101", r#"101,"content":{"_file":"a.jsonl"}"#);
    insta::assert_snapshot!(transcript(&archive("Playwright", &aside)), @r#"
    har
    0 open wss://chat.example/s Some(101)
    0 close Unknown at `wss://chat.example/s`
    1 without frames at `"a.jsonl"`: the input stands alone
    "#);
    insta::assert_snapshot!(transcript_as("{\"a\":1}", Format::Har).join("\n"), @"at 0: the input is no HTTP archive: it has no member `log`");
    // Here no frame passed: the recorder leaves the array out.
    assert!(!transcript(&archive("Playwright", entry)).contains("no frames"));
}

#[test]
fn a_cut_archive_keeps_what_stands_before_the_cut() {
    let whole = transcript_as(CHROME, Format::Har);
    let cut = CHROME.find("AAEC").expect("the second message");
    let lines = transcript_as(&CHROME[..cut], Format::Har);
    assert_eq!(lines[..2], whole[..2]);
    assert_eq!(lines[2], format!("truncated at {cut}"));
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_broken_message_is_told_and_the_others_are_read() {
    let text = CHROME.replace(r#""opcode":2,"#, r#""opcode":2,,"#);
    let lines = transcript_as(&text, Format::Har);
    assert!(lines.iter().any(|line| line.starts_with("malformed at `,`")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("text plain")), "{lines:?}");
}
