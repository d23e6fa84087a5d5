//! What a transcript shows of itself as a whole, before its lines are read one by one.

use crate::capture::kit::prose::{Traits, is_overlay, is_own, screen_lines, socket};
use crate::capture::kit::{Lines, LinesBack, chunks, is_newest_first};
use crate::capture::{Located, Timestamp};
use crate::source::Source;

use super::ids;

/// Lines with a time at either end that tell whether a log runs backwards, and lines among which they are looked for.
const SAMPLE: usize = 32;
const LOOKED_AT: usize = 400;

/// What the lines of a whole input show.
pub(super) fn traits(source: &Source) -> Traits {
    let mut traits = Traits::default();
    let (mut prompt, mut told) = (false, false);
    let mut names: Vec<String> = Vec::new();
    for chunk in chunks(source, 0) {
        let screen = super::screen(chunk.text);
        for line in screen_lines(&screen.text) {
            let line = line.slice(&screen.text);
            prompt |= line.starts_with("> ");
            told |= line.starts_with("< ") || line.starts_with("Connected") || line.starts_with("Disconnected");
            traits.listening |= is_listening(line.trim());
            traits.websocat |= is_own(line);
            traits.overlay |= is_overlay(line);
            if names.len() < 2
                && let Some(name) = socket(line)
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
    }
    traits.prompt = prompt && !told;
    traits.named = names.len() > 1 && ids::are_evident(source);
    traits
}
/// `Listening on port 8080 (press CTRL+C to quit)`
fn is_listening(line: &str) -> bool {
    line.starts_with("Listening on port ") && line.ends_with("(press CTRL+C to quit)")
}

/// Whether a line begins with its own time, as an entry of a log does; a line of a payload above it may hold one, too.
pub(super) fn begins_entry(line: &str) -> bool {
    !line.starts_with([' ', '\t', '"', '}', ']']) && Timestamp::of_line(line).is_some()
}

/// Whether the log runs backwards as a whole.
pub(super) fn runs_backwards(source: &Source) -> bool {
    let head: Vec<(usize, Timestamp)> = times(Lines::of(source).filled()).collect();
    let last = head.last().map_or(0, |(at, _)| *at);
    let mut tail: Vec<_> = times(LinesBack::of(source).filled()).take_while(|(at, _)| *at > last).collect();
    tail.reverse();
    let times: Vec<Timestamp> = head.into_iter().chain(tail).map(|(_, time)| time).collect();
    is_newest_first(&times, 2)
}

/// The first times that entries begin with, each with its entry's place.
fn times<'s>(lines: impl Iterator<Item = Located<'s>>) -> impl Iterator<Item = (usize, Timestamp)> {
    let timed = |line: Located<'s>| {
        let time = begins_entry(&line.text).then(|| Timestamp::of_line(&line.text)).flatten()?;
        Some((line.map.offset(0), time))
    };
    lines.take(LOOKED_AT).filter_map(timed).take(SAMPLE)
}
