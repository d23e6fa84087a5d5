//! Recordings that real tools wrote (see `recordings/README.md`), against a table of what each holds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::common::{bytes, check, fixtures};

/// Files, or beginnings of their paths, that guestlint does not read as the table says, and why. A file that is read
/// rightly must leave this list.
const NOT_YET: &[(&str, &str)] = &[
    ("websocat/verbose-closed.stderr.txt", "it tells of a Close frame and not of its code: the end is left unknown"),
    ("node/inspect.log", "what console.log prints of an object"),
    ("netlog/default.json", "without raw bytes a Close frame's code is not known, and its end is left unknown"),
    ("tshark/all-scenes.pcap", "packets themselves are not read: the tshark command is shown"),
    ("tshark/websocket-only.json", "without a URL, connect alone tells no protocol"),
];

/// Recordings without a socket: files that belong to another one, and a list of bare payloads.
const NO_SOCKETS: &[&str] = &["playwright/attached/", "websocat/received-closed.txt"];

type Table = BTreeMap<String, Vec<Value>>;

fn table() -> Table {
    serde_json::from_slice(&bytes("tests/recordings/table.json")).unwrap()
}

fn recordings() -> Vec<String> {
    let paths = fixtures("recordings").into_iter();
    paths.map(|path| path.strip_prefix("fixtures/recordings/").unwrap().to_owned()).collect()
}

fn is_expected_to_differ(name: &str) -> bool {
    NOT_YET.iter().any(|(path, _)| name.starts_with(path))
}

#[test]
fn each_recording_is_read_as_the_table_says() {
    let mut wrong = Vec::new();
    for (name, sockets) in table() {
        let differences = differences(&name, &sockets);
        match (is_expected_to_differ(&name), differences.is_empty()) {
            (true, true) => wrong.push(format!("{name}: is read now, take it from NOT_YET")),
            (false, false) => wrong.extend(differences),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_recording_is_in_the_table() {
    let table = table();
    let recordings = recordings();
    for name in table.keys() {
        assert!(recordings.contains(name), "no such recording: {name}");
    }
    for (path, _) in NOT_YET {
        let any = table.keys().any(|name| name.starts_with(path));
        assert!(any, "NOT_YET names no recording: {path}");
    }
    for name in recordings {
        let bare = NO_SOCKETS.iter().any(|path| name.starts_with(path));
        assert!(bare || table.contains_key(&name), "not in the table: {name}");
    }
}

#[test]
fn received_messages_alone_are_payloads() {
    let report = check("fixtures/recordings/websocat/received-closed.txt");
    assert_eq!(report["summary"]["payloads"], 3);
    assert_eq!(report["summary"]["sessions"], 0);
}

/// Where the program's report on a recording is another than the table, in words.
fn differences(name: &str, sockets: &[Value]) -> Vec<String> {
    let report = check(&format!("fixtures/recordings/{name}"));
    let sessions = report["sessions"].as_array().unwrap();
    // Nothing says whose a socket is that has neither a URL nor a frame: such a one may be ignored.
    let ignored = report["summary"]["ignoredSessions"].as_u64().unwrap();
    let nameless = |socket: &&Value| socket["url"].is_null() && frames(socket).is_empty();
    let expected: Vec<&Value> = match sockets.iter().filter(nameless).count() as u64 {
        count if count == ignored => sockets.iter().filter(|s| !nameless(s)).collect(),
        _ => sockets.iter().collect(),
    };
    if sessions.len() != expected.len() {
        let (read, held) = (sessions.len(), expected.len());
        return vec![format!("{name}: {read} sessions read, {held} sockets held")];
    }
    let pairs = expected.iter().zip(sessions).enumerate();
    pairs
        .filter_map(|(index, (socket, session))| {
            let difference = difference(socket, session)?;
            Some(format!("{name}, socket {}: {difference}", index + 1))
        })
        .collect()
}

fn difference(socket: &Value, session: &Value) -> Option<String> {
    let read = session["frames"].as_u64().unwrap();
    let held = frames(socket);
    // A text log announces a binary frame, but does not show it: to read it as a frame is fair, and not to is, too.
    let shown = held.iter().filter(|frame| !frame[3].is_null()).count() as u64;
    if read < shown || read > held.len() as u64 {
        return Some(format!("{read} frames read, {} held", held.len()));
    }
    let (url, expected) = (web_socket(&session["url"]), web_socket(&socket["url"]));
    if expected.is_some() && url != expected {
        return Some(format!("URL {url:?} read, {expected:?} held"));
    }
    let (end, expected) = (&session["end"], &socket["end"]);
    (!same_end(end, expected)).then(|| format!("end {end} read, {expected} held"))
}

fn frames(socket: &Value) -> &Vec<Value> {
    socket["frames"].as_array().unwrap()
}

/// A socket's URL, in one scheme: proxies record the handshake's own, http.
fn web_socket(url: &Value) -> Option<String> {
    let url = url.as_str()?;
    Some(match url.strip_prefix("http") {
        Some(rest) => format!("ws{rest}"),
        None => url.to_owned(),
    })
}

/// Whether two ends are the same in all that either says. The table may allow several kinds.
fn same_end(read: &Value, held: &Value) -> bool {
    let Some(kinds) = held["kind"].as_array() else {
        // A Close frame without a code is what an API calls 1005 (RFC 6455, section 7.1.5).
        let mut held = held.clone();
        if held["kind"] == "closed" && held["code"].is_null() {
            held["code"] = json!(1005);
        }
        return *read == held;
    };
    kinds.iter().any(|kind| *read == json!({ "kind": kind }))
}
