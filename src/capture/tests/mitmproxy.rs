//! Files of mitmproxy's flows.

use crate::source::InputName;
use crate::source::content::Content;
use crate::text::mask::Masker;

use super::super::mitmproxy::is_flow;
use super::super::{Format, read};
use super::{Transcript, transcript, transcript_as};

/// As mitmproxy 11 writes it, shortened.
pub(super) const FLOW: &str = concat!(
    r#"559:9:websocket;255:13:timestamp_end;12:1772445601.3^12:close_reason;3:bye;10:close_code;4:1000#16:closed_by_client;5:false!8:messages;135:78:1:1#4:true!31:{"type":"hello","text":"café"},12:1772445601.1^5:false!5:false!]49:1:1#5:false!2:{},12:1772445601.2^5:false!5:false!]]}"#,
    r#"8:response;21:11:status_code;3:101#}"#,
    r#"7:request;207:4:path;11:/socket?a=1,6:scheme;5:https,4:port;3:443#4:host;8:10.0.0.1;15:timestamp_start;13:1772445600.95^7:headers;87:23:4:Host,12:chat.example,]22:7:Upgrade,9:websocket,]30:22:Sec-WebSocket-Protocol,1:x,]]}4:type;4:http;7:version;2:21#}"#,
);

/// A value as mitmproxy writes it.
fn tn(kind: char, content: &str) -> String {
    format!("{}:{content}{kind}", content.len())
}

fn dict(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(key, value)| tn(';', key) + value).collect();
    tn('}', &members.concat())
}

fn message(opcode: &str, client: &str, content: &str, dropped: &str, injected: &str) -> String {
    let parts = [
        tn('#', opcode),
        tn('!', client),
        tn(',', content),
        tn('^', "1772445601.5"),
        tn('!', dropped),
        tn('!', injected),
    ];
    tn(']', &parts.concat())
}

fn request(upgrade: bool) -> String {
    let header = tn(']', &(tn(',', "Upgrade") + &tn(',', "websocket")));
    let headers = if upgrade { tn(']', &header) } else { tn(']', "") };
    dict(&[
        ("host", tn(';', "chat.example")),
        ("port", tn('#', "8080")),
        ("scheme", tn(',', "http")),
        ("path", tn(',', "/s")),
        ("headers", headers),
    ])
}

fn flow(websocket: String, status: Option<&str>, version: &str) -> String {
    let response = match status {
        Some(status) => dict(&[("status_code", tn('#', status))]),
        None => tn('~', ""),
    };
    dict(&[("websocket", websocket), ("response", response), ("request", request(true)), ("version", tn('#', version))])
}

fn socket(messages: &[String], code: &str, by_client: &str) -> String {
    dict(&[
        ("close_code", code.to_owned()),
        ("closed_by_client", by_client.to_owned()),
        ("messages", tn(']', &messages.concat())),
    ])
}

#[test]
fn a_flow() {
    insta::assert_snapshot!(transcript(FLOW), @r#"
        mitmproxy-flow
        0 open wss://chat.example/socket?a=1 Some(101) protocols=x @45600950000
        0 client text {"type":"hello","text":"café"} @45601100000
        0 server text {} @45601200000
        0 close Closed { code: 1000, reason: Some("bye"), by: Some(Server) } at `1000` @45601300000
        "#);
}

#[test]
fn several_flows_and_their_ends() {
    let none = || tn('~', "");
    let flows = [
        flow(socket(&[], &tn('#', "1006"), &tn('!', "false")), Some("101"), "21"),
        flow(
            socket(&[message("2", "true", "ab", "false", "false")], &tn('#', "4001"), &tn('!', "true")),
            Some("101"),
            "21",
        ),
        // Still open when it was saved.
        flow(socket(&[message("1", "false", "{}", "false", "false")], &none(), &none()), Some("101"), "21"),
        flow(none(), Some("403"), "21"),
        flow(none(), None, "21"),
        // No socket at all.
        dict(&[("websocket", none()), ("request", request(false)), ("version", tn('#', "21"))]),
    ];
    insta::assert_snapshot!(transcript(&flows.concat()), @r#"
        mitmproxy-flow
        0 open ws://chat.example:8080/s Some(101)
        0 close Dropped { reported: true } at `1006`
        1 open ws://chat.example:8080/s Some(101)
        1 client binary Some(2) ab @45601500000
        1 close Closed { code: 4001, reason: None, by: Some(Client) } at `4001`
        2 open ws://chat.example:8080/s Some(101)
        2 server text {} @45601500000
        3 open ws://chat.example:8080/s Some(403)
        3 close Refused { status: Some(403) } at `403`
        4 open ws://chat.example:8080/s None
        4 close Refused { status: None } at `/s`
        "#);
}

#[test]
fn messages_that_a_proxy_made_or_kept_are_not_judged() {
    let messages =
        [message("1", "true", "{\"kept\":1}", "true", "false"), message("1", "false", "{\"made\":1}", "false", "true")];
    let flow = flow(socket(&messages, &tn('#', "1005"), &tn('!', "true")), Some("101"), "21");
    insta::assert_snapshot!(transcript(&flow), @r#"
        mitmproxy-flow
        0 open ws://chat.example:8080/s Some(101)
        0 client unchecked {"kept":1} (mitmproxy dropped this message: the other side never got it, so it was not checked) @45601500000
        0 server unchecked {"made":1} (mitmproxy injected this message: neither side sent it, so it was not checked) @45601500000
        0 close Closed { code: 1005, reason: None, by: Some(Client) } at `1005`
        "#);
}

#[test]
fn a_cut_or_broken_file_keeps_its_complete_flows() {
    let twice = FLOW.repeat(2);
    let whole = transcript_as(FLOW, Format::MitmproxyFlow);
    for cut in [FLOW.len() + 1, FLOW.len() + 90, twice.len() - 1] {
        let mut lines = transcript_as(&twice[..cut], Format::MitmproxyFlow);
        assert_eq!(lines.pop().unwrap(), format!("truncated at {cut}"));
        assert_eq!(lines, whole);
    }
    let broken = transcript_as(&format!("{FLOW}\n{FLOW}"), Format::MitmproxyFlow);
    assert_eq!(broken[..whole.len()], whole);
    assert_eq!(broken[whole.len()], "malformed at ``: what stands here is no flow");
    let none = transcript_as("12:30:00 hello", Format::MitmproxyFlow);
    assert_eq!(none, ["at 0: the input is no file of mitmproxy's flows"]);
}

#[test]
fn another_version_is_told_once_and_read() {
    let old =
        flow(socket(&[message("1", "true", "{}", "false", "false")], &tn('~', ""), &tn('~', "")), Some("101"), "9");
    let lines = transcript_as(&old.repeat(2), Format::MitmproxyFlow);
    let told = |line: &&String| line.contains("file version 9, and this reader knows version 21");
    assert_eq!(lines.iter().filter(told).count(), 1, "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.contains("client text {}")).count(), 2);
}

#[test]
fn places_are_those_of_the_bytes() {
    let content = br#"{"a":"XX","b":1}"#;
    let text = flow(
        socket(
            &[message("1", "true", std::str::from_utf8(content).unwrap(), "false", "false")],
            &tn('~', ""),
            &tn('~', ""),
        ),
        Some("101"),
        "21",
    );
    // Bytes that are no UTF-8, in front of what is looked for.
    let at = text.find("XX").unwrap();
    let mut bytes = text.into_bytes();
    bytes[at..at + 2].copy_from_slice(&[0xff, 0xc3]);
    assert!(is_flow(&bytes));
    let decoded = Content::from(bytes.clone()).decode_binary(InputName::Stdin, Masker::new(true)).unwrap();
    let shown = String::from_utf8_lossy(&bytes).replace('\u{fffd}', "?");
    let mut sink = Transcript { text: &shown, lines: Vec::new() };
    read(&decoded.source, Format::MitmproxyFlow, &crate::capture::Settings::default(), &mut sink);
    assert!(sink.lines[1].contains(r#"client text {"a":"??","b":1}"#), "{:?}", sink.lines);
    assert_eq!(&bytes[at + 3..at + 8], br#","b":"#);
}

#[test]
fn what_begins_like_a_flow() {
    assert!(is_flow(FLOW.as_bytes()));
    for other in [&b"12:30:00 a log; of text"[..], b"5:0:;", b"1:", b"", b"99:4:Type;"] {
        assert!(!is_flow(other), "{other:?}");
    }
}
