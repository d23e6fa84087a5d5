//! Takes down what a session does, and holds it against a good one.

use std::sync::Arc;

use crate::capture::End;
use crate::outcome::{self, Course, CourseStep, Session};
use crate::protocol::sequence::{Said, Step};
use crate::rules::sequence::Seen;
use crate::source::Source;

use super::{Ending, Listener};

/// The course of one socket.
pub(crate) struct Courser<'a> {
    source: &'a Source,
    course: Course,
    /// The good session that it is held against.
    against: Option<Arc<Course>>,
}

impl<'a> Courser<'a> {
    /// Remembers what a socket of `source` does, and holds it against the good session at its end.
    pub(crate) fn new(source: &'a Source, against: Option<Arc<Course>>) -> Self {
        Self { source, course: Course::default(), against }
    }
}

impl Listener for Courser<'_> {
    fn stepped(&mut self, step: &Step<'_>, seen: &Seen) {
        let Step::Frame { direction, said, payload, .. } = *step else {
            return;
        };
        self.course.push(CourseStep {
            direction,
            name: match said {
                Said::Message(name) => Some(name.to_owned()),
                Said::Opaque => None,
            },
            fields: payload.map(outcome::fields),
            frame: seen.frame,
            place: self.source.mark(seen.span, seen.extent),
        });
    }

    fn ended(mut self: Box<Self>, ending: &Ending<'_>, session: &mut Session) {
        self.course.session.clone_from(&session.id);
        // Two environments differ in their hosts; what is asked of the host should be the same.
        let path = |url: &String| Some(::url::Url::parse(url).ok()?.path().to_owned());
        self.course.path = session.url.as_ref().and_then(path);
        let facts = ending.facts;
        let ended = !facts.cut && (session.end != End::Unknown || facts.end.is_some());
        let good = self.against.as_deref();
        session.departure = good.and_then(|good| outcome::departure(&self.course, good, ended));
        session.course = Some(Box::new(self.course));
    }
}
