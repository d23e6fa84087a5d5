//! Reconnect loops: a client that opens again and again into the same fault.

use crate::outcome::{Account, ReconnectLoop, Session};
use crate::rule::{Ends, Rule};

/// So many times in a row are a loop: twice is a retry.
const LEAST: usize = 3;
/// A session that begins while the one before it is still open is another tab; clocks and logs are off by this much.
const OVERLAP_MICROS: i64 = 50_000;

/// What ended a session, as far as two sessions can have it in common.
#[derive(PartialEq)]
struct Fault<'r> {
    protocol: Option<&'r str>,
    url: Option<&'r str>,
    end: (&'static str, Option<u16>, Option<u16>),
    rule: Option<&'static Rule>,
    pointer: Option<&'r str>,
    message_type: Option<&'r str>,
}

/// The loops among a capture's sessions.
pub(crate) fn find(report: &Account) -> Vec<ReconnectLoop> {
    let mut loops = Vec::new();
    let mut run: Vec<&Session> = Vec::new();
    for session in &report.sessions {
        let goes_on = run.last().is_some_and(|last| {
            let fault = fault(session);
            fault.is_some() && fault == self::fault(last) && follows(last, session)
        });
        if !goes_on {
            loops.extend(of(&run));
            run.clear();
        }
        run.push(session);
    }
    loops.extend(of(&run));
    loops
}

fn of(run: &[&Session]) -> Option<ReconnectLoop> {
    let first = run.first().filter(|_| run.len() >= LEAST)?;
    let fault = fault(first)?;
    let gaps = run.iter().zip(run.iter().skip(1));
    let mut gaps: Vec<i64> = gaps.filter_map(|(last, next)| Some((next.times?.0 - last.times?.1).max(0))).collect();
    gaps.sort_unstable();
    Some(ReconnectLoop {
        sessions: run.iter().map(|session| session.id.clone()).collect(),
        rule: fault.rule,
        pause_ms: gaps.get(gaps.len() / 2).map(|micros| *micros as f64 / 1000.0),
    })
}

/// What a session failed by: its likeliest cause, or that the server ended it; nothing for one that went well.
fn fault(session: &Session) -> Option<Fault<'_>> {
    let cause = match &session.diagnosis {
        Some(diagnosis) => {
            let cause = diagnosis.causes.first().map(|cause| cause.finding);
            session.findings.iter().find(|finding| Some(finding.id) == cause)
        }
        // Reconnecting after the server took the session away fights whoever has it now.
        None => Some(session.findings.iter().find(|finding| finding.rule.traits.ends == Ends::Over)?),
    };
    Some(Fault {
        protocol: session.protocol.as_deref(),
        url: session.url.as_deref(),
        end: (session.end.kind(), session.end.code(), session.end.status()),
        rule: cause.map(|finding| finding.rule),
        pointer: cause.and_then(|finding| finding.pointer.as_deref()),
        message_type: cause.and_then(|finding| finding.message_type.as_deref()),
    })
}

/// Whether `next` opened when `last` was over, as far as the capture has times.
fn follows(last: &Session, next: &Session) -> bool {
    match (last.times, next.times) {
        (Some((_, ended)), Some((began, _))) => began + OVERLAP_MICROS >= ended,
        _ => true,
    }
}
