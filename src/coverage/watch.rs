//! One socket: what its frames exercise, for as long as it is not known whether the protocol is really spoken on it.

use std::rc::Rc;

use crate::capture::Direction;
use crate::finding::Finding;
use crate::outcome::Side;
use crate::protocol::manifest::SocketEvent;
use crate::protocol::sequence::{Said, Step};

use super::Hook;
use super::bits::Bits;
use super::plan::Plan;
use super::tracker::Tracker;

/// What a socket exercises.
#[derive(Debug)]
pub(crate) struct Watch {
    plan: Rc<Plan>,
    hook: Hook,
    seen: Bits,
    tracker: Tracker,
    /// Something is wrong with the frame that is being judged.
    faulty: bool,
}

impl Watch {
    pub(super) fn new(plan: Rc<Plan>, hook: Hook) -> Self {
        Self { tracker: Tracker::new(&plan.transitions), plan, hook, seen: Bits::default(), faulty: false }
    }

    /// A finding on the event that is being judged.
    pub(crate) fn finding(&mut self, finding: &Finding) {
        self.faulty |= self.hook.is_fault(finding);
    }

    /// An event was judged, and every finding on it was told.
    pub(crate) fn event(&mut self, step: &Step<'_>) {
        match step {
            Step::Socket(event) => self.socket(*event),
            Step::Frame { .. } => self.frame(step),
        }
    }

    /// The protocol is really spoken on the socket: what its frames exercise counts.
    pub(crate) fn count(mut self) {
        self.tracker.finish(&self.plan.transitions, &mut self.seen);
        self.hook.coverage.add(&self.plan.protocol, &self.seen);
    }

    fn socket(&mut self, event: SocketEvent) {
        let step = Step::Socket(event);
        let transitions = &self.plan.transitions;
        self.tracker.step(transitions, &step, true, &mut self.seen);
        self.faulty = false;
    }

    fn frame(&mut self, step: &Step<'_>) {
        let faulty = std::mem::take(&mut self.faulty);
        let Step::Frame { direction, said, payload, micros } = *step else {
            return;
        };
        let side = match direction {
            Direction::Client => Some(Side::Client),
            Direction::Server => Some(Side::Server),
            Direction::Unknown => None,
        };
        if let (Said::Message(name), Some(payload), false) = (said, payload, faulty) {
            self.plan.mark(name, side, payload, &mut self.seen);
        }
        if side.is_none() {
            return;
        }
        let unclear = Step::Frame { direction, said: Said::Opaque, payload: None, micros };
        let step = if faulty { &unclear } else { step };
        let transitions = &self.plan.transitions;
        self.tracker.step(transitions, step, !faulty, &mut self.seen);
    }
}
