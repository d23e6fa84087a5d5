//! Coverage in the JSON report.

use serde::Serialize;

use crate::outcome::{Item, Part, ProtocolCoverage, Side, What};

use super::text;

/// How much of a protocol was exercised.
#[derive(Serialize)]
pub(super) struct Protocol {
    protocol: String,
    percent: f64,
    covered: usize,
    total: usize,
    parts: Parts,
}

#[derive(Serialize)]
struct Parts {
    messages: Counted,
    fields: Counted,
    values: Counted,
    transitions: Counted,
}

#[derive(Serialize)]
struct Counted {
    covered: usize,
    total: usize,
    client: Count,
    server: Count,
    missing: Vec<Missing>,
}

#[derive(Serialize)]
struct Count {
    covered: usize,
    total: usize,
}

/// An item that was not exercised.
#[derive(Serialize)]
struct Missing {
    side: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    course: Option<Vec<String>>,
}

/// The coverage of each protocol.
pub(super) fn of(results: &[ProtocolCoverage]) -> Vec<Protocol> {
    results.iter().map(protocol).collect()
}

fn protocol(result: &ProtocolCoverage) -> Protocol {
    let all = result.all();
    let part = |part| counted(result, part);
    Protocol {
        protocol: text(&result.protocol),
        percent: all.percent(),
        covered: all.covered,
        total: all.total,
        parts: Parts {
            messages: part(Part::Messages),
            fields: part(Part::Fields),
            values: part(Part::Values),
            transitions: part(Part::Transitions),
        },
    }
}

fn counted(result: &ProtocolCoverage, part: Part) -> Counted {
    let all = result.part(part, None);
    let of = |side| count(result.part(part, Some(side)));
    Counted {
        covered: all.covered,
        total: all.total,
        client: of(Side::Client),
        server: of(Side::Server),
        missing: result.missing(part).map(missing).collect(),
    }
}

fn count(count: crate::outcome::Count) -> Count {
    Count { covered: count.covered, total: count.total }
}

fn missing(item: &Item) -> Missing {
    let (field, value) = match &item.what {
        What::Field(field) => (Some(field), None),
        What::Value(field, value) => (Some(field), Some(value)),
        What::Message | What::Transition { .. } => (None, None),
    };
    let transition = match &item.what {
        What::Transition { rule, course } => Some((rule, course)),
        _ => None,
    };
    let value = value.map(|value| match value.as_str() {
        Some(shown) => text(shown).into(),
        None => value.clone(),
    });
    Missing {
        side: item.side.as_str(),
        message: item.message.as_deref().map(text),
        pointer: field.map(|field| text(&field.pointer)),
        value,
        rule: transition.map(|(rule, _)| text(rule)),
        course: transition.map(|(_, course)| course.iter().map(|step| text(step)).collect()),
    }
}
