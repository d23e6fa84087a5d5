//! Messages of one socket, copied out of an archive, and the files that hold them beside one.

use super::super::Format;
use super::{transcript, transcript_as, transcript_beside};

pub(super) const MESSAGES: &str = r#"{"type":"send","time":1772445601.1,"opcode":1,"data":"{\"type\":\"hello\",\"text\":\"caf\u00e9\"}"}
{"type":"receive","time":1772445601.2,"opcode":2,"data":"AAEC/w=="}
{"type":"error","time":1772445601.25,"opcode":-1,"data":"broken"}"#;

pub(super) const TRACE: &str = r#"{"type":"resource-snapshot","snapshot":{"request":{"url":"https://shop.example/","headers":[]},"response":{"status":200,"content":{"_file":"resources/a.html"}}}}
{"type":"resource-snapshot","snapshot":{"startedDateTime":"2026-03-02T10:00:01.000Z","time":150,"request":{"url":"wss://chat.example/socket","headers":[]},"response":{"status":101,"content":{"_file":"resources/b.jsonl"}}}}
{"type":"resource-snapshot","snapshot":{"startedDateTime":"2026-03-02T10:00:02.000Z","time":-1,"request":{"url":"wss://chat.example/socket","headers":[]},"response":{"status":101},"_webSocketMessages":[{"type":"send","time":1772445602100.5,"opcode":1,"data":"{}"},{"type":"receive","time":-1,"opcode":1,"data":"{}"}]}}"#;

fn array(messages: &str) -> String {
    format!("[{}]", messages.replace("}\n{", "},\n{"))
}

#[test]
fn copied_messages() {
    insta::assert_snapshot!(transcript(MESSAGES), @r#"
    har-messages
    0 client text {"type":"hello","text":"café"} @45601100000
    0 server binary Some(4) "AAEC/w==" @45601200000
    0 error broken @45601250000
    "#);
    assert_eq!(transcript(&array(MESSAGES)), transcript(MESSAGES));
    let lines = MESSAGES.replace("}\n", "},\n");
    assert_eq!(transcript(&lines), transcript(MESSAGES));
}

#[test]
fn other_logs_with_such_members_are_none() {
    let format = |text: &str| super::super::recognise(&super::source(text));
    let log = r#"{"type":"send","time":1772445601.1,"data":"{}","socket":"1"}"#;
    assert_eq!(format(log), Some(Format::FrameLog));
    assert_eq!(format(r#"{"type":"error","message":"x"}"#), Some(Format::Payload));
}

#[test]
fn cut_messages() {
    let cut = MESSAGES.find("AAEC").expect("the second message");
    for text in [&MESSAGES[..cut], &array(MESSAGES)[..cut + 1]] {
        let lines = transcript_as(text, Format::HarMessages);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[1], format!("truncated at {}", text.len()));
    }
    assert_eq!(
        transcript_as("{\"a\":1}", Format::HarMessages),
        ["at 0: the input holds no message as a HAR's `_webSocketMessages` does"]
    );
}

#[test]
fn a_trace_with_its_files() {
    let beside = [("resources/b.jsonl", MESSAGES)];
    insta::assert_snapshot!(transcript_beside(TRACE, Format::PlaywrightTrace, &beside), @r#"
    0 open wss://chat.example/socket Some(101) @45601000000
    0 client text {"type":"hello","text":"café"} @45601100000
    0 server binary Some(4) "AAEC/w==" @45601200000
    0 error broken @45601250000
    0 close Unknown at `wss://chat.example/socket`
    1 open wss://chat.example/socket Some(101) @45602000000
    1 client text {} @45602100500
    1 server text {}
    1 close Unknown at `wss://chat.example/socket`
    "#);
    assert_eq!(super::super::recognise(&super::source(TRACE)), Some(Format::PlaywrightTrace));
}

#[test]
fn a_trace_without_its_files() {
    insta::assert_snapshot!(transcript_beside(TRACE, Format::PlaywrightTrace, &[]), @r#"
    0 open wss://chat.example/socket Some(101) @45601000000
    0 close Unknown at `wss://chat.example/socket`
    1 open wss://chat.example/socket Some(101) @45602000000
    1 client text {} @45602100500
    1 server text {}
    1 close Unknown at `wss://chat.example/socket`
    1 without frames at `"resources/b.jsonl"`: there is no such file
    "#);
}

#[test]
fn an_archive_names_files_of_messages() {
    let har = |file: &str, status: u16| {
        format!(
            r#"{{"log":{{"creator":{{"name":"Playwright"}},"entries":[{{"request":{{"url":"wss://chat.example/s"}},"response":{{"status":{status},"content":{{"_file":"{file}"}}}}}}]}}}}"#
        )
    };
    let array = array(MESSAGES);
    let lines = |file, status| {
        let text = if file == "a.jsonl" { MESSAGES } else { &array };
        let beside = [(file, text)];
        transcript_beside(&har(file, status), Format::Har, &beside[..usize::from(file != "c.jsonl")])
    };
    let (whole, same) = (lines("a.jsonl", 101), lines("b.json", 101));
    assert!(whole.contains("client text"), "{whole}");
    assert_eq!(whole, same);
    // Over HTTP/2 the answer is 200.
    assert!(!lines("a.jsonl", 200).contains("Refused"));
    // The body of a refusal holds no messages.
    assert!(!lines("b.json", 403).contains("client text"));
    assert!(lines("b.json", 403).contains("Refused"));
    assert!(lines("c.jsonl", 101).contains("no such file"));
    let cut = [("a.jsonl", &MESSAGES[..MESSAGES.len() - 4])];
    let lines = transcript_beside(&har("a.jsonl", 101), Format::Har, &cut);
    assert!(lines.contains("truncated"), "{lines}");
}
