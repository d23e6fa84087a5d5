//! What pasting makes of a log: HTML's entities, typographic quotes, no-break spaces.

use std::borrow::Cow;

use crate::capture::Located;
use crate::text::json::SourceMap;

/// What stands in pasted text for characters of JSON.
const ENTITIES: [(&str, &str); 10] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#x22;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&amp;", "&"),
];
const TYPOGRAPHIC: [(&str, &str); 4] = [("“", "\""), ("”", "\""), ("„", "\""), ("\u{a0}", " ")];

/// `outer` as it was before it was pasted.
pub(super) fn undo(outer: Located<'_>) -> Located<'_> {
    let entities = outer.text.contains("&quot;") || outer.text.contains("&#34;") || outer.text.contains("&#x22;");
    let outer = if entities { replaced(outer, &ENTITIES) } else { outer };
    let quotes = ["{“", "{ “", "{”", "{\u{a0}", "\u{a0}{"].iter().any(|sign| outer.text.contains(sign));
    if quotes { replaced(outer, &TYPOGRAPHIC) } else { outer }
}

fn replaced<'s>(outer: Located<'s>, signs: &[(&str, &str)]) -> Located<'s> {
    let written: &str = &outer.text;
    let mut text = String::with_capacity(written.len());
    let mut map = SourceMap::builder(0);
    let mut done = 0;
    let begins = |c: char| signs.iter().any(|(sign, _)| sign.starts_with(c));
    for (at, _) in written.match_indices(begins) {
        let Some((sign, plain)) = signs.iter().find(|(sign, _)| at >= done && written[at..].starts_with(sign)) else {
            continue;
        };
        text.push_str(&written[done..at]);
        map.verbatim(at - done);
        text.push_str(plain);
        map.escape(plain.len(), sign.len());
        done = at + sign.len();
    }
    text.push_str(&written[done..]);
    map.verbatim(written.len() - done);
    Located { text: Cow::Owned(text), map: map.finish().through(&outer.map) }
}
