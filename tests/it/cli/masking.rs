//! What must not reach a screen, a report or a CI log: secrets, personal values, and characters that forge what is shown.

use std::path::Path;

use crate::common::{fixtures, formats, run};

/// The made-up secrets and personal values in `fixtures/masking`.
const PLANTED: [&str; 11] = [
    "eyJzdWIiOiJndWVzdC03IiwiZXhwIjoxNzk1NDIwMDAwfQ",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "Zm9yLXRlc3RzLW9ubHktbm90LWEtc2lnbmF0dXJl",
    "q8Zr2LwT5vXk9NcB",
    "guest7.private",
    "Guest Seven",
    "swordfish",
    // The end of a binary frame in base64, behind characters that no token has.
    "PyB0aGUgY29kZSBpcyBzd29yZGZpc2gifQ",
    // `swordfish` as hexadecimal digits and as a list of bytes.
    "73776f726466697368",
    "115,119,111,114,100",
    "4711",
];

/// Characters that move the cursor, ring, reorder or break lines where they are printed raw.
const HOSTILE: [char; 10] =
    ['\u{1b}', '\r', '\u{202e}', '\u{2066}', '\u{7}', '\u{9b}', '\u{85}', '\u{2028}', '\u{200f}', '\u{7f}'];

const FORMS: [&[&str]; 6] = [
    &[],
    &["-v"],
    &["--all", "-v"],
    &["--output", "json"],
    &["--output", "json", "--all"],
    &["--protocol", "guest-conversations", "-v"],
];

fn shown(path: &Path, form: &[&str]) -> String {
    let mut arguments = vec!["check".as_ref(), path.as_os_str()];
    arguments.extend(form.iter().map(std::ffi::OsStr::new));
    let ran = run(&arguments);
    format!("{}{}", ran.stdout, ran.stderr)
}

#[test]
fn nothing_of_a_binary_frame_is_shown() {
    let log = concat!(
        r#"{"event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket"}"#,
        "\n",
        r#"{"event":"send","opcode":2,"data":"aGkgQm9i","more":1}"#,
        "\n",
        r#"{"event":"send","data":{"type":"Buffer","data":[104,105]}}"#,
        "\n",
    );
    let screen = crate::common::with_stdin("check - --all", log.as_bytes()).stdout;
    assert_eq!(screen.matches("error: GL216").count(), 2, "{screen}");
    assert!(!screen.contains("aGkgQm9i") && !screen.contains("104"), "{screen}");
    assert!(screen.contains(r#""data":"********","more":1}"#), "{screen}");
    let screen = crate::common::with_stdin("check - --all --show-values", log.as_bytes()).stdout;
    assert!(screen.contains("aGkgQm9i") && screen.contains("104"), "{screen}");
}

#[test]
fn secrets_and_personal_values_are_masked_everywhere() {
    let formats = formats();
    let formats = formats.iter().map(|format| vec!["--output", format, "-v"]);
    let forms: Vec<_> = FORMS.map(Vec::from).into_iter().chain(formats).collect();
    for path in fixtures("masking") {
        for form in &forms {
            let shown = shown(Path::new(&path), form);
            // The pages of the rules, which SARIF holds, have examples of their own.
            let shown = match shown.split_once("\"rules\": [") {
                Some((head, rest)) => {
                    let (_, results) = rest.split_once("\"results\": [").unwrap();
                    format!("{head}{results}")
                }
                None => shown,
            };
            for planted in PLANTED {
                assert!(!shown.contains(planted), "{path} {form:?} {planted}\n{shown}");
            }
        }
    }
}

#[test]
fn show_values_shows_them() {
    let of = |path: &str, planted: &[&str]| {
        let shown = shown(Path::new(path), &["--show-values", "-v"]);
        for planted in planted {
            assert!(shown.contains(planted), "{path} {planted}\n{shown}");
        }
    };
    of("fixtures/masking/secrets.ndjson", &["q8Zr2LwT5vXk9NcB", "Guest Seven", "guest7.private"]);
    of("fixtures/masking/start-chat.json", &["Guest Seven", "guest7.private"]);
}

#[test]
fn planted_values_are_really_there() {
    let all: Vec<String> =
        fixtures("masking").iter().map(|path| String::from_utf8(crate::common::bytes(path)).unwrap()).collect();
    for planted in PLANTED {
        assert!(all.iter().any(|content| content.contains(planted)), "{planted}");
    }
}

/// JSON text of a string, with nothing escaped that need not be.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Inputs with `c` wherever an input's own text can come out again: name and content.
fn inputs(c: char) -> Vec<(String, String)> {
    let word = format!("a{c}b");
    let url = "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket";
    let object = |members: &str| format!("{{\"type\":\"startChat\",{members}}}");
    let frame = |event: &str, data: &str| format!("{{\"event\":\"{event}\",\"data\":{}}}\n", quoted(data));
    let open = |url: &str| format!("{{\"event\":\"open\",\"url\":{},\"status\":101}}\n", quoted(url));
    let close =
        |code: u16, reason: &str| format!("{{\"event\":\"close\",\"code\":{code},\"reason\":{}}}\n", quoted(reason));
    let connect = frame("send", r#"{"type":"connect","version":"2.0"}"#);
    let connected = frame("recv", r#"{"type":"connected"}"#);
    let named = quoted(&word);
    let mut inputs = vec![
        ("value.json", object(&format!("\"queueId\":{named},\"routingData\":{{\"language\":{named}}}"))),
        ("key.json", object(&format!("{named}:1,\"routingData\":{{{named}:[]}}"))),
        ("twice.json", object(&format!("{named}:1,{named}:2"))),
        ("type.json", format!("{{\"type\":{named}}}")),
        ("dialect.json", format!("{{\"event\":{named}}}")),
        ("raw.json", object(&format!("\"queueId\":\"{word}\",\"x\":{word}"))),
        ("broken.json", format!("{{\"type\":\"startChat\" {word}")),
        ("version.json", format!("{{\"type\":\"connect\",\"version\":{named}}}")),
        ("url.ndjson", format!("{}{connect}{connected}", open(&format!("{url}/{word}?{word}={word}#{word}")))),
        ("host.ndjson", format!("{}{connect}", open(&url.replace("api.", &format!("{word}."))))),
        ("scheme.ndjson", format!("{}{connect}", open(&format!("{word}://x/api/v2/guest/conversations/websocket")))),
        ("reason.ndjson", format!("{}{connect}{connected}{}", open(url), close(4001, &word))),
        (
            "error.ndjson",
            format!(
                "{}{connect}{}",
                open(url),
                frame("recv", &format!("{{\"type\":\"error\",\"code\":{named},\"message\":{named}}}"))
            ),
        ),
        (
            "frames.ndjson",
            format!(
                "{}{}{}",
                open(url),
                frame("send", &format!("{{\"type\":{named}}}")),
                frame("recv", &format!("{{\"type\":{named}}}"))
            ),
        ),
        (
            "protocols.ndjson",
            format!("{{\"event\":\"open\",\"url\":\"{url}\",\"status\":101,\"subprotocols\":[{named}]}}\n{connect}"),
        ),
        (
            "console.txt",
            format!(
                "WebSocket connected {url}/{word}\n{word} skipped\nSending: {{\"type\":\"{word}\"}}\nSending: {{ type: '{word}' }}\nConnection closed with code: 4001, reason: {word}, wasClean: true\n"
            ),
        ),
        ("noise.txt", format!("{word}\n{word}\n")),
    ];
    inputs.retain(|(_, content)| content.contains(c) || content.contains(&named[2..named.len() - 2]));
    inputs.into_iter().map(|(name, content)| (name.to_owned(), content)).collect()
}

#[test]
fn hostile_characters_never_come_out_raw() {
    for c in HOSTILE {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (name, content) in inputs(c) {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            paths.push(path);
        }
        if cfg!(unix) {
            let path = folder.path().join(format!("n{c}ame.json"));
            std::fs::write(&path, "{\"type\":\"startChat\"}").unwrap();
            paths.push(path);
            paths.push(folder.path().join(format!("mis{c}sing.json")));
        }
        for path in paths {
            for form in FORMS.iter().chain([&&["--show-values", "-v"][..]]) {
                let shown = shown(&path, form);
                assert!(
                    !shown.contains(c),
                    "U+{:04X} in {:?} {form:?}\n{shown:?}",
                    u32::from(c),
                    path.file_name().unwrap()
                );
            }
        }
    }
}

#[test]
fn hostile_arguments_never_come_out_raw() {
    for c in HOSTILE {
        let word = format!("a{c}b");
        let output = format!("json=no/such/{word}");
        for arguments in [
            &["check", "--protocol", &word, "."][..],
            &["check", "--output", &output, "fixtures/field-report"],
            &["explain", &word],
            &["schema", &word],
            &["protocols", &word],
        ] {
            let ran = run(arguments);
            assert_eq!(ran.exit, 2, "{arguments:?}");
            assert!(!ran.stderr.contains(c) && !ran.stdout.contains(c), "{arguments:?}");
        }
    }
}
