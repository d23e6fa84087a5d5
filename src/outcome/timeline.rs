//! A session frame by frame, for reports that tell it as a story: as much of it as a reader can take in.

use std::collections::VecDeque;

use crate::capture::{Direction, Timestamp};
use crate::rule::Severity;
use crate::text::span::Span;

/// The frames of a session and what happened around them. Of a long session some frames are left out: the gaps show in their
/// numbers.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// How it began.
    pub opening: Opening,
    /// The first time that is known: of the opening, or of a frame.
    pub start: Option<Timestamp>,
    /// The frames that are kept, in their order.
    pub frames: Vec<TimelineFrame>,
    /// Errors that the client noted, the first ones.
    pub errors: Vec<NotedError>,
    /// Where its end stands, if the capture shows it.
    pub end: Option<EndMark>,
}

/// The beginning of a session, as far as the capture shows it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening {
    /// The capture shows the handshake.
    pub seen: bool,
    /// When.
    pub time: Option<Timestamp>,
    /// The HTTP status that answered it.
    pub status: Option<u16>,
}

/// Where the end stands among the frames.
#[derive(Clone, Copy, Debug)]
pub struct EndMark {
    /// How many frames came before it.
    pub after: u64,
    /// When.
    pub time: Option<Timestamp>,
    /// The line that tells of it.
    pub line: usize,
}

/// An error that the client noted.
#[derive(Clone, Debug)]
pub struct NotedError {
    /// How many frames came before it.
    pub after: u64,
    /// When.
    pub time: Option<Timestamp>,
    /// What it said, masked.
    pub message: String,
}

/// One frame.
#[derive(Clone, Debug)]
pub struct TimelineFrame {
    /// Its number in the session, from 1.
    pub number: u64,
    /// Who sent it.
    pub direction: Direction,
    /// When.
    pub time: Option<Timestamp>,
    /// When the event before it was: a frame, or the opening.
    pub previous: Option<Timestamp>,
    /// The name of its message as it was sent, masked and shortened; none where it says none.
    pub name: Option<String>,
    /// What its payload is.
    pub kind: PayloadKind,
    /// Bytes of its payload on the wire, where that is known.
    pub size: Option<usize>,
    /// The line that it begins in.
    pub line: usize,
    /// Its payload, masked; empty for a binary frame. The first part, where it is long.
    pub payload: String,
    /// The payload goes on.
    pub cut: bool,
    /// What was found in it.
    pub marks: Vec<Mark>,
    /// How many more findings it has.
    pub more: u64,
}

/// What a payload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayloadKind {
    /// JSON.
    Json,
    /// Text that is not JSON.
    Text,
    /// Bytes.
    Binary,
    /// Only what the log shows of it.
    Shortened,
    /// An object as a console prints it.
    Printed,
    /// The capture does not hold it.
    Absent,
}

impl PayloadKind {
    /// What stands for the name of a message that has none.
    pub fn unnamed(self) -> &'static str {
        match self {
            PayloadKind::Json => "no name",
            PayloadKind::Text => "not JSON",
            PayloadKind::Binary => "binary",
            PayloadKind::Shortened => "shortened",
            PayloadKind::Printed => "as printed",
            PayloadKind::Absent => "not recorded",
        }
    }
}

/// A finding on a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The finding's number ([`crate::finding::Finding::id`]). Of a fault that occurs again it is the first one's.
    pub finding: usize,
    /// The place in the payload as it is kept here; none where it is not in it, or is the whole of it.
    pub span: Option<Span>,
}

/// Keeps the beginning and the end of a stream, and between them what is worth most, in bounded memory.
#[derive(Debug)]
pub(crate) struct Keep<T> {
    weigh: fn(&T) -> Option<Severity>,
    beginning: Vec<T>,
    most_beginning: usize,
    /// Those in between: the first ones, until others with findings take their place.
    between: Vec<T>,
    most_between: usize,
    end: VecDeque<T>,
    most_end: usize,
}

impl<T> Keep<T> {
    /// Keeps at most `most` items (at least one): a quarter from the beginning, half of them from the end, where most
    /// sessions go wrong, and the rest by what `weigh` says of them.
    pub(crate) fn new(most: usize, weigh: fn(&T) -> Option<Severity>) -> Self {
        let quarter = most / 4;
        Self {
            weigh,
            beginning: Vec::new(),
            most_beginning: quarter,
            between: Vec::new(),
            most_between: quarter,
            end: VecDeque::new(),
            most_end: (most - 2 * quarter).max(1),
        }
    }

    /// Takes the next item.
    pub(crate) fn push(&mut self, item: T) {
        if self.beginning.len() < self.most_beginning {
            self.beginning.push(item);
            return;
        }
        if self.end.len() == self.most_end
            && let Some(oldest) = self.end.pop_front()
        {
            self.consider(oldest);
        }
        self.end.push_back(item);
    }

    /// An item has left the end: it stays if there is room, or a lighter one to give way.
    fn consider(&mut self, item: T) {
        if self.between.len() == self.most_between {
            let weight = (self.weigh)(&item);
            if weight.is_none() {
                return;
            }
            let weigh = self.weigh;
            let lightest = self.between.iter().enumerate();
            // Of equally light ones the last goes: the first occurrence of a fault tells most.
            let lightest = lightest.rev().min_by_key(|(_, kept)| weigh(kept));
            match lightest.map(|(index, kept)| (index, weigh(kept))) {
                Some((index, light)) if light < weight => drop(self.between.remove(index)),
                _ => return,
            }
        }
        self.between.push(item);
    }

    /// The item that came last.
    pub(crate) fn last_mut(&mut self) -> Option<&mut T> {
        self.end.back_mut().or_else(|| self.beginning.last_mut())
    }

    /// Any item that is still kept.
    pub(crate) fn find_mut(&mut self, wanted: impl Fn(&T) -> bool) -> Option<&mut T> {
        let kept = self.beginning.iter_mut().chain(&mut self.between);
        let mut kept = kept.chain(&mut self.end).rev();
        kept.find(|item| wanted(item))
    }

    /// What is kept, in order.
    pub(crate) fn into_kept(self) -> impl Iterator<Item = T> {
        let kept = self.beginning.into_iter().chain(self.between);
        kept.chain(self.end)
    }
}

#[cfg(test)]
mod tests;
