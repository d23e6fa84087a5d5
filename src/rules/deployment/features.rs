//! GL506: what a client sends, against what the deployment's configuration has switched off.

use crate::capture::Direction;
use crate::finding::{EntryId, Finding, Role};
use crate::organisation::deployment::feature;
use crate::organisation::{Deployment, Fact};
use crate::protocol::manifest::{EventPattern, FeatureUse};
use crate::protocol::sequence::{Said, Step, event_matches};
use crate::rule::*;
use crate::text::json::Node;

use super::Sent;

/// The features that the message uses though they are switched off.
pub(super) fn check(sent: &Sent<'_, '_, '_>, deployment: &Deployment) -> Vec<Finding> {
    let uses = sent.places.features.iter().enumerate();
    uses.filter(|(_, used)| !sent.subject.standing.shown.contains(&used.feature))
        .filter_map(|(index, used)| {
            let (field, feature) = feature(&used.feature)?;
            let flag = deployment.facts.flag(field)?;
            let pattern = used.of.iter().find(|pattern| sent.is(pattern))?;
            let found = || finding(sent, used, pattern, deployment, feature.off, flag);
            (!flag.value).then(|| found().entry(EntryId::Feature(index)))
        })
        .collect()
}

fn finding(
    sent: &Sent<'_, '_, '_>,
    used: &FeatureUse,
    pattern: &EventPattern,
    deployment: &Deployment,
    what: &str,
    flag: &Fact<bool>,
) -> Finding {
    let place = sent.subject.place;
    let (node, pointer) = sent.telling(pattern).unzip();
    let at = node.map_or_else(|| place.whole(), |node| place.at(node.span()));
    let mut finding =
        Finding::new(&GL506, at, format!("{} is sent, and {} has {what} switched off", used.what, deployment.title()))
            .label("not enabled")
            .help(format!("{}; {}", used.meaning, used.help))
            .related(Role::Counterpart, "it is switched off here", flag.at.location());
    finding.pointer = pointer.flatten();
    match used.severity {
        Some(severity) => finding.severity(severity.into()),
        None => finding,
    }
}

impl<'s> Sent<'_, 's, '_> {
    fn is(&self, pattern: &EventPattern) -> bool {
        let step = Step::Frame {
            direction: Direction::Client,
            said: Said::Message(&self.message.name),
            payload: Some(self.subject.root()),
            micros: None,
        };
        event_matches(std::slice::from_ref(pattern), &step)
    }

    /// The value that makes the message match the pattern, and its pointer: that of the last condition, or the message's name.
    fn telling(&self, pattern: &EventPattern) -> Option<(Node<'s>, Option<String>)> {
        let Some(condition) = pattern.conditions.last() else {
            return self.name.map(|name| (name, None));
        };
        let wanted = condition.equals.as_str()?;
        let (node, pointer) = first(self.subject.root(), &condition.field, wanted, String::new())?;
        Some((node, Some(pointer)))
    }
}

/// The first value under `node` at `field`, in which `*` stands for any item of an array, that is the text `wanted`; with its
/// pointer, which begins with `at`.
fn first<'d>(node: Node<'d>, field: &str, wanted: &str, at: String) -> Option<(Node<'d>, String)> {
    let Some((head, rest)) = field.split_once("/*") else {
        let found = node.pointer(field)?;
        return (found.as_str() == Some(wanted)).then(|| (found, format!("{at}{field}")));
    };
    let items = node.pointer(head)?.items().enumerate();
    let mut found = items.filter_map(|(index, item)| first(item, rest, wanted, format!("{at}{head}/{index}")));
    found.next()
}
