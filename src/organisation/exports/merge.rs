//! Joining what several say of one thing: who speaks first is heard, the others add what he left out.

use crate::organisation::{Deployment, Features, Queue};

/// Adds what `other` says and `first` does not.
pub(super) fn queue(first: &mut Queue, other: Queue) {
    fill(&mut first.name, other.name);
    fill(&mut first.languages, other.languages);
    if first.required.is_empty() {
        first.required = other.required;
    }
}

/// Adds what `other` says and `first` does not.
pub(super) fn deployment(first: &mut Deployment, other: Deployment) {
    fill(&mut first.name, other.name);
    fill(&mut first.kind, other.kind);
    fill(&mut first.status, other.status);
    // The switch and the list are one statement: a list of one and the switch of another would say what neither does.
    if first.allow_all_domains.is_none() && first.allowed_domains.is_none() {
        first.allow_all_domains = other.allow_all_domains;
        first.allowed_domains = other.allowed_domains;
    }
    fill(&mut first.authentication_required, other.authentication_required);
    features(&mut first.features, other.features);
    fill(&mut first.configuration, other.configuration);
}

/// Adds what `other` says and `first` does not.
pub(super) fn features(first: &mut Features, other: Features) {
    fill(&mut first.typing, other.typing);
    fill(&mut first.auto_start, other.auto_start);
    fill(&mut first.clear, other.clear);
    fill(&mut first.read_only_on_disconnect, other.read_only_on_disconnect);
    // One statement on files.
    if first.attachments.is_none() && first.file_types.is_none() && first.max_file_kb.is_none() {
        first.attachments = other.attachments;
        first.file_types = other.file_types;
        first.max_file_kb = other.max_file_kb;
    }
    fill(&mut first.languages, other.languages);
}

pub(super) fn fill<T>(first: &mut Option<T>, other: Option<T>) {
    if first.is_none() {
        *first = other;
    }
}
