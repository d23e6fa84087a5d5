//! Every limit on a size: at it, one below and one above, in characters of several bytes.

use serde_json::{Value, json};

use crate::common::{codes, findings, is_fault, text};

use super::frames::*;

/// The severity with which GL212 is told of a frame, in a session that announces `body`.
fn too_large(body: Value, frame: Value) -> Option<String> {
    let frames = [
        ("send", self::frame("configure").1, STEP),
        ("recv", server("SessionResponse", 200, body), STEP),
        ("send", frame, STEP),
    ];
    let report = report("", &log_of(Some(URL), &frames));
    let (large, others): (Vec<_>, Vec<_>) =
        findings(&report).iter().filter(is_fault).partition(|finding| text(finding, "code") == "GL212");
    assert_eq!(others, Vec::<&Value>::new());
    assert!(large.len() <= 1, "{large:?}");
    large.first().map(|finding| text(finding, "severity").to_owned())
}

#[test]
fn a_limit_holds_to_the_unit() {
    let open = || json!({ "connected": true });
    // Two bytes a character, so that characters and bytes differ.
    let bytes = |count: usize| "é".repeat(count / 2) + if count % 2 == 1 { "e" } else { "" };
    let characters = |count: usize| "é".repeat(count);
    let upload = |name: &str, size: u64| {
        client("onAttachment", json!({ "fileName": name, "fileType": "image/png", "fileSize": size }))
    };
    let error = Some("error".to_owned());
    for (size, told) in [(4095, &None), (4096, &None), (4097, &error)] {
        assert_eq!(&too_large(open(), text_message(&bytes(size))), told, "text of {size}");
    }
    for (length, told) in [(2047, &None), (2048, &None), (2049, &error)] {
        // The token of every frame, so that it is the same on the socket.
        let frame = json!({ "action": "getJwt", "token": characters(length) });
        let report = report(" --protocol web-messaging", &frame.to_string());
        let told_of: Vec<_> = findings(&report).iter().map(|finding| text(finding, "code")).collect();
        assert_eq!(told_of.len(), usize::from(told.is_some()), "token of {length}: {told_of:?}");
        assert!(told_of.iter().all(|code| *code == "GL212"), "{told_of:?}");
    }
    for (length, told) in [(1022, &None), (1023, &None), (1024, &error)] {
        assert_eq!(&too_large(open(), upload(&format!("{}.png", characters(length - 4)), 1)), told, "name of {length}");
    }
    for (size, told) in [(10_485_759, &None), (10_485_760, &None), (10_485_761, &error)] {
        assert_eq!(&too_large(open(), upload("a.png", size)), told, "file of {size}");
    }
    let announced = || {
        let inbound = json!({ "fileTypes": [{ "type": "*/*" }], "maxFileSizeKB": 20480 });
        json!({ "connected": true, "allowedMedia": { "inbound": inbound } })
    };
    for (size, told) in [(20_971_519, &None), (20_971_520, &None), (20_971_521, &error)] {
        assert_eq!(&too_large(announced(), upload("a.png", size)), told, "announced, file of {size}");
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
    assert_eq!(too_large(json!({ "connected": true }), frame).as_deref(), Some("warning"));
}

#[test]
fn only_removed_text_has_a_limit_in_characters() {
    for (length, told) in [(3999, false), (4000, false), (4001, true)] {
        let body = json!({ "body": "é".repeat(length), "bodyType": "standard" });
        let report = report(" --protocol webchat-v2", &body.to_string());
        assert_eq!(codes(&report).contains("GL212"), told, "{length}");
    }
}
