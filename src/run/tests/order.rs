//! The order of guest-conversations: each fault has its own code, once, and nothing follows from it.

use crate::outcome::Summary;

use super::*;

/// The codes of the order, the end and the input (GL3xx, GL4xx, GL9xx) that a script gives.
fn order(script: &str) -> String {
    let (report, outcome) = run(&log(script));
    assert_eq!(outcome.failures, Vec::<String>::new());
    let all = codes(&report);
    let kept = all.split(' ').filter(|code| !code.starts_with("GL1") && !code.starts_with("GL2"));
    kept.collect::<Vec<_>>().join(" ")
}

const END: &str = "close \"code\":1000,\"clean\":true";

fn check(cases: &[(&str, &str, &str)]) {
    for (what, script, expected) in cases {
        assert_eq!(order(&script.replace("; ", "\n")), *expected, "{what}: {script}");
    }
}

#[test]
fn a_clean_session_has_no_finding() {
    let script = format!("open\n> connect\n< connected\n> startChat\n< message\n> typing\n> message\n< message\n{END}");
    assert_eq!(codes(&run(&log(&script)).0), "GL113");
}

#[test]
fn each_fault_of_order_is_told_once() {
    check(&[
        ("startChat first", "open; > startChat", "GL301@1 GL308@1"),
        ("startChat first, with an answer", "open; > startChat; < message", "GL301@1"),
        ("startChat before connected", "open; > connect; > startChat; < connected; < message", "GL301@2"),
        ("message first", "open; > message; > connect; < connected; > startChat; < message", "GL303@1"),
        ("messages first", "open; > message; > message; > typing", "GL303@1"),
        ("typing before connected", "open; > connect; > typing; < connected; > startChat; < message", "GL302@2"),
        ("message before startChat", "open; > connect; < connected; > message; > startChat; < message", "GL302@3"),
        ("two startChats", "open; > connect; < connected; > startChat; < message; > startChat; < message", "GL305@5"),
        (
            "three startChats",
            "open; > connect; < connected; > startChat; > startChat; > startChat; < message",
            "GL305@4x2",
        ),
        ("two connects", "open; > connect; < connected; > connect; < connected; > startChat; < message", "GL307@3"),
        (
            "a frame after the close",
            "open; > connect; < connected; > startChat; < message; close \"code\":1000; > message",
            "GL306@5",
        ),
        (
            "a server's frame after the close",
            "open; > connect; < connected; > startChat; < message; close \"code\":1000; < message",
            "",
        ),
        ("no acknowledgement, unknown end", "open; > connect", "GL304@1"),
        ("no acknowledgement, clean close", "open; > connect; close \"code\":1000", "GL304@1"),
        ("no acknowledgement, drop", "open; > connect; close \"code\":1006", "GL401"),
        ("no reply to startChat", "open; > connect; < connected; > startChat", "GL308@3"),
        ("no reply to startChat, drop", "open; > connect; < connected; > startChat; close \"code\":1006", "GL401"),
        (
            "no reply to startChat, error close",
            "open; > connect; < connected; > startChat; close \"code\":1008",
            "GL402",
        ),
        (
            "the acknowledgement is named connect",
            "open; > connect; < {\"type\":\"connect\"}; > startChat; < message",
            "GL316@2",
        ),
        ("the client sends connected", "open; > connect; < connected; > connected; > startChat; < message", "GL313@3"),
        ("the server sends startChat", "open; > connect; < connected; < startChat; > startChat; < message", "GL313@3"),
    ]);
}

#[test]
fn a_capture_that_starts_in_the_middle_is_not_judged_by_what_it_cannot_show() {
    check(&[
        ("a chat", "< message; > message; > typing; < message", ""),
        ("startChat without its beginning", "> startChat; < message", ""),
        ("the acknowledgement", "< connected; > startChat; < message", ""),
        ("message first", "> message; < message", ""),
        ("what is certain is told", "> startChat; < message; > startChat; < message", "GL305@3"),
        ("the end is told", "< message; close \"code\":1006", "GL401"),
        ("the client's connect shows the beginning", "> connect; > startChat; < connected; < message", "GL301@2"),
        (
            "so does one after other frames",
            "< message; > message; > connect; > startChat; < connected; < message",
            "GL301@4",
        ),
        ("and so does an open", "open; < message; > startChat; < message", "GL301@2"),
    ]);
}

#[test]
fn frames_of_an_unknown_sender_raise_no_rule_of_order() {
    let har = |frames: &[(&str, &str)]| {
        let messages = frames
            .iter()
            .map(|(kind, name)| format!(r#"{{"type":"{kind}","time":1.5,"opcode":1,"data":{}}}"#, payload(name)));
        let messages = messages.collect::<Vec<_>>().join(",");
        let text = format!(
            r#"{{"log":{{"version":"1.2","creator":{{"name":"x","version":"1"}},"entries":[{{"request":{{"method":"GET","url":"{URL}"}},"response":{{"status":101}},"_webSocketMessages":[{messages}]}}]}}}}"#
        );
        codes(&run(&text).0)
    };
    let all = [("", "startChat"), ("", "message"), ("", "connect"), ("", "startChat")];
    assert_eq!(har(&all), "GL113 GL905@1x4");
    let acknowledgement = [("send", "connect"), ("", "connected"), ("send", "startChat"), ("", "message")];
    assert_eq!(har(&acknowledgement), "GL113 GL905@2x2");
    // A server's other name for it counts, too.
    let alias = [("send", "connect"), ("", "connect"), ("send", "startChat"), ("receive", "message")];
    assert_eq!(har(&alias), "GL113 GL905@2");
}

#[test]
fn unreadable_frames_may_have_been_what_was_waited_for() {
    check(&[
        ("the acknowledgement", "open; > connect; < {\"type\":\"conn; > startChat; < message", ""),
        ("the opening", "open; > {\"type\":\"conne; < connected; > startChat; < message", ""),
        ("an unknown message of the server", "open; > connect; < {\"type\":\"ready\"}; > startChat; < message", ""),
    ]);
}

#[test]
fn a_second_life_on_the_implicit_socket_is_a_second_session() {
    let script = format!(
        "open\n> connect\n< connected\n> startChat\n< message\n{END}\nopen\n> connect\n< connected\n> startChat\n< message\n{END}"
    );
    let text = log(&script).replace("\"socket\":\"1\",", "");
    let (report, outcome) = run(&text);
    assert_eq!(codes(&report), "GL113");
    assert_eq!(outcome.summary.sessions, 2);
    assert_eq!(report.sessions.iter().map(|session| session.frames).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn a_record_that_cannot_be_read_may_have_been_the_answer() {
    let codes_of = |script: &str| {
        let text = log(&script.replace("; ", "\n")).replace(r#""data":"BROKEN""#, "data:1");
        let (report, _) = run(&text);
        let diagnosed = report.sessions[0].diagnosis.is_some();
        let all = codes(&report).replace("GL113", "");
        (all.trim().to_owned(), diagnosed)
    };
    for (script, expected, diagnosed) in [
        ("> connect; < BROKEN", "GL210", false),
        ("open; > connect; < BROKEN; > startChat; < message", "GL210", false),
        ("open; > connect; < connected; > startChat; < BROKEN", "GL210", false),
        ("open; > connect; < connected; > startChat; < BROKEN; close \"code\":1000,\"clean\":true", "GL210", false),
        // What was sent behind it is still unanswered.
        ("open; > connect; < BROKEN; > startChat", "GL210 GL308@2", true),
        ("open; < BROKEN; > connect", "GL210 GL304@1", true),
    ] {
        assert_eq!(codes_of(script), (expected.to_owned(), diagnosed), "{script}");
    }
    let text = log("open\n> connect\n< connected\n> startChat\n< BROKEN\nclose \"code\":1006")
        .replace(r#""data":"BROKEN""#, "data:1");
    let headline = run(&text).0.sessions[0].diagnosis.clone().unwrap().headline;
    assert!(!headline.contains("nothing came back"), "{headline}");
}

#[test]
fn the_most_findings_change_no_count() {
    let mut script = "open; > connect; < connected; > startChat".replace("; ", "\n");
    for name in 0..200 {
        script.push_str(&format!("\n> {{\"type\":\"x{name}\",\"type\":\"x{name}\"}}\n< {{\"type\":\"new{name}\"}}"));
    }
    let payloads = "{\"type\":\"startChat\",\"x\":1}\n".repeat(300);
    for text in [log(&script), payloads] {
        let counts = |max_findings: usize, all: bool| {
            let mut kept = Kept::default();
            let options = Options { max_findings, all, ..Options::default() };
            let mut run = Run::new(options, &mut kept).unwrap();
            run.input(Input::Stdin(text.clone().into_bytes().into())).unwrap();
            let outcome = run.finish().unwrap();
            let shown = kept.0[0].findings().count();
            assert!(shown <= max_findings);
            let Summary { errors, warnings, notes, withheld, .. } = outcome.summary;
            assert_eq!(errors + warnings + notes, shown as u64 + withheld);
            (errors, warnings, notes, outcome.worst)
        };
        for all in [false, true] {
            let every = counts(usize::MAX, all);
            assert!(every.0 + every.1 + every.2 > 200);
            for most in [0, 1, 50, 10_000] {
                assert_eq!(counts(most, all), every, "{most}");
            }
        }
    }
}
