//! Rows that a log service cut at the length of its longest line: what is complete in them is read, and a payload that is not
//! is elided.

use crate::capture::kit::records::Fields;
use crate::capture::kit::{Happening, part};
use crate::capture::{Data, Located, Part, Stamp, Timestamp};
use crate::text::json::{self, CAPTURE_DEPTH, SourceMap};
use crate::text::span::Span;

use super::row::{Reading, Row, Told, about_socket, direction_of};

const REMEDY: &str =
    "the log cut the line at its longest: have the application log long payloads in pieces of its own, or record a HAR";

/// What the beginning of a row tells.
pub(super) fn row<'s>(
    layer: &Located<'s>,
    time: Option<Timestamp>,
    extent: Span,
    reading: &mut Reading<'_>,
) -> Option<Row<'s>> {
    let end = last_member_end(&layer.text)?;
    let whole = completed(layer, end);
    let document = json::parse(&whole.text, CAPTURE_DEPTH).ok()?;
    let settings = reading.settings;
    let fields = Fields::of(document.root(), &settings.mapping);
    let time = fields.node(Part::Time).and_then(Timestamp::json).or(time);
    let stamp = Stamp { time, extent };
    if let Some(row) = about_socket(&whole, document.root(), &fields, stamp, settings) {
        return Some(row);
    }
    let direction = direction_of(&fields, settings)?;
    let shown = begun_payload(layer, end)?;
    let frame = stamp.frame(direction, Data::Elided { shown, remedy: REMEDY });
    Some(Row::of(&fields, stamp, Told::Happening(Box::new(Happening::Frame(frame)))))
}

/// Where the last complete member of the object that `text` begins with ends.
fn last_member_end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped, mut end) = (0_usize, false, false, None);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => end = Some(at),
            _ => {}
        }
    }
    end
}

/// `layer` up to `end`, with the bracket that was cut off.
fn completed<'s>(layer: &Located<'s>, end: usize) -> Located<'s> {
    let mut map = SourceMap::builder(0);
    map.verbatim(end);
    map.escape(1, 0);
    Located { text: format!("{}}}", &layer.text[..end]).into(), map: map.finish().through(&layer.map) }
}

/// The payload that begins behind the comma at `end`.
fn begun_payload<'s>(layer: &Located<'s>, end: usize) -> Option<Located<'s>> {
    let rest = &layer.text[end + 1..];
    let (key, value) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    let value = value.trim_start().strip_prefix(':')?.trim_start();
    Fields::is_payload_name(key).then_some(())?;
    let value = value.strip_prefix('"').unwrap_or(value);
    let len = layer.text.len();
    Some(part(layer, Span::new(len - value.len(), len)))
}
