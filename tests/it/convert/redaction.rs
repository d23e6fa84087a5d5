//! What `convert --redact` must not let through: secrets planted in every place of every kind of capture, searched for in
//! every notation that they could come out in.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::common::judged::{Judged, convert, redacted};

const URL: &str = "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket";
const TOKEN: &str = "q8Zr2LwT5vXk9NcBQXZ";
const LONG: &str = "q8Zr2LwT5vXk9NcBQXZq8Zr2LwT5vXk9NcBQXZq8Zr2LwT5v";
const NAME: &str = "Quinoxa Zeferino";
const MAIL: &str = "quinoxa.zeferino@mail.example";

fn jwt() -> String {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let (header, payload) = (json!({"alg":"HS256","kid":TOKEN}), json!({"sub":NAME,"email":MAIL}));
    format!("{}.{}.{}", part(header), part(payload), URL_SAFE_NO_PAD.encode(TOKEN))
}

/// A text as JSON writes it in a string, every character as an escape.
fn escaped(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// The base64 that holds a text wherever it stands among other bytes.
fn base64_parts(text: &str) -> impl Iterator<Item = String> {
    (0..3).map(move |before| {
        let bytes = [&vec![0; before][..], text.as_bytes()].concat();
        let encoded = STANDARD.encode(&bytes[..bytes.len() / 3 * 3]);
        encoded[if before == 0 { 0 } else { 4 }..].to_owned()
    })
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn frame(event: &str, payload: &str) -> String {
    format!("{{\"socket\":\"1\",\"event\":\"{event}\",\"data\":{}}}", quoted(payload))
}

fn open(url: &str) -> String {
    format!("{{\"socket\":\"1\",\"event\":\"open\",\"url\":{},\"status\":101}}", quoted(url))
}

/// A frame log with one more line between a handshake and an end.
fn log(line: &str) -> String {
    let end = r#"{"socket":"1","event":"close","code":1000,"reason":"","clean":true}"#;
    format!("{}\n{line}\n{end}\n", open(URL))
}

/// Payloads that hold a secret in each notation.
fn payloads(key: &str, secret: &str) -> Vec<String> {
    let plain = json!({ "type": "message", "a": 1, key: secret }).to_string();
    let twice = quoted(&plain);
    let coded = format!(r#"{{"type":"message","{key}":"{}"}}"#, escaped(secret));
    vec![
        plain.clone(),
        json!({ "type": "startChat", "sessionContext": { "customData": { key: secret } } }).to_string(),
        json!({ "type": "message", "list": [{ key: secret }], key: [secret, secret] }).to_string(),
        // Encoded twice and three times, alone and in a member.
        quoted(&twice),
        json!({ "type": "message", "data": plain }).to_string(),
        json!({ "type": "message", "text": twice }).to_string(),
        twice,
        // The value and the key in escapes, and both in a string.
        quoted(&coded),
        coded,
        format!(r#"{{"type":"message","{}":{}}}"#, escaped(key), quoted(secret)),
        // Broken: a comma is missing, one too many, single quotes, an end that is cut.
        format!(r#"{{"type":"message" "{key}":{}}}"#, quoted(secret)),
        format!(r#"{{"type":"message","{key}":{},}}"#, quoted(secret)),
        format!("{{'type':'message','{key}':'{secret}'}}"),
        plain[..plain.len() - 4].to_owned(),
    ]
}

/// Captures with a secret in them: what it is, the capture, and the secret.
fn captures() -> Vec<(String, Vec<u8>, String)> {
    let mut all = Vec::new();
    let mut add = |what: &str, capture: String, secret: &str| {
        all.push((what.to_owned(), capture.into_bytes(), secret.to_owned()));
    };
    let jwt = jwt();
    for (key, secret) in [
        ("token", TOKEN),
        ("access_token", &jwt),
        ("guestName", NAME),
        ("guestEmail", MAIL),
        ("text", NAME),
        ("phone", "+49 151 23456789"),
        ("x", MAIL),
        ("note", &jwt),
        ("other", LONG),
    ] {
        for payload in payloads(key, secret) {
            add(key, log(&frame("send", &payload)), secret);
            add(key, format!("Sending: {payload}\nSending: {{\"type\":\"connect\"}}\n"), secret);
        }
        let printed = format!("Sending: {{ type: 'startChat', {key}: '{secret}' }}\n");
        add("printed", printed, secret);
        let elided = format!("Sending: {{\"type\":\"startChat\",\"{key}\":\"{secret}\",\"queueId\":\"...\n");
        add("elided", elided, secret);
        let wrapped = json!({ "log": frame("send", &json!({"type":"message", key: secret}).to_string()) + "\n",
            "stream": "stdout", "time": "2026-11-23T09:14:05.120Z", "user": secret });
        add("wrapped", wrapped.to_string(), secret);
        add("payload file", json!({ "type": "startChat", key: secret }).to_string(), secret);
    }
    for secret in [TOKEN, &jwt] {
        for query in ["token=", "a=b&access_token=", "tokenId=", "jwt=", "to%6Ben=", "apiKey="] {
            add(query, log(&open(&format!("{URL}?{query}{secret}&z=1"))), secret);
            let capture = log(&open(&format!("{URL}?{query}{}#x", percent(secret))));
            add(query, capture, secret);
        }
        for list in ["bearer, ", "chat,", "Bearer ", "access_token.", ""] {
            let line = format!(
                "{{\"socket\":\"2\",\"event\":\"open\",\"url\":\"{URL}\",\"subprotocols\":{}}}",
                quoted(&format!("{list}{secret}"))
            );
            add("subprotocol", log(&line), secret);
        }
        add(
            "authorization",
            log(&frame("send", &json!({"authorization": format!("Bearer {secret}")}).to_string())),
            secret,
        );
        // A server quotes what a client sent, and nothing shows that it is a token.
        let sent = frame("send", &json!({"type":"connect","token":secret}).to_string());
        for line in [
            frame("recv", &json!({"type":"error","code":401,"message":format!("unknown {secret}")}).to_string()),
            frame("recv", &json!({"type":"connected","id":secret}).to_string()),
            format!(r#"{{"socket":"1","event":"error","message":"no {secret}"}}"#),
            format!(r#"{{"socket":"1","event":"close","code":4001,"reason":"bad {secret}"}}"#),
        ] {
            add("quoted", log(&format!("{line}\n{sent}\n{line}")), secret);
        }
    }
    for secret in [jwt.as_str(), LONG] {
        add("path", log(&open(&format!("{URL}/{secret}/x"))), secret);
        add(
            "chat text",
            log(&frame("recv", &json!({"type":"message","text":format!("it is {secret}.")}).to_string())),
            secret,
        );
    }
    for secret in [MAIL, &jwt] {
        add("reason", log(&format!(r#"{{"socket":"1","event":"close","code":4001,"reason":"bye {secret}"}}"#)), secret);
        add("error", log(&format!(r#"{{"socket":"1","event":"error","message":"no {secret} here"}}"#)), secret);
        add(
            "console",
            format!(
                "WebSocket connected {URL}\nSending: {{\"type\":\"connect\"}}\nConnection closed with code: 4001, reason: {secret}, wasClean: true\n"
            ),
            secret,
        );
    }
    for secret in [TOKEN, NAME, MAIL] {
        let payload = json!({"type":"message","text":secret}).to_string();
        let base64 = STANDARD.encode(&payload);
        add("binary", log(&format!(r#"{{"socket":"1","event":"send","opcode":2,"data":"{base64}"}}"#)), secret);
        add(
            "binary",
            log(&format!(r#"{{"socket":"1","event":"send","encoding":"hex","data":"{}"}}"#, hex(&payload))),
            secret,
        );
        let list: Vec<u8> = payload.bytes().collect();
        add(
            "binary",
            log(&format!(r#"{{"socket":"1","event":"send","data":{}}}"#, json!({"type":"Buffer","data":list}))),
            secret,
        );
        // Lines and records that hold no frame, and a record that cannot be read.
        add("skipped", format!("user {secret} logged in\n{}", log("")), secret);
        add("broken record", log(&format!(r#"{{"socket":"1","event":"send" "data":"{secret}"}}"#)), secret);
        add("others' record", log(&json!({"ts":1, "level":"info", "msg":"hi", "who":secret}).to_string()), secret);
        add("har", archive(secret), secret);
    }
    all
}

/// An archive with a secret in everything around the frames, and in another service's socket.
fn archive(secret: &str) -> String {
    let headers = json!([{"name":"Cookie","value":secret},{"name":"Authorization","value":secret},{"name":"Upgrade","value":"websocket"}]);
    let entry = |url: &str, data: &str| {
        json!({"_resourceType":"websocket","startedDateTime":"2026-11-23T09:14:05.120Z","time":9,
            "request":{"method":"GET","url":url,"headers":headers,"cookies":[{"name":"s","value":secret}]},
            "response":{"status":101,"headers":headers,"content":{"text":secret}},
            "_webSocketMessages":[{"type":"send","time":1795417144.7,"opcode":1,"data":data}]})
    };
    let page = json!({"request":{"method":"POST","url":"https://h.example/","postData":{"text":secret}},
        "response":{"status":200,"content":{"text":secret}}});
    let ours = entry(URL, r#"{"type":"connect","version":"2.0"}"#);
    let others = entry("wss://widget.support.example/socket", &json!({"order":secret}).to_string());
    json!({"log":{"version":"1.2","creator":{"name":"WebInspector","version":"1"},"entries":[page,others,ours]}})
        .to_string()
}

/// Every string in a log, its escapes read, and the strings in strings.
fn strings(log: &str) -> Vec<String> {
    let mut all = vec![log.to_owned()];
    let mut todo: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    while let Some(value) = todo.pop() {
        match value {
            Value::String(text) => {
                todo.extend(serde_json::from_str::<Value>(&text));
                let plain = percent_decoded(&text);
                // Also of what is no JSON: a quoted piece with escapes.
                let wrapped = format!("\"{}\"", text.replace('"', "\\\"").replace("\\\\\"", "\\\""));
                if let Ok(Value::String(text)) = serde_json::from_str(&wrapped) {
                    all.push(text);
                }
                all.extend([text, plain]);
            }
            Value::Array(items) => todo.extend(items),
            Value::Object(members) => {
                for (key, value) in members {
                    all.push(key);
                    todo.push(value);
                }
            }
            _ => {}
        }
    }
    all
}

fn percent_decoded(text: &str) -> String {
    let pairs = url::form_urlencoded::parse(text.as_bytes());
    pairs.map(|(key, value)| format!("{key}={value} ")).collect()
}

#[test]
fn no_planted_secret_is_left() {
    let captures = captures();
    // The search finds what is there: without redaction nearly everything comes out.
    let open = captures.iter().filter(|(_, capture, secret)| {
        let (log, _) = convert(capture, guestlint::convert::Options::default());
        strings(&log).iter().any(|text| text.contains(secret.as_str()))
    });
    assert!(open.count() > captures.len() * 3 / 4);
    for (what, capture, secret) in captures {
        let shown = String::from_utf8_lossy(&capture).into_owned();
        let (log, outcome) = convert(&capture, redacted("planted"));
        assert_eq!(outcome.failures, Vec::<String>::new(), "{what}\n{shown}");
        let bytes: Vec<String> = secret.bytes().map(|byte| byte.to_string()).collect();
        let mut forms = vec![
            secret.clone(),
            escaped(&secret),
            escaped(&secret).to_uppercase(),
            percent(&secret),
            hex(&secret),
            bytes.join(","),
        ];
        forms.extend(base64_parts(&secret));
        // Not even the parts of a token, or of a name.
        forms.extend(secret.split(['.', ' ', '@']).filter(|part| part.len() > 6).map(str::to_owned));
        for text in strings(&log) {
            for form in &forms {
                let text = text.to_lowercase();
                assert!(!text.contains(&form.to_lowercase()), "{what}: {form} of\n{shown}\nis in\n{log}");
            }
        }
    }
}

#[test]
fn a_capture_with_secrets_is_judged_as_before() {
    for (what, capture, _) in captures() {
        let before = Judged::of(&capture);
        let (log, _) = convert(&capture, redacted("judged"));
        if log.is_empty() {
            assert_eq!(before.counts[0], 0, "{what}");
            continue;
        }
        let after = Judged::of(log.as_bytes());
        let shown = String::from_utf8_lossy(&capture);
        assert_eq!(before.said, after.said, "{what}\n{shown}\n{log}");
    }
}
