//! What a configuration says of the organisation, for the rules.

use std::collections::BTreeMap;

use crate::organisation::{Complete, Deployment, Fact, Features, Known, Queue, Said};

use super::{At, Config};

/// The queues that it lists.
pub(super) fn queues(config: &Config) -> Known<Queue> {
    let queues = config.model().queues.iter().map(|queue| {
        let known = Queue {
            id: queue.id.value.clone(),
            name: queue.name.clone(),
            at: said(config, &queue.id),
            languages: queue.languages.as_ref().map(|list| fact(config, list)),
            required: facts(config, &queue.required_attributes),
        };
        (queue.id.value.to_ascii_lowercase(), known)
    });
    Known { entries: queues.collect(), complete: complete(config, config.model().queues_complete.as_ref()) }
}

/// The deployments that it lists.
pub(super) fn deployments(config: &Config) -> Known<Deployment> {
    let deployments = config.model().deployments.iter().map(|deployment| {
        let flag = |flag: &Option<At<bool>>| flag.as_ref().map(|flag| fact(config, flag));
        let list = |list: &Option<At<Vec<String>>>| list.as_ref().map(|list| fact(config, list));
        let known = Deployment {
            id: deployment.id.value.clone(),
            name: deployment.name.clone(),
            kind: None,
            at: said(config, &deployment.id),
            status: deployment.status.as_ref().map(|status| fact(config, status)),
            allow_all_domains: flag(&deployment.allow_all_domains),
            allowed_domains: deployment
                .allowed_domains
                .as_ref()
                .map(|domains| Fact { value: facts(config, &domains.value), at: said(config, domains) }),
            authentication_required: flag(&deployment.authentication_required),
            session_upgrade: flag(&deployment.session_upgrade),
            features: Features {
                typing: flag(&deployment.typing),
                auto_start: flag(&deployment.auto_start),
                clear: flag(&deployment.clear),
                read_only_on_disconnect: flag(&deployment.read_only_on_disconnect),
                attachments: flag(&deployment.attachments),
                file_types: list(&deployment.file_types),
                max_file_kb: deployment.max_file_kb.as_ref().map(|size| fact(config, size)),
                languages: list(&deployment.languages),
            },
            configuration: None,
        };
        (deployment.id.value.to_ascii_lowercase(), known)
    });
    Known { entries: deployments.collect::<BTreeMap<_, _>>(), complete: all_deployments(config) }
}

/// What says that it lists every deployment, of either kind.
pub(super) fn all_deployments(config: &Config) -> Option<Complete> {
    complete(config, config.model().deployments_complete.as_ref())
}

fn complete(config: &Config, flag: Option<&At<bool>>) -> Option<Complete> {
    flag.filter(|flag| flag.value).map(|flag| Complete { at: said(config, flag) })
}

fn said<T>(config: &Config, value: &At<T>) -> Said {
    Said::new(&config.source, value.span)
}

fn fact<T: Clone>(config: &Config, value: &At<T>) -> Fact<T> {
    Fact { value: value.value.clone(), at: said(config, value) }
}

fn facts<T: Clone>(config: &Config, values: &[At<T>]) -> Vec<Fact<T>> {
    values.iter().map(|value| fact(config, value)).collect()
}
