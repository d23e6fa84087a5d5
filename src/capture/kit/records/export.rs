//! What log services put around their records: CloudWatch, Elasticsearch, Datadog, Splunk.

use crate::capture::Located;
use crate::capture::kit::{Cursor, Step};
use crate::source::Source;
use crate::text::json::{self, CAPTURE_DEPTH, Node};
use crate::text::span::Span;

use super::Rewriter;

/// Most members of an export that are looked at.
const MEMBERS: usize = 32;
/// Largest first record that is looked at.
const MAX_RECORD: usize = 16 << 20;

/// Whether the input is the answer of a log service.
pub fn is_export(source: &Source) -> bool {
    records(source).is_some() || streams(source).is_some()
}

/// A cursor in the array of Loki's streams, each with its `values`: pairs of a time in nanoseconds and a line.
pub fn streams(source: &Source) -> Option<Cursor<'_>> {
    let mut cursor = Cursor::new(source, 0);
    let found = cursor.enter(b'{')
        && cursor.seek("data", MEMBERS)
        && cursor.enter(b'{')
        && cursor.seek("result", MEMBERS)
        && cursor.enter(b'[');
    let is_stream = |item: Node<'_>| item.get("stream").is_some() && item.get("values").is_some();
    (found && first(&mut cursor.clone(), is_stream)).then_some(cursor)
}

/// A cursor in the array of an export's records.
pub fn records(source: &Source) -> Option<Cursor<'_>> {
    let mut cursor = Cursor::new(source, 0);
    if !cursor.enter(b'{') {
        return None;
    }
    for _ in 0..MEMBERS {
        let Step::Next(member) = cursor.member() else {
            return None;
        };
        let mut value = cursor.clone();
        let is_record: fn(Node<'_>) -> bool = match member.key.as_str() {
            // CloudWatch: put-log-events and subscriptions; get-log-events and filter-log-events.
            "logEvents" | "events" => is_cloudwatch,
            // CloudWatch Logs Insights; Splunk.
            "results" => |item| is_fields(item) || item.get("_raw").is_some(),
            // Datadog.
            "data" => |item| item.get("attributes").is_some_and(is_message),
            // Elasticsearch.
            "hits" => {
                if !(value.enter(b'{') && value.seek("hits", MEMBERS)) {
                    return None;
                }
                |item| item.get("_source").is_some_and(Node::is_object)
            }
            // Sentry.
            "breadcrumbs" => {
                if !(value.enter(b'{') && value.seek("values", MEMBERS)) {
                    return None;
                }
                |item| item.get("timestamp").is_some()
            }
            _ => |_| false,
        };
        if value.enter(b'[') && first(&mut value.clone(), is_record) {
            return Some(value);
        }
        cursor.skip()?;
    }
    None
}

fn first(cursor: &mut Cursor<'_>, is_record: fn(Node<'_>) -> bool) -> bool {
    let Step::Next(()) = cursor.item() else {
        return false;
    };
    let item = cursor.skip().filter(|item| item.len() <= MAX_RECORD);
    let Some(item) = item.map(|item| cursor.value(item)) else {
        return false;
    };
    json::parse(&item.text, CAPTURE_DEPTH).is_ok_and(|document| is_record(document.root()))
}

fn is_cloudwatch(item: Node<'_>) -> bool {
    let timestamp = item.get("timestamp").and_then(Node::as_f64);
    timestamp.is_some() && is_message(item)
}

fn is_message(item: Node<'_>) -> bool {
    item.get("message").and_then(Node::as_str).is_some()
}

/// `[{"field":"@message","value":"…"}]`
fn is_fields(item: Node<'_>) -> bool {
    let mut parts = item.items();
    parts.len() > 0 && parts.all(|part| part.get("field").and_then(Node::as_str).is_some())
}

/// A pair of a time and a line as an object.
fn pair<'s>(item: &Located<'s>, root: Node<'_>) -> Option<Located<'s>> {
    let mut parts = root.items().filter(|part| part.as_str().is_some());
    let (time, line) = (parts.next()?, parts.next()?);
    let mut object = Rewriter::new(&item.text);
    for (key, part) in [("timestamp", time), ("line", line)] {
        object.separate();
        object.own(&format!("\"{key}\":"));
        object.copy(part.span());
    }
    Some(object.finish(item))
}

/// A record as an object: one of Insights lists its fields.
pub fn record<'s>(item: Located<'s>) -> Located<'s> {
    if !item.text.starts_with('[') {
        return item;
    }
    let Ok(document) = json::parse(&item.text, CAPTURE_DEPTH) else {
        return item;
    };
    if let Some(pair) = pair(&item, document.root()) {
        return pair;
    }
    if !is_fields(document.root()) {
        return item;
    }
    let mut object = Rewriter::new(&item.text);
    for part in document.root().items() {
        let value = part.get("value").map(Node::span);
        let (Some(field), Some(value)) = (part.get("field").map(Node::span), value) else {
            continue;
        };
        // A value before its field cannot be told in their order.
        if value.start >= field.end {
            object.separate();
            object.copy(Span::new(field.start, field.end));
            object.own(":");
            object.copy(value);
        }
    }
    object.finish(&item)
}
