//! One socket: what its frames exercise.

use std::sync::Arc;

use crate::capture::{Direction, Frame};
use crate::finding::Finding;
use crate::outcome::{Bits, Session, Side};
use crate::protocol::sequence::{Said, Step};
use crate::rules::sequence::Seen;
use crate::session::{Ending, Listener};

use super::Hook;
use super::plan::Plan;
use super::tracker::Tracker;

/// What a socket exercises.
#[derive(Debug)]
pub(crate) struct Watch {
    plan: Arc<Plan>,
    hook: Hook,
    seen: Bits,
    tracker: Tracker,
    /// The number of the latest frame.
    frame: u64,
    /// Something is wrong with the event that is being judged.
    faulty: bool,
}

impl Watch {
    pub(super) fn new(plan: Arc<Plan>, hook: Hook) -> Self {
        let tracker = Tracker::new(&plan.transitions);
        Self { plan, hook, seen: Bits::default(), tracker, frame: 0, faulty: false }
    }

    fn sent(&mut self, step: &Step<'_>, faulty: bool) {
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
        self.tracker.step(&self.plan.transitions, step, !faulty, &mut self.seen);
    }
}

impl Listener for Watch {
    fn frame(&mut self, _: &Frame<'_>, number: u64) {
        self.frame = number;
    }

    fn found(&mut self, finding: &Finding) {
        // An answer that never came is told late, of a frame that was right.
        let late = finding.frame.is_some_and(|frame| frame != self.frame);
        self.faulty |= !late && self.hook.is_fault(finding);
    }

    fn stepped(&mut self, step: &Step<'_>, _: &Seen) {
        let faulty = std::mem::take(&mut self.faulty);
        match step {
            Step::Socket(_) => self.tracker.step(&self.plan.transitions, step, true, &mut self.seen),
            Step::Frame { .. } => self.sent(step, faulty),
        }
    }

    fn missed(&mut self) {
        self.faulty = false;
    }

    fn ended(mut self: Box<Self>, _: &Ending<'_>, session: &mut Session) {
        self.tracker.finish(&self.plan.transitions, &mut self.seen);
        session.coverage = Some(self.plan.exercised(self.seen));
    }
}
