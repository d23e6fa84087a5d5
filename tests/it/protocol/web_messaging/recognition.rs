//! Whose socket it is, among others.

use serde_json::{Value, json};

use crate::common::{findings, is_fault, text, with_stdin};

use super::frames::*;

/// One entry of a HAR.
fn entry(url: &str, frames: &[(&str, Value)]) -> Value {
    let frames: Vec<_> = (1_795_425_245_u64..)
        .zip(frames)
        .map(|(time, (side, frame))| {
            let side = if *side == "send" { "send" } else { "receive" };
            json!({ "type": side, "time": time, "opcode": 1, "data": frame.to_string() })
        })
        .collect();
    json!({
        "_resourceType": "websocket",
        "startedDateTime": "2026-11-23T09:14:04.000Z",
        "time": 0,
        "request": { "method": "GET", "url": url, "httpVersion": "HTTP/1.1", "headers": [], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0 },
        "response": { "status": 101, "statusText": "Switching Protocols", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [], "content": { "size": 0, "mimeType": "x-unknown" }, "redirectURL": "", "headersSize": -1, "bodySize": 0 },
        "cache": {},
        "timings": { "send": 0, "wait": 0, "receive": 0 },
        "_webSocketMessages": frames,
    })
}

fn protocols(report: &Value) -> Vec<&str> {
    list(report, "sessions").iter().map(|session| text(session, "protocol")).collect()
}

#[test]
fn a_socket_is_recognised_by_its_url() {
    let echo = [("recv", frame("answer").1, STEP)];
    let verbose = |url: &str| {
        let ran = with_stdin("check - -v", log_of(Some(url), &echo).as_bytes());
        assert_eq!(ran.exit, 0, "{}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    assert_eq!(protocols(&report("", &log_of(Some(URL), &echo))), ["web-messaging"]);
    let screen = verbose(URL);
    assert!(screen.contains("web-messaging") && screen.contains("its URL is the endpoint"), "{screen}");
    let local = format!("ws://localhost:8080/v1?deploymentId={DEPLOYMENT}");
    assert!(verbose(&local).contains("its path is an endpoint"), "{}", verbose(&local));
}

#[test]
fn a_socket_without_a_url_is_recognised_by_what_only_this_protocol_has() {
    let distinctive = [
        ("configure session", "the client sent configureSession"),
        ("authenticate session", "the client sent configureAuthenticatedSession"),
        ("resumed get-jwt", "the client sent getJwt"),
        ("resumed upload", "the client sent onAttachment"),
    ];
    for (words, reason) in distinctive {
        let frames: Vec<_> =
            words.split(' ').map(|word| frame(word)).map(|(side, frame)| (side, frame, STEP)).collect();
        let input = log_of(None, &frames);
        assert_eq!(protocols(&report("", &input)), ["web-messaging"], "{words}");
        let screen = with_stdin("check - -v", input.as_bytes()).stdout;
        assert!(screen.contains(reason), "{words}: {screen}");
    }
}

#[test]
fn each_socket_of_a_capture_has_its_own_protocol() {
    let entries = [
        entry("ws://localhost:5173/?token=abc", &[("recv", json!({ "type": "connected" }))]),
        entry(URL, &[frame("configure"), frame("session"), frame("text"), frame("answer")]),
        entry(
            GUEST_CONVERSATIONS,
            &[("send", json!({ "type": "connect", "version": "2.0" })), ("recv", json!({ "type": "connected" }))],
        ),
    ];
    let har = json!({ "log": { "version": "1.2", "creator": { "name": "x", "version": "1" }, "entries": entries } });
    let report = report("", &har.to_string());
    assert_eq!(protocols(&report), ["web-messaging", "guest-conversations"]);
    assert_eq!(report["summary"]["ignoredSessions"], 1);
    assert_eq!(findings(&report).iter().filter(is_fault).count(), 0, "{report:#}");
    let screen = with_stdin("check - -v", har.to_string().as_bytes()).stdout;
    assert!(screen.contains("ignored: ws://localhost:5173"), "{screen}");
}

#[test]
fn the_user_has_the_last_word_on_the_protocol() {
    let input = log("configure session text");
    assert_eq!(protocols(&report("", &input)), ["web-messaging"]);
    let forced = report(" --protocol guest-conversations", &input);
    assert_eq!(protocols(&forced), ["guest-conversations"]);
    let screen = with_stdin("check - -v --protocol web-messaging", input.as_bytes()).stdout;
    assert!(screen.contains("--protocol says so"), "{screen}");
}

#[test]
fn another_protocols_words_at_an_endpoint_are_the_one_fault() {
    let frames = [("send", json!({ "action": "init", "token": TOKEN }), STEP)];
    let report = report("", &log_of(Some(GUEST_CONVERSATIONS), &frames));
    assert_eq!(protocols(&report), ["guest-conversations"]);
    let faults: Vec<_> = findings(&report).iter().filter(is_fault).map(|f| text(f, "code")).collect();
    assert_eq!(faults, ["GL215"]);
    let frames = [("send", json!({ "type": "connect", "version": "2.0" }), STEP)];
    let report = self::report("", &log_of(Some(URL), &frames));
    assert_eq!(protocols(&report), ["web-messaging"]);
    let faults: Vec<_> = findings(&report).iter().filter(is_fault).map(|f| text(f, "code")).collect();
    assert_eq!(faults, ["GL215"]);
}
