//! One row of a trace on the screen: times, number, and the way of a frame between the lanes of client and server. On a narrow
//! terminal an arrow stands for the lanes.

use unicode_width::UnicodeWidthStr;

use crate::capture::Direction;
use crate::outcome::TimelineFrame;
use crate::page::human::style::{Paint, Style, clip, wrap};
use crate::text::escape::escape;
use crate::text::words;

use super::view::Row;

/// Narrower than this, there is no room for lanes.
const LANES: usize = 72;
/// Columns of a time.
const TIME: usize = 10;
/// Columns behind a time.
const GAP: usize = 2;
/// Columns of a size, with the gap before it.
const SIZE: usize = 9;
/// The widest lanes: longer arrows are hard to follow.
const WIDEST: usize = 64;

/// How rows are laid out.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    style: Style,
    /// Columns of a frame's number.
    number: usize,
    times: bool,
    /// Columns between the left edge and the lanes.
    indent: usize,
    /// Columns of the lanes, both lifelines included; none on a narrow terminal.
    lanes: Option<usize>,
    /// The lifelines go on.
    alive: bool,
}

impl Layout {
    /// The layout for a session of so many frames.
    pub(super) fn new(style: Style, frames: u64, times: bool) -> Self {
        let number = frames.max(1).to_string().len();
        let columns = if times { 2 * (TIME + GAP) } else { 0 };
        let indent = columns + number + 2;
        let room = style.width.saturating_sub(indent + SIZE).min(WIDEST);
        let wide = style.width >= LANES;
        Self {
            style,
            number,
            times,
            indent: if wide { indent } else { number + 1 },
            lanes: wide.then_some(room),
            alive: true,
        }
    }

    /// The layout below the end of the lifelines.
    pub(super) fn below(&self) -> Self {
        Self { alive: false, ..*self }
    }

    /// The heads of the columns.
    pub(super) fn heads(&self) -> String {
        let Some(lanes) = self.lanes else {
            return String::new();
        };
        let times = if self.times {
            format!("{:>TIME$}{:GAP$}{:>TIME$}{:GAP$}", "since open", "", "since last", "")
        } else {
            String::new()
        };
        let (client, server) = ("client", "server");
        let gap = lanes.saturating_sub(client.len() + server.len());
        let line =
            format!("{times}{:>number$}  {client}{:gap$}{server}{:>SIZE$}", "#", "", "size", number = self.number);
        format!("{}\n", self.style.paint(Paint::Dim, &line))
    }

    /// A frame.
    pub(super) fn frame(&self, row: &Row<'_>, frame: &TimelineFrame) -> String {
        let name = frame
            .name
            .as_deref()
            .map_or_else(|| format!("({})", frame.kind.unnamed()), |name| escape(name).into_owned());
        let size = frame.size.map_or(String::new(), words::bytes);
        let number = frame.number.to_string();
        let Some(lanes) = self.lanes else {
            return self.narrow(row, frame, &name, &size);
        };
        let arrow = self.arrow(frame.direction, &name, lanes);
        let size = if size.is_empty() { size } else { format!("{size:>SIZE$}") };
        format!("{}{arrow}{size}\n", self.left(row, &number))
    }

    /// Times and number, up to the lanes.
    fn left(&self, row: &Row<'_>, number: &str) -> String {
        let mut left = String::new();
        if self.times {
            let time = |millis: Option<f64>, signed| {
                let text = millis.map_or(String::new(), |millis| words::span(millis, signed));
                format!("{text:>TIME$}{:GAP$}", "")
            };
            let times = time(row.since_start, false) + &time(row.since_last, true);
            left.push_str(&self.style.paint(Paint::Dim, &times));
        }
        left.push_str(&format!("{number:>width$}  ", width = self.number));
        left
    }

    fn arrow(&self, direction: Direction, name: &str, lanes: usize) -> String {
        let style = self.style;
        let (line, rail) = (style.pick("─", "-"), style.pick("│", "|"));
        let inner = lanes.saturating_sub(2);
        let name = clip(name, inner.saturating_sub(6), style);
        let rest = inner.saturating_sub(name.width() + 2);
        let shaft = |count: usize| line.repeat(count);
        let body = match direction {
            Direction::Client => {
                let head = style.pick("▶", ">");
                let shaft = shaft(rest.saturating_sub(1));
                format!(" {} {shaft}{head}", style.paint(Paint::Bold, &name))
            }
            Direction::Server => {
                let head = style.pick("◀", "<");
                let shaft = shaft(rest.saturating_sub(1));
                format!("{head}{shaft} {} ", style.paint(Paint::Bold, &name))
            }
            Direction::Unknown => {
                let dot = style.pick("·", ".");
                let left = dot.repeat(rest / 2);
                let right = dot.repeat(rest - rest / 2);
                format!("{left} {} {right}", style.paint(Paint::Bold, &name))
            }
        };
        format!("{rail}{body}{rail}")
    }

    /// `3 → startChat     151 B`, and the times below.
    fn narrow(&self, row: &Row<'_>, frame: &TimelineFrame, name: &str, size: &str) -> String {
        let style = self.style;
        let arrow = match frame.direction {
            Direction::Client => style.pick("→", "->"),
            Direction::Server => style.pick("←", "<-"),
            Direction::Unknown => style.pick("?", "??"),
        };
        let lead = format!("{:>width$} {arrow} ", frame.number, width = self.number);
        let room = style.width.saturating_sub(lead.width() + size.width() + 2);
        let name = clip(name, room, style);
        let gap = room.saturating_sub(name.width()) + if size.is_empty() { 0 } else { 2 };
        let gap = if size.is_empty() { 0 } else { gap };
        let name = style.paint(Paint::Bold, &name);
        let mut out = format!("{lead}{name}{}{size}\n", " ".repeat(gap));
        if let Some(times) = self.times_below(row) {
            out.push_str(&times);
        }
        out
    }

    fn times_below(&self, row: &Row<'_>) -> Option<String> {
        let mut times = words::span(row.since_start?, false);
        if let Some(last) = row.since_last {
            times.push_str(", ");
            times.push_str(&words::span(last, true));
        }
        let indent = " ".repeat(self.indent);
        let times = self.style.paint(Paint::Dim, &times);
        Some(format!("{indent}{times}\n"))
    }

    /// Something that concerns both sides: the opening, the end, a gap. `ends`: what its line looks like at both lifelines.
    pub(super) fn across(&self, row: &Row<'_>, text: &str, ends: Ends, paint: Paint) -> String {
        let style = self.style;
        let text = escape(text);
        let Some(lanes) = self.lanes else {
            let mut out = String::new();
            let indent = " ".repeat(self.indent);
            for line in wrap(&text, style.width.saturating_sub(self.indent)) {
                out.push_str(&format!("{indent}{}\n", style.paint(paint, &line)));
            }
            out.push_str(&self.times_below(row).unwrap_or_default());
            return out;
        };
        let (left, fill, right) = ends.characters(style);
        let inner = lanes.saturating_sub(2);
        let lines = wrap(&text, inner.saturating_sub(4));
        let mut out = String::new();
        let mut beginning = self.left(row, "");
        for (index, line) in lines.iter().enumerate() {
            let painted = style.paint(paint, line);
            let rest = inner.saturating_sub(line.width() + 3);
            out.push_str(&std::mem::replace(&mut beginning, " ".repeat(self.indent)));
            // Of several lines, the last is part of the frame that is drawn.
            if index + 1 == lines.len() {
                let fill_behind = fill.repeat(rest);
                out.push_str(&format!("{left}{fill} {painted} {fill_behind}{right}\n"));
            } else {
                let rail = match ends {
                    Ends::Through => left,
                    Ends::Begin | Ends::End => style.pick("│", "|"),
                };
                out.push_str(&format!("{rail}  {painted} {}{rail}\n", " ".repeat(rest)));
            }
        }
        out
    }

    /// Words beside the client's lifeline, under a row.
    pub(super) fn beside(&self, painted: &str) -> String {
        let indent = " ".repeat(self.indent);
        if self.lanes.is_none() {
            return format!("{indent}{painted}\n");
        }
        let rail = if self.alive { self.style.pick("│", "|") } else { " " };
        format!("{indent}{rail} {painted}\n")
    }

    /// Text beside the lifeline: `lead` before its first line, which is painted, and as many spaces before the others.
    pub(super) fn hang(&self, lead: &str, paint: Paint, text: &str) -> String {
        let rail = if self.lanes.is_some() { 2 } else { 0 };
        let width = self.style.width.saturating_sub(self.indent + rail);
        let mut out = String::new();
        let lines = wrap(text, width.saturating_sub(lead.width()));
        for (index, line) in lines.iter().enumerate() {
            let lead = if index == 0 { self.style.paint(paint, lead) } else { " ".repeat(lead.width()) };
            out.push_str(&self.beside(&format!("{lead}{line}")));
        }
        out
    }
}

/// How a line across both lanes meets the lifelines.
#[derive(Clone, Copy)]
pub(super) enum Ends {
    /// They begin here.
    Begin,
    /// They go on.
    Through,
    /// They end here.
    End,
}

impl Ends {
    fn characters(self, style: Style) -> (&'static str, &'static str, &'static str) {
        match self {
            Ends::Begin => style.pick(("┌", "─", "┐"), ("+", "-", "+")),
            Ends::Through => style.pick(("┊", " ", "┊"), (":", " ", ":")),
            Ends::End => style.pick(("└", "─", "┘"), ("+", "-", "+")),
        }
    }
}
