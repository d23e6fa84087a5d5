use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::rules::payload::is_placeholder;
use crate::rules::secrets::is_jwt;

use super::*;

const JWT: &str = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImtleS03In0.eyJzdWIiOiJndWVzdC03In0.Zm9yLXRlc3RzLW9ubHk";

fn redactor() -> Redactor {
    Redactor::new(Key::from_text("test"))
}

/// What stands for a value that a key says is sensitive.
fn stand_in(key: &str, value: &str) -> String {
    let payload = json!({ "type": "x", key: value }).to_string();
    let redactor = redactor();
    let replaced = redactor.text(&payload);
    let replaced: Value = serde_json::from_str(&replaced).unwrap();
    replaced[key].as_str().unwrap().to_owned()
}

fn classes(text: &str) -> Vec<(usize, bool, bool, bool, bool)> {
    text.chars()
        .map(|c| {
            let cased = (c.is_lowercase(), c.is_uppercase());
            (c.len_utf8(), c.is_alphabetic(), c.is_numeric() && !c.is_alphabetic(), cased.0, cased.1)
        })
        .collect()
}

#[test]
fn a_uuid_stays_one_of_its_version() {
    let value = "3f0c9a52-7d14-4e6b-8c21-5ab0d9e7f613";
    let other = stand_in("token", value);
    assert_ne!(other, value);
    assert_eq!((other.as_bytes()[14], other.as_bytes()[19]), (b'4', b'8'));
    assert!(other.bytes().enumerate().all(|(at, b)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    }));
}

#[test]
fn a_jwt_stays_one_whose_header_decodes() {
    use base64::Engine;
    let other = stand_in("jwt", JWT);
    assert!(is_jwt(&other));
    assert_eq!(other.len(), JWT.len());
    let parts: Vec<&str> = other.split('.').collect();
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header: Value = serde_json::from_slice(&engine.decode(parts[0]).unwrap()).unwrap();
    assert_eq!(header["alg"], "HS256");
    let id = header["kid"].as_str().unwrap();
    assert!(id != "key-7" && id.len() == 5, "{id}");
    for (part, before) in parts.iter().zip(JWT.split('.')).skip(1) {
        assert_ne!(*part, before);
        engine.decode(part).unwrap();
    }
    // In a text, in a URL and behind a scheme it is the same one.
    let redactor = redactor();
    for written in [
        format!(r#"{{"text":"it is {JWT} here"}}"#),
        format!("wss://h.example/{JWT}/x?token={JWT}"),
        format!("Authorization: Bearer {JWT}"),
    ] {
        let replaced = redactor.text(&written);
        assert!(replaced.contains(&other), "{replaced}");
        assert!(!replaced.contains(JWT), "{replaced}");
    }
}

#[test]
fn what_has_a_form_keeps_it() {
    let mail = stand_in("guestEmail", "guest.seven@mail.example");
    assert_ne!(mail, "guest.seven@mail.example");
    let (local, domain) = mail.split_once('@').unwrap();
    assert_eq!((local.find('.'), domain.find('.')), (Some(5), Some(4)));
    for day in ["1990-05-17", "2024-02-29", "1990-05-17T23:59:58.120Z", "1990-12-31T00:00:00+01:00"] {
        let other = stand_in("birthDate", day);
        assert_eq!(other.len(), day.len());
        assert!(other.parse::<jiff::civil::Date>().is_ok() || other.parse::<jiff::Timestamp>().is_ok(), "{other}");
    }
    assert!(stand_in("phone", "+49 (151) 2345-678").starts_with('+'));
    assert!(stand_in("authorization", "Basic dXNlcjpwYXNz").starts_with("Basic "));
    for number in ["5551234", "-12.5e3", "0", "0.07", "1e5", "12345e67", "1.7e308"] {
        let payload = format!(r#"{{"phone":{number}}}"#);
        let redactor = redactor();
        let replaced = redactor.text(&payload);
        assert_eq!(replaced.len(), payload.len());
        let value: Value = serde_json::from_str(&replaced).unwrap();
        assert!(value["phone"].is_number(), "{replaced}");
    }
}

#[test]
fn placeholders_stay() {
    for value in [
        "<token>",
        "{{guestName}}",
        "${ACCESS_TOKEN}",
        "your-token-here",
        "YOUR_API_KEY",
        "TODO",
        "xxxx",
        "00000000-0000-0000-0000-000000000000",
        "[your name]",
        "changeme",
    ] {
        assert_eq!(stand_in("token", value), value);
    }
    // Somebody's name in brackets is none, but looks like one to the rules.
    let other = stand_in("guestName", "[Bob Smith]");
    assert_ne!(other, "[Bob Smith]");
    assert!(is_placeholder(&other));
}

#[test]
fn one_value_has_one_stand_in_however_it_is_written() {
    let expected = stand_in("token", "Q8zé😀r2Lw");
    let redactor = redactor();
    let payload = r#"{"token":"\u00518z\u00e9\ud83d\uDE00r2Lw","a":"{\"token\":\"Q8z\\u00E9😀r2Lw\"}"}"#;
    let replaced = redactor.text(payload);
    let value: Value = serde_json::from_str(&replaced).unwrap();
    assert_eq!(value["token"], expected);
    let inner: Value = serde_json::from_str(value["a"].as_str().unwrap()).unwrap();
    assert_eq!(inner["token"], expected);
    let url = "wss://h.example/?to%6Ben=Q8z%C3%A9%F0%9f%98%80r2Lw&b=1";
    let replaced = redactor.url(url);
    let parsed = url::Url::parse(&replaced).unwrap();
    let (_, value) = parsed.query_pairs().next().unwrap();
    assert_eq!(value, expected);
    assert_eq!(replaced.len(), url.len());
}

#[test]
fn everything_outside_of_values_stays() {
    let redactor = redactor();
    for text in [
        r#"{ "a" : 1.0e+2, "queueId":"6b0d2f7e-41c9-4a83-9e57-d3f80c1a95b2","tracingId":"x-1","a":2,}"#,
        "wss://webmessaging.mypurecloud.ie/v1?deploymentId=6b0d2f7e-41c9-4a83-9e57-d3f80c1a95b2",
        r#"{"type":"error","code":400,"message":"routingData is missing"}"#,
        r"C:\users\u12 100% %zz \",
    ] {
        assert_eq!(redactor.text(text), text);
    }
    let broken = r#"{"type":"message" "text":"hello", 'x': 01 "#;
    let replaced = redactor.text(broken);
    assert_eq!(replaced.replace(&replaced[26..31], "hello"), broken);
}

#[test]
fn a_known_token_is_found_where_nothing_shows_that_it_is_one() {
    let mut redactor = redactor();
    redactor.learn(r#"{"token":"Pw7Token12345","text":"Hello"}"#);
    let replaced = redactor.text("unknown guest Pw7Token12345: Hello");
    assert!(!replaced.contains("Pw7Token12345"), "{replaced}");
    assert!(replaced.starts_with("unknown guest ") && replaced.ends_with(": Hello"));
    let written = redactor.text(r"unknown guest Pw7\u0054oken12345");
    assert!(!written.contains("oken12345"), "{written}");
}

proptest! {
    #[test]
    fn stand_ins_keep_length_and_class(value in "\\PC{1,40}") {
        let other = stand_in("guestName", &value);
        prop_assert_eq!(other.len(), value.len());
        prop_assert_eq!(other.chars().count(), value.chars().count());
        // A percent sign may begin an encoded byte, which becomes another byte.
        if !is_placeholder(&value) && !value.contains('%') && !value.starts_with("eyJ") {
            prop_assert_eq!(classes(&other), classes(&value));
        }
        prop_assert_eq!(is_placeholder(&other), is_placeholder(&value));
        prop_assert_eq!(stand_in("guestName", &value), other);
    }

    #[test]
    fn different_values_have_different_stand_ins(values in prop::collection::hash_set("[a-c0-2]{1,3}", 1..30)) {
        let mut seen: HashMap<String, String> = HashMap::new();
        for value in values {
            let before = seen.insert(stand_in("guestName", &value), value.clone());
            prop_assert_eq!(before, None, "{}", value);
        }
    }

    #[test]
    fn any_text_keeps_its_size_and_its_frame(parts in prop::collection::vec(prop::sample::select(vec![
        "\"", "\\", "'", "token", "text", "name", ":", "=", ",", " ", "{", "}", "[", "]", "eyJhbGciOiJub25lIn0.e30.", "a@b.co",
        "é", "😀", "\n", "Bearer ", "+4912345678", "\\u0061", "\\ud83d\\ude00", "\\ud83d", "%41", "%FF", "%C3%A9", "&", "://", "0", "12",
        "\\u0022", "1990-05-17", "eyJ",
    ]), 0..40)) {
        let text: String = parts.concat();
        let redactor = redactor();
        let replaced = redactor.text(&text);
        prop_assert_eq!(replaced.len(), text.len());
        prop_assert_eq!(replaced.chars().count(), text.chars().count());
        let marks = |text: &str| text.bytes().enumerate().filter(|(_, b)| b"\"{}[]:,\\\n".contains(b)).collect::<Vec<_>>();
        prop_assert_eq!(marks(&replaced), marks(&text));
    }

    #[test]
    fn what_was_json_is_json(value in "\\PC{0,20}", key in prop::sample::select(vec!["token", "text", "name", "x", "cookie"]), number in any::<f64>()) {
        let payload = json!({ key: value, "phone": number, "a": [{ "email": value, "body": { key: value } }] }).to_string();
        let twice = json!({ "data": payload, key: payload }).to_string();
        for text in [&payload, &twice] {
            let redactor = redactor();
            let replaced = redactor.text(text);
            let one: Value = serde_json::from_str(text).unwrap();
            let two: Value = serde_json::from_str(&replaced).unwrap();
            prop_assert_eq!(shape(&one), shape(&two));
        }
    }
}

/// A value without what may be replaced in it.
fn shape(value: &Value) -> Value {
    match value {
        Value::String(text) => json!({ "bytes": text.len(), "characters": text.chars().count() }),
        Value::Number(number) => json!(number.is_f64()),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), shape(value))).collect(),
        other => other.clone(),
    }
}
