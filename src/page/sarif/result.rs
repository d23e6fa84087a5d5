//! A finding as a SARIF `result`.

use crate::finding::{Finding, Role};
use crate::page::fixes;
use crate::page::place::Place;
use crate::rule::Family;
use crate::source::paths::{Repository, uri};
use crate::source::{InputName, Location};
use crate::text::object::{Json, filled, object};

use super::ROOT;
use super::message::{message, text};

/// The finding, whose rule is the one at `rule_index`.
pub(super) fn object(finding: &Finding, rule_index: usize, paths: &Repository) -> Json {
    object! {
        "ruleId": finding.rule.code,
        "ruleIndex": rule_index,
        "level": finding.severity.as_str(),
        "message": message(told(finding)),
        "locations": vec![location(&finding.location, paths, About::default())],
        "relatedLocations": filled(related(finding, paths)),
        "codeFlows": code_flow(finding, paths).map(|flow| vec![flow]),
        "partialFingerprints": object! { "guestlint/v1": &finding.fingerprint },
        "fixes": fix(finding, paths).map(|fix| vec![fix]),
        "occurrenceCount": finding.count.max(1),
        // What SARIF has no place for, under the names of the JSON report.
        "properties": filled(object! {
            "protocol": finding.protocol.as_deref(),
            "messageType": finding.message_type.as_deref(),
            "pointer": finding.pointer.as_deref(),
            "session": finding.session.as_deref(),
            "frame": finding.frame,
        }),
    }
}

/// Viewers show the first sentence where they are short of space: that is what is wrong; what to do comes behind it.
fn told(finding: &Finding) -> String {
    let mut told = ended(text(&finding.message));
    if let Some(help) = &finding.help {
        told.push_str(" Help: ");
        told.push_str(&ended(text(help)));
    }
    if let Some(member) = &finding.location.member {
        let (line, column) = (finding.location.line, finding.location.column);
        let place = text(&format!("{member}:{line}:{column}"));
        told.push_str(&format!(" In the archive, it is at {place}."));
    }
    told
}

/// With the full stop that viewers cut a message at.
fn ended(mut sentence: String) -> String {
    if !sentence.ends_with(['.', '!', '?', '…']) {
        sentence.push('.');
    }
    sentence
}

/// What is said of a place besides where it is.
#[derive(Default)]
struct About<'f> {
    id: Option<usize>,
    message: Option<&'f str>,
    /// What it has to do with the finding, as in the JSON report.
    role: Option<Role>,
}

fn location(location: &Location, paths: &Repository, about: About<'_>) -> Json {
    let place = Place::new(location, paths);
    let excerpt = &location.excerpt;
    let marked = excerpt.highlight.slice(&excerpt.text);
    // Of several lines the excerpt has the first one.
    let whole = place.line == place.end_line && place.inside.is_none() && !marked.is_empty();
    object! {
        "id": about.id,
        "physicalLocation": object! {
            "artifactLocation": artifact(&location.name, paths),
            "region": region(&place, whole.then_some(marked)),
            "contextRegion": context(location, place),
        },
        "message": about.message.map(|told| message(text(told))),
        "properties": about.role.map(|role| object! { "role": role.as_str() }),
    }
}

fn artifact(name: &InputName, paths: &Repository) -> Json {
    let (path, base, told) = match name {
        InputName::File(given) => {
            let known = paths.path_of(given);
            (known.path.as_str(), known.inside.then_some(ROOT), None)
        }
        InputName::Stdin => (name.display(), None, Some("Standard input.".to_owned())),
        InputName::Argument(option) => {
            (option.as_str(), None, Some(format!("The value of the option {}.", text(option))))
        }
    };
    object! { "uri": uri(path), "uriBaseId": base, "description": told.map(message) }
}

/// From 1; the end column is the one behind the last character.
fn region(place: &Place, snippet: Option<&str>) -> Json {
    object! {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "snippet": snippet.map(|snippet| object! { "text": snippet }),
    }
}

/// The piece of the line that the excerpt shows; none where it shows no more than the place itself.
fn context(location: &Location, place: Place) -> Option<Json> {
    let excerpt = &location.excerpt;
    let column = excerpt.column;
    let end = column + excerpt.text.chars().count();
    let holds = column <= location.column && end >= location.end_column;
    let more = column < location.column || end > location.end_column;
    let one_line = location.line == location.end_line && location.member.is_none();
    let around = Place { column, end_column: end, ..place };
    (one_line && holds && more && column > 0).then(|| region(&around, Some(&excerpt.text)))
}

fn related(finding: &Finding, paths: &Repository) -> Vec<Json> {
    let places = finding.related.iter().enumerate();
    places
        .map(|(index, related)| {
            let about = About { id: Some(index + 1), message: Some(&related.message), role: Some(related.role) };
            location(&related.location, paths, about)
        })
        .collect()
}

/// What happened one after another, the finding last: the steps of a rule, or what a rule on the order tells besides.
fn code_flow(finding: &Finding, paths: &Repository) -> Option<Json> {
    let steps = |role| {
        let related = finding.related.iter();
        related.filter(move |related| related.role == role)
    };
    let role = match finding.rule.family {
        _ if steps(Role::Step).next().is_some() => Role::Step,
        Family::Sequence => Role::Context,
        _ => return None,
    };
    let told = |place, told| {
        let about = About { message: Some(told), ..About::default() };
        object! { "location": location(place, paths, about) }
    };
    let mut locations: Vec<_> = steps(role).map(|step| told(&step.location, &step.message)).collect();
    if locations.is_empty() {
        return None;
    }
    locations.push(told(&finding.location, &finding.message));
    Some(object! { "threadFlows": vec![object! { "locations": locations }] })
}

fn fix(finding: &Finding, paths: &Repository) -> Option<Json> {
    let fix = fixes::showable(finding)?;
    let mut changes: Vec<(&InputName, Vec<Json>)> = Vec::new();
    for edit in &fix.edits {
        let name = &*edit.location.name;
        let replacement = object! {
            "deletedRegion": region(&Place::new(&edit.location, paths), None),
            "insertedContent": message(&edit.text),
        };
        match changes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((name, vec![replacement])),
        }
    }
    let changes = changes.into_iter().map(|(name, replacements)| {
        object! { "artifactLocation": artifact(name, paths), "replacements": replacements }
    });
    Some(object! {
        "description": message(ended(text(&fix.title))),
        "artifactChanges": Json::list(changes),
        "properties": object! { "safe": fix.safe },
    })
}
