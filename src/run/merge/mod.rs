//! Several recordings of the same sockets as one: the frames from the one that shows most of them, how they ended and what
//! the client noted from the others. A browser's archive has no close codes, its console no frames.

mod matching;
mod outline;
mod splice;

use std::collections::HashMap;

use crate::capture::{End, Format};
use crate::guard::guard;
use crate::judge::{How, Opened};
use crate::outcome::{Account, Merged};
use crate::run::{Input, Run};
use crate::source::InputName;
use crate::source::content::Content;
use crate::source::decode::Decoded;
use crate::source::paths::shown;
use crate::source::walk::Entry;

use matching::Match;
use outline::{Outline, Outlines};
use splice::{Extra, Rest, Splice};

/// What came of inputs that were to be merged.
pub(super) struct Joined {
    /// Each with a number of inputs that it stands for.
    pub(super) reports: Vec<Account>,
    /// What could not be merged, and why, for the summary.
    pub(super) notices: Vec<String>,
}

/// A recording, and the outlines of its sockets.
struct Recording {
    decoded: Decoded,
    format: Format,
    sockets: Vec<Outline>,
}

impl Recording {
    fn frames(&self) -> usize {
        self.sockets.iter().map(|socket| socket.count).sum()
    }

    fn name(&self) -> &str {
        self.decoded.source.name().display()
    }
}

impl Run<'_> {
    /// Checks inputs as recordings of the same sockets: the frames from the one that shows most of them, how they ended from the
    /// others. What is no recording of a socket of the first is judged by itself.
    ///
    /// # Errors
    /// The report cannot be written.
    pub fn merge(&mut self, inputs: Vec<Input>) -> std::io::Result<()> {
        let mut contents = Vec::new();
        for input in inputs {
            match input {
                Input::Stdin(content) => contents.push((InputName::Stdin, content)),
                Input::Path(path) => match Content::of_file(&path) {
                    Ok(content) => contents.push((InputName::File(shown(&path)), content)),
                    Err(error) => {
                        let named = true;
                        self.entry(Entry::Failed { path, named, error })?;
                    }
                },
            }
        }
        let files = contents.len() as u64;
        let Ok(joined) = guard("the check of an input", || self.how.merged(contents)) else {
            self.ledger.fail("internal error in merging the inputs: please report it".to_owned());
            return Ok(());
        };
        self.ledger.summary().files += files;
        joined.notices.into_iter().for_each(|notice| self.ledger.notice(notice));
        joined.reports.into_iter().try_for_each(|account| self.deliver_other(account))
    }
}

impl How<'_> {
    /// Checks inputs as recordings of the same sockets.
    pub(super) fn merged(&self, inputs: Vec<(InputName, Content)>) -> Joined {
        let mut joined = Joined { reports: Vec::new(), notices: Vec::new() };
        let mut recordings = Vec::new();
        for (name, content) in inputs {
            for opened in self.open(name, content) {
                match opened.map_err(Some).and_then(|opened| self.recording(opened)) {
                    Ok(recording) => recordings.push(recording),
                    Err(report) => joined.reports.extend(report.map(|report| *report)),
                }
            }
        }
        let most = recordings.iter().map(Recording::frames).max();
        let main = recordings.iter().position(|recording| Some(recording.frames()) == most);
        if let Some(main) = main {
            let main = recordings.remove(main);
            self.join(main, recordings, &mut joined);
        }
        joined
    }

    /// An input with its sockets; or the report on one that is no recording.
    fn recording(&self, opened: Opened) -> Result<Recording, Option<Box<Account>>> {
        let format = match opened.format {
            Some(format) if format != Format::Payload => format,
            _ => return Err(self.decoded(&opened).map(Box::new)),
        };
        let decoded = opened.decoded;
        let mut outlines = Outlines::default();
        // A reader that crashes here crashes again when the capture is judged, and is told then.
        let _ = guard(format.row().reader, || {
            self.read(&decoded.source, format, &mut outlines);
        });
        Ok(Recording { decoded, format, sockets: outlines.sockets })
    }

    /// Judges `main` with what `others` tell of its sockets, and their other sockets by themselves.
    fn join(&self, main: Recording, others: Vec<Recording>, joined: &mut Joined) {
        let mut extras: HashMap<usize, Extra> = HashMap::new();
        let mut merged: HashMap<usize, Merged> = HashMap::new();
        for other in others {
            let matches = matches(&main.sockets, &other.sockets);
            let rest = (0..other.sockets.len()).filter(|socket| !matches.contains_key(socket));
            let rest: Vec<usize> = rest.collect();
            if let Some(notice) = notice(&main, &other, &matches, &rest) {
                joined.notices.push(notice);
            }
            if !rest.is_empty() || matches.is_empty() {
                joined.reports.extend(self.rest(&other, rest));
            }
            let name = other.name().to_owned();
            let base = main.decoded.source.append(other.decoded.source).start;
            for (number, outline) in other.sockets.into_iter().enumerate() {
                let Some(found) = matches.get(&number) else {
                    continue;
                };
                let told = Merged {
                    file: name.clone(),
                    told: told(&outline),
                    confidence: found.confidence,
                    why: found.why.clone(),
                };
                merged.entry(found.socket).or_insert(told);
                let extra =
                    Extra { errors: outline.errors, close: outline.close.filter(|close| close.kind != End::Unknown) };
                let extra = extra.shifted(base);
                let known = extras.entry(found.socket).or_default();
                known.errors.extend(extra.errors);
                known.close = known.close.take().or(extra.close);
            }
        }
        let format = main.format;
        let (mut report, _) = self.judged(&main.decoded, format, |source, collector| {
            let mut splice = Splice::new(collector, extras);
            self.read(source, format, &mut splice);
            splice.finish();
        });
        for (socket, merged) in merged {
            let id = crate::judge::collect::session_id(&main.decoded.source, socket);
            let session = report.sessions.iter_mut().find(|session| session.id == id);
            if let Some(session) = session {
                session.merged = Some(merged);
            }
        }
        joined.reports.insert(0, report);
    }

    /// The sockets of a recording that are in no other.
    fn rest(&self, other: &Recording, kept: Vec<usize>) -> Option<Account> {
        let format = other.format;
        let (report, _) = self.judged(&other.decoded, format, |source, collector| {
            let mut rest = Rest { sink: collector, kept };
            self.read(source, format, &mut rest);
        });
        let empty = report.sessions.is_empty() && report.ignored.is_empty();
        (!empty || !report.loose.is_empty() || report.payloads > 0).then_some(report)
    }
}

/// For each socket of `others` the one of `sockets` that it is.
fn matches(sockets: &[Outline], others: &[Outline]) -> HashMap<usize, Match> {
    let mut matches: HashMap<usize, Match> = HashMap::new();
    let mut taken = Vec::new();
    for (number, other) in others.iter().enumerate() {
        if let Some(found) = matching::find(sockets, &taken, other, number, others.len()) {
            taken.push(found.socket);
            matches.insert(number, found);
        }
    }
    matches
}

/// What the second recording adds, in a phrase.
fn told(outline: &Outline) -> String {
    let end = outline.close.as_ref().map(|close| &close.kind);
    let mut parts = Vec::new();
    match end {
        Some(End::Closed { code, .. }) => parts.push(format!("the close code {code}")),
        Some(End::Dropped { reported: true }) => parts.push("the close code 1006".to_owned()),
        Some(End::Dropped { .. }) => parts.push("that it was dropped".to_owned()),
        Some(End::Refused { .. }) => parts.push("that it was refused".to_owned()),
        Some(End::Unknown | End::Open) | None => {}
    }
    match outline.errors.len() {
        0 => {}
        1 => parts.push("an error of the client".to_owned()),
        count => parts.push(format!("{count} errors of the client")),
    }
    if parts.is_empty() {
        return "nothing more".to_owned();
    }
    parts.join(" and ")
}

/// What could not be merged.
fn notice(main: &Recording, other: &Recording, matches: &HashMap<usize, Match>, rest: &[usize]) -> Option<String> {
    let (one, two) = (main.name(), other.name());
    if other.sockets.is_empty() {
        return Some(format!("{two} shows no socket, so there was nothing to merge"));
    }
    let telling = |socket: &&usize| {
        let outline = other.sockets.get(**socket);
        outline.is_some_and(|outline| outline.count > 0 || outline.tells_more())
    };
    match (matches.len(), rest.iter().filter(telling).count()) {
        (0, _) => Some(format!(
            "{two} was not merged: none of its sockets is certainly one of {one}'s, by frames, URL or time; each was judged by itself"
        )),
        (_, 0) => None,
        (_, 1) => Some(format!("1 socket of {two} is none of {one}'s, and was judged by itself")),
        (_, count) => Some(format!("{count} sockets of {two} are none of {one}'s, and were judged by themselves")),
    }
}
