//! The trace as a Mermaid sequence diagram, which GitHub and GitLab draw.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::capture::Direction;
use crate::outcome::{Account, Confidence, Diagnosis, Keep, Session, Summary, Timeline, TimelineFrame};
use crate::page::Page;
use crate::page::human::style::wrap;
use crate::rule::Severity;
use crate::text::escape::escape;
use crate::text::words::{self, shorten};

use super::view::{self, Note, Row, View, What};

/// Most frames of one diagram: with more, nobody reads it.
const MOST_FRAMES: usize = 100;
/// Longest diagram, in bytes. Mermaid refuses those of more than 50,000 characters.
const LONGEST: usize = 45_000;
/// Most findings beside one frame.
const MOST_NOTES: usize = 4;
/// Longest text of a note, in characters, and of a line in it.
const NOTE: usize = 200;
const LINE: usize = 50;
/// The same of a note over both lanes, which is no wider than they are.
const OVER: usize = 44;
/// Lanes far enough apart for such a note.
const SETTINGS: &str = r#"%%{init: {"sequence": {"actorMargin": 160}}}%%"#;
/// A new line within a text.
const BREAK: &str = "<br/>";

/// The trace as Mermaid, written to `W` as inputs are finished.
#[derive(Debug)]
pub struct TraceMermaid<W> {
    out: W,
    /// Without the Markdown around it: a file for one diagram.
    bare: bool,
    written: usize,
}

impl<W: Write> TraceMermaid<W> {
    /// Diagrams to `out`: each in a fenced block of Markdown, or (`bare`) one by itself.
    pub fn new(out: W, bare: bool) -> Self {
        Self { out, bare, written: 0 }
    }
}

impl<W: Write> Page for TraceMermaid<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        for view in View::of(account) {
            if self.bare && self.written > 0 {
                return Err(io::Error::other(
                    "a file of this kind holds one diagram, and there are several sessions: pick one with --session, \
                     or write to a Markdown file (.md)",
                ));
            }
            let diagram = fitting(&view);
            match (self.bare, self.written) {
                (true, _) => self.out.write_all(diagram.as_bytes())?,
                (false, 0) => write!(self.out, "```mermaid\n{diagram}```\n")?,
                (false, _) => write!(self.out, "\n```mermaid\n{diagram}```\n")?,
            }
            self.written += 1;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.flush()
    }
}

/// The diagram of a session, with as many frames as Mermaid takes.
fn fitting(view: &View<'_>) -> String {
    let mut most = MOST_FRAMES;
    loop {
        let shown = Session { timeline: Some(shortened(view, most)), ..view.session.clone() };
        let view = View::one(&shown, view.number, view.of, view.findings.clone());
        let diagram = view.map_or(String::new(), |view| draw(&view));
        if diagram.len() <= LONGEST || most <= 4 {
            return diagram;
        }
        most /= 2;
    }
}

/// The timeline with at most so many of its frames.
fn shortened(view: &View<'_>, most: usize) -> Timeline {
    let severities: HashMap<usize, Severity> = view.findings.iter().map(|found| (found.id, found.severity)).collect();
    let mut keep = Keep::new(most, |(_, worst): &(TimelineFrame, Option<Severity>)| *worst);
    for frame in &view.timeline.frames {
        let worst = frame.marks.iter().filter_map(|mark| severities.get(&mark.finding)).max();
        keep.push((frame.clone(), worst.copied()));
    }
    Timeline { frames: keep.into_kept().map(|(frame, _)| frame).collect(), ..view.timeline.clone() }
}

fn draw(view: &View<'_>) -> String {
    let session = view.session;
    let mut out = format!("{SETTINGS}\nsequenceDiagram\n");
    line(&mut out, "participant C as client");
    line(&mut out, "participant S as server");
    let mut head = vec![lines(&session.file, OVER)];
    if view.of > 1 {
        head.push(format!("session {} of {}", view.number, view.of));
    }
    head.extend(session.protocol.as_deref().map(|text| lines(text, OVER)));
    head.extend(session.url.as_deref().map(|text| lines(text, OVER)));
    head.extend(view::started(view.timeline).as_deref().map(|text| lines(text, OVER)));
    over(&mut out, &head.join(BREAK));
    for row in &view.rows {
        draw_row(&mut out, view, row);
    }
    if let Some(diagnosis) = &session.diagnosis {
        over(&mut out, &verdict(diagnosis));
    }
    out
}

fn verdict(diagnosis: &Diagnosis) -> String {
    let mut text = lines(&diagnosis.headline, OVER);
    if let Some(cause) = diagnosis.causes.first() {
        let word = match cause.confidence {
            Confidence::Low => "possible",
            Confidence::Medium | Confidence::High => "most likely",
        };
        text.push_str(&format!("{BREAK}{word}: {} {}", cause.rule.code, cause.rule.name));
    }
    text
}

fn draw_row(out: &mut String, view: &View<'_>, row: &Row<'_>) {
    let time = row.since_start.map(|millis| words::span(millis, false));
    let across = |words: &str| match &time {
        Some(time) => lines(&format!("{words}, {time}"), OVER),
        None => lines(words, OVER),
    };
    match row.what {
        What::Frame(frame) => {
            let name = frame.name.as_deref().unwrap_or(frame.kind.unnamed());
            let facts: Vec<String> = time.into_iter().chain(frame.size.map(words::bytes)).collect();
            let arrow = match frame.direction {
                Direction::Client => "C->>S",
                Direction::Server => "S->>C",
                // A line without a head: it may have gone either way.
                Direction::Unknown => "C-->S",
            };
            let facts = match facts.as_slice() {
                [] => String::new(),
                facts => format!("{BREAK}{}", facts.join(", ")),
            };
            line(out, &format!("{arrow}: {} {}{}", frame.number, clean(name), facts));
        }
        What::Error(error) => {
            let message = shorten(&error.message);
            over(out, &across(&format!("the client noted: {message}")));
        }
        What::Opening(_) | What::Gap(..) | What::End(_) => over(out, &across(&view.words(row))),
    }
    notes(out, row);
}

fn notes(out: &mut String, row: &Row<'_>) {
    let (side, width) = match row.what {
        What::Frame(frame) => match frame.direction {
            Direction::Client => ("left of C", LINE),
            Direction::Server => ("right of S", LINE),
            Direction::Unknown => ("over C,S", OVER),
        },
        _ => ("over C,S", OVER),
    };
    let loud: Vec<&Note<'_>> = row.notes.iter().filter(|note| note.is_loud()).collect();
    let mut texts: Vec<String> = loud.iter().take(MOST_NOTES).map(|note| note_text(note, width)).collect();
    let more = row.more + loud.len().saturating_sub(MOST_NOTES) as u64;
    if more > 0 {
        texts.push(format!("and {more} more"));
    }
    if !texts.is_empty() {
        line(out, &format!("Note {side}: {}", texts.join(BREAK)));
    }
}

fn note_text(note: &Note<'_>, width: usize) -> String {
    let finding = note.finding;
    let code = finding.rule.code;
    if let Some(first) = note.first {
        format!("{code} again, as on frame {first}")
    } else {
        let mut message: String = finding.message.chars().take(NOTE).collect();
        if message.len() < finding.message.len() {
            message.push('…');
        }
        lines(&format!("{} {code} {message}", finding.severity.as_str()), width)
    }
}

/// Something that concerns both sides.
fn over(out: &mut String, text: &str) {
    line(out, &format!("Note over C,S: {text}"));
}

/// Text in short lines: a note does not break its lines by itself.
fn lines(text: &str, width: usize) -> String {
    let lines = wrap(&escape(text), width);
    let lines: Vec<String> = lines.iter().map(|line| clean(line)).collect();
    lines.join(BREAK)
}

fn line(out: &mut String, text: &str) {
    out.push_str("    ");
    out.push_str(text);
    out.push('\n');
}

/// Text of the user's for a diagram: control characters visible, and everything that Mermaid, Markdown or HTML could take for
/// its own written as Mermaid's entity (`#59;`). What is left as it is are letters, digits and a few harmless signs.
fn clean(text: &str) -> String {
    let escaped = escape(text);
    let mut out = String::with_capacity(escaped.len());
    for character in escaped.chars() {
        // Mermaid itself marks its entities by these letters while it works.
        let marks = matches!(character, 'ﬂ' | 'ß');
        let plain = character.is_alphanumeric() && !marks;
        if plain || matches!(character, ' ' | '.' | ',' | ':' | '/' | '-' | '_' | '(' | ')' | '=' | '?') {
            out.push(character);
        } else {
            out.push_str(&format!("#{};", u32::from(character)));
        }
    }
    out
}

#[cfg(test)]
mod tests;
