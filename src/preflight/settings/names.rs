//! The names under which a client's settings are looked for.

use crate::preflight::claim::Topic;
use crate::protocol::regions;

/// Names of one topic.
#[derive(Debug)]
pub struct Name {
    /// What a value under them says.
    pub topic: Topic,
    /// The names, in lower case and without `_`, `-` and `.`.
    pub names: &'static [&'static str],
    /// They are the platform's or nobody else's; other names count only where the path or a prefix names the platform, or the
    /// value cannot be anything else.
    pub certain: bool,
}

/// Every name: the one list, which the documentation repeats.
pub static NAMES: &[Name] = &[
    Name {
        topic: Topic::Endpoint,
        names: &[
            "websocketurl",
            "websocketuri",
            "websocketendpoint",
            "wsurl",
            "wsuri",
            "wsendpoint",
            "socketurl",
            "messagingendpoint",
            "chatendpoint",
            "endpoint",
        ],
        certain: false,
    },
    Name { topic: Topic::Region, names: &["region", "domain"], certain: false },
    Name { topic: Topic::Environment, names: &["environment"], certain: false },
    Name { topic: Topic::Deployment, names: &["deploymentid"], certain: true },
    Name { topic: Topic::Queue, names: &["queueid"], certain: true },
    Name { topic: Topic::Origin, names: &["pageorigin", "siteorigin", "origin"], certain: false },
];

/// Words in front of a name that build tools want there and that say nothing.
const BUILD_TOOLS: &[&str] = &["vite", "reactapp", "nextpublic", "nuxtpublic", "public", "expopublic", "gatsby"];
/// Words in a name or in the path to it that name the platform or its chat.
const PLATFORM: &[&str] =
    &["genesyscloud", "genesys", "purecloud", "gc", "guestchat", "webmessaging", "messenger", "webchat"];
/// Names of targets: settings under another one than that which is checked are left out.
const TARGETS: &[&str] = &[
    "production",
    "prod",
    "staging",
    "stage",
    "development",
    "dev",
    "test",
    "testing",
    "qa",
    "uat",
    "preview",
    "local",
];

/// What the value at `path` says, if it is one of ours.
pub(super) fn topic(path: &[&str], value: &str, target: Option<&str>) -> Option<Topic> {
    let (name, tables) = path.split_last()?;
    if is_of_another(tables, target) {
        return None;
    }
    let (name, named) = bare(&flat(name));
    let named = named || tables.iter().any(|table| names_platform(&flat(table)));
    let entry = NAMES.iter().find(|entry| entry.names.contains(&name.as_str()))?;
    if entry.certain || named || speaks_for_itself(entry.topic, value) {
        return refined(entry.topic, value);
    }
    None
}

/// A URL without a path is a host that a client completes; a socket's URL is one of ours only as such.
fn refined(topic: Topic, value: &str) -> Option<Topic> {
    match topic {
        Topic::Endpoint => {
            let rest = value.split_once("://").map(|(_, rest)| rest)?;
            let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("");
            Some(if path.trim_matches('/').is_empty() { Topic::Host } else { Topic::Endpoint })
        }
        Topic::Environment => regions::known().of_environment(value).map(|_| topic),
        _ => Some(topic),
    }
}

/// Whether a value under a common name can only be meant for the platform.
fn speaks_for_itself(topic: Topic, value: &str) -> bool {
    let known = regions::known();
    match topic {
        Topic::Endpoint => value.starts_with("wss://") || value.starts_with("ws://"),
        Topic::Region => known.regions.iter().any(|region| region.domain == value),
        // A bare `prod` is anybody's.
        Topic::Environment => {
            known.regions.iter().any(|region| region.environment.as_deref() == Some(value) && value.contains('-'))
        }
        Topic::Origin => value.starts_with("https://"),
        Topic::Host | Topic::Deployment | Topic::Queue => false,
    }
}

fn is_of_another(tables: &[&str], target: Option<&str>) -> bool {
    let Some(target) = target.map(flat) else {
        return false;
    };
    let mut tables = tables.iter().map(|table| flat(table));
    tables.any(|table| TARGETS.contains(&table.as_str()) && !is_same(&table, &target))
}

/// `prod` and `production` are one.
fn is_same(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn flat(name: &str) -> String {
    let kept = name.chars().filter(|c| !matches!(c, '_' | '-' | '.'));
    kept.flat_map(char::to_lowercase).collect()
}

/// A name without what stands before it, and whether that names the platform.
fn bare(name: &str) -> (String, bool) {
    let after = |words: &[&str]| {
        let mut words = words.iter();
        words.find_map(|word| name.strip_prefix(word).filter(|rest| !rest.is_empty()))
    };
    if NAMES.iter().any(|entry| entry.names.contains(&name)) {
        return (name.to_owned(), false);
    }
    if let Some(rest) = after(PLATFORM) {
        return (bare(rest).0, true);
    }
    after(BUILD_TOOLS).map_or_else(|| (name.to_owned(), false), bare)
}

fn names_platform(name: &str) -> bool {
    PLATFORM.iter().any(|word| name.starts_with(word))
}

#[cfg(test)]
mod tests;
