//! What a client's files say against what is known of the organisation.

use crate::finding::{Finding, Role};
use crate::organisation::{Context, DeploymentKind};
use crate::rule::GL501;
use crate::rules::deployment;
use crate::text::mask::Masker;

use super::Given;
use super::claim::{Claim, Topic};
use super::sides::id_of_url;

/// Ids of deployments and queues that the organisation does not have (GL501, GL504), or that are not active (GL505); each id
/// once. What the endpoint and the payloads name is judged with them.
pub(super) fn claims(endpoint: Option<&Given>, claims: &[Claim], context: &Context, masker: Masker) -> Vec<Finding> {
    let mut seen: Vec<String> =
        endpoint.and_then(|given| id_of_url(&given.value)).into_iter().map(|id| id.to_ascii_lowercase()).collect();
    let mut findings = Vec::new();
    for claim in claims {
        let id = claim.value.to_ascii_lowercase();
        if !matches!(claim.topic, Topic::Deployment | Topic::Queue) || seen.contains(&id) {
            continue;
        }
        seen.push(id);
        findings.extend(match claim.topic {
            Topic::Queue => queue(claim, context, masker),
            _ => deployment::claimed(
                &claim.value,
                masker.value("deploymentId", &claim.value),
                claim.at.location(),
                // A snippet and its settings are the messenger's: the removed chat names its deployment in a payload.
                DeploymentKind::Messaging,
                context,
            ),
        });
    }
    findings
}

fn queue(claim: &Claim, context: &Context, masker: Masker) -> Option<Finding> {
    let complete = context.queues.complete.as_ref()?;
    let known = &context.queues.entries;
    if known.contains_key(&claim.value.to_ascii_lowercase()) {
        return None;
    }
    let shown = masker.value("queueId", &claim.value);
    let by_name = known.values().find(|queue| queue.name.as_deref() == Some(&claim.value));
    let help = match by_name {
        Some(queue) => format!("this is the queue's name: its id is {}", queue.id),
        None => format!("it is none of the {} known queues", known.len()),
    };
    let finding = Finding::new(&GL501, claim.at.location(), format!("there is no queue with the id {shown}"))
        .label("unknown queue")
        .help(help)
        .related(Role::Counterpart, "all queues are listed here", complete.at.location());
    Some(finding)
}
