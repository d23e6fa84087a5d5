//! Frames of Web Messaging, logs in words, and the reports on them.

use serde_json::{Value, json};

use crate::common::{bytes, findings, text, with_stdin};

pub const TOKEN: &str = "3f9c1d52-7a84-4e0b-b6d1-92c5e8a70f34";
pub const OTHER_TOKEN: &str = "81d06b7e-5c3f-4a92-8e14-c0f7a29d5b63";
pub const DEPLOYMENT: &str = "c7e2a915-0d38-4b6f-8a41-5f90d3b2e687";
pub const OTHER_DEPLOYMENT: &str = "19b4f7d3-a260-4c8e-95d7-3e81c6f0b24a";
pub const ATTACHMENT: &str = "5e8a02c4-f71b-49d6-a3c8-7b16e9d4025f";
pub const URL: &str = "wss://webmessaging.mypurecloud.de/v1?deploymentId=c7e2a915-0d38-4b6f-8a41-5f90d3b2e687";
pub const GUEST_CONVERSATIONS: &str = "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket";
/// Time between two frames where a log does not say another: slow enough for every rate.
pub const STEP: u64 = 6000;

pub fn manifest(protocol: &str) -> Value {
    serde_json::from_slice(&bytes(&format!("schemas/{protocol}/manifest.json"))).unwrap()
}

pub fn schema(protocol: &str, name: &str) -> Value {
    serde_json::from_slice(&bytes(&format!("schemas/{protocol}/{name}.schema.json"))).unwrap()
}

pub fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

/// A client's frame.
pub fn client(action: &str, more: Value) -> Value {
    let mut frame = json!({ "action": action, "token": TOKEN });
    for (key, value) in more.as_object().unwrap() {
        frame[key] = value.clone();
    }
    frame
}

/// A server's frame.
pub fn server(class: &str, code: i64, body: Value) -> Value {
    let kind = if code == 200 { "message" } else { "response" };
    json!({ "type": kind, "class": class, "code": code, "body": body })
}

pub fn message(message: Value) -> Value {
    client("onMessage", json!({ "message": message }))
}

pub fn event(event: Value) -> Value {
    message(json!({ "type": "Event", "events": [event] }))
}

pub fn presence(kind: &str) -> Value {
    json!({ "eventType": "Presence", "presence": { "type": kind } })
}

pub fn session(connected: bool, new: bool, read_only: bool) -> Value {
    let body = json!({ "connected": connected, "newSession": new, "readOnly": read_only });
    server("SessionResponse", 200, body)
}

pub fn text_message(text: &str) -> Value {
    message(json!({ "type": "Text", "text": text }))
}

pub fn attributes(attributes: Value) -> Value {
    let channel = json!({ "metadata": { "customAttributes": attributes } });
    message(json!({ "type": "Text", "text": "Hello", "channel": channel }))
}

/// The frame that a word stands for: who sends it, and what. `word#id` has this tracingId.
pub fn frame(word: &str) -> (&'static str, Value) {
    if let Some((word, id)) = word.split_once('#') {
        let (side, mut frame) = frame(word);
        frame["tracingId"] = id.into();
        return (side, frame);
    }
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
        let mut frame = client(action, json!({ "deploymentId": DEPLOYMENT, "startNew": new }));
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
        "get-configuration" => Some(client("getConfiguration", json!({ "deploymentId": DEPLOYMENT }))),
        "text" => Some(text_message("Where is my parcel?")),
        "typing" => Some(event(json!({ "eventType": "Typing", "typing": { "type": "On" } }))),
        "join" => Some(event(presence("Join"))),
        "clear" => Some(event(presence("Clear"))),
        "echo" => Some(client("echo", json!({ "message": { "type": "Text", "text": "ping" } }))),
        "get-jwt" => Some(client("getJwt", json!({}))),
        "upload" => Some(client(
            "onAttachment",
            json!({ "fileName": "receipt.png", "fileType": "image/png", "fileSize": 48211 }),
        )),
        "attached" => Some(message(json!({ "type": "Text", "text": "My receipt", "content": attached() }))),
        "upload-own-id" => Some(client(
            "onAttachment",
            json!({ "fileName": "receipt.png", "fileType": "image/png", "fileSize": 48211, "attachmentId": ATTACHMENT }),
        )),
        "get-attachment" => Some(client("getAttachment", json!({ "attachmentId": ATTACHMENT }))),
        "delete" => Some(client("deleteAttachment", json!({ "attachmentId": ATTACHMENT }))),
        "close-session" => Some(client("closeSession", json!({ "closeAllConnections": true }))),
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
        "jwt" => server("JwtResponse", 200, json!({ "jwt": "header.payload.signature", "exp": 1_795_425_306 })),
        "inbound" => server(
            "StructuredMessage",
            200,
            json!({ "type": "Text", "direction": "Inbound", "id": "m-3", "text": "Where is my parcel?" }),
        ),
        "failed" => server(
            "UploadFailureEvent",
            200,
            json!({ "attachmentId": ATTACHMENT, "errorCode": 4003, "errorMessage": "content", "timestamp": "2026-11-23T09:14:09.000Z" }),
        ),
        "url-refused" => server(
            "GenerateUrlError",
            400,
            json!({ "attachmentId": ATTACHMENT, "errorCode": 4001, "errorMessage": "type" }),
        ),
        "deleted" => server("AttachmentDeletedResponse", 200, json!({ "attachmentId": ATTACHMENT })),
        "unknown-class" => server("SomethingNew", 200, json!({})),
        "disconnect" => server("StructuredMessage", 200, disconnect(json!({}))),
        "disconnect-read-only" => server("StructuredMessage", 200, disconnect(json!({ "readOnly": "true" }))),
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

pub fn time(ms: u64) -> String {
    let (s, ms) = (ms / 1000, ms % 1000);
    format!("2026-11-23T09:{:02}:{:02}.{ms:03}Z", s / 60, s % 60)
}

/// A frame log of a socket at `url`: each line is a frame and the milliseconds since the one before.
pub fn log_of(url: Option<&str>, frames: &[(&str, Value, u64)]) -> String {
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
pub fn log(words: &str) -> String {
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
pub fn report(options: &str, input: &str) -> Value {
    with_stdin(&format!("check - --output json{options}"), input.as_bytes()).report()
}

/// The findings of a report on the order of frames: code, severity, message.
pub fn order(report: &Value) -> Vec<(&str, &str, &str)> {
    let all = findings(report).iter();
    all.filter(|finding| text(finding, "code").starts_with("GL3"))
        .map(|finding| (text(finding, "code"), text(finding, "severity"), text(finding, "message")))
        .collect()
}
