//! What every form of a trace shows: a session's rows in order, each with its times and what was found there.

use std::collections::HashMap;

use crate::capture::{Direction, End, Timestamp};
use crate::finding::Finding;
use crate::outcome::{Account, EndMark, NotedError, Opening, Session, Timeline, TimelineFrame};
use crate::page::human;
use crate::rule::{Family, Severity, Tells};
use crate::text::span::Span;
use crate::text::words;

/// One session, ready to be shown.
pub(super) struct View<'r> {
    pub(super) session: &'r Session,
    /// Which session of its file it is, from 1, and of how many.
    pub(super) number: usize,
    pub(super) of: usize,
    pub(super) timeline: &'r Timeline,
    /// Every finding of the session.
    pub(super) findings: Vec<&'r Finding>,
    pub(super) rows: Vec<Row<'r>>,
}

/// One line of the story.
pub(super) struct Row<'r> {
    pub(super) what: What<'r>,
    /// When it happened.
    pub(super) time: Option<Timestamp>,
    /// Milliseconds since the first event.
    pub(super) since_start: Option<f64>,
    /// Milliseconds since the event before it.
    pub(super) since_last: Option<f64>,
    pub(super) notes: Vec<Note<'r>>,
    /// Further findings that are not listed.
    pub(super) more: u64,
}

/// What happened.
pub(super) enum What<'r> {
    /// The socket opened, or was refused; or the capture begins later.
    Opening(&'r Opening),
    Frame(&'r TimelineFrame),
    /// The client noted an error.
    Error(&'r NotedError),
    /// Frames that are left out, from the first to the last.
    Gap(u64, u64),
    /// The end, where the capture shows one.
    End(Option<&'r EndMark>),
}

/// A finding on a row.
#[derive(Clone, Copy)]
pub(super) struct Note<'r> {
    pub(super) finding: &'r Finding,
    /// Its place in the frame's payload.
    pub(super) span: Option<Span>,
    /// The frame where the same was found first, for one that occurs again.
    pub(super) first: Option<u64>,
    /// The diagnosis says it already.
    pub(super) told: bool,
}

/// Most findings that are listed at a gap.
const MOST_IN_GAP: usize = 5;

impl<'r> View<'r> {
    /// The sessions of a file that have a timeline.
    pub(super) fn of(account: &'r Account) -> Vec<Self> {
        let (by_session, _) = account.by_session();
        let sessions = account.sessions.iter().zip(by_session).enumerate();
        let of = account.sessions.len();
        sessions.filter_map(|(index, (session, findings))| Self::one(session, index + 1, of, findings)).collect()
    }

    /// The session that is number `number` of its file, if it has a timeline.
    pub(super) fn one(session: &'r Session, number: usize, of: usize, findings: Vec<&'r Finding>) -> Option<Self> {
        let timeline = session.timeline.as_ref()?;
        let rows = Builder { session, timeline, findings: &findings }.rows();
        Some(Self { session, number, of, timeline, findings, rows })
    }

    /// Whether any row has a time.
    pub(super) fn has_times(&self) -> bool {
        self.timeline.start.is_some()
    }

    /// How many frames are left out.
    pub(super) fn left_out(&self) -> u64 {
        let shown = self.timeline.frames.len() as u64;
        self.session.frames.saturating_sub(shown)
    }

    /// What happened, in a few words, and of a frame its name; not escaped.
    pub(super) fn words(&self, row: &Row<'_>) -> String {
        match row.what {
            What::Opening(opening) => opening_words(self.session, opening),
            What::Frame(frame) => frame.name.as_deref().unwrap_or(frame.kind.unnamed()).to_owned(),
            What::Error(error) => format!("the client noted: {}", error.message),
            What::Gap(from, to) => gap_words(from, to),
            What::End(_) => end_words(self.session),
        }
    }
}

/// Lays out the rows of one session.
struct Builder<'a, 'r> {
    session: &'r Session,
    timeline: &'r Timeline,
    findings: &'a [&'r Finding],
}

impl<'r> Builder<'_, 'r> {
    fn rows(&self) -> Vec<Row<'r>> {
        let by_id: HashMap<usize, &'r Finding> = self.findings.iter().map(|finding| (finding.id, *finding)).collect();
        let end = self.timeline.end.as_ref();
        let mut rows = vec![self.opening()];
        let mut errors = self.timeline.errors.iter().peekable();
        let mut ended = false;
        let mut last = 0;
        for frame in &self.timeline.frames {
            let before = frame.number - 1;
            if before > last {
                rows.push(self.gap(last + 1, before));
            }
            while let Some(error) = errors.next_if(|error| error.after <= before) {
                rows.push(self.error(error));
            }
            if !ended && end.is_some_and(|end| end.after <= before) {
                ended = true;
                rows.push(self.end(end));
            }
            rows.push(self.frame(frame, &by_id));
            last = frame.number;
        }
        if self.session.frames > last {
            rows.push(self.gap(last + 1, self.session.frames));
        }
        rows.extend(errors.map(|error| self.error(error)));
        if !ended {
            rows.push(self.end(end));
        }
        rows
    }

    /// A row of something at `time`, or `since` the event before it.
    fn row(&self, what: What<'r>, time: Option<Timestamp>, since: Option<Timestamp>, notes: Vec<Note<'r>>) -> Row<'r> {
        let millis = |earlier: Option<Timestamp>| Some(time?.millis_since(earlier?));
        Row { what, time, since_start: millis(self.timeline.start), since_last: millis(since), notes, more: 0 }
    }

    fn opening(&self) -> Row<'r> {
        let opening = &self.timeline.opening;
        self.row(What::Opening(opening), opening.time, None, self.beside(|finding| !at_end(finding)))
    }

    fn frame(&self, frame: &'r TimelineFrame, by_id: &HashMap<usize, &'r Finding>) -> Row<'r> {
        let notes = frame.marks.iter().filter_map(|mark| {
            let finding = by_id.get(&mark.finding)?;
            let first = finding.frame.filter(|first| *first != frame.number);
            Some(Note { span: mark.span, first, ..Note::new(finding) })
        });
        let notes = worst_first(notes.collect());
        Row { more: frame.more, ..self.row(What::Frame(frame), frame.time, frame.previous, notes) }
    }

    fn gap(&self, from: u64, to: u64) -> Row<'r> {
        let within = |finding: &&&Finding| finding.frame.is_some_and(|frame| (from..=to).contains(&frame));
        let within: Vec<_> = self.findings.iter().filter(within).collect();
        let listed = within.iter().take(MOST_IN_GAP).map(|finding| Note::new(finding));
        let more = within.len().saturating_sub(MOST_IN_GAP) as u64;
        Row { more, ..self.row(What::Gap(from, to), None, None, listed.collect()) }
    }

    fn error(&self, error: &'r NotedError) -> Row<'r> {
        self.row(What::Error(error), error.time, self.time_before(error.after), Vec::new())
    }

    fn end(&self, end: Option<&'r EndMark>) -> Row<'r> {
        let time = end.and_then(|end| end.time);
        let before = self.time_before(end.map_or(0, |end| end.after));
        self.row(What::End(end), time, before, self.at_end())
    }

    /// What was found at the end; the diagnosis says some of it.
    fn at_end(&self) -> Vec<Note<'r>> {
        let mut notes = self.beside(at_end);
        if let Some(diagnosis) = &self.session.diagnosis {
            let findings = notes.iter().map(|note| note.finding).collect();
            let (told, _) = human::session::part(findings, self.session, diagnosis);
            for note in &mut notes {
                note.told = told.iter().any(|finding| finding.id == note.finding.id);
            }
        }
        notes
    }

    /// The time of the last event before frame number `after` + 1.
    fn time_before(&self, after: u64) -> Option<Timestamp> {
        let frames = self.timeline.frames.iter().rev();
        let before = frames.filter(|frame| frame.number <= after);
        before.filter_map(|frame| frame.time).next().or(self.timeline.opening.time)
    }

    /// The findings that belong to no frame.
    fn beside(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<Note<'r>> {
        let findings = self.findings.iter().filter(|finding| finding.frame.is_none());
        let wanted = findings.filter(|finding| wanted(finding));
        worst_first(wanted.map(|finding| Note::new(finding)).collect())
    }
}

fn worst_first(mut notes: Vec<Note<'_>>) -> Vec<Note<'_>> {
    notes.sort_by_key(|note| std::cmp::Reverse(note.finding.severity));
    notes
}

impl<'r> Note<'r> {
    pub(super) fn new(finding: &'r Finding) -> Self {
        Self { finding, span: None, first: None, told: false }
    }

    /// Whether it is told without being asked for. What is true of every socket of a protocol is not, and a note that was
    /// told once is told.
    pub(super) fn is_loud(&self) -> bool {
        let quiet = self.first.is_some() || self.finding.rule.traits.once;
        !self.told && (self.finding.severity > Severity::Note || !quiet)
    }
}

/// A finding without a frame that is about how the socket ended, and not about how it began.
fn at_end(finding: &Finding) -> bool {
    let rule = finding.rule;
    matches!(rule.family, Family::End | Family::Sequence) || rule.traits.tells == Tells::End
}

/// When a session began, where the capture's clock is a wall clock: `2026-03-02 09:14:05.100 UTC`.
pub(super) fn started(timeline: &Timeline) -> Option<String> {
    let time = jiff::Timestamp::from_microsecond(timeline.start?.wall_micros()?).ok()?;
    Some(time.strftime("%Y-%m-%d %H:%M:%S%.3f UTC").to_string())
}

/// How the session began, in a few words.
fn opening_words(session: &Session, opening: &Opening) -> String {
    if matches!(session.end, End::Refused { .. }) {
        return "handshake".to_owned();
    }
    match (opening.seen, opening.status) {
        (true, Some(status)) => format!("opened ({status})"),
        (true, None) => "opened".to_owned(),
        (false, _) => "the opening is not in the capture".to_owned(),
    }
}

/// How the session ended, in a few words; not escaped.
pub(super) fn end_words(session: &Session) -> String {
    match &session.end {
        End::Refused { status: Some(status) } => format!("refused with status {status}"),
        End::Refused { status: None } => "the handshake failed".to_owned(),
        End::Closed { code, reason, by } => {
            let by = match by {
                Some(Direction::Client) => " by the client",
                Some(Direction::Server) => " by the server",
                _ => "",
            };
            let code = match code {
                1005 => ", without a code".to_owned(),
                code => format!(", code {code}"),
            };
            let reason = reason.as_ref().map_or(String::new(), |reason| format!(", \"{reason}\""));
            format!("closed{by}{code}{reason}")
        }
        end @ End::Dropped { .. } => match end.code() {
            Some(code) => format!("dropped without a Close frame ({code})"),
            None => "dropped without a Close frame".to_owned(),
        },
        End::Open => "still open".to_owned(),
        End::Unknown if session.timeline.as_ref().is_some_and(|timeline| timeline.end.is_some()) => {
            "ended; the capture does not show how".to_owned()
        }
        End::Unknown => "the capture does not show the end".to_owned(),
    }
}

/// Whether the session ended as it should not.
pub(super) fn ended_badly(session: &Session) -> bool {
    matches!(session.end, End::Refused { .. } | End::Dropped { .. }) || session.diagnosis.is_some()
}

/// The frames that are left out, in words.
fn gap_words(from: u64, to: u64) -> String {
    if from == to {
        return format!("frame {} is left out", words::thousands(from));
    }
    let (first, last) = (words::thousands(from), words::thousands(to));
    let all = words::thousands(to - from + 1);
    format!("{all} frames are left out ({first} to {last})")
}
