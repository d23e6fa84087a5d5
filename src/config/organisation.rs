//! What a configuration says of the organisation, for the rules.

use std::collections::BTreeMap;

use crate::rules::organisation::{Complete, Deployment, Fact, Features, Known, Queue, Said};

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
    let complete = config.model().queues_complete.as_ref();
    Known {
        entries: queues.collect(),
        complete: complete.filter(|flag| flag.value).map(|flag| Complete {
            at: said(config, flag),
        }),
    }
}

/// The deployments that it lists.
pub(super) fn deployments(config: &Config) -> Known<Deployment> {
    let deployments = config.model().deployments.iter().map(|deployment| {
        let domains = facts(config, &deployment.allowed_domains);
        let languages = facts(config, &deployment.languages);
        let listed = |list: &[Fact<String>]| {
            list.first().map(|first| Fact {
                value: list.iter().map(|item| item.value.clone()).collect(),
                at: first.at.clone(),
            })
        };
        let known = Deployment {
            id: deployment.id.value.clone(),
            name: deployment.name.clone(),
            kind: None,
            at: said(config, &deployment.id),
            status: deployment
                .status
                .as_ref()
                .map(|status| fact(config, status)),
            allow_all_domains: deployment
                .allow_all_domains
                .as_ref()
                .map(|flag| fact(config, flag)),
            allowed_domains: domains
                .first()
                .map(|first| first.at.clone())
                .map(|at| Fact { value: domains, at }),
            authentication_required: deployment
                .authentication_required
                .as_ref()
                .map(|flag| fact(config, flag)),
            features: Features {
                languages: listed(&languages),
                ..Features::default()
            },
            configuration: None,
        };
        (deployment.id.value.to_ascii_lowercase(), known)
    });
    Known {
        entries: deployments.collect::<BTreeMap<_, _>>(),
        complete: None,
    }
}

fn said<T>(config: &Config, value: &At<T>) -> Said {
    Said::new(&config.source, value.span)
}

fn fact<T: Clone>(config: &Config, value: &At<T>) -> Fact<T> {
    Fact {
        value: value.value.clone(),
        at: said(config, value),
    }
}

fn facts<T: Clone>(config: &Config, values: &[At<T>]) -> Vec<Fact<T>> {
    values.iter().map(|value| fact(config, value)).collect()
}
