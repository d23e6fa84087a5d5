//! Whole runs on canonical frame logs, into a report that keeps everything.

mod crash;
mod deployments;
mod diagnosis;
mod limits;
mod lost;
mod order;
mod removed;

use crate::outcome::{Account, Summary};

use super::*;

/// Everything that a run reported.
#[derive(Default)]
struct Kept(Vec<Account>);

impl Page for Kept {
    fn file(&mut self, report: &Account) -> std::io::Result<()> {
        self.0.push(report.clone());
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> std::io::Result<()> {
        Ok(())
    }
}

/// The report on a text from standard input, judged as guest-conversations.
fn run(text: &str) -> (Account, Outcome) {
    let mut kept = Kept::default();
    let options = Options { protocol: Some("guest-conversations".to_owned()), ..Options::default() };
    let mut run = Run::new(options, &mut kept).unwrap();
    run.input(Input::Stdin(text.as_bytes().to_vec().into())).unwrap();
    let outcome = run.finish().unwrap();
    (kept.0.remove(0), outcome)
}

/// A canonical log from a script, one event a line, 100 ms apart: `open`, `> payload` (client), `< payload` (server),
/// `? payload` (unknown sender), `close {…}`, `+5000` (time passes). Names stand for whole payloads.
fn log(script: &str) -> String {
    let mut millis = 0;
    let mut rows = String::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(pause) = line.strip_prefix('+') {
            millis += pause.parse::<u64>().unwrap();
            continue;
        }
        millis += 100;
        let time = format!("2026-11-23T06:{:02}:{:02}.{:03}Z", millis / 60_000, millis / 1000 % 60, millis % 1000);
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let row = match word {
            "open" if rest.is_empty() => format!(r#""event":"open","url":"{URL}","status":101"#),
            "open" => format!(r#""event":"open",{rest}"#),
            "close" => format!(r#""event":"close",{rest}"#),
            ">" => format!(r#""event":"send","data":{}"#, payload(rest)),
            "<" => format!(r#""event":"recv","data":{}"#, payload(rest)),
            "?" => format!(r#""direction":"unknown","data":{}"#, payload(rest)),
            other => panic!("no event {other}"),
        };
        let row = row.trim_end_matches(',');
        rows.push_str(&format!("{{\"ts\":\"{time}\",\"socket\":\"1\",{row}}}\n"));
    }
    rows
}

const URL: &str = "wss://api.mypurecloud.com/api/v2/guest/conversations/websocket";

fn payload(name: &str) -> String {
    let payload = match name {
        "connect" => r#"{"type":"connect","version":"2.0"}"#,
        "connected" => r#"{"type":"connected"}"#,
        "startChat" => {
            r#"{"type":"startChat","queueId":"a1b2c3d4-5678-90ab-cdef-1234567890ab","routingData":{"language":"en-US"}}"#
        }
        // As the field report's asker sent it.
        "badStart" => r#"{"type":"startChat","queueId":"a1b2c3d4-5678-90ab-cdef-1234567890ab"}"#,
        "message" => r#"{"type":"message","text":"hello"}"#,
        "typing" => r#"{"type":"typing","data":{"isTyping":true}}"#,
        "error" => r#"{"type":"error","code":400,"message":"bad startChat"}"#,
        other => other,
    };
    serde_json::to_string(payload).unwrap()
}

/// The codes of a report, in its order, with the frame and the count of repeats.
fn codes(report: &Account) -> String {
    let words = report.findings().map(|finding| {
        let frame = finding.frame.map_or(String::new(), |frame| format!("@{frame}"));
        let count = if finding.count > 1 { format!("x{}", finding.count) } else { String::new() };
        format!("{}{frame}{count}", finding.rule.code)
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_judging_takes_and_gives_passes_between_threads() {
    fn passes<T: Send + Sync>() {}
    passes::<Options>();
    passes::<Protocol>();
    passes::<Account>();
}
