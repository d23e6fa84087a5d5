//! Recordings of a terminal: what it showed, without the sequences that coloured it and moved its cursor.

use std::borrow::Cow;

use crate::capture::Located;
use crate::text::json::SourceMap;

const ESCAPE: char = '\u{1b}';

/// `outer` without control sequences. Removed bytes belong to the character before them.
pub(super) fn strip(outer: Located<'_>) -> Located<'_> {
    let text: &str = &outer.text;
    let Some(first) = text.find(ESCAPE) else {
        return outer;
    };
    let mut shown = String::with_capacity(text.len());
    let mut map = SourceMap::builder(0);
    shown.push_str(&text[..first]);
    map.verbatim(first);
    let mut at = first;
    while at < text.len() {
        let len = sequence_len(&text.as_bytes()[at..]);
        map.escape(0, len);
        at += len;
        let run = text[at..].find(ESCAPE).unwrap_or(text.len() - at);
        shown.push_str(&text[at..at + run]);
        map.verbatim(run);
        at += run;
    }
    Located { text: Cow::Owned(shown), map: map.finish().through(&outer.map) }
}

/// The length of the control sequence at the beginning of `bytes`; 1 for an escape character that begins none.
fn sequence_len(bytes: &[u8]) -> usize {
    match bytes.get(1) {
        // CSI: parameters, then one final byte.
        Some(b'[') => {
            let inner = bytes[2..].iter().take_while(|b| (0x20..0x40).contains(*b)).count();
            let last = bytes.get(2 + inner).is_some_and(|b| (0x40..0x7f).contains(b));
            2 + inner + usize::from(last)
        }
        // OSC: a window title, up to BEL or ESC \.
        Some(b']') => {
            let inner = bytes[2..].iter().take_while(|b| !matches!(b, 7 | 0x1b | b'\n')).count();
            match bytes.get(2 + inner..) {
                Some([7, ..]) => 3 + inner,
                Some([0x1b, b'\\', ..]) => 4 + inner,
                _ => 2 + inner,
            }
        }
        Some(b'(' | b')') if bytes.get(2).is_some_and(u8::is_ascii_graphic) => 3,
        Some(b'=' | b'>' | b'7' | b'8' | b'c' | b'M') => 2,
        _ => 1,
    }
}
