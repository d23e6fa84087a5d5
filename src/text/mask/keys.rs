//! Which keys are sensitive: data, read once from `schemas/sensitive.json`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// What a sensitive key holds; says in which notations its value is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A credential.
    Secret,
    /// A header whose whole value is secret.
    Header,
    /// A person's name, address, number.
    Personal,
    /// What people write.
    Text,
    /// Chat text, or a log record's sentence.
    Log,
}

#[derive(Deserialize)]
struct Words {
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
}

#[derive(Deserialize)]
struct Data {
    secret: Words,
    header: Words,
    personal: Words,
    text: Words,
    log: Words,
    harmless: Words,
}

struct Keys {
    exact: HashMap<String, Kind>,
    endings: Vec<(String, Kind)>,
    harmless: HashSet<String>,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = Keys { exact: HashMap::new(), endings: Vec::new(), harmless: HashSet::new() };
        // The data is part of the program, and a test reads it.
        let Ok(data) = serde_json::from_str::<Data>(include_str!("../../../schemas/sensitive.json")) else {
            return keys;
        };
        for (words, kind) in [
            (data.secret, Kind::Secret),
            (data.header, Kind::Header),
            (data.personal, Kind::Personal),
            (data.text, Kind::Text),
            (data.log, Kind::Log),
        ] {
            keys.exact.extend(words.exact.into_iter().map(|word| (word, kind)));
            keys.endings.extend(words.endings.into_iter().map(|word| (word, kind)));
        }
        keys.harmless.extend(data.harmless.exact);
        keys
    })
}

/// What the values of `key` are, if they are sensitive.
pub(super) fn kind(key: &str) -> Option<Kind> {
    let separates = |c: char| matches!(c, '_' | '-' | ' ');
    // Every key around a finding comes through here.
    let key: String = if key.is_ascii() {
        let bytes = key.bytes().map(|byte| byte.to_ascii_lowercase() as char);
        bytes.filter(|c| !separates(*c)).collect()
    } else {
        let letters = key.chars().filter(|c| !separates(*c));
        letters.flat_map(char::to_lowercase).collect()
    };
    let keys = keys();
    if keys.harmless.contains(&key) {
        return None;
    }
    keys.exact
        .get(&key)
        .copied()
        .or_else(|| keys.endings.iter().find(|(ending, _)| key.ends_with(ending)).map(|(_, kind)| *kind))
}

#[cfg(test)]
mod tests;
