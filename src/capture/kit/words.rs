//! The words of clients' logs: for who sends, how a socket opens, how it ends and how a handshake is refused. They stand in
//! `schemas/client-words.json`, each with its source.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::capture::Direction;

/// Longest token that a word for a direction may be a part of: `sendMessage`.
const MAX_TOKEN: usize = 24;

#[derive(Deserialize)]
struct Data {
    send: Vec<Entry>,
    recv: Vec<Entry>,
    client: Vec<String>,
    server: Vec<String>,
    connecting: Vec<Entry>,
    open: Vec<Entry>,
    surely: Vec<Entry>,
    drop: Vec<Entry>,
    refused: Vec<Entry>,
    error: Vec<Entry>,
}

/// Words of one kind, from one source.
#[derive(Deserialize)]
struct Entry {
    words: Vec<String>,
    #[serde(flatten)]
    manner: Manner,
}

/// How a word is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// In this case only.
    exact: bool,
    /// A name begins with it, in small letters: `sendMessage`.
    begins: bool,
    /// It is said of much else, too: what stands behind it must be a message.
    pub weak: bool,
    /// It names both ends, and says the same in a server's log.
    pub absolute: bool,
    /// An HTTP status stands behind it.
    pub status: bool,
}

/// Where a word stands, and how it is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub manner: Manner,
}

/// Words of one kind.
struct List {
    finder: Option<AhoCorasick>,
    manners: Vec<Manner>,
}

impl List {
    fn of(entries: &[Entry]) -> Self {
        let words = || entries.iter().flat_map(|entry| entry.words.iter().map(move |word| (word, entry.manner)));
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(words().map(|(word, _)| word));
        // Only a list of several gigabytes has none.
        Self { finder: finder.ok(), manners: words().map(|(_, manner)| manner).collect() }
    }

    /// Every word that stands in `text` by itself.
    fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Hit> + 't {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found.filter_map(move |found| {
            let manner = self.manners[found.pattern().as_usize()];
            let end = ends(text, found.start(), found.end(), manner)?;
            Some(Hit { start: found.start(), end, manner })
        })
    }

    /// The first word, and of several there the longest.
    fn first(&self, text: &str) -> Option<Hit> {
        self.all(text).min_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)))
    }
}

/// Where the token ends that the word at `start` is, or begins; none where the word stands within another.
fn ends(text: &str, start: usize, end: usize, manner: Manner) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let word = &text[start..end];
    let first_is_part = word.starts_with(is_part);
    if first_is_part && text[..start].ends_with(is_part) {
        return None;
    }
    let rest = &text[end..];
    if manner.begins {
        let goes_on = rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        return (goes_on && word.starts_with(|c: char| c.is_ascii_lowercase()) && end + len - start <= MAX_TOKEN)
            .then_some(end + len);
    }
    if manner.exact && !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let is_whole = manner.status || !word.ends_with(is_part) || !rest.starts_with(is_part);
    is_whole.then_some(end)
}

/// Every list.
pub struct Words {
    send: List,
    recv: List,
    client: Vec<String>,
    server: Vec<String>,
    connecting: List,
    open: List,
    surely: List,
    drop: List,
    refused: List,
    error: List,
}

static BUILT_IN: LazyLock<Option<Words>> = LazyLock::new(|| {
    let data: Data = serde_json::from_str(include_str!("../../../schemas/client-words.json")).ok()?;
    Some(Words {
        send: List::of(&data.send),
        recv: List::of(&data.recv),
        client: data.client,
        server: data.server,
        connecting: List::of(&data.connecting),
        open: List::of(&data.open),
        surely: List::of(&data.surely),
        drop: List::of(&data.drop),
        refused: List::of(&data.refused),
        error: List::of(&data.error),
    })
});

/// A kind of words about a socket.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// A client begins to connect.
    Connecting,
    /// Something opened.
    Open,
    /// A socket opened, whatever else the line says.
    SurelyOpen,
    /// A socket ended without a Close frame.
    Drop,
    /// A handshake was refused.
    Refused,
    /// A client's error.
    Error,
}

/// The first word for `about` in `text`.
pub fn about(about: About, text: &str) -> Option<Hit> {
    let words = BUILT_IN.as_ref()?;
    let list = match about {
        About::Connecting => &words.connecting,
        About::Open => &words.open,
        About::SurelyOpen => &words.surely,
        About::Drop => &words.drop,
        About::Refused => &words.refused,
        About::Error => &words.error,
    };
    list.first(text)
}

/// The first word for a direction in `text`; one that says nothing else goes before one that may.
pub fn direction(text: &str) -> Option<(Hit, Direction)> {
    let words = BUILT_IN.as_ref()?;
    let sent = words.send.all(text).map(|hit| (hit, Direction::Client));
    let received = words.recv.all(text).map(|hit| (hit, Direction::Server));
    sent.chain(received)
        .filter(|(hit, _)| !is_path(text, *hit))
        .min_by_key(|(hit, _)| (hit.manner.weak, !hit.manner.absolute, hit.start, std::cmp::Reverse(hit.end)))
}

/// Who the name at an end of an arrow is.
pub fn named(name: &str) -> Option<Direction> {
    let words = BUILT_IN.as_ref()?;
    let among = |names: &[String]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match (among(&words.client), among(&words.server)) {
        (true, _) => Some(Direction::Client),
        (_, true) => Some(Direction::Server),
        _ => None,
    }
}

/// A path's segment, or a query's: `/send-message`. Android writes a line's level before its tag: `I/TX`.
fn is_path(text: &str, hit: Hit) -> bool {
    let before = text[..hit.start].rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_level = before.len() == 2 && before.starts_with(['V', 'D', 'I', 'W', 'E', 'F']);
    text[hit.end..].starts_with('/') || (before.contains('/') && !is_level)
}

#[cfg(test)]
mod tests;
