//! GL506: what a client sends, against what the deployment's configuration has switched off.

use crate::capture::Direction;
use crate::finding::{Finding, Role};
use crate::organisation::deployment::feature;
use crate::organisation::{Deployment, Fact};
use crate::protocol::manifest::{EventPattern, FeatureUse};
use crate::protocol::sequence::{Said, Step, event_matches};
use crate::rule::*;
use crate::text::json::Node;

use super::{Sent, Standing};

/// The features that the message uses though they are switched off.
pub(super) fn check(sent: &Sent<'_, '_>, deployment: &Deployment, standing: &Standing) -> Vec<Finding> {
    let uses = sent.places.features.iter();
    uses.filter(|used| !standing.shown.contains(&used.feature))
        .filter_map(|used| {
            let (field, feature) = feature(&used.feature)?;
            let flag = deployment.facts.flag(field)?;
            let pattern = used.of.iter().find(|pattern| sent.is(pattern))?;
            (!flag.value).then(|| finding(sent, used, pattern, deployment, feature.off, flag))
        })
        .collect()
}

fn finding(
    sent: &Sent<'_, '_>,
    used: &FeatureUse,
    pattern: &EventPattern,
    deployment: &Deployment,
    what: &str,
    flag: &Fact<bool>,
) -> Finding {
    let (node, pointer) = sent.telling(pattern).unzip();
    let at = node.map_or_else(|| sent.place.whole(), |node| sent.place.at(node.span()));
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

impl<'d> Sent<'_, 'd> {
    fn is(&self, pattern: &EventPattern) -> bool {
        let step = Step::Frame {
            direction: Direction::Client,
            said: Said::Message(&self.message.name),
            payload: Some(self.root),
            micros: None,
        };
        event_matches(std::slice::from_ref(pattern), &step)
    }

    /// The value that makes the message match the pattern, and its pointer: that of the last condition, or the message's name.
    fn telling(&self, pattern: &EventPattern) -> Option<(Node<'d>, Option<String>)> {
        let Some(condition) = pattern.conditions.last() else {
            return self.name.map(|name| (name, None));
        };
        let wanted = condition.equals.as_str()?;
        let (node, pointer) = first(self.root, &condition.field, wanted, String::new())?;
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
