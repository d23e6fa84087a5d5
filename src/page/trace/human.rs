//! The trace that a person reads on a terminal.

use std::io::{self, Write};

use crate::capture::End;
use crate::outcome::{Account, Summary};
use crate::page::human::style::{Blocks, Paint, Style, hang};
use crate::page::human::summary::{count, found};
use crate::page::human::{finding, session};
use crate::page::{HumanOptions, Page};
use crate::rule::Severity;
use crate::text::escape::escape;

use super::lanes::{Ends, Layout};
use super::view::{self, Note, Row, View, What};

/// Most lines of a payload that `-v` shows under its frame.
const PAYLOAD_LINES: usize = 6;

/// The trace on a terminal, written to `W` as inputs are finished.
#[derive(Debug)]
pub struct TraceHuman<W> {
    out: Blocks<W>,
    options: HumanOptions,
    style: Style,
    /// The rule to look up first: the likeliest cause, or the first error.
    rule: Option<&'static str>,
    shown: Shown,
}

/// What was shown, for the last lines.
#[derive(Debug, Default)]
struct Shown {
    sessions: u64,
    frames: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    /// Some frames were left out.
    left_out: bool,
}

impl<W: Write> TraceHuman<W> {
    /// A page to `out`.
    pub fn new(out: W, options: HumanOptions) -> Self {
        let style = Style::new(&options);
        Self { out: Blocks::new(out), options, style, rule: None, shown: Shown::default() }
    }

    fn session(&mut self, view: &View<'_>) -> io::Result<()> {
        let mut head = session::heading(view.session, view.number, view.of, self.style);
        if view.of > 1 {
            let id = format!("id {}", escape(&view.session.id));
            head.push_str(&format!("{}\n", self.style.paint(Paint::Dim, &id)));
        }
        if let Some(time) = view::started(view.timeline) {
            let time = format!("from {time}");
            head.push_str(&format!("{}\n", self.style.paint(Paint::Dim, &time)));
        }
        if self.options.verbose {
            head.push_str(&session::reason(view.session, self.style));
        }
        self.out.block(&head)?;
        let layout = Layout::new(self.style, view.session.frames, view.has_times());
        let mut rows = layout.heads();
        for (index, row) in view.rows.iter().enumerate() {
            let is_last = index + 1 == view.rows.len();
            rows.push_str(&self.row(&layout, view, row, is_last));
        }
        self.out.block(&rows)?;
        self.shown.left_out |= view.left_out() > 0;
        self.shown.sessions += 1;
        self.shown.frames += view.session.frames;
        let error = view.findings.iter().find(|f| f.severity == Severity::Error);
        let mut rule = error.map(|finding| finding.rule.code);
        if let Some(diagnosis) = &view.session.diagnosis {
            rule = diagnosis.causes.first().map(|cause| cause.rule.code).or(rule);
            let (ending, findings) = session::part(view.findings.clone(), view.session, diagnosis);
            self.out.block(&session::diagnosis(diagnosis, view.session, &ending, &findings, self.style))?;
        }
        self.rule = self.rule.or(rule);
        Ok(())
    }

    fn row(&self, layout: &Layout, view: &View<'_>, row: &Row<'_>, is_last: bool) -> String {
        let mut out = match row.what {
            What::Opening(opening) => {
                let ends = if opening.seen { Ends::Begin } else { Ends::Through };
                layout.across(row, &view.words(row), ends, Paint::Dim)
            }
            What::Frame(frame) => layout.frame(row, frame),
            What::Error(_) => layout.across(row, &view.words(row), Ends::Through, Paint::Yellow),
            What::Gap(..) => layout.across(row, &view.words(row), Ends::Through, Paint::Dim),
            What::End(_) => return self.end(layout, view, row, is_last),
        };
        if let What::Frame(frame) = row.what
            && self.options.verbose
            && !frame.payload.is_empty()
        {
            out.push_str(&self.payload(layout, &frame.payload, frame.cut));
        }
        out.push_str(&self.notes(layout, row));
        out
    }

    /// The end, with what was found at it above: nothing stands below the last line of the lanes.
    fn end(&self, layout: &Layout, view: &View<'_>, row: &Row<'_>, is_last: bool) -> String {
        let paint = if view::ended_badly(view.session) { Paint::Red } else { Paint::Dim };
        let ends = if is_last && view.session.end != End::Unknown { Ends::End } else { Ends::Through };
        let line = layout.across(row, &view.words(row), ends, paint);
        let below = if matches!(ends, Ends::End) { layout.below() } else { *layout };
        format!("{line}{}", self.notes(&below, row))
    }

    fn payload(&self, layout: &Layout, payload: &str, cut: bool) -> String {
        let width = self.style.width.saturating_sub(8).max(8);
        // No more is escaped and wrapped than can be shown.
        let shown: String = payload.chars().take(PAYLOAD_LINES * width).collect();
        let more = cut || shown.len() < payload.len();
        let mut text = escape(&shown).into_owned();
        if more {
            text.push_str(self.style.ellipsis());
        }
        let lines = layout.hang("  ", Paint::Dim, &text);
        let mut out: String = lines.lines().take(PAYLOAD_LINES).map(|line| format!("{line}\n")).collect();
        if lines.lines().count() > PAYLOAD_LINES {
            out.push_str(&layout.beside(&format!("  {}", self.style.ellipsis())));
        }
        out
    }

    fn notes(&self, layout: &Layout, row: &Row<'_>) -> String {
        let mut out = String::new();
        let shown = row.notes.iter().filter(|note| self.options.verbose || note.is_loud());
        for note in shown {
            out.push_str(&self.note(layout, note));
        }
        if row.more > 0 {
            let more = format!("and {} more", count(row.more, "finding"));
            out.push_str(&layout.hang("  ", Paint::Dim, &more));
        }
        out
    }

    /// `✗ GL201 startChat has no routingData`
    fn note(&self, layout: &Layout, note: &Note<'_>) -> String {
        let finding = note.finding;
        let mark = match finding.severity {
            Severity::Error => self.style.cross(),
            Severity::Warning => self.style.pick("⚠", "!"),
            Severity::Note => self.style.pick("•", "-"),
        };
        let lead = format!("  {mark} ");
        let text = match note.first {
            Some(first) => format!("{} again, as on frame {first}", finding.rule.code),
            None => format!("{} {}", finding.rule.code, escape(&finding.message)),
        };
        let mut out = layout.hang(&lead, Paint::of(finding.severity), &text);
        if let Some(help) = finding.help.as_ref().filter(|_| self.options.verbose && note.first.is_none()) {
            out.push_str(&layout.hang("    help: ", Paint::Cyan, &escape(help)));
        }
        out
    }
}

impl<W: Write> Page for TraceHuman<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        for finding in account.findings() {
            match finding.severity {
                Severity::Error => self.shown.errors += 1,
                Severity::Warning => self.shown.warnings += 1,
                Severity::Note => self.shown.notes += 1,
            }
        }
        for view in View::of(account) {
            self.session(&view)?;
        }
        for found in account.by_session().1 {
            if self.options.verbose || Note::new(found).is_loud() {
                self.out.block(&finding::compact(found, self.style))?;
            }
        }
        let ignored = account.ignored.iter().map(|s| session::ignored(s, self.style));
        let ignored: String = ignored.collect();
        if !ignored.is_empty() {
            self.out.block(&ignored)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if self.shown.sessions > 0 {
            let text = self.totals(summary.withheld);
            self.out.block(&text)?;
        }
        self.out.flush()
    }
}

impl<W: Write> TraceHuman<W> {
    /// What was traced, and where to read on.
    fn totals(&self, withheld: u64) -> String {
        let width = self.style.width;
        let shown = &self.shown;
        let found = match found([shown.errors, shown.warnings, shown.notes]) {
            found if found.is_empty() => "no problems found".to_owned(),
            found => found,
        };
        let sessions = count(shown.sessions, "session");
        let frames = count(shown.frames, "frame");
        let mut lines = vec![format!("{sessions}, {frames}: {found}.")];
        if shown.left_out {
            lines.push("Frames were left out: --max-frames N shows more of them.".to_owned());
        }
        if withheld > 0 {
            let findings = count(withheld, "more finding");
            lines.push(format!("{findings} not shown."));
        }
        lines.extend(self.rule.map(|rule| format!("Read more: guestlint explain {rule}")));
        let mut out = String::new();
        for line in lines {
            hang(&mut out, "", "", &line, width);
        }
        out
    }
}
