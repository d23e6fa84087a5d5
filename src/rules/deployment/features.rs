//! GL506: what a client sends, against what the deployment's configuration has switched off.

use crate::capture::Direction;
use crate::finding::{Finding, Role};
use crate::organisation::{Deployment, Fact, Features};
use crate::protocol::manifest::{EventPattern, Feature, FeatureUse};
use crate::protocol::sequence::{Said, Step, event_matches};
use crate::rule::*;
use crate::text::json::Node;

use super::{Sent, Standing};

/// The features that the message uses though they are switched off.
pub(super) fn check(sent: &Sent<'_, '_>, deployment: &Deployment, standing: &Standing) -> Vec<Finding> {
    let uses = sent.places.features.iter();
    uses.filter(|used| !standing.shown.contains(&used.feature))
        .filter_map(|used| {
            let flag = flag(&deployment.features, used.feature)?;
            let pattern = used.of.iter().find(|pattern| sent.is(pattern))?;
            (!flag.value).then(|| finding(sent, used, pattern, deployment, flag))
        })
        .collect()
}

fn flag(features: &Features, feature: Feature) -> Option<&Fact<bool>> {
    match feature {
        Feature::Typing => features.typing.as_ref(),
        Feature::AutoStart => features.auto_start.as_ref(),
        Feature::Clear => features.clear.as_ref(),
        Feature::Attachments => features.attachments.as_ref(),
    }
}

/// What is switched off.
fn words(feature: Feature) -> &'static str {
    match feature {
        Feature::Typing => "the typing indicator of guests",
        Feature::AutoStart => "the automatic start of conversations",
        Feature::Clear => "the clearing of conversations",
        Feature::Attachments => "attachments",
    }
}

fn finding(
    sent: &Sent<'_, '_>,
    used: &FeatureUse,
    pattern: &EventPattern,
    deployment: &Deployment,
    flag: &Fact<bool>,
) -> Finding {
    let (node, pointer) = sent.telling(pattern).unzip();
    let at = node.map_or_else(|| sent.place.whole(), |node| sent.place.at(node.span()));
    let what = words(used.feature);
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
