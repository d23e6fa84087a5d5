//! Inputs by the byte through whole runs, and a small session to make them of.

use std::fmt::Write as _;
use std::io;

use guestlint::outcome::{Account, Summary};
use guestlint::page::Page;
use guestlint::run::{Input, Options, Outcome, Run};

pub const URL: &str = "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket";

/// What a run reported, as text.
#[derive(Default)]
pub struct Told(String);

impl Page for Told {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        for finding in report.findings() {
            let (code, count, line) = (finding.rule.code, finding.count, finding.location.line);
            writeln!(self.0, "{code} x{count} line {line} {}", finding.message).unwrap();
        }
        for session in &report.sessions {
            writeln!(self.0, "{} {:?} {:?}", session.id, session.end, session.diagnosis).unwrap();
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        writeln!(self.0, "{summary:?}").unwrap();
        Ok(())
    }
}

pub fn run_into(bytes: Vec<u8>, options: Options, report: &mut dyn Page) -> Outcome {
    let mut run = Run::new(options, report).unwrap();
    run.input(Input::Stdin(bytes.into())).unwrap();
    run.finish().unwrap()
}

/// Runs once; a check that crashes fails the test.
pub fn told(bytes: impl Into<Vec<u8>>) -> (String, Outcome) {
    let mut report = Told::default();
    let outcome = run_into(bytes.into(), Options::default(), &mut report);
    assert_eq!(outcome.failures, Vec::<String>::new());
    (report.0, outcome)
}

/// Frames of a short session: sender and payload.
pub const FRAMES: [(&str, &str); 4] = [
    ("send", r#"{"type":"connect","version":"2.0"}"#),
    ("recv", r#"{"type":"connected"}"#),
    ("send", r#"{"type":"startChat","queueId":"a1b2c3d4-5678-40ab-8def-1234567890ab","guestName":"Zoë \ud83d\ude00"}"#),
    ("recv", r#"{"type":"error","code":400,"message":"no routingData"}"#),
];

pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

pub fn frame_log() -> String {
    let mut log = format!("{{\"ts\":1000,\"socket\":\"1\",\"event\":\"open\",\"url\":\"{URL}\",\"status\":101}}\n");
    for (at, (event, data)) in FRAMES.iter().enumerate() {
        writeln!(log, "{{\"ts\":{},\"socket\":\"1\",\"event\":\"{event}\",\"data\":{}}}", 2000 + at, quoted(data))
            .unwrap();
    }
    log + "{\"ts\":9000,\"socket\":\"1\",\"event\":\"close\",\"code\":1006,\"clean\":false}\n"
}

pub fn har(messages: &str) -> String {
    format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"WebInspector","version":"537.36"}},"entries":[{{"startedDateTime":"2026-01-01T00:00:00.000Z","time":12.5,"_resourceType":"websocket","request":{{"method":"GET","url":"{URL}","headers":[]}},"response":{{"status":101,"headers":[]}},"_webSocketMessages":[{messages}]}}]}}}}"#
    )
}
