//! A finding as a SARIF `result`.

use std::collections::BTreeMap;

use crate::finding::{Finding, Role};
use crate::page::fixes;
use crate::page::place::Place;
use crate::rule::Family;
use crate::source::paths::{Repository, uri};
use crate::source::{InputName, Location};
use crate::text::escape::escape;

use super::message::text;
use super::{ROOT, model};

/// The finding, whose rule is the one at `rule_index`.
pub(super) fn of(finding: &Finding, rule_index: usize, paths: &Repository) -> model::Outcome {
    model::Outcome {
        rule_id: finding.rule.code,
        rule_index,
        level: finding.severity.as_str(),
        message: model::Message { text: message(finding) },
        locations: [location(&finding.location, paths)],
        related_locations: related(finding, paths),
        code_flows: code_flow(finding, paths).map(|flow| [flow]),
        partial_fingerprints: BTreeMap::from([("guestlint/v1", finding.fingerprint.clone())]),
        fixes: fix(finding, paths).map(|fix| [fix]),
        occurrence_count: finding.count.max(1),
        properties: model::Facts {
            protocol: finding.protocol.as_deref().map(escaped),
            message_type: finding.message_type.as_deref().map(escaped),
            pointer: finding.pointer.as_deref().map(escaped),
            session: finding.session.as_deref().map(escaped),
            frame: finding.frame,
        },
    }
}

fn escaped(text: &str) -> String {
    escape(text).into_owned()
}

/// Viewers show the first sentence where they are short of space: that is what is wrong; what to do comes behind it.
fn message(finding: &Finding) -> String {
    let mut message = ended(text(&finding.message));
    if let Some(help) = &finding.help {
        message.push_str(" Help: ");
        message.push_str(&ended(text(help)));
    }
    if let Some(member) = &finding.location.member {
        let (line, column) = (finding.location.line, finding.location.column);
        let place = text(&format!("{member}:{line}:{column}"));
        message.push_str(&format!(" In the archive, it is at {place}."));
    }
    message
}

/// With the full stop that viewers cut a message at.
fn ended(mut sentence: String) -> String {
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push('.');
    }
    sentence
}

fn location(location: &Location, paths: &Repository) -> model::Location {
    model::Location {
        id: None,
        physical_location: model::PhysicalLocation {
            artifact_location: artifact(&location.name, paths),
            region: region(location, paths),
            context_region: context(location),
        },
        message: None,
        properties: None,
    }
}

fn artifact(name: &InputName, paths: &Repository) -> model::ArtifactLocation {
    let told = |told: String| Some(model::Text { text: told });
    match name {
        InputName::File(given) => {
            let known = paths.path_of(given);
            model::ArtifactLocation {
                uri: uri(&known.path),
                uri_base_id: known.inside.then_some(ROOT),
                description: None,
            }
        }
        InputName::Stdin => model::ArtifactLocation {
            uri: uri(name.display()),
            uri_base_id: None,
            description: told("Standard input.".to_owned()),
        },
        InputName::Argument(option) => model::ArtifactLocation {
            uri: uri(option),
            uri_base_id: None,
            description: told(format!("The value of the option {}.", text(option))),
        },
    }
}

fn region(location: &Location, paths: &Repository) -> model::Region {
    let place = Place::new(location, paths);
    let excerpt = &location.excerpt;
    let marked = excerpt.highlight.slice(&excerpt.text);
    // Of several lines the excerpt has the first one.
    let whole = place.line == place.end_line && place.inside.is_none() && !marked.is_empty();
    model::Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
        snippet: whole.then(|| model::Text { text: escaped(marked) }),
    }
}

/// The piece of the line that the excerpt shows; none where it shows no more than the place itself.
fn context(location: &Location) -> Option<model::Region> {
    let excerpt = &location.excerpt;
    let end = excerpt.column + excerpt.text.chars().count();
    let around = excerpt.column <= location.column && end >= location.end_column;
    let more = excerpt.column < location.column || end > location.end_column;
    let one_line = location.line == location.end_line && location.member.is_none();
    (one_line && around && more && excerpt.column > 0).then(|| model::Region {
        start_line: location.line,
        start_column: excerpt.column,
        end_line: location.line,
        end_column: end,
        snippet: Some(model::Text { text: escaped(&excerpt.text) }),
    })
}

fn related(finding: &Finding, paths: &Repository) -> Vec<model::Location> {
    let places = finding.related.iter().enumerate();
    places
        .map(|(index, related)| model::Location {
            id: Some(index + 1),
            message: Some(model::Text { text: text(&related.message) }),
            properties: Some(model::RoleOf { role: related.role.as_str() }),
            ..location(&related.location, paths)
        })
        .collect()
}

/// What happened one after another, the finding last: the steps of a rule, or what a rule on the order tells besides.
fn code_flow(finding: &Finding, paths: &Repository) -> Option<model::CodeFlow> {
    let steps = |role| {
        let related = finding.related.iter();
        related.filter(move |related| related.role == role)
    };
    let role = match finding.rule.family {
        _ if steps(Role::Step).next().is_some() => Role::Step,
        Family::Sequence => Role::Context,
        _ => return None,
    };
    let told = |place: &Location, told: &str| model::FlowLocation {
        location: model::Location { message: Some(model::Text { text: text(told) }), ..location(place, paths) },
    };
    let mut locations: Vec<_> = steps(role).map(|step| told(&step.location, &step.message)).collect();
    if locations.is_empty() {
        return None;
    }
    locations.push(told(&finding.location, &finding.message));
    Some(model::CodeFlow { thread_flows: [model::ThreadFlow { locations }] })
}

fn fix(finding: &Finding, paths: &Repository) -> Option<model::Fix> {
    let fix = fixes::showable(finding)?;
    let mut changes: Vec<(&InputName, model::ArtifactChange)> = Vec::new();
    for edit in &fix.edits {
        let name = &*edit.location.name;
        let replacement = model::Replacement {
            deleted_region: model::Region { snippet: None, ..region(&edit.location, paths) },
            inserted_content: model::Message { text: edit.text.clone() },
        };
        match changes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, change)) => change.replacements.push(replacement),
            None => changes.push((
                name,
                model::ArtifactChange { artifact_location: artifact(name, paths), replacements: vec![replacement] },
            )),
        }
    }
    Some(model::Fix {
        description: model::Message { text: ended(text(&fix.title)) },
        artifact_changes: changes.into_iter().map(|(_, change)| change).collect(),
        properties: model::Safe { safe: fix.safe },
    })
}
