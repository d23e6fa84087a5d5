//! Hostile and broken inputs through whole runs: no panic, no hang, and the same result each time. Huge ones are in `tests/slow`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use guestlint::page::{Human, HumanOptions, Json};
use guestlint::run::Options;
use proptest::prelude::*;

use crate::common::inputs::{FRAMES, URL, frame_log, har, quoted, run_into, told};

/// Runs by every option that changes the way through, into the real reports, and twice for the same result.
fn survives(bytes: &[u8]) {
    let (first, _) = told(bytes);
    let (second, _) = told(bytes);
    assert_eq!(first, second);
    let options = Options {
        protocol: Some("guest-conversations".to_owned()),
        show_values: true,
        all: true,
        max_findings: 3,
        ..Options::default()
    };
    let mut human = Human::new(Vec::new(), HumanOptions::default());
    let outcome = run_into(bytes.to_vec(), options.clone(), &mut human);
    assert_eq!(outcome.failures, Vec::<String>::new());
    let mut json = Vec::new();
    run_into(bytes.to_vec(), options, &mut Json::new(&mut json));
    serde_json::from_slice::<serde_json::Value>(&json).unwrap();
}

fn har_of_frames() -> String {
    let messages = FRAMES.iter().enumerate().map(|(at, (event, data))| {
        let kind = if *event == "send" { "send" } else { "receive" };
        format!(r#"{{"type":"{kind}","time":17.{at},"opcode":1,"data":{}}}"#, quoted(data))
    });
    har(&messages.collect::<Vec<_>>().join(","))
}

fn text_log() -> String {
    let mut log = format!("10:00:00.100 WebSocket connected to {URL}\n");
    for (event, data) in FRAMES {
        let word = if event == "send" { "Sending" } else { "Received" };
        writeln!(log, "10:00:00.200 {word}: {data}").unwrap();
    }
    log + "10:00:00.300 WebSocket closed: code 1006\n"
}

fn payloads() -> String {
    let all: Vec<&str> = FRAMES.iter().map(|(_, data)| *data).collect();
    format!("[{}]", all.join(",\n"))
}

fn sample() -> impl Strategy<Value = Vec<u8>> {
    let samples = [frame_log(), har_of_frames(), text_log(), payloads(), FRAMES[2].1.to_owned()];
    prop::sample::select(samples.map(String::into_bytes).to_vec())
}

/// Something done to the bytes of a capture, at places given as parts of its length.
#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Delete(prop::sample::Index, usize),
    Duplicate(prop::sample::Index, usize),
    Insert(prop::sample::Index, Vec<u8>),
    Truncate(prop::sample::Index),
}

impl Damage {
    fn to(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let len = bytes.len();
        let part = |index: &prop::sample::Index, size: usize| {
            let start = index.index(len);
            start..(start + size).min(len)
        };
        match self {
            Damage::Flip(index, mask) => bytes[index.index(len)] ^= mask,
            Damage::Delete(index, size) => drop(bytes.drain(part(index, *size))),
            Damage::Duplicate(index, size) => {
                let part = part(index, *size);
                let copy = bytes[part.clone()].to_vec();
                bytes.splice(part.end..part.end, copy);
            }
            Damage::Insert(index, new) => {
                let at = index.index(len);
                bytes.splice(at..at, new.iter().copied());
            }
            Damage::Truncate(index) => bytes.truncate(index.index(len)),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    let token = prop::sample::select(vec![
        &b"{"[..],
        b"}",
        b"[",
        b"]",
        b"\"",
        b"\\",
        b"\n",
        b"\r\n",
        b",",
        b":",
        b"\0",
        b"\xff",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"null",
        b"-1e9999",
        b"1006",
        b"[object Object]",
        b"\xef\xbb\xbf",
        b"{\"type\":",
        b"\x1b[31m",
    ]);
    prop_oneof![
        (at(), 1..=255_u8).prop_map(|(at, mask)| Damage::Flip(at, mask)),
        (at(), 1..60_usize).prop_map(|(at, size)| Damage::Delete(at, size)),
        (at(), 1..200_usize).prop_map(|(at, size)| Damage::Duplicate(at, size)),
        (at(), token).prop_map(|(at, token)| Damage::Insert(at, token.to_vec())),
        at().prop_map(Damage::Truncate),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn bytes_that_mean_something(tokens in prop::collection::vec(damage(), 1..40)) {
        let mut bytes = b"{}".to_vec();
        tokens.iter().for_each(|token| token.to(&mut bytes));
        survives(&bytes);
    }

    #[test]
    fn damaged_captures(mut bytes in sample(), damages in prop::collection::vec(damage(), 1..6)) {
        damages.iter().for_each(|damage| damage.to(&mut bytes));
        survives(&bytes);
    }

    #[test]
    fn splices_of_two_captures(
        (one, two) in (sample(), sample()),
        (cut, start) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
    ) {
        let spliced = [&one[..cut.index(one.len())], &two[start.index(two.len())..]].concat();
        survives(&spliced);
    }

    #[test]
    fn captures_in_utf_16(bytes in sample(), damages in prop::collection::vec(damage(), 0..3)) {
        let text = String::from_utf8(bytes).unwrap();
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        let mut bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        damages.iter().for_each(|damage| damage.to(&mut bytes));
        survives(&bytes);
    }
}

#[test]
fn captures_cut_at_every_byte() {
    for sample in [frame_log(), har_of_frames(), text_log(), payloads()] {
        for end in 0..sample.len() {
            told(&sample.as_bytes()[..end]);
        }
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    const DEPTH: usize = 200_000;
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"type\":", "}]")] {
        let deep = format!("{}1{}", open.repeat(DEPTH), close.repeat(DEPTH));
        let payload = format!("{{\"type\":\"startChat\",\"queueId\":{deep}}}");
        told(deep.clone());
        told(payload.clone());
        told(payload[..payload.len() / 2].to_owned());
        told(format!("[{payload},{}]", FRAMES[0].1));
        let row = format!("{{\"ts\":1,\"socket\":\"1\",\"event\":\"send\",\"data\":{}}}\n", quoted(&payload));
        told(format!("{}{row}", frame_log()));
        told(format!("{}{}", frame_log(), row.replace(&quoted(&payload), &payload)));
        told(har(&format!(r#"{{"type":"send","time":1,"opcode":1,"data":{}}}"#, quoted(&payload))));
        told(har(&format!(r#"{{"type":"send","time":1,"opcode":1,"data":{payload}}}"#)));
        told(har(&deep));
        told(format!("{}10:00:00.200 Sending: {payload}\n", text_log()));
    }
}

#[test]
fn strings_in_strings() {
    // Each layer doubles the backslashes: 12 are some kilobytes.
    let mut payload = FRAMES[2].1.to_owned();
    for _ in 0..12 {
        payload = quoted(&payload);
        told(payload.clone());
        told(format!("{{\"ts\":1,\"socket\":\"1\",\"event\":\"send\",\"data\":{payload}}}\n"));
        told(format!("{{\"level\":\"info\",\"time\":1,\"msg\":{payload}}}\n"));
    }
}

#[test]
fn odd_values() {
    let digits = "9".repeat(2000);
    let key = "k".repeat(1 << 20);
    let values = [
        digits.clone(),
        format!("-0.{digits}e{digits}"),
        format!("1e-{digits}"),
        "\"\\ud800\"".to_owned(),
        "\"\\udc00\\ud800 \\u0000\"".to_owned(),
        "\"\0\"".to_owned(),
        format!("{{\"{key}\":1,\"{key}\":2}}"),
        "\"\u{202e}\u{1b}[2J\u{7f}\"".to_owned(),
    ];
    for value in values {
        for field in ["queueId", "routingData", "type", "sessionContext", "\\u0074ype"] {
            let payload = format!("{{\"type\":\"startChat\",\"{field}\":{value}}}");
            survives(payload.as_bytes());
            survives(
                format!("{{\"ts\":{value},\"socket\":{value},\"event\":\"send\",\"data\":{}}}\n", quoted(&payload))
                    .as_bytes(),
            );
        }
        survives(
            format!(
                "{}{{\"ts\":9,\"socket\":\"1\",\"event\":\"close\",\"code\":{value},\"reason\":{value}}}\n",
                frame_log()
            )
            .as_bytes(),
        );
        survives(frame_log().replace("101", &value).as_bytes());
        survives(har_of_frames().replace("17.2", &value).as_bytes());
    }
    survives(b"{\"type\":\"start\xffChat\",\"queueId\":\"\xed\xa0\x80\"}");
    survives("\0".repeat(1000).as_bytes());
}

fn program(input: &[u8]) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guestlint"))
        .args(["check", "-", "--output", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!errors.contains("panicked"), "{errors}");
    (output.status.code(), errors)
}

#[test]
fn the_program_survives_too() {
    let deep = "[".repeat(200_000);
    assert_eq!(program(deep.as_bytes()).0, Some(1));
    assert_eq!(program(frame_log().as_bytes()).0, Some(1));
    assert!(program(&frame_log().as_bytes()[..300]).0.is_some());
    assert_eq!(program(b"\n\n\n").0, Some(3));
    assert!(program(b"\xff\xfe\xff").0.is_some());
}
