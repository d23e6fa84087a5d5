//! What came of one socket, from open to end.

use crate::capture::{End, Format};
use crate::finding::Finding;
use crate::rule::Rule;

use super::{Confidence, Course, Departure, Diagnosis, ProtocolCoverage, Timeline};

/// One socket, from open to end.
#[derive(Clone, Debug)]
pub struct Session {
    /// `a.har#1`
    pub id: String,
    /// The platform's guest session that several sockets may belong to.
    pub group: Option<String>,
    /// The input's name.
    pub file: String,
    /// Its format.
    pub format: Format,
    /// The protocol by whose rules it was judged; absent when it was ignored.
    pub protocol: Option<String>,
    /// Why this protocol, or why it was ignored: a sentence for `-v`.
    pub recognised_by: String,
    /// For a socket that was ignored: the known service that it certainly belongs to, in a few words.
    pub service: Option<String>,
    /// The URL, masked.
    pub url: Option<String>,
    /// How many frames.
    pub frames: u64,
    /// Those of which the capture does not hold the whole payload.
    pub hidden: u64,
    /// What was found in it.
    pub findings: Vec<Finding>,
    /// How it ended.
    pub end: End,
    /// Why it ended badly, if it did.
    pub diagnosis: Option<Diagnosis>,
    /// What another recording of it told.
    pub merged: Option<Merged>,
    /// Where it departs from the good session that it was held against.
    pub departure: Option<Departure>,
    /// When it began and ended, in microseconds by the capture's clock, which need not be a wall clock.
    pub times: Option<(i64, i64)>,
    /// What it did, where somebody asked for it.
    pub(crate) course: Option<Box<Course>>,
    /// What its frames exercise, where somebody asked for it and until its input's is put together.
    pub(crate) coverage: Option<ProtocolCoverage>,
    /// Its frames, where the run was asked to keep them.
    pub timeline: Option<Timeline>,
}

impl Session {
    /// Whether there was nothing in it to judge, or no payload that could be read; `unrecorded`: the tool that made the capture left frames out.
    pub(crate) fn is_empty(&self, unrecorded: bool) -> bool {
        let judged = matches!(self.end, End::Refused { .. }) || (self.url.is_some() && !unrecorded);
        match self.frames {
            0 => !judged,
            frames => frames == self.hidden,
        }
    }

    /// Gives everything that names a finding by its number the new one; what `renumber` has none for goes.
    pub(crate) fn refer(&mut self, renumber: impl Fn(usize) -> Option<usize>) {
        if let Some(diagnosis) = &mut self.diagnosis {
            diagnosis.causes.retain_mut(|cause| {
                let number = renumber(cause.finding);
                cause.finding = number.unwrap_or_default();
                number.is_some()
            });
        }
        for frame in self.timeline.iter_mut().flat_map(|t| &mut t.frames) {
            let before = frame.marks.len();
            frame.marks.retain_mut(|mark| {
                let number = renumber(mark.finding);
                mark.finding = number.unwrap_or_default();
                number.is_some()
            });
            frame.more += (before - frame.marks.len()) as u64;
        }
    }
}

/// Sessions in a row that failed by the same fault: the same client, opening again.
#[derive(Clone, Debug)]
pub struct ReconnectLoop {
    /// Their ids, in order.
    pub sessions: Vec<String>,
    /// The rule of the fault, where one explains it.
    pub rule: Option<&'static Rule>,
    /// The usual pause between the end of one and the beginning of the next, in milliseconds.
    pub pause_ms: Option<f64>,
}

impl ReconnectLoop {
    /// What it is and what to do, in a sentence or two.
    pub fn told(&self) -> String {
        let fault = match self.rule {
            Some(rule) => format!("the same fault ({} {})", rule.code, rule.name),
            None => "the same end".to_owned(),
        };
        let pause = match self.pause_ms {
            Some(pause) => format!(", {} after the last one", crate::text::words::duration(pause)),
            None => String::new(),
        };
        format!(
            "The client opened {} times in a row into {fault}{pause}. Opening again does not mend it: give up after a few tries, and wait longer before each.",
            self.sessions.len()
        )
    }
}

/// What another recording told of a session.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The other input's name.
    pub file: String,
    /// What it added, in a phrase.
    pub told: String,
    /// How sure it is that both recorded the same socket.
    pub confidence: Confidence,
    /// The evidence, in a phrase.
    pub why: String,
}
