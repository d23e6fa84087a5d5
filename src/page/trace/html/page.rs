//! The page itself: the template with style, script, rules and data in their places.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::rule::Rule;

use super::rules;

const PAGE: &str = include_str!("../assets/page.html");
const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/script.js");

/// The page with this data, which is JSON.
pub(super) fn page(data: &str, rules: &[&Rule]) -> String {
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'",
        hash(SCRIPT),
        hash(STYLE)
    );
    let templates = rules::templates(rules);
    let data = inert(data);
    let version = env!("CARGO_PKG_VERSION");
    let parts = [
        ("policy", policy.as_str()),
        ("style", STYLE),
        ("rules", &templates),
        ("data", &data),
        ("script", SCRIPT),
        ("version", version),
    ];
    fill(PAGE, &parts)
}

/// The template with every `{{name}}` replaced. What is put in is not looked at again.
fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + parts.iter().map(|(_, p)| p.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let part = parts.iter().find(|(known, _)| *known == name);
        out.push_str(part.map_or("", |(_, part)| part));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// JSON that stays data inside of a `script` element, whatever its strings hold. These characters stand in strings alone, where
/// an escape means the same.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => out.push(other),
        }
    }
    out
}

/// The source of a policy that allows this very text.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests;
