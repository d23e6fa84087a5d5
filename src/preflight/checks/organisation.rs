//! The rows that need to know the organisation: its deployments, queues and languages.

use crate::organisation::deployment::{AUTHENTICATION_REQUIRED, feature};
use crate::organisation::exports::sources::{
    ACTIVE_CONFIGURATION, DOMAINS_JSON, LANGUAGES as ALL_LANGUAGES, QUEUES, Source,
};
use crate::organisation::queue::LANGUAGES;
use crate::organisation::{Deployment, DeploymentKind, Field, Queue, Said};
use crate::protocol::manifest::{LanguageOf, QueueBy};
use crate::protocol::regions::{self, HostKind};
use crate::protocol::url::UrlParts;

use super::super::claim::Topic;
use super::super::sides::id_of_url;
use super::{Facts, Ready};

/// The deployment's id, and its state.
pub(super) fn deployment(facts: &Facts<'_>) -> Ready {
    let ids = deployment_ids(facts);
    let Some(id) = ids.first() else {
        return if needs_deployment(facts) {
            Ready::missing(
                "nothing names a deployment",
                &["--endpoint URL with its deploymentId, --page FILE or --settings FILE"],
            )
        } else {
            Ready::None
        };
    };
    let subject = match ids.len() {
        1 => format!("the deployment {id}"),
        number => format!("{number} deployments"),
    };
    let unknown = ids.iter().find(|id| known(facts, id).is_none());
    let all = facts.context.all_deployments(kind(facts));
    match (unknown, all) {
        (None, _) => {
            let said = ids.iter().filter_map(|id| known(facts, id));
            Ready::checked(subject, sources(said.map(|known| &known.at)))
        }
        (Some(_), Some(all)) => Ready::checked(subject, vec![format!("all deployments, listed in {}", all.at.by())]),
        (Some(id), None) => untold(format!("nothing tells of the deployment {id}"), Some(id)),
    }
}

/// The page's origin against the deployment's domains.
pub(super) fn origin(facts: &Facts<'_>) -> Ready {
    let checks = facts.protocol.and_then(|protocol| protocol.manifest.deployment.as_ref());
    if !checks.is_some_and(|places| places.checks_origin) {
        return Ready::None;
    }
    let Some(given) = facts.origin else {
        return Ready::missing(
            "the origin of the page is not given",
            &["--origin https://…, or `origin` of the target in guestlint.toml"],
        );
    };
    let (id, known) = deployed(facts);
    match known.filter(|deployment| deployment.says_domains()) {
        Some(deployment) => Ready::checked(
            facts.masker.url(&given.value),
            vec![format!("the domains of {} in {}", deployment.title(), deployment.at.by())],
        ),
        None => Ready::Missing {
            why: "nothing tells which domains the deployment allows".to_owned(),
            how: domains(facts, id.as_deref()),
        },
    }
}

/// How to get a deployment's domains: the public file, which takes no token, and the deployment itself.
fn domains(facts: &Facts<'_>, id: Option<&str>) -> Vec<String> {
    let public = id.and_then(|id| {
        let domain = domain(facts)?;
        let address = DOMAINS_JSON.rest.replace("{domain}", &domain).replace("{id}", id);
        // The file does not say whose it is.
        Some(format!(
            "curl {address} shows them without a token: write them into allowed-domains of [deployments.\"{id}\"] in guestlint.toml"
        ))
    });
    let whole = export(&ACTIVE_CONFIGURATION, id, "deployment.json");
    std::iter::once(whole).chain(public).collect()
}

/// Whether the deployment wants guests to sign in.
pub(super) fn sign_in(facts: &Facts<'_>) -> Ready {
    let places = facts.protocol.and_then(|protocol| protocol.manifest.deployment.as_ref());
    if places.is_none_or(|places| places.sign_in.is_none()) || facts.walked.sent.is_empty() {
        return Ready::None;
    }
    let (id, known) = deployed(facts);
    match known.and_then(|known| known.facts.flag(&AUTHENTICATION_REQUIRED)) {
        Some(fact) => Ready::checked(
            "how the guest's session begins",
            vec![format!("whether guests must sign in, by {}", fact.at.by())],
        ),
        None => untold("nothing tells whether guests must sign in".to_owned(), id.as_deref()),
    }
}

/// What the payloads use, and the deployment's configuration may have switched off.
pub(super) fn features(facts: &Facts<'_>) -> Ready {
    let used = &facts.walked.named.features;
    if used.is_empty() {
        return Ready::None;
    }
    let (id, known) = deployed(facts);
    let used: Vec<_> = used.iter().filter_map(|key| feature(key)).collect();
    let told = |field: &Field| known?.facts.flag(field);
    let subject = used.iter().map(|(_, feature)| feature.used).collect::<Vec<_>>().join(", ");
    match used.iter().find(|(field, _)| told(field).is_none()) {
        None => Ready::checked(subject, sources(used.iter().filter_map(|(field, _)| told(field)).map(|fact| &fact.at))),
        Some((_, feature)) => untold(format!("nothing tells whether {} may be used", feature.used), id.as_deref()),
    }
}

/// The queue, by its id or by its name.
pub(super) fn queue(facts: &Facts<'_>) -> Ready {
    let named = queues(facts);
    let Some(first) = named.first() else {
        return match routing(facts) {
            Some(_) if !facts.walked.sent.is_empty() => Ready::missing("no payload names a queue", &[]),
            _ => Ready::None,
        };
    };
    let subject = match named.len() {
        1 => format!("the queue {first}"),
        number => format!("{number} queues"),
    };
    if let Some(all) = &facts.context.queues.complete {
        let against = format!("all queues, listed in {}", all.at.by());
        return Ready::checked(subject, vec![against]);
    }
    match named.iter().find(|name| queue_named(facts, name).is_none()) {
        None => Ready::checked(
            subject,
            sources(named.iter().filter_map(|name| queue_named(facts, name)).map(|queue| &queue.at)),
        ),
        Some(name) => Ready::Missing {
            why: format!("nothing tells of the queue {name}, and no list of all queues is known"),
            how: vec![export(&QUEUES, None, "queues.json")],
        },
    }
}

/// The language that a chat is routed by.
pub(super) fn language(facts: &Facts<'_>) -> Ready {
    let Some(routing) = routing(facts) else {
        return Ready::None;
    };
    let Some(language) = facts.walked.named.languages.first() else {
        return Ready::None;
    };
    if routing.language_of == LanguageOf::Organisation {
        return match &facts.context.languages.complete {
            Some(all) => Ready::checked(
                format!("the language {language}"),
                vec![format!("the organisation's languages in {}", all.at.by())],
            ),
            None => Ready::Missing {
                why: "no list of the organisation's languages is known".to_owned(),
                how: vec![export(&ALL_LANGUAGES, None, "languages.json")],
            },
        };
    }
    let offered = queues(facts).iter().find_map(|name| queue_named(facts, name)?.facts.texts(&LANGUAGES));
    match offered {
        Some(offered) => Ready::checked(
            format!("the language {language}"),
            vec![format!("the queue's languages in {}", offered.at.by())],
        ),
        None => Ready::Missing {
            why: "the platform knows no languages of a queue: only guestlint.toml can list them".to_owned(),
            how: vec![setting(facts, "languages = [\"en-US\"]")],
        },
    }
}

/// The attributes that the queue requires.
pub(super) fn attributes(facts: &Facts<'_>) -> Ready {
    let has_attributes = routing(facts).is_some_and(|routing| routing.attributes.is_some());
    if !has_attributes || facts.walked.named.queues.is_empty() {
        return Ready::None;
    }
    let required =
        queues(facts).iter().find_map(|name| queue_named(facts, name).filter(|queue| !queue.required().is_empty()));
    match required {
        Some(queue) => Ready::checked("the routing attributes", sources(queue.required().iter().map(|name| &name.at))),
        None => Ready::Missing {
            why: "nothing lists attributes that the queue requires".to_owned(),
            how: vec![setting(facts, "required-attributes = [\"…\"]")],
        },
    }
}

/// A line for the queue in the configuration.
fn setting(facts: &Facts<'_>, line: &str) -> String {
    let id = facts.walked.named.queues.first().map_or("ID", String::as_str);
    format!("{line} in [queues.\"{id}\"] of guestlint.toml, if it has any")
}

fn routing<'f>(facts: &Facts<'f>) -> Option<&'f crate::protocol::manifest::Routing> {
    facts.protocol?.manifest.routing.as_ref()
}

/// The queues that payloads and settings name, each once.
fn queues(facts: &Facts<'_>) -> Vec<String> {
    let claims = facts.claims.iter().filter(|claim| claim.topic == Topic::Queue);
    let claimed = claims.map(|claim| claim.value.clone());
    once_each(facts.walked.named.queues.iter().cloned().chain(claimed))
}

fn queue_named<'f>(facts: &Facts<'f>, name: &str) -> Option<&'f Queue> {
    let by_name = routing(facts).is_some_and(|routing| routing.queue_by == QueueBy::Name);
    let known = &facts.context.queues.entries;
    if by_name {
        return known.values().find(|queue| queue.name.as_deref() == Some(name));
    }
    known.get(&name.to_ascii_lowercase())
}

/// The ids of deployments that the URL, the payloads and the client's files name, each once.
fn deployment_ids(facts: &Facts<'_>) -> Vec<String> {
    let url = facts.walked.url.as_deref().and_then(id_of_url);
    let claims = facts.claims.iter().filter(|claim| claim.topic == Topic::Deployment);
    let claimed = claims.map(|claim| claim.value.clone());
    let named = facts.walked.named.deployments.iter().cloned();
    once_each(url.into_iter().chain(named).chain(claimed))
}

/// The first deployment that they name, and what is known of it.
fn deployed<'f>(facts: &Facts<'f>) -> (Option<String>, Option<&'f Deployment>) {
    let id = deployment_ids(facts).into_iter().next();
    let known = id.as_deref().and_then(|id| known(facts, id));
    (id, known)
}

/// What an export of the deployment with its configuration would tell.
fn untold(why: String, id: Option<&str>) -> Ready {
    Ready::Missing { why, how: vec![export(&ACTIVE_CONFIGURATION, id, "deployment.json")] }
}

fn once_each(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        if !seen.iter().any(|known| known.eq_ignore_ascii_case(&value)) {
            seen.push(value);
        }
    }
    seen
}

fn needs_deployment(facts: &Facts<'_>) -> bool {
    facts.protocol.is_some_and(|protocol| protocol.manifest.deployment.is_some())
}

fn kind(facts: &Facts<'_>) -> DeploymentKind {
    let places = facts.protocol.and_then(|protocol| protocol.manifest.deployment.as_ref());
    places.map_or(DeploymentKind::Messaging, |places| places.kind)
}

fn known<'f>(facts: &Facts<'f>, id: &str) -> Option<&'f Deployment> {
    facts.context.deployments.entries.get(&id.to_ascii_lowercase())
}

/// The domain of the region, by the endpoint or the configuration.
fn domain(facts: &Facts<'_>) -> Option<String> {
    let of_url = || {
        let host = UrlParts::split(facts.walked.url.as_deref()?)?.host_text();
        match regions::known().classify(&host) {
            HostKind::Region { domain, .. } => Some(domain.to_owned()),
            _ => None,
        }
    };
    let configured = facts.context.region.as_ref();
    configured.map(|region| region.domain.clone()).or_else(of_url)
}

/// The command that gets an export, and what to do with it.
fn export(source: &Source, id: Option<&str>, file: &str) -> String {
    let command = source.command().replace("DEPLOYMENT", id.unwrap_or("DEPLOYMENT"));
    format!("{command} > {file}, then --export {file}")
}

/// Where something is said, each file once.
fn sources<'s>(said: impl Iterator<Item = &'s Said>) -> Vec<String> {
    once_each(said.map(|said| said.by().to_owned()))
}
