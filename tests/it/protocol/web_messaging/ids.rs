//! What hangs on ids: attachments and their uploads, requests and their answers.

use serde_json::{Value, json};

use crate::common::{findings, text, with_stdin};

use super::frames::*;

/// The findings of this code: how often, and what it says.
fn told(code: &str, input: &str) -> Vec<(u64, String)> {
    let report = report("", input);
    findings(&report)
        .iter()
        .filter(|finding| text(finding, "code") == code)
        .map(|finding| {
            let message = text(finding, "message").to_owned();
            (finding["count"].as_u64().unwrap(), message)
        })
        .collect()
}

#[test]
fn an_attachment_that_is_not_uploaded_is_told_with_its_state() {
    for (words, state) in [
        ("session attached", "of which this session has seen no upload"),
        ("session upload attached", "of which this session has seen no upload"),
        ("session upload-own-id attached", "which has no upload URL yet"),
        ("session upload presigned attached", "whose upload has not succeeded"),
        ("session upload-own-id presigned attached uploaded", "whose upload has not succeeded"),
        ("session upload presigned failed attached", "whose upload failed"),
        ("session upload-own-id url-refused attached", "whose upload the server refused"),
        ("session upload presigned uploaded delete deleted attached", "which was deleted"),
        // What was seen of it on a resumed session counts too.
        ("resumed upload presigned attached", "whose upload has not succeeded"),
        ("resumed upload presigned uploaded delete deleted attached", "which was deleted"),
    ] {
        let found = told("GL315", &log(&format!("configure {words}")));
        let [(1, message)] = &found[..] else {
            panic!("{words}: {found:?}");
        };
        assert!(message.contains(ATTACHMENT) && message.ends_with(state), "{words}: {message}");
    }
}

/// The words of help are the state's; why the socket can end for it is the rule's.
#[test]
fn a_dropped_socket_is_explained_whatever_state_the_attachment_was_in() {
    for words in ["attached", "upload-own-id attached", "upload presigned uploaded delete deleted attached"] {
        let drop = json!({ "ts": time(900_000), "event": "close", "code": 1006, "reason": "", "clean": false });
        let report = report("", &format!("{}{drop}\n", log(&format!("configure session {words}"))));
        let cause = &report["sessions"][0]["causes"][0];
        assert_eq!(text(cause, "code"), "GL315", "{words}");
        let why = text(cause, "why");
        assert!(
            why.ends_with("; the server refuses an attachment that is not uploaded (4009, 4010)"),
            "{words}: {why}"
        );
    }
}

#[test]
fn an_attachment_that_may_be_uploaded_raises_nothing() {
    for words in [
        "configure session upload presigned uploaded attached",
        "configure session upload presigned uploaded attached get-attachment presigned attached",
        // Uploaded once more after it had failed.
        "configure session upload presigned failed upload presigned uploaded attached",
        // It may have been uploaded on an earlier socket, or before the capture began.
        "configure resumed attached",
        "configure resumed get-attachment presigned attached",
        "resumed upload attached",
        // Something came that nobody knows: it may have been the event.
        "configure session upload presigned unknown-class attached",
    ] {
        assert_eq!(told("GL315", &log(words)), [], "{words}");
    }
    // The capture begins with a new session's answer, so that its start is not there.
    let (side, frame) = frame("session");
    let (sent, message) = self::frame("attached");
    let input = log_of(None, &[(side, frame, STEP), (sent, message, STEP)]);
    let forced = with_stdin("check - --protocol web-messaging --output json", input.as_bytes());
    let codes: Vec<_> = findings(&forced.report()).iter().map(|finding| text(finding, "code").to_owned()).collect();
    assert!(!codes.contains(&"GL315".to_owned()), "{codes:?}");
}

#[test]
fn ids_of_attachments_are_compared() {
    let other = "0d5b7e91-34c2-4f68-8a07-e2b6c1f93d54";
    let mut frames: Vec<_> = "configure session upload presigned uploaded"
        .split(' ')
        .map(|word| frame(word))
        .map(|(side, frame)| (side, frame, STEP))
        .collect();
    let content = json!([{ "contentType": "Attachment", "attachment": { "id": other } }]);
    let sent = message(json!({ "type": "Text", "text": "My receipt", "content": content }));
    frames.push(("send", sent, STEP));
    let found = told("GL315", &log_of(Some(URL), &frames));
    assert!(matches!(&found[..], [(1, message)] if message.contains(other)), "{found:?}");
}

/// An attachment that is not the first item of the content.
fn second_item() -> Value {
    let content = json!([
        { "contentType": "Text", "text": { "body": "Look" } },
        { "contentType": "Attachment", "attachment": { "id": ATTACHMENT } },
    ]);
    message(json!({ "type": "Text", "text": "My receipt", "content": content }))
}

#[test]
fn any_item_of_an_array_counts() {
    let words = |words: &str, last: Value| {
        let frames = words.split(' ').map(|word| frame(word));
        let mut frames: Vec<_> = frames.map(|(side, frame)| (side, frame, STEP)).collect();
        frames.push(("send", last, STEP));
        log_of(Some(URL), &frames)
    };
    let input = words("configure session upload presigned", second_item());
    assert_eq!(told("GL315", &input).len(), 1);
    let events = |events: Value| message(json!({ "type": "Event", "events": events }));
    let typing = json!({ "eventType": "Typing", "typing": { "type": "On" } });
    let both = events(json!([presence("Clear"), typing]));
    let input = words("configure session disconnect-read-only", both);
    assert_eq!(told("GL311", &input).len(), 1);
    let late = events(json!([typing, presence("Join")]));
    assert_eq!(told("GL314", &words("configure resumed", late)).len(), 1);
    // One message that holds two events is sent once.
    let two = events(json!([typing, typing]));
    assert_eq!(told("GL312", &words("configure session", two)), []);
}

#[test]
fn a_request_without_its_answer_is_told() {
    for (words, message, count) in [
        ("text#2 get-jwt#3 jwt#3", "onMessage was never answered", 1),
        ("text#2 answer get-jwt#3 jwt#3 close", "onMessage was never answered", 1),
        ("text#2 text#3 get-jwt#4 jwt#4 close", "onMessage was never answered", 2),
        ("text#2 inbound#2 get-jwt#3 close@5000", "getJwt was never answered", 1),
        ("echo#2 get-jwt#3 jwt#3", "echo was never answered", 1),
        ("join#2 get-jwt#3 jwt#3", "onMessage was never answered", 1),
        ("upload#2 uploaded get-jwt#3 jwt#3", "onAttachment was never answered", 1),
        ("close-session#2 close", "closeSession was never answered", 1),
    ] {
        let input = log(&format!("configure#1 session#1 {words}"));
        assert_eq!(told("GL317", &input), [(count, message.to_owned())], "{words}");
    }
}

#[test]
fn a_request_that_may_have_been_answered_is_not() {
    for words in [
        // The server copies no ids.
        "configure#1 session text#2 get-jwt#3 jwt close",
        // An answer without an id.
        "configure#1 session#1 text#2 inbound get-jwt#3 jwt#3 close",
        "configure#1 session#1 upload#2 presigned get-jwt#3 jwt#3 close",
        "configure#1 session#1 text#2 get-jwt#3 jwt#3 too-many close",
        // The server has ended the session.
        "configure#1 session#1 text#2 get-jwt#3 jwt#3 closed close",
        // Something came that nobody knows.
        "configure#1 session#1 text#2 get-jwt#3 jwt#3 unknown-class close",
        // The client did not wait.
        "configure#1 session#1 text#2 close@4999",
        "configure#1 session#1 text#2",
        // Typing has no answer.
        "configure#1 session#1 typing#2 get-jwt#3 jwt#3 close",
        // Which of the two was answered cannot be told.
        "configure#1 session#1 echo#2 echo#2@30000 get-jwt#3 jwt#3 close",
        // Answers come in any order.
        "configure#1 session#1 text#2 get-jwt#3 jwt#3 inbound#2 close",
        "configure#1 session#1",
    ] {
        assert_eq!(told("GL317", &log(words)), [], "{words}");
    }
    // A drop says itself that no answer came.
    let mut input = log("configure#1 session#1 text#2 get-jwt#3 jwt#3");
    input.push_str(r#"{"ts":"2026-11-23T09:20:00.000Z","event":"close","code":1006,"clean":false}"#);
    assert_eq!(told("GL317", &input), []);
    // A log that is cut may have lost the answer.
    let mut input = log("configure#1 session#1 text#2 get-jwt#3 jwt#3");
    input.push_str(r#"{"ts":"2026-11-23T09:20:00.000Z","event":"recv","da"#);
    assert_eq!(told("GL317", &input), []);
}

#[test]
fn an_id_that_is_used_twice_is_told_by_message() {
    for (words, expected) in [
        ("configure#1 session text#1 inbound", vec![(1, "onMessage")]),
        ("configure#1 session text#1 get-jwt#1 text#1", vec![(2, "onMessage"), (1, "getJwt")]),
        ("configure#1 session echo#2 text#2", vec![]),
        ("configure#1 session echo#2 echo#2@30000", vec![]),
        ("configure session text text", vec![]),
        ("configure# session text# text#", vec![]),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(count, name)| (count, format!("{name} has the tracingId of an earlier request")))
            .collect();
        assert_eq!(told("GL318", &log(words)), expected, "{words}");
    }
}

#[test]
fn the_sockets_of_one_token_are_one_group() {
    let socket = |number: u64, words: &str| {
        let log = log(words);
        let lines = log.lines().map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            line["socket"] = number.into();
            format!("{line}\n")
        });
        lines.collect::<String>()
    };
    let input = [
        socket(1, "configure session text close"),
        socket(2, "configure resumed text"),
        socket(3, "other-token:configure session"),
        socket(4, "session"),
    ];
    let report = report("", &input.concat());
    let sessions = list(&report, "sessions");
    let groups: Vec<_> = sessions.iter().map(|session| session["group"].as_str()).collect();
    assert_eq!(groups.len(), 4);
    assert!(groups[0].is_some() && groups[0] == groups[1], "{groups:?}");
    assert!(groups[2].is_some() && groups[2] != groups[0], "{groups:?}");
    assert_eq!(groups[3], None);
    let text = report.to_string();
    assert!(!text.contains(TOKEN) && !text.contains(OTHER_TOKEN));
}
