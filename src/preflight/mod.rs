//! `guestlint preflight`: before a deploy, does the client agree with the organisation that it will talk to?
//!
//! What the client uses (endpoint, payloads, page, settings) is held against what is known of the organisation (configuration,
//! exports), by the same rules as in a check; the payloads are stepped through the protocol in their order. The verdict also
//! names what could not be checked, and how to get what is missing.

mod checks;
mod claim;
mod client;
mod organisation;
mod settings;
mod sides;
mod snippet;
mod target;

use std::sync::Arc;

use crate::organisation::Context;
use crate::organisation::exports::{self, Exports};
use crate::outcome::{UsedInput, Verdict};
use crate::run::planned::{Plan, PlannedUrl, Walked};
use crate::run::{Exported, Run};
use crate::text::mask::Masker;

use checks::Facts;
use claim::Claim;
use client::Client;

pub use claim::Topic;
pub use settings::{NAMES, Name};
pub use target::{Given, Target};

/// Checks one target; its findings go to the run's report.
///
/// # Errors
/// The target names a protocol that is not there, or the report cannot be written.
pub fn check<E>(run: &mut Run<'_>, target: &Target, context: &Context, masker: Masker) -> Result<Verdict, E>
where
    E: From<crate::error::Error> + From<std::io::Error>,
{
    let mut client = Client::default();
    client.read_pages(&target.pages, masker);
    client.read_settings(&target.settings, target.name.as_deref(), masker);
    let mut exports = exports::read(&target.exports, masker);
    client.inputs.extend(used(&exports));
    let exported = Exported::broken(&mut exports);
    let mut context = context.clone();
    if let Some(region) = &target.region {
        context.region = Some(region.clone());
    }
    exports.join(&mut context);
    let endpoint = given(target.endpoint.as_ref(), &client, Topic::Endpoint);
    let origin = given(target.origin.as_ref(), &client, Topic::Origin);
    let found = std::mem::take(&mut client.findings)
        .into_iter()
        .chain(sides::regions(endpoint.as_ref(), &client.claims, &context))
        .chain(sides::deployments(endpoint.as_ref(), &client.claims))
        .chain(organisation::claims(endpoint.as_ref(), &client.claims, &context, masker))
        .collect();
    let context = Arc::new(context);
    run.aim(target.protocol.as_deref(), Arc::clone(&context))?;
    run.exports(exported)?;
    run.report(found)?;
    let of_files = run.take_told();
    let plan = Plan {
        endpoint: endpoint.as_ref().map(Given::planned),
        origin: origin.as_ref().map(Given::planned),
        payloads: target.payloads.clone(),
    };
    let walked: Walked = run.planned(plan)?;
    for other in further_endpoints(target, &client, endpoint.as_ref()) {
        run.planned(Plan {
            endpoint: Some(PlannedUrl::new(&other.value, &other.at)),
            origin: None,
            payloads: Vec::new(),
        })?;
    }
    let facts = Facts {
        target,
        claims: &client.claims,
        endpoint: endpoint.as_ref(),
        origin: origin.as_ref(),
        walked: &walked,
        protocol: run.protocol(walked.protocol.as_deref()),
        context: &context,
        of_files,
        of_plan: run.take_told(),
        masker,
    };
    Ok(Verdict {
        target: target.name.clone(),
        protocol: walked.protocol.clone(),
        checks: checks::all(&facts),
        inputs: client.inputs,
        notes: notes(&walked),
    })
}

/// The exports, and what each of them is.
fn used(exports: &Exports) -> Vec<UsedInput> {
    let read = exports.files.iter().map(|file| UsedInput {
        file: file.path.clone(),
        what: std::iter::once(&file.what).chain(&file.notes).map(String::as_str).collect::<Vec<_>>().join("; "),
        used: true,
    });
    let skipped = exports.skipped.iter().map(|skipped| UsedInput {
        file: skipped.path.clone(),
        what: skipped.why.clone(),
        used: false,
    });
    read.chain(skipped).collect()
}

/// A value that was given, or else what the client's files say first.
fn given(target: Option<&Given>, client: &Client, topic: Topic) -> Option<Given> {
    target
        .cloned()
        .or_else(|| client.first(topic).map(|claim| Given { value: claim.value.clone(), at: claim.at.clone() }))
}

/// Other URLs in the client's settings, each once.
fn further_endpoints<'c>(target: &Target, client: &'c Client, endpoint: Option<&Given>) -> Vec<&'c Claim> {
    let mut seen: Vec<&str> = endpoint.map(|given| given.value.as_str()).into_iter().collect();
    let claims = client.claims.iter();
    let mut further = Vec::new();
    for claim in claims.filter(|claim| claim.topic == Topic::Endpoint) {
        if !seen.contains(&claim.value.as_str()) {
            seen.push(&claim.value);
            further.push(claim);
        }
    }
    // What an option gives is meant in place of the settings.
    if target.endpoint.is_some() {
        further.clear();
    }
    further
}

fn notes(walked: &Walked) -> Vec<String> {
    let mut notes = walked.left_out.clone();
    if walked.sorted {
        notes.push(format!(
            "the payloads of the folder were sent in an order that may work ({}): begin their names with numbers to give one",
            walked.sent.join(", ")
        ));
    }
    notes
}
