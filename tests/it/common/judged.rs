//! What a check says of bytes, in the same process, so that hundreds of inputs can be converted and compared.

use std::io;

use guestlint::convert::{Converter, Key, Options, Outcome};
use guestlint::finding::Finding;
use guestlint::outcome::{Account, Session, Summary};
use guestlint::page::Page;
use guestlint::protocol::{Protocol, embedded};
use guestlint::run::{self, Input, Run};
use guestlint::source::InputName;

fn protocols() -> Vec<&'static Protocol> {
    embedded().unwrap().iter().collect()
}

/// What a check says, without what differs between two notations of one session: places, ids and quoted text.
#[derive(Debug, Default, PartialEq)]
pub struct Judged {
    /// Findings and sessions, one a line, in order of their text.
    pub said: Vec<String>,
    /// Sessions, payloads, frames and other people's sockets.
    pub counts: [u64; 4],
    unreadable: bool,
}

impl Judged {
    pub fn of(input: &[u8]) -> Self {
        let mut judged = Self::default();
        let options = run::Options { all: true, max_findings: usize::MAX, ..run::Options::default() };
        let mut run = Run::new(options, &mut judged).unwrap();
        run.input(Input::Stdin(input.to_vec().into())).unwrap();
        run.finish().unwrap();
        judged.said.sort();
        judged
    }

    /// There is nothing in it that could be converted.
    pub fn is_unreadable(&self) -> bool {
        self.unreadable && self.counts == [0; 4]
    }
}

fn finding(finding: &Finding) -> String {
    format!(
        "finding {} {} {:?} frame {:?} {:?} {:?} {:?} {:?} x{}",
        finding.rule.code,
        finding.severity.as_str(),
        finding.pointer,
        finding.frame,
        finding.direction,
        finding.protocol,
        finding.message_type,
        finding.time,
        finding.count,
    )
}

fn session(session: &Session) -> String {
    let end = &session.end;
    let causes = session.diagnosis.iter().flat_map(|diagnosis| &diagnosis.causes);
    let causes: Vec<_> = causes.map(|cause| (cause.rule.code, cause.confidence)).collect();
    format!(
        "session {:?} {} frames, {} {:?} {:?} {:?} reason {} {causes:?}",
        session.protocol,
        session.frames,
        end.kind(),
        end.code(),
        end.by(),
        end.status(),
        end.reason().is_some()
    )
}

impl Page for Judged {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        self.said.extend(report.findings().map(finding));
        self.said.extend(report.sessions.iter().map(session));
        let mut codes = report.findings().map(|finding| finding.rule.code);
        self.unreadable = codes.any(|code| matches!(code, "GL901" | "GL902"));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.counts = [summary.sessions, summary.payloads, summary.frames, summary.ignored_sessions];
        Ok(())
    }
}

/// The frame log of an input, and what the conversion came to.
pub fn convert(input: &[u8], options: Options) -> (String, Outcome) {
    let mut log = Vec::new();
    let mut converter = Converter::new(options, protocols(), &mut log);
    converter.input(InputName::Stdin, input.to_vec().into()).unwrap();
    let outcome = converter.finish().unwrap();
    (String::from_utf8(log).unwrap(), outcome)
}

/// To redact with this key.
pub fn redacted(key: &str) -> Options {
    Options { redact: Some(Key::from_text(key)), ..Options::default() }
}
