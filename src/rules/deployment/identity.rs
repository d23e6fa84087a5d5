//! GL504 and GL505: the deployment's id, and its state.

use crate::finding::{Finding, Role};
use crate::organisation::deployment::STATUS;
use crate::organisation::{Context, Deployment};
use crate::protocol::manifest::DeploymentKind;
use crate::rule::*;
use crate::source::Location;

/// Largest edit distance of an id that is taken for a misspelt one.
const NEAR: usize = 2;
/// Most ids that are listed in full.
const LISTED: usize = 5;
/// Longest id that is compared letter by letter.
const COMPARED: usize = 64;

/// An id that a client gave.
pub(super) struct Given<'g> {
    pub(super) id: &'g str,
    /// As a message quotes it.
    pub(super) shown: String,
    pub(super) at: Location,
    /// The kind that the deployment must be of.
    pub(super) kind: DeploymentKind,
}

/// Judges an id, which is to be that of an active deployment of its kind.
pub(super) fn check(given: Given<'_>, context: &Context) -> Option<Finding> {
    match context.deployments.entries.get(&given.id.to_ascii_lowercase()) {
        Some(found) if found.kind.is_some_and(|kind| kind != given.kind) => Some(of_another_kind(given, found)),
        Some(found) => inactive(given.at, found),
        None => unknown(given, context),
    }
}

/// `a Messenger deployment`
fn kind_words(kind: DeploymentKind) -> &'static str {
    match kind {
        DeploymentKind::Messaging => "a Messenger deployment",
        DeploymentKind::Chat => "a web chat deployment",
    }
}

fn of_another_kind(given: Given<'_>, found: &Deployment) -> Finding {
    let other = found.kind.map_or("another", kind_words);
    let wanted = kind_words(given.kind);
    Finding::new(&GL504, given.at, format!("{} is the id of {other}, not of {wanted}", given.shown))
        .label("of another kind")
        .help(format!("use the id of {wanted}: the two kinds are made in different places, and have ids of their own"))
        .related(Role::Counterpart, format!("{} is listed here", found.title()), found.at.location())
}

fn unknown(given: Given<'_>, context: &Context) -> Option<Finding> {
    let complete = context.all_deployments(given.kind)?;
    let of_kind = context.deployments.entries.values();
    let of_kind = of_kind.filter(|one| one.kind.is_none_or(|kind| kind == given.kind));
    let written: String = given.id.chars().take(COMPARED).collect();
    let written = written.to_ascii_lowercase();
    let near = of_kind.clone().find(|one| strsim::osa_distance(&one.id.to_ascii_lowercase(), &written) <= NEAR);
    let help = match (near, of_kind.clone().count()) {
        (Some(near), _) => format!("did you mean {}, {}?", near.id, near.title()),
        (None, count @ ..=LISTED) => {
            let names = of_kind.map(|one| match &one.name {
                Some(name) => format!("{} ({name})", one.id),
                None => one.id.clone(),
            });
            let names: Vec<_> = names.collect();
            let verb = if count == 1 { "deployment is" } else { "deployments are" };
            format!("the known {verb} {}", names.join(", "))
        }
        (None, count) => format!("it is none of the {count} deployments that are known"),
    };
    Some(
        Finding::new(&GL504, given.at, format!("there is no deployment with the id {}", given.shown))
            .label("unknown deployment")
            .help(help)
            .related(Role::Counterpart, "all deployments are listed here", complete.at.location()),
    )
}

/// What a state means, and what to do about it; nothing for one in which the deployment serves, or that nobody knows.
fn state(word: &str) -> Option<(&'static str, &'static str)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "pending" => {
            ("is still being set up (Pending)", "wait until its status is Active; that takes minutes, no longer")
        }
        "inactive" => ("is switched off (Inactive)", "switch it on in Genesys Cloud, or use an active one"),
        "error" => (
            "could not be set up (Error)",
            "open it in Genesys Cloud, and publish it again; if the error stays, make a new one",
        ),
        "deleting" => ("is being deleted (Deleting)", "use another deployment: this one is about to vanish"),
        _ => return None,
    })
}

fn inactive(at: Location, found: &Deployment) -> Option<Finding> {
    let status = found.facts.word(&STATUS)?;
    let (what, help) = state(&status.value)?;
    Some(Finding::new(&GL505, at, format!("{} {what}", found.title())).label("not active").help(help).related(
        Role::Counterpart,
        "its status is said here",
        status.at.location(),
    ))
}

#[cfg(test)]
mod tests;
