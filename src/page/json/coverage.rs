//! Coverage in the JSON report.

use crate::outcome::{Count, Item, Part, ProtocolCoverage, Side, What};
use crate::text::object::{Json, object};

/// How much of a protocol was exercised.
pub(super) fn object(result: &ProtocolCoverage) -> Json {
    let all = result.all();
    let part = |part| counted(result, part);
    object! {
        "protocol": &result.protocol,
        "percent": all.percent(),
        "covered": all.covered,
        "total": all.total,
        "parts": object! {
            "messages": part(Part::Messages),
            "fields": part(Part::Fields),
            "values": part(Part::Values),
            "transitions": part(Part::Transitions),
        },
    }
}

fn counted(result: &ProtocolCoverage, part: Part) -> Json {
    let all = result.part(part, None);
    let of = |side| count(result.part(part, Some(side)));
    object! {
        "covered": all.covered,
        "total": all.total,
        "client": of(Side::Client),
        "server": of(Side::Server),
        "missing": Json::list(result.missing(part).map(missing)),
    }
}

fn count(count: Count) -> Json {
    object! { "covered": count.covered, "total": count.total }
}

/// An item that was not exercised.
fn missing(item: &Item) -> Json {
    let (field, value) = match &item.what {
        What::Field(field) => (Some(field), None),
        What::Value(field, value) => (Some(field), Some(value)),
        What::Message | What::Transition { .. } => (None, None),
    };
    let (rule, course) = match &item.what {
        What::Transition { rule, course } => (Some(rule), Some(course)),
        _ => (None, None),
    };
    object! {
        "side": item.side.as_str(),
        "message": item.message.as_deref(),
        "pointer": field.map(|field| &field.pointer),
        "value": value.map(|value| value.as_str().map_or_else(|| Json::Value(value.clone()), Json::from)),
        "rule": rule,
        "course": course.map(Json::list),
    }
}
