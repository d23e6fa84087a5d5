//! What a transcript shows of itself as a whole, before its lines are read one by one.

use crate::capture::Timestamp;
use crate::capture::lines::{Lines, LinesBack, chunks};
use crate::source::Source;

use super::{ansi, ids, screen_lines, websocat};

/// Lines with a time at either end that tell whether a log runs backwards, and lines among which they are looked for.
const SAMPLE: usize = 32;
const LOOKED_AT: usize = 400;

/// Peculiarities of a transcript.
#[derive(Default)]
pub(super) struct Traits {
    /// Every arrow at the beginning of a line is `>`: a client through a pipe prints its prompt before what it *received*.
    pub(super) prompt: bool,
    /// `wscat -l`: a server's transcript.
    pub(super) listening: bool,
    /// websocat's own log lines.
    pub(super) websocat: bool,
    /// Lines of websocat's `log:` overlay.
    pub(super) overlay: bool,
    /// Lines name their socket, and more than one.
    pub(super) named: bool,
    /// The log runs backwards as a whole.
    pub(super) newest_first: bool,
}

impl Traits {
    pub(super) fn of(source: &Source) -> Self {
        let mut traits = Self { newest_first: is_newest_first(source), ..Self::default() };
        let (mut prompt, mut told) = (false, false);
        let mut names: Vec<String> = Vec::new();
        for chunk in chunks(source, 0) {
            let screen = ansi::strip(chunk.text);
            for line in screen_lines(&screen.text) {
                let line = line.slice(&screen.text);
                prompt |= line.starts_with("> ");
                told |= line.starts_with("< ") || line.starts_with("Connected") || line.starts_with("Disconnected");
                traits.listening |= is_listening(line.trim());
                traits.websocat |= websocat::is_own(line);
                traits.overlay |= websocat::is_overlay(line);
                if names.len() < 2
                    && let Some(name) = ids::socket(line)
                    && !names.iter().any(|known| known == name)
                {
                    names.push(name.to_owned());
                }
            }
        }
        traits.prompt = prompt && !told;
        traits.named = names.len() > 1;
        traits
    }
}

/// `Listening on port 8080 (press CTRL+C to quit)`
fn is_listening(line: &str) -> bool {
    line.starts_with("Listening on port ") && line.ends_with("(press CTRL+C to quit)")
}

/// Whether a line begins with its own time, as an entry of a log does; a line of a payload above it may hold one, too.
pub(super) fn begins_entry(line: &str) -> bool {
    !line.starts_with([' ', '\t', '"', '}', ']']) && Timestamp::of_line(line).is_some()
}

fn is_newest_first(source: &Source) -> bool {
    let timed = |line: std::borrow::Cow<'_, str>| begins_entry(&line).then(|| Timestamp::of_line(&line)).flatten();
    let head = Lines::of(source)
        .filled()
        .take(LOOKED_AT)
        .filter_map(|line| timed(line.text).map(|time| (line.map.offset(0), time)))
        .take(SAMPLE);
    let head: Vec<(usize, Timestamp)> = head.collect();
    let last = head.last().map_or(0, |(at, _)| *at);
    let tail = LinesBack::of(source)
        .filled()
        .take(LOOKED_AT)
        .filter_map(|line| timed(line.text).map(|time| (line.map.offset(0), time)))
        .take(SAMPLE)
        .take_while(|(at, _)| *at > last);
    let mut tail: Vec<(usize, Timestamp)> = tail.collect();
    tail.reverse();
    let times: Vec<Timestamp> = head.into_iter().chain(tail).map(|(_, time)| time).collect();
    let pairs = || times.iter().zip(times.iter().skip(1));
    let back = pairs().filter(|(a, b)| a > b).count();
    let forth = pairs().filter(|(a, b)| a < b).count();
    back > 2 && back > forth * 9 && times.first() > times.last()
}
