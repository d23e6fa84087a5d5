//! Web Messaging as its manifest has it: every sequence rule, limit, rate, code and example, and how its sockets are recognised
//! among others.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod common;

use common::{bytes, codes, findings, is_fault, run, text, with_stdin};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TOKEN: &str = "3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34";
const OTHER_TOKEN: &str = "81d06b7e-5c3f-4a92-8e14-c0f7a29d5b63";
const DEPLOYMENT: &str = "c7e2a915-0d38-4b6f-8a41-5f90d3b2e687";
const OTHER_DEPLOYMENT: &str = "19b4f7d3-a260-4c8e-95d7-3e81c6f0b24a";
const ATTACHMENT: &str = "5e8a02c4-f71b-49d6-a3c8-7b16e9d4025f";
const URL: &str =
    "wss://webmessaging.mypurecloud.de/v1?deploymentId=c7e2a915-0d38-4b6f-8a41-5f90d3b2e687";
const GUEST_CONVERSATIONS: &str = "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket";
/// Time between two frames where a log does not say another: slow enough for every rate.
const STEP: u64 = 6000;

fn manifest(protocol: &str) -> Value {
    serde_json::from_slice(&bytes(&format!("schemas/{protocol}/manifest.json"))).unwrap()
}

fn schema(protocol: &str, name: &str) -> Value {
    serde_json::from_slice(&bytes(&format!("schemas/{protocol}/{name}.schema.json"))).unwrap()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

/// A client's frame.
fn client(action: &str, more: Value) -> Value {
    let mut frame = json!({ "action": action, "token": TOKEN });
    for (key, value) in more.as_object().unwrap() {
        frame[key] = value.clone();
    }
    frame
}

/// A server's frame.
fn server(class: &str, code: i64, body: Value) -> Value {
    let kind = if code == 200 { "message" } else { "response" };
    json!({ "type": kind, "class": class, "code": code, "body": body })
}

fn message(message: Value) -> Value {
    client("onMessage", json!({ "message": message }))
}

fn event(event: Value) -> Value {
    message(json!({ "type": "Event", "events": [event] }))
}

fn presence(kind: &str) -> Value {
    json!({ "eventType": "Presence", "presence": { "type": kind } })
}

fn session(connected: bool, new: bool, read_only: bool) -> Value {
    let body = json!({ "connected": connected, "newSession": new, "readOnly": read_only });
    server("SessionResponse", 200, body)
}

fn text_message(text: &str) -> Value {
    message(json!({ "type": "Text", "text": text }))
}

fn attributes(attributes: Value) -> Value {
    let channel = json!({ "metadata": { "customAttributes": attributes } });
    message(json!({ "type": "Text", "text": "Hello", "channel": channel }))
}

/// The frame that a word stands for: who sends it, and what.
fn frame(word: &str) -> (&'static str, Value) {
    if let Some(word) = word.strip_prefix("other-token:") {
        let (side, mut frame) = frame(word);
        frame["token"] = OTHER_TOKEN.into();
        return (side, frame);
    }
    if let Some(word) = word.strip_prefix("other-deployment:") {
        let (side, mut frame) = frame(word);
        frame["deploymentId"] = OTHER_DEPLOYMENT.into();
        return (side, frame);
    }
    let configure = |action: &str, new: bool| {
        let mut frame = client(
            action,
            json!({ "deploymentId": DEPLOYMENT, "startNew": new }),
        );
        if action != "configureSession" {
            frame["data"] = json!({ "code": "header.payload.signature" });
        }
        frame
    };
    let attached = || json!([{ "contentType": "Attachment", "attachment": { "id": ATTACHMENT } }]);
    let disconnect = |metadata: Value| {
        let events = [presence("Disconnect")];
        json!({ "type": "Event", "direction": "Outbound", "id": "m-1", "events": events, "metadata": metadata })
    };
    let sent = match word {
        "configure" => Some(configure("configureSession", false)),
        "configure-new" => Some(configure("configureSession", true)),
        "authenticate" => Some(configure("configureAuthenticatedSession", false)),
        "authenticate-new" => Some(configure("configureAuthenticatedSession", true)),
        "get-configuration" => Some(client(
            "getConfiguration",
            json!({ "deploymentId": DEPLOYMENT }),
        )),
        "text" => Some(text_message("Where is my parcel?")),
        "typing" => Some(event(
            json!({ "eventType": "Typing", "typing": { "type": "On" } }),
        )),
        "join" => Some(event(presence("Join"))),
        "clear" => Some(event(presence("Clear"))),
        "echo" => Some(client(
            "echo",
            json!({ "message": { "type": "Text", "text": "ping" } }),
        )),
        "get-jwt" => Some(client("getJwt", json!({}))),
        "upload" => Some(client(
            "onAttachment",
            json!({ "fileName": "receipt.png", "fileType": "image/png", "fileSize": 48211 }),
        )),
        "attached" => Some(message(
            json!({ "type": "Text", "text": "My receipt", "content": attached() }),
        )),
        "delete" => Some(client(
            "deleteAttachment",
            json!({ "attachmentId": ATTACHMENT }),
        )),
        "close-session" => Some(client(
            "closeSession",
            json!({ "closeAllConnections": true }),
        )),
        _ => None,
    };
    if let Some(sent) = sent {
        return ("send", sent);
    }
    let received = match word {
        "session" => session(true, true, false),
        "resumed" => session(true, false, false),
        "read-only" => session(true, false, true),
        "ended" => session(false, false, true),
        "autostarted" => {
            let mut frame = session(true, true, false);
            frame["body"]["autoStarted"] = true.into();
            frame
        }
        "answer" => server(
            "StructuredMessage",
            200,
            json!({ "type": "Text", "direction": "Outbound", "id": "m-2", "text": "On its way." }),
        ),
        "disconnect" => server("StructuredMessage", 200, disconnect(json!({}))),
        "disconnect-read-only" => server(
            "StructuredMessage",
            200,
            disconnect(json!({ "readOnly": "true" })),
        ),
        "presigned" => server(
            "PresignedUrlResponse",
            200,
            json!({ "attachmentId": ATTACHMENT, "headers": {}, "url": "https://uploads.example/receipt" }),
        ),
        "uploaded" => server(
            "UploadSuccessEvent",
            200,
            json!({
                "attachmentId": ATTACHMENT,
                "downloadUrl": "https://downloads.example/receipt.png",
                "timestamp": "2026-11-23T09:14:09.000Z",
            }),
        ),
        "expired" => server("SessionExpiredEvent", 200, json!({})),
        "cleared" => server("SessionClearedEvent", 200, json!({})),
        "closed" => server("ConnectionClosedEvent", 200, json!({})),
        "logged-out" => server("LogoutEvent", 200, json!({})),
        "too-many" => server(
            "TooManyRequestsErrorMessage",
            429,
            json!({ "retryAfter": 3, "errorCode": 4029, "errorMessage": "Message rate too high for this session" }),
        ),
        number => server("string", number.parse().unwrap(), "refused".into()),
    };
    ("recv", received)
}

fn time(ms: u64) -> String {
    let (s, ms) = (ms / 1000, ms % 1000);
    format!("2026-11-23T09:{:02}:{:02}.{ms:03}Z", s / 60, s % 60)
}

/// A frame log of a socket at `url`: each line is a frame and the milliseconds since the one before.
fn log_of(url: Option<&str>, frames: &[(&str, Value, u64)]) -> String {
    let mut now = 0;
    let mut lines = Vec::new();
    if let Some(url) = url {
        lines.push(json!({ "ts": time(now), "event": "open", "url": url, "status": 101 }));
    }
    for (side, frame, wait) in frames {
        now += wait;
        lines.push(match *side {
            "close" => json!({ "ts": time(now), "event": "close", "code": 1000, "reason": "", "clean": true }),
            side => json!({ "ts": time(now), "event": side, "data": frame.to_string() }),
        });
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A log in words; `word@100` comes 100 ms after the word before it.
fn log(words: &str) -> String {
    let frames: Vec<_> = words
        .split_whitespace()
        .map(|word| {
            let (word, wait) = word.split_once('@').unwrap_or((word, ""));
            let wait = wait.parse().unwrap_or(STEP);
            match word {
                "close" => ("close", Value::Null, wait),
                word => {
                    let (side, frame) = frame(word);
                    (side, frame, wait)
                }
            }
        })
        .collect();
    log_of(Some(URL), &frames)
}

/// The JSON report on an input.
fn report(options: &str, input: &str) -> Value {
    with_stdin(&format!("check - --output json{options}"), input.as_bytes()).report()
}

/// The findings of a report on the order of frames: code, severity, message.
fn order(report: &Value) -> Vec<(&str, &str, &str)> {
    let all = findings(report).iter();
    all.filter(|finding| text(finding, "code").starts_with("GL3"))
        .map(|finding| {
            (
                text(finding, "code"),
                text(finding, "severity"),
                text(finding, "message"),
            )
        })
        .collect()
}

/// A rule of the sequence: its id, a log that keeps it, one that breaks it, and one that only looks so.
struct Case {
    id: &'static str,
    clean: String,
    faulty: String,
    near: String,
}

fn case(id: &'static str, clean: &str, faulty: &str, near: &str) -> Case {
    let [clean, faulty, near] = [clean, faulty, near].map(str::to_owned);
    Case {
        id,
        clean,
        faulty,
        near,
    }
}

fn cases() -> Vec<Case> {
    let requests = |count: usize| format!("configure session{}", " get-jwt@800".repeat(count));
    vec![
        case(
            "nothing-after-close",
            "configure session text close",
            "configure session close text",
            "configure session text close answer",
        ),
        case(
            "nothing-after-session-end",
            "configure session text closed close",
            "configure session closed text",
            "configure session clear cleared closed close",
        ),
        case(
            "nothing-after-session-lost",
            "configure session text 4006 close",
            "configure session text 4007 text",
            "configure session text 4011 text",
        ),
        case(
            "configure-first",
            "configure session text",
            "text configure session",
            "get-configuration configure session text",
        ),
        case(
            "frames-after-session",
            "configure session echo",
            "configure echo session",
            "resumed echo",
        ),
        case(
            "nothing-in-read-only",
            "configure session disconnect-read-only close-session ended configure-new session text",
            "configure session disconnect-read-only text",
            "configure read-only clear cleared close",
        ),
        case(
            "frames-after-reopened",
            "configure read-only close-session ended configure-new session echo",
            "configure read-only close-session ended echo configure-new session",
            "configure session close-session",
        ),
        case(
            "token-constant",
            "configure session text text",
            "configure session other-token:text",
            "other-token:configure session other-token:text",
        ),
        case(
            "no-downgrade",
            "authenticate session text",
            "authenticate session configure resumed",
            "configure session authenticate resumed text",
        ),
        case(
            "start-new-while-active",
            "configure read-only close-session ended configure-new session text",
            "configure session configure-new session",
            "configure session disconnect configure-new session",
        ),
        case(
            "configure-unanswered",
            "configure session",
            "configure configure session",
            "authenticate 401 authenticate session",
        ),
        case(
            "configure-while-active",
            "configure session session text",
            "configure session configure session",
            "configure 401 configure session",
        ),
        case(
            "authenticate-again",
            "authenticate session text",
            "authenticate session authenticate session",
            "authenticate session text 401 authenticate resumed text",
        ),
        case(
            "attachment-after-upload",
            "configure session upload presigned uploaded attached",
            "configure session upload presigned attached uploaded",
            "configure resumed attached",
        ),
        case(
            "join-after-new-session",
            "configure session join",
            "configure resumed join",
            "configure session resumed join",
        ),
        case(
            "join-not-after-autostart",
            "configure autostarted text",
            "configure autostarted join",
            "configure session join",
        ),
        case(
            "join-once",
            "configure session join text",
            "configure session join join",
            "configure session join disconnect configure-new session join",
        ),
        case(
            "deployment-of-the-url",
            "configure session",
            "other-deployment:configure session",
            "get-configuration configure session",
        ),
        case(
            "configure-answered",
            "configure session",
            "configure close",
            "configure 403 close",
        ),
        case(
            "typing-rate",
            "configure session typing text typing",
            "configure session typing typing@4900",
            "configure session typing typing@5000",
        ),
        case(
            "echo-rate",
            "configure session echo echo",
            "configure session echo echo@29000 echo@30000",
            "configure session echo echo@30000 echo@30000 echo@30000",
        ),
        case(
            "message-rate",
            "configure session text text",
            "configure session text text@100 text@100 text@100 text@100 text@100",
            "configure session text text@200 text@200 text@200 text@200 text@200 text@200",
        ),
        Case {
            id: "request-rate",
            clean: requests(20),
            faulty: requests(60),
            near: format!("configure session{}", " get-jwt@1000".repeat(90)),
        },
    ]
}

#[test]
fn every_sequence_rule_is_kept_broken_and_nearly_broken() {
    let manifest = manifest("web-messaging");
    let rules = list(&manifest, "sequence");
    let cases = cases();
    let told: Vec<_> = rules.iter().map(|rule| text(rule, "id")).collect();
    let shown: Vec<_> = cases.iter().map(|case| case.id).collect();
    assert_eq!(shown, told);
    for (rule, case) in rules.iter().zip(&cases) {
        for words in [&case.clean, &case.near] {
            assert_eq!(order(&report("", &log(words))), [], "{}: {words}", case.id);
        }
        let report = report("", &log(&case.faulty));
        let [(code, severity, message)] = order(&report)[..] else {
            panic!("{}: {:?}", case.id, order(&report));
        };
        assert_eq!(code, text(rule, "rule"), "{}", case.id);
        if rule["severity"].is_string() {
            assert_eq!(severity, text(rule, "severity"), "{}", case.id);
        }
        let said = text(rule, "message").split("{message}");
        assert!(
            said.into_iter().all(|part| message.contains(part)),
            "{}: {message}",
            case.id
        );
        assert!(
            findings(&report)
                .iter()
                .all(|finding| finding["count"] == 1),
            "{}",
            case.id
        );
    }
}

/// The severity with which GL212 is told of a frame, in a session that announces `body`.
fn too_large(body: Value, frame: Value) -> Option<String> {
    let frames = [
        ("send", self::frame("configure").1, STEP),
        ("recv", server("SessionResponse", 200, body), STEP),
        ("send", frame, STEP),
    ];
    let report = report("", &log_of(Some(URL), &frames));
    let (large, others): (Vec<_>, Vec<_>) = findings(&report)
        .iter()
        .filter(is_fault)
        .partition(|finding| text(finding, "code") == "GL212");
    assert_eq!(others, Vec::<&Value>::new());
    assert!(large.len() <= 1, "{large:?}");
    large
        .first()
        .map(|finding| text(finding, "severity").to_owned())
}

#[test]
fn a_limit_holds_to_the_unit() {
    let open = || json!({ "connected": true });
    // Two bytes a character, so that characters and bytes differ.
    let bytes = |count: usize| "é".repeat(count / 2) + if count % 2 == 1 { "e" } else { "" };
    let characters = |count: usize| "é".repeat(count);
    let upload = |name: &str, size: u64| {
        client(
            "onAttachment",
            json!({ "fileName": name, "fileType": "image/png", "fileSize": size }),
        )
    };
    let error = Some("error".to_owned());
    for (size, told) in [(4095, &None), (4096, &None), (4097, &error)] {
        assert_eq!(
            &too_large(open(), text_message(&bytes(size))),
            told,
            "text of {size}"
        );
    }
    for (length, told) in [(2047, &None), (2048, &None), (2049, &error)] {
        // The token of every frame, so that it is the same on the socket.
        let frame = json!({ "action": "getJwt", "token": characters(length) });
        let report = report(" --protocol web-messaging", &frame.to_string());
        let told_of: Vec<_> = findings(&report)
            .iter()
            .map(|finding| text(finding, "code"))
            .collect();
        assert_eq!(
            told_of.len(),
            usize::from(told.is_some()),
            "token of {length}: {told_of:?}"
        );
        assert!(told_of.iter().all(|code| *code == "GL212"), "{told_of:?}");
    }
    for (length, told) in [(1022, &None), (1023, &None), (1024, &error)] {
        assert_eq!(
            &too_large(
                open(),
                upload(&format!("{}.png", characters(length - 4)), 1)
            ),
            told,
            "name of {length}"
        );
    }
    for (size, told) in [
        (10_485_759, &None),
        (10_485_760, &None),
        (10_485_761, &error),
    ] {
        assert_eq!(
            &too_large(open(), upload("a.png", size)),
            told,
            "file of {size}"
        );
    }
    let announced = || {
        let inbound = json!({ "fileTypes": [{ "type": "*/*" }], "maxFileSizeKB": 20480 });
        json!({ "connected": true, "allowedMedia": { "inbound": inbound } })
    };
    for (size, told) in [
        (20_971_519, &None),
        (20_971_520, &None),
        (20_971_521, &error),
    ] {
        assert_eq!(
            &too_large(announced(), upload("a.png", size)),
            told,
            "announced, file of {size}"
        );
    }
}

#[test]
fn attributes_over_the_limit_are_an_error_and_about_it_a_warning() {
    let bytes = |count: usize| "é".repeat(count / 2) + if count % 2 == 1 { "e" } else { "" };
    // {"k":"…"} is 7 bytes around key and value.
    for (announced, max) in [(None, 2048), (Some(100), 100), (Some(4096), 4096)] {
        for (size, told) in [
            (max - 8, None),
            (max - 7, None),
            (max - 6, Some("warning")),
            (max - 1, Some("warning")),
            (max, Some("warning")),
            (max + 1, Some("error")),
        ] {
            let mut body = json!({ "connected": true });
            if let Some(announced) = announced {
                body["maxCustomDataBytes"] = announced.into();
            }
            let frame = attributes(json!({ "k": bytes(size - 1) }));
            assert_eq!(too_large(body, frame).as_deref(), told, "{size} of {max}");
        }
    }
    // What JSON has to escape counts in JSON alone.
    let frame = attributes(json!({ "k": "\"".repeat(1500) }));
    assert_eq!(
        too_large(json!({ "connected": true }), frame).as_deref(),
        Some("warning")
    );
}

#[test]
fn only_removed_text_has_a_limit_in_characters() {
    for (length, told) in [(3999, false), (4000, false), (4001, true)] {
        let body = json!({ "body": "é".repeat(length), "bodyType": "standard" });
        let report = report(" --protocol webchat-v2", &body.to_string());
        assert_eq!(codes(&report).contains("GL212"), told, "{length}");
    }
}

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
    list(report, "sessions")
        .iter()
        .map(|session| text(session, "protocol"))
        .collect()
}

#[test]
fn a_socket_is_recognised_by_its_url() {
    let echo = [("recv", frame("answer").1, STEP)];
    let verbose = |url: &str| {
        let ran = with_stdin("check - -v", log_of(Some(url), &echo).as_bytes());
        assert_eq!(ran.exit, 0, "{}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    assert_eq!(
        protocols(&report("", &log_of(Some(URL), &echo))),
        ["web-messaging"]
    );
    let screen = verbose(URL);
    assert!(
        screen.contains("web-messaging") && screen.contains("its URL is the endpoint"),
        "{screen}"
    );
    let local = format!("ws://localhost:8080/v1?deploymentId={DEPLOYMENT}");
    assert!(
        verbose(&local).contains("its path is an endpoint"),
        "{}",
        verbose(&local)
    );
}

#[test]
fn a_socket_without_a_url_is_recognised_by_what_only_this_protocol_has() {
    let distinctive = [
        ("configure session", "the client sent configureSession"),
        (
            "authenticate session",
            "the client sent configureAuthenticatedSession",
        ),
        ("resumed get-jwt", "the client sent getJwt"),
        ("resumed upload", "the client sent onAttachment"),
    ];
    for (words, reason) in distinctive {
        let frames: Vec<_> = words
            .split(' ')
            .map(|word| frame(word))
            .map(|(side, frame)| (side, frame, STEP))
            .collect();
        let input = log_of(None, &frames);
        assert_eq!(protocols(&report("", &input)), ["web-messaging"], "{words}");
        let screen = with_stdin("check - -v", input.as_bytes()).stdout;
        assert!(screen.contains(reason), "{words}: {screen}");
    }
}

#[test]
fn each_socket_of_a_capture_has_its_own_protocol() {
    let entries = [
        entry(
            "ws://localhost:5173/?token=abc",
            &[("recv", json!({ "type": "connected" }))],
        ),
        entry(
            URL,
            &[
                frame("configure"),
                frame("session"),
                frame("text"),
                frame("answer"),
            ],
        ),
        entry(
            GUEST_CONVERSATIONS,
            &[
                ("send", json!({ "type": "connect", "version": "2.0" })),
                ("recv", json!({ "type": "connected" })),
            ],
        ),
    ];
    let har = json!({ "log": { "version": "1.2", "creator": { "name": "x", "version": "1" }, "entries": entries } });
    let report = report("", &har.to_string());
    assert_eq!(protocols(&report), ["web-messaging", "guest-conversations"]);
    assert_eq!(report["summary"]["ignoredSessions"], 1);
    assert_eq!(
        findings(&report).iter().filter(is_fault).count(),
        0,
        "{report:#}"
    );
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
    let faults: Vec<_> = findings(&report)
        .iter()
        .filter(is_fault)
        .map(|f| text(f, "code"))
        .collect();
    assert_eq!(faults, ["GL215"]);
    let frames = [("send", json!({ "type": "connect", "version": "2.0" }), STEP)];
    let report = self::report("", &log_of(Some(URL), &frames));
    assert_eq!(protocols(&report), ["web-messaging"]);
    let faults: Vec<_> = findings(&report)
        .iter()
        .filter(is_fault)
        .map(|f| text(f, "code"))
        .collect();
    assert_eq!(faults, ["GL215"]);
}

#[test]
fn every_message_has_a_schema_whose_examples_are_clean() {
    for protocol in ["web-messaging", "webchat-v2"] {
        for message in list(&manifest(protocol), "messages") {
            let name = text(message, "name");
            let schema = schema(protocol, name);
            let examples = list(&schema, "examples");
            assert!(!examples.is_empty(), "{protocol} {name}");
            for example in examples {
                let report = report(&format!(" --protocol {protocol}"), &example.to_string());
                let told: Vec<_> = findings(&report)
                    .iter()
                    .filter(|finding| match text(finding, "code") {
                        "GL112" => protocol != "webchat-v2",
                        "GL403" | "GL404" => {
                            message["reportsError"].is_null() && message["endsSession"].is_null()
                        }
                        _ => true,
                    })
                    .collect();
                assert_eq!(told, Vec::<&Value>::new(), "{protocol} {name}: {example}");
                let summary = &report["summary"];
                assert_eq!(summary["payloads"], 1, "{protocol} {name}: {example}");
            }
        }
    }
}

/// What shyrka-chat 1.0.0 lists (swagger.json of MyPureCloud/web-messaging-sdk-java 18.1.0), written down here so that the next
/// version of the API shows as a difference.
#[test]
fn the_lists_are_those_of_shyrka_chat_1_0_0() {
    let manifest = manifest("web-messaging");
    let named = |direction: &str| -> BTreeSet<&str> {
        let messages = list(&manifest, "messages").iter();
        messages
            .filter(|message| text(message, "direction") == direction)
            .map(|message| text(message, "name"))
            .collect()
    };
    // RequestType
    let actions = "configureSession configureAuthenticatedSession onAttachment getAttachment deleteAttachment onMessage \
        closeSession echo getJwt disconnectCustomer resumeToken getConfiguration";
    assert_eq!(named("client"), words(actions));
    // MessageDataType; ErrorMessage is of Genesys's page, by SAF
    let classes = "string SessionResponse StructuredMessage PresignedUrlResponse AttachmentDeletedResponse UploadFailureEvent \
        UploadSuccessEvent ConnectionClosedEvent LogoutEvent SessionExpiredEvent JwtResponse GetConfigurationResponse \
        GenerateUrlError TooManyRequestsErrorMessage ResumeTokenResponse SessionClearedEvent Error Unknown ErrorMessage";
    assert_eq!(named("server"), words(classes));
    let schema = schema("web-messaging", "onMessage");
    let content = "/content/items/properties";
    let events = "/events/items/properties";
    for (place, values) in [
        ("/type".to_owned(), "Text Structured Event Message Receipt"),
        (
            "/status".to_owned(),
            "Sent Delivered Read Failed Published Removed",
        ),
        // ContentType
        (
            format!("{content}/contentType"),
            "Attachment ButtonResponse Card Carousel DatePicker Form GenericTemplate InteractiveApplication ListPicker \
             ListTemplate Location Mention Notification PaymentRequest PaymentResponse Postback Push QuickReply QuickReplyV2 \
             Reactions RichLink RoadsideAssistance Story Text",
        ),
        (
            format!("{content}/buttonResponse/properties/type"),
            "Button DatePicker Form ListPicker QuickReply",
        ),
        (
            format!("{events}/eventType"),
            "CoBrowse Presence Reactions Typing Video",
        ),
        (
            format!("{events}/presence/properties/type"),
            "Authenticate AuthenticateCancel AuthenticateFailure Clear Disconnect Join SessionExpired SignIn",
        ),
        // Off is not in the list, but KT's tests have it
        (format!("{events}/typing/properties/type"), "On Off"),
        (
            format!("{events}/coBrowse/properties/type"),
            "Offering OfferingAccepted OfferingRejected OfferingExpired",
        ),
        (
            format!("{events}/video/properties/type"),
            "Offering OfferingAccepted OfferingRejected OfferingExpired",
        ),
    ] {
        let place = format!("/properties/message/properties{place}/enum");
        let listed = schema.pointer(&place).unwrap().as_array().unwrap().iter();
        let listed: BTreeSet<&str> = listed.map(|value| value.as_str().unwrap()).collect();
        assert_eq!(listed, words(values), "{place}");
    }
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().collect()
}

#[test]
fn every_code_is_explained() {
    for code in list(&manifest("web-messaging"), "codes") {
        let number = code["code"].as_i64().unwrap();
        let status = if number < 1000 { number } else { 400 };
        // As the code itself, and inside a body.
        let own = server("string", number, "refused".into());
        let inside = server(
            "Error",
            status,
            json!({ "errorCode": number, "errorMessage": "refused" }),
        );
        for answer in [own, inside] {
            let frames = [
                ("send", frame("configure").1, STEP),
                ("recv", frame("session").1, STEP),
                ("send", frame("text").1, STEP),
                ("recv", answer.clone(), STEP),
            ];
            let report = report("", &log_of(Some(URL), &frames));
            let faults: Vec<_> = findings(&report).iter().filter(is_fault).collect();
            let [fault] = faults[..] else {
                panic!("{answer}: {faults:?}");
            };
            let rule = if code["terminal"] == true {
                "GL404"
            } else {
                "GL403"
            };
            assert_eq!(text(fault, "code"), rule, "{answer}");
            let (message, help) = (text(fault, "message"), text(fault, "help"));
            assert!(
                message.contains(&format!("{number} ({})", text(code, "name"))),
                "{message}"
            );
            assert!(
                help.contains(text(code, "meaning")) && help.contains(text(code, "help")),
                "{help}"
            );
        }
    }
}

#[test]
fn every_known_text_of_an_error_is_explained() {
    for body in list(&manifest("web-messaging"), "bodies") {
        let frames = [
            ("send", frame("configure").1, STEP),
            ("recv", frame("session").1, STEP),
            ("send", frame("text").1, STEP),
            (
                "recv",
                server(
                    "string",
                    403,
                    format!("{}, truly", text(body, "text")).into(),
                ),
                STEP,
            ),
        ];
        let report = report("", &log_of(Some(URL), &frames));
        let fault = findings(&report).iter().find(is_fault).unwrap();
        assert_eq!(text(fault, "code"), "GL403");
        assert!(
            text(fault, "help").contains(text(body, "meaning")),
            "{fault}"
        );
    }
}

#[test]
fn the_tokens_of_a_session_are_not_shown() {
    let ran = with_stdin(
        "check - -v",
        log("configure session other-token:text").as_bytes(),
    );
    assert!(
        !ran.stdout.contains(TOKEN) && !ran.stdout.contains(OTHER_TOKEN),
        "{}",
        ran.stdout
    );
    let json = run(&[
        "check",
        "fixtures/invalid/GL309-web-messaging-another-token.ndjson",
        "--output",
        "json",
    ]);
    assert!(
        !json.stdout.contains(TOKEN) && !json.stdout.contains(OTHER_TOKEN),
        "{}",
        json.stdout
    );
}
