//! Which socket of one recording is a socket of another: by what both saw, by their URLs and by time.

use crate::capture::Direction;
use crate::outcome::Confidence;

use super::outline::{Mark, Outline};

/// A socket that was found, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Its index.
    pub(super) socket: usize,
    pub(super) confidence: Confidence,
    /// The evidence, in a phrase.
    pub(super) why: String,
}

/// How well two outlines agree.
struct Agreement {
    /// Frames of the one that can be compared, and how many of them are in the other, in the same order.
    comparable: usize,
    shared: usize,
    /// The URLs are the same, as far as both know them.
    same_url: Option<bool>,
    /// They were open at the same time, as far as both know it.
    same_time: Option<bool>,
    /// They ended at the same moment, as far as both know it.
    same_end: bool,
}

/// The one among `sockets` that `other` also is; `number` is `other`'s place among `of` sockets of its recording, which helps where
/// several look alike. `taken` ones are somebody else's.
pub(super) fn find(sockets: &[Outline], taken: &[usize], other: &Outline, number: usize, of: usize) -> Option<Match> {
    let free = || (0..sockets.len()).filter(|socket| !taken.contains(socket));
    let agreements: Vec<(usize, Agreement)> =
        free().filter_map(|socket| Some((socket, agreement(sockets.get(socket)?, other)))).collect();
    by_content(&agreements, number, sockets.len() == of).or_else(|| by_url(&agreements))
}

fn by_content(agreements: &[(usize, Agreement)], number: usize, paired: bool) -> Option<Match> {
    let best = agreements.iter().map(|(_, a)| a.shared).max()?;
    let alike: Vec<&(usize, Agreement)> =
        agreements.iter().filter(|(_, a)| a.shared == best && a.same_url != Some(false)).collect();
    if best == 0 {
        return None;
    }
    let in_time = alike.iter().filter(|(_, a)| a.same_time == Some(true));
    let in_time: Vec<_> = in_time.copied().collect();
    let (chosen, told_apart) = match (alike.as_slice(), in_time.as_slice()) {
        ([only], _) => (*only, ""),
        (_, [only]) => (*only, ", and of those with such frames it was open at that time"),
        _ if paired => {
            (*alike.iter().find(|(socket, _)| *socket == number)?, ", and it has the same place among as many sockets")
        }
        _ => return None,
    };
    let (socket, agreement) = chosen;
    let whole = agreement.shared == agreement.comparable;
    let clock = if agreement.same_time == Some(false) {
        ", though by their clocks they were not open at the same time"
    } else {
        ""
    };
    let confidence = match (agreement.shared, whole) {
        (2.., true) if told_apart.is_empty() && clock.is_empty() => Confidence::High,
        (_, true) => Confidence::Medium,
        (shared, false) if shared * 2 >= agreement.comparable => Confidence::Medium,
        _ => Confidence::Low,
    };
    let frames = match (agreement.comparable, whole) {
        (1, _) => "its only frame is the same".to_owned(),
        (2, true) => "both of its frames are the same".to_owned(),
        (count, true) => format!("all {count} of its frames are the same, in the same order"),
        (count, false) => format!("{} of its {count} frames are the same", agreement.shared),
    };
    Some(Match { socket: *socket, confidence, why: format!("{frames}{told_apart}{clock}") })
}

/// Where one of them shows no frames: the same URL at the same time, or the only socket on either side.
fn by_url(agreements: &[(usize, Agreement)]) -> Option<Match> {
    let possible =
        agreements.iter().filter(|(_, a)| a.comparable == 0 && a.same_url != Some(false) && a.same_time != Some(false));
    let mut possible: Vec<_> = possible.collect();
    if let [one] = possible.iter().copied().filter(|(_, a)| a.same_end).collect::<Vec<_>>().as_slice() {
        possible = vec![*one];
    }
    let [(socket, agreement)] = possible.as_slice() else {
        return None;
    };
    let (confidence, why) = match (agreement.same_url, agreement.same_time) {
        _ if agreement.same_end => (Confidence::Medium, "both ended at the same moment"),
        (Some(true), Some(true)) => (Confidence::Medium, "the same URL at the same time"),
        (Some(true), _) => (Confidence::Low, "the same URL; no frames to compare"),
        (_, Some(true)) => (Confidence::Low, "open at the same time; no frames to compare"),
        _ if agreements.len() == 1 => (Confidence::Low, "the only socket in either; no frames to compare"),
        _ => return None,
    };
    Some(Match { socket: *socket, confidence, why: why.to_owned() })
}

fn agreement(one: &Outline, other: &Outline) -> Agreement {
    let comparable = other.frames.iter().filter(|mark| mark.content.is_some());
    Agreement {
        comparable: comparable.clone().count(),
        shared: shared(&one.frames, comparable),
        same_url: same(one.url.as_deref(), other.url.as_deref(), same_url),
        same_time: same_time(one, other),
        same_end: same_end(one, other),
    }
}

fn same<T>(one: Option<T>, other: Option<T>, same: impl Fn(T, T) -> bool) -> Option<bool> {
    Some(same(one?, other?))
}

/// A console leaves out the query, where the token is.
fn same_url(one: &str, other: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        let url = url.trim_end_matches('/').to_ascii_lowercase();
        // A proxy writes the scheme of HTTP.
        let rest = url.split_once("://").map(|(_, rest)| rest.to_owned());
        rest.unwrap_or(url)
    };
    bare(one) == bare(other)
}

/// Clocks of a browser's panel and of an application may differ by a little.
const CLOCKS_MS: f64 = 2_000.0;

fn same_time(one: &Outline, other: &Outline) -> Option<bool> {
    let wall = |outline: &Outline| {
        let (first, last) = (outline.first?, outline.last?);
        first.wall_micros()?;
        Some((first, last))
    };
    let ((a, b), (c, d)) = (wall(one)?, wall(other)?);
    if c.millis_since(b) <= CLOCKS_MS && a.millis_since(d) <= CLOCKS_MS {
        return Some(true);
    }
    // A log without a zone is hours off, and says nothing about the time.
    (!is_zone(c.millis_since(a))).then_some(false)
}

fn same_end(one: &Outline, other: &Outline) -> bool {
    let end = |outline: &Outline| {
        let time = outline.close.as_ref()?.time?;
        time.wall.then_some(time)
    };
    same(end(one), end(other), |one, other| {
        let millis = one.millis_since(other);
        millis.abs() <= CLOCKS_MS || is_zone(millis)
    })
    .unwrap_or_default()
}

/// Whether clocks that are so far apart may be one clock in two time zones, which differ by quarters of an hour.
fn is_zone(millis: f64) -> bool {
    const QUARTER_MS: f64 = 900_000.0;
    const MOST_MS: f64 = 26.0 * 3_600_000.0;
    let off = (millis / QUARTER_MS).round() * QUARTER_MS - millis;
    millis.abs() <= MOST_MS && off.abs() <= CLOCKS_MS
}

/// How many of `marks` stand in `frames`, in the same order.
fn shared<'m>(frames: &[Mark], marks: impl Iterator<Item = &'m Mark>) -> usize {
    let mut rest = frames.iter();
    let mut shared = 0;
    for mark in marks {
        let mut ahead = rest.clone();
        if ahead.any(|frame| frame.content == mark.content && agree(frame.direction, mark.direction)) {
            shared += 1;
            rest = ahead;
        }
    }
    shared
}

fn agree(one: Direction, other: Direction) -> bool {
    one == other || one == Direction::Unknown || other == Direction::Unknown
}

#[cfg(test)]
mod tests;
