//! One row of a JSON log.

use crate::capture::kit::prose::{is_about_socket, prose_direction, says_more};
use crate::capture::kit::records::{Fields, direction};
use crate::capture::kit::{Happening, base64_len, close_frame, content, part, string};
use crate::capture::{Data, Direction, Located, Part, Settings, Stamp, Timestamp};
use crate::text::json::{self, CAPTURE_DEPTH, Kind, Node, ParseError};
use crate::text::span::Span;

use super::chosen::Chosen;
use super::cut;
use super::event::{self, event};
use super::own::{self, LogRow, own_row};

/// What a row of a log is.
pub(in crate::capture) enum Row<'s> {
    /// Something about a socket.
    Socket(Box<SocketRow<'s>>),
    /// A payload without a wrapper.
    Bare(Located<'s>),
    /// What is true of the log, not of a socket in it.
    Log(LogRow<'s>),
    /// Nothing to check.
    Nothing,
}

/// A row about a socket.
pub(in crate::capture) struct SocketRow<'s> {
    pub(super) stamp: Stamp,
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) told: Told<'s>,
}

/// What a row tells of its socket.
pub(super) enum Told<'s> {
    /// By its own fields.
    Happening(Box<Happening<'s>>),
    /// By a line of text, which a logger took for its message.
    Line(Located<'s>),
}

impl<'s> Row<'s> {
    /// The row of these fields, which tells this.
    pub(super) fn of(fields: &Fields<'_>, stamp: Stamp, told: Told<'s>) -> Self {
        Self::Socket(Box::new(SocketRow { stamp, id: id(fields), url: fields.str(Part::Url).map(str::to_owned), told }))
    }
}

/// How to get whole what was shortened before it came into the frame log.
const REMEDY: &str = "the payload was short already where this log was made from: record it again with what logs payloads whole, or as a HAR";

/// How rows are read, and where their parts were found.
pub(in crate::capture) struct Reading<'a> {
    pub(super) settings: &'a Settings,
    pub(super) chosen: Chosen,
}

impl<'a> Reading<'a> {
    pub(in crate::capture) fn new(settings: &'a Settings) -> Self {
        Self { settings, chosen: Chosen::default() }
    }
}

/// String layers that are unwrapped.
const MAX_LAYERS: usize = 4;

/// Reads the JSON text of one row.
///
/// # Errors
/// The text is not JSON; the error's span is one of `row`'s text.
pub(in crate::capture) fn read_row<'s>(
    row: &Located<'s>,
    extent: Span,
    reading: &mut Reading<'_>,
) -> Result<Row<'s>, ParseError> {
    let mut layer = row.clone();
    let mut time = None;
    for depth in 0..=MAX_LAYERS {
        let next = {
            let document = match json::parse(&layer.text, CAPTURE_DEPTH) {
                Ok(document) => document,
                Err(error) if depth == 0 => return Err(error),
                Err(error) if error.is_truncation() => {
                    return Ok(cut::row(&layer, time, extent, reading).unwrap_or(Row::Nothing));
                }
                Err(_) => break,
            };
            let root = document.root();
            if !root.is_object() {
                return Ok(Row::Nothing);
            }
            let fields = Fields::of(root, &reading.settings.mapping);
            time = fields.node(Part::Time).and_then(Timestamp::json).or(time);
            let stamp = Stamp { time, extent };
            if let Some(own) = (depth == 0).then(|| own_row(&layer, root, extent)).flatten() {
                return Ok(own);
            }
            if let Some(found) = about_socket(&layer, root, &fields, stamp, reading.settings) {
                reading.chosen.row(&fields);
                return Ok(found);
            }
            let inner = fields.layer().filter(|_| depth < MAX_LAYERS);
            let inner = inner.and_then(|node| string(&layer, node));
            let object = exported(root).filter(|_| depth < MAX_LAYERS);
            match (object, inner) {
                (Some(object), _) => part(&layer, object.span()),
                (_, Some(inner)) if inner.text.trim_start().starts_with('{') => inner,
                (_, Some(inner)) if fields.is_log_like() || time.is_some() => {
                    return Ok(text_row(&layer, root, inner, &fields, stamp));
                }
                // Who says where a frame stands has said that there is none.
                _ if !reading.settings.mapping.is_empty() => return Ok(Row::Nothing),
                _ if has_log_shape(root, &fields) => return Ok(Row::Nothing),
                _ => return Ok(Row::Bare(layer.clone())),
            }
        };
        layer = next;
    }
    Ok(Row::Bare(row.clone()))
}

/// What a row's own fields tell of a socket.
pub(super) fn about_socket<'s>(
    layer: &Located<'s>,
    root: Node<'_>,
    fields: &Fields<'_>,
    stamp: Stamp,
    settings: &Settings,
) -> Option<Row<'s>> {
    control_row(root, fields, stamp, settings).or_else(|| {
        let told = told(layer, fields, stamp, settings)?;
        Some(Row::of(fields, stamp, Told::Happening(Box::new(told))))
    })
}

/// The record in an item of a log service's export: Elasticsearch's `_source`, Splunk's `result`, Datadog's `attributes`.
fn exported(root: Node<'_>) -> Option<Node<'_>> {
    let object = |key| root.get(key).filter(|node: &Node<'_>| node.is_object());
    object("_source")
        .or_else(|| object("jsonPayload"))
        .or_else(|| object("result").filter(|result| result.get("_raw").is_some()))
        .or_else(|| {
            let attributes = object("attributes")?;
            let keys = ["timestamp", "message"];
            keys.into_iter().all(|key| attributes.get(key).is_some()).then_some(attributes)
        })
}

/// A row of a Close, Ping or Pong frame, by its opcode.
fn control_row<'s>(root: Node<'_>, fields: &Fields<'_>, stamp: Stamp, settings: &Settings) -> Option<Row<'s>> {
    let opcode = fields.node(Part::Opcode)?.as_i64()?;
    let direction = direction_of(fields, settings)?;
    if opcode != 8 {
        return (9..=10).contains(&opcode).then_some(Row::Nothing);
    }
    let close = close_frame(root, direction, stamp);
    Some(Row::of(fields, stamp, Told::Happening(Box::new(Happening::Close(close)))))
}

/// A logger's row with a message of its own: not a payload.
fn has_log_shape(root: Node<'_>, fields: &Fields<'_>) -> bool {
    let both = fields.node(Part::Level).is_some() && fields.node(Part::Time).is_some();
    root.get("type").is_none() && (both || (fields.is_log_like() && fields.layer().is_some()))
}

/// A logger's row whose message is a line of text; an error's text beside it may say more.
fn text_row<'s>(row: &Located<'s>, root: Node<'_>, message: Located<'s>, fields: &Fields<'_>, stamp: Stamp) -> Row<'s> {
    if let Some(told) = event::told_by_prose(row, fields, stamp) {
        return Row::of(fields, stamp, Told::Happening(Box::new(told)));
    }
    if is_about_socket(&message) {
        return Row::of(fields, stamp, Told::Line(message));
    }
    let error = ["err", "error", "exception", "stack"].into_iter().find_map(|key| {
        let node = root.get(key)?;
        string(row, node.get("message").unwrap_or(node))
    });
    match error.filter(says_more) {
        Some(error) => Row::of(fields, stamp, Told::Line(error)),
        // An object in it may be a message, whatever stands before it.
        None if message.text.contains('{') => Row::of(fields, stamp, Told::Line(message)),
        None => Row::Nothing,
    }
}

fn id(fields: &Fields<'_>) -> Option<String> {
    let node = fields.node(Part::Socket)?;
    matches!(node.kind(), Kind::String | Kind::Number).then(|| node.as_str().unwrap_or_else(|| node.raw()).to_owned())
}

/// What a row tells that has a direction and a payload, or is about an open, a close or an error.
fn told<'s>(row: &Located<'s>, fields: &Fields<'_>, stamp: Stamp, settings: &Settings) -> Option<Happening<'s>> {
    let mapped = settings.mapping.pointer(Part::Payload).is_some();
    let frame = |direction| {
        let data = frame(row, fields, stamp.extent, mapped)?;
        Some(Happening::Frame(stamp.frame(direction, data)))
    };
    match direction_of(fields, settings) {
        Some(direction) => frame(direction),
        // Where the user says so, it is a frame.
        None => event(row, fields, stamp).or_else(|| mapped.then(|| frame(Direction::Unknown)).flatten()),
    }
}

pub(super) fn direction_of(fields: &Fields<'_>, settings: &Settings) -> Option<Direction> {
    let told = |field, loose| direction(fields.str(field)?, loose, settings);
    told(Part::Direction, true)
        .or_else(|| told(Part::Type, false))
        .or_else(|| told(Part::Event, true))
        .or_else(|| prose_direction(prose_beside_payload(fields)?, settings))
        .or_else(|| (fields.str(Part::Event)? == "frame").then_some(Direction::Unknown))
}

/// A logger's own message where the payload stands in a member of its own: `{"msg":"sending","payload":{…}}`.
fn prose_beside_payload<'d>(fields: &Fields<'d>) -> Option<&'d str> {
    const MAX_PROSE: usize = 80;
    fields.is_log_like().then_some(())?;
    let layer = fields.layer()?;
    let payload = fields.node(Part::Payload)?;
    let prose = layer.as_str()?;
    (payload != layer && prose.len() <= MAX_PROSE && !prose.contains("{\"")).then_some(prose)
}

/// What a row holds that is about a frame.
fn frame<'s>(row: &Located<'s>, fields: &Fields<'_>, extent: Span, mapped: bool) -> Option<Data<'s>> {
    let opcode = fields.node(Part::Opcode).and_then(Node::as_i64);
    let Some(payload) = fields.node(Part::Payload) else {
        // A binary frame that the log does not hold, of which it may tell the size.
        let bytes = fields.node(Part::Bytes).and_then(Node::as_i64);
        let binary = || Data::Binary { span: extent, len: bytes.and_then(|bytes| usize::try_from(bytes).ok()) };
        return own::unchecked(row, extent).or_else(|| (opcode == Some(2)).then(binary));
    };
    if !matches!(payload.kind(), Kind::String | Kind::Object | Kind::Array) {
        return None;
    }
    // Messages may say "inbound" of themselves, beside a text of their own.
    let word = fields.str(Part::Direction).unwrap_or_default();
    if !mapped && word.to_ascii_lowercase().ends_with("bound") && !looks_like_json(payload) {
        return None;
    }
    // Prose beside a direction is a logger's message, read as text.
    let prose = fields.layer() == Some(payload) && !looks_like_json(payload);
    if !mapped && prose && fields.is_log_like() && fields.node(Part::Level).is_some() {
        return None;
    }
    Some(data(row, fields, payload, opcode))
}

fn looks_like_json(node: Node<'_>) -> bool {
    node.as_str().is_none_or(|text| text.trim_start().starts_with(['{', '[', '"']))
}

fn data<'s>(row: &Located<'s>, fields: &Fields<'_>, payload: Node<'_>, opcode: Option<i64>) -> Data<'s> {
    let says = |field| fields.node(field).and_then(Node::as_bool) == Some(true);
    if says(Part::Elided) {
        return Data::Elided { shown: content(row, payload), remedy: REMEDY };
    }
    if says(Part::Unparsed) {
        return Data::Unparsed { span: row.map.span(payload.span()) };
    }
    let encoding = fields.str(Part::Encoding).unwrap_or_default();
    let buffer = payload.get("type").and_then(Node::as_str) == Some("Buffer");
    let encoded = matches!(encoding.to_ascii_lowercase().as_str(), "base64" | "hex");
    if !(opcode == Some(2) || says(Part::Binary) || encoded || buffer) {
        return Data::Text(content(row, payload));
    }
    let len = if buffer {
        payload.get("data").map(|bytes| bytes.items().len())
    } else if encoding.eq_ignore_ascii_case("hex") {
        payload.as_str().map(|text| text.len() / 2)
    } else {
        payload.as_str().and_then(base64_len)
    };
    Data::Binary { span: row.map.span(payload.span()), len }
}
