//! Made-up reports of guest-conversations sessions, as rules would make them.

use crate::capture::{Direction, End, Format};
use crate::finding::{Edit, Finding, Fix, Role};
use crate::outcome::{Account, Cause, Confidence, Diagnosis, Session, Summary};
use crate::rule::*;
use crate::source::{InputName, Location, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

/// The session of the field report, as a canonical frame log.
pub(super) const LOG: &str = concat!(
    r#"{"ts":"2026-11-23T06:57:47.100Z","socket":"1","event":"open","url":"wss://api.mypurecloud.com/api/v2/guestconversations/websocket","status":101}"#,
    "\n",
    r#"{"ts":"2026-11-23T06:57:47.912Z","socket":"1","event":"send","data":"{\"type\":\"connect\",\"sessionId\":\"5e3c6b1a\"}"}"#,
    "\n",
    r#"{"ts":"2026-11-23T06:57:47.940Z","socket":"1","event":"recv","data":"{\"type\":\"connect\"}"}"#,
    "\n",
    r#"{"ts":"2026-11-23T06:57:47.985Z","socket":"1","event":"send","data":"{\"type\":\"startChat\",\"queueId\":\"a1b2c3d4-5678-90ab-cdef-1234567890ab\",\"guestName\":\"WFM Test User\",\"guestEmail\":\"test@example.com\"}"}"#,
    "\n",
    r#"{"ts":"2026-11-23T06:57:48.023Z","socket":"1","event":"close","code":1006,"reason":"","clean":false}"#,
    "\n",
);

pub(super) fn source(name: &str, text: &str) -> Source {
    Source::from_text(InputName::File(name.to_owned()), text, Masker::new(false))
}

/// The place of the `nth` occurrence of `needle`, with its line as the extent.
pub(super) fn at(source: &Source, needle: &str, nth: usize) -> Location {
    let (start, _) = source.text().match_indices(needle).nth(nth).unwrap();
    let from = source.text()[..start].rfind('\n').map_or(0, |i| i + 1);
    let to = source.text()[start..].find('\n').map_or(source.text().len(), |i| start + i);
    source.locate(Span::new(start, start + needle.len()), Span::new(from, to))
}

fn in_session(mut finding: Finding, id: usize, frame: Option<u64>, message: Option<&str>) -> Finding {
    finding.id = id;
    finding.session = Some("support.log#1".to_owned());
    finding.protocol = Some("guest-conversations".to_owned());
    finding.frame = frame;
    finding.direction = frame.map(|_| Direction::Client);
    finding.time = frame.map(|_| 1_795_417_067_985_000);
    finding.message_type = message.map(str::to_owned);
    finding
}

fn findings(source: &Source) -> Vec<Finding> {
    let here = |needle, nth| at(source, needle, nth);
    vec![
        in_session(
            Finding::new(&GL104, here("/api/v2/guestconversations/websocket", 0), "the path is no known endpoint of guest-conversations: a slash is missing between \"guest\" and \"conversations\"")
                .label("should be /api/v2/guest/conversations/websocket")
                .help("open wss://api.mypurecloud.com/api/v2/guest/conversations/websocket"),
            1, None, None,
        ),
        in_session(Finding::new(&GL113, here("wss", 0), "guest-conversations is in no published API").severity(Severity::Note), 2, None, None),
        in_session(
            Finding::new(&GL202, here("connect", 0), "connect has no \"version\"")
                .label("\"version\": \"2.0\" is missing here").help("send {\"type\":\"connect\",\"version\":\"2.0\"}").pointer("/version"),
            3, Some(1), Some("connect"),
        ),
        in_session(
            Finding::new(&GL204, here("sessionId", 0), "connect has no field \"sessionId\"").label("unknown field").pointer("/sessionId"),
            4, Some(1), Some("connect"),
        ),
        in_session(
            Finding::new(&GL316, here("connect", 1), "the acknowledgement arrived as \"connect\"; the protocol calls it \"connected\"")
                .help("wait for \"connected\" as well"),
            5, Some(2), Some("connected"),
        ),
        in_session(
            Finding::new(&GL201, here("startChat", 0), "startChat has no routingData, which the server needs to route the chat")
                .label("\"routingData\" is missing here")
                .help("add \"routingData\": {\"language\": \"en-US\"}, with a language that the queue offers")
                .pointer("/routingData")
                .related(Role::Context, "the session was acknowledged", here("connect", 1)),
            6, Some(3), Some("startChat"),
        ),
        in_session(
            Finding::new(&GL213, here("guestName", 0), "\"guestName\" does not belong at the top level of startChat")
                .label("belongs in sessionContext.customData").pointer("/guestName"),
            7, Some(3), Some("startChat"),
        ),
        in_session(
            Finding::new(&GL401, here("1006", 0), "the socket was dropped without a Close frame").help("1006 is never on the wire"),
            8, None, None,
        ),
    ]
}

/// A fix that writes each text at its place.
pub(in crate::page) fn fix(title: &str, edits: Vec<(Location, &str)>) -> Fix {
    let edits = edits.into_iter().map(|(location, text)| Edit {
        location,
        hidden: !crate::text::mask::sensitive(text).is_empty(),
        text: text.to_owned(),
        taken: None,
    });
    Fix { title: title.to_owned(), safe: false, edits: edits.collect(), writable: true, record: Span::at(0) }
}

fn cause(finding: &Finding, confidence: Confidence, why: &str) -> Cause {
    Cause { finding: finding.id, rule: finding.rule, confidence, why: why.to_owned() }
}

pub(super) fn session(file: &str, frames: u64, end: End) -> Session {
    Session {
        id: format!("{file}#1"),
        group: None,
        file: file.to_owned(),
        format: Format::FrameLog,
        protocol: Some("guest-conversations".to_owned()),
        recognised_by: "the path is near its endpoint".to_owned(),
        service: None,
        url: Some("wss://api.mypurecloud.com/api/v2/guestconversations/websocket".to_owned()),
        frames,
        hidden: 0,
        findings: Vec::new(),
        end,
        diagnosis: None,
        merged: None,
        departure: None,
        times: None,
        course: None,
        coverage: None,
        timeline: None,
    }
}

pub(super) fn closed() -> End {
    End::Closed { code: 1000, reason: None, by: None }
}

pub(super) fn file(name: &str) -> Account {
    Account { format: Some(Format::FrameLog), ..Account::of(name.to_owned()) }
}

/// The report's session: dropped after a `startChat` without `routingData`.
pub(super) fn field_report() -> (Account, Summary) {
    let source = source("support.log", LOG);
    let findings = findings(&source);
    let mut session = session("support.log", 3, End::Dropped { reported: true });
    session.diagnosis = Some(Diagnosis {
        headline: "The socket was dropped without a Close frame 38 ms after startChat (frame 3).".to_owned(),
        causes: vec![
            cause(&findings[5], Confidence::High, "startChat was the last frame, and nothing came back"),
            cause(&findings[0], Confidence::Low, "frames went both ways, so the server accepted the path"),
        ],
        check_next: vec![
            "that the queue exists and is active".to_owned(),
            "which attributes the queue requires: a missing one drops the socket in the same way".to_owned(),
        ],
    });
    let summary = Summary {
        files: 1,
        sessions: 1,
        frames: 3,
        errors: 4,
        warnings: 2,
        notes: 2,
        ignored_sessions: 2,
        skipped: 0,
        undocumented: Some(
            "guest-conversations is in no published API of Genesys; the documented guest socket is web-messaging"
                .to_owned(),
        ),
        ..Summary::default()
    };
    let mut report = file("support.log");
    report.sessions = vec![session];
    report.sessions[0].findings = findings;
    (report, summary)
}
