//! The good session of a capture, which others are held against.

use std::io;
use std::path::Path;

use crate::error::Error;
use crate::outcome::{Account, Course, Session, Summary};
use crate::page::Page;
use crate::protocol::Protocol;
use crate::run::{Input, Options, Run};

/// What the best session of the capture at `path` did: one that did not end badly, with the most frames.
///
/// # Errors
/// The capture cannot be read, or holds no session that is good.
pub fn good_course(path: &Path, options: Options, protocols: Vec<&Protocol>) -> Result<Course, Error> {
    let shown = path.display();
    if !path.is_file() {
        return Err(Error::new(format!("--against {shown}: no such file")));
    }
    let mut best = Best::default();
    let options = Options { keep_courses: true, coverage: None, ..options };
    let mut run = Run::with_protocols(options, protocols, &mut best)?;
    let read = run.input(Input::Path(path.to_owned()));
    read.and_then(|()| run.finish()).map_err(|error| Error::new(format!("--against {shown}: {error}")))?;
    match best {
        Best { course: Some((_, course)), .. } => Ok(course),
        Best { bad: 0, .. } => Err(Error::new(format!("--against {shown}: it holds no session of a known protocol"))),
        Best { .. } => Err(Error::new(format!(
            "--against {shown}: its sessions ended badly, too; give a capture of one that went well"
        ))),
    }
}

/// Takes the best session.
#[derive(Default)]
struct Best {
    course: Option<(u64, Course)>,
    /// Sessions that ended badly.
    bad: usize,
}

impl Best {
    fn see(&mut self, session: &Session) {
        if session.diagnosis.is_some() {
            self.bad += 1;
            return;
        }
        let better = self.course.as_ref().is_none_or(|(frames, _)| session.frames > *frames);
        if let Some(course) = session.course.as_ref().filter(|_| better && session.frames > 0) {
            self.course = Some((session.frames, (**course).clone()));
        }
    }
}

impl Page for Best {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        report.sessions.iter().for_each(|session| self.see(session));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        Ok(())
    }
}
