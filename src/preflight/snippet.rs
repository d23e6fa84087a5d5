//! The Messenger snippet in a client's page: the environment, the deployment and the host that the script comes from.
//!
//! A page is scanned, not parsed: the snippet is a few lines of JavaScript that people paste anywhere, also into scripts and
//! templates. Comments count for nothing.

use std::sync::Arc;

use regex_lite::Regex;

use crate::source::Source;
use crate::text::span::Span;

use super::claim::{Claim, Claims, Topic};

/// What the script's path ends in.
const SCRIPT: &str = "/genesys-bootstrap/genesys.min.js";

/// What the snippets of a page say; nothing for a page without one.
pub(super) fn read(source: &Arc<Source>) -> Vec<Claim> {
    let text = without_comments(source.text());
    let mut claims = Claims::new(source, true);
    scripts(&text, &mut claims);
    if claims.found.is_empty() && !text.contains("Genesys") {
        return claims.found;
    }
    for (topic, key) in [(Topic::Environment, "environment"), (Topic::Deployment, "deploymentId")] {
        values(&text, key, topic, &mut claims);
    }
    claims.found
}

/// The hosts that the Messenger's script is loaded from.
fn scripts(text: &str, claims: &mut Claims<'_>) {
    for (at, _) in text.match_indices(SCRIPT) {
        let before = text.get(..at).unwrap_or_default();
        let Some(start) = before.rfind("//").map(|start| start + 2) else {
            continue;
        };
        let host = before.get(start..).unwrap_or_default();
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
        if !host.is_empty() && host.chars().all(is_host) {
            claims.add(Topic::Host, host, Span::new(start, at));
        }
    }
}

/// The strings that stand at `key` in an object: `key: 'value'`, `"key": "value"`.
fn values(text: &str, key: &str, topic: Topic, claims: &mut Claims<'_>) {
    let pattern = format!(r#"\b{key}["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)')"#);
    let Ok(pattern) = Regex::new(&pattern) else {
        return;
    };
    for found in pattern.captures_iter(text) {
        if let Some(value) = found.get(1).or_else(|| found.get(2)) {
            claims.add(topic, value.as_str(), Span::new(value.start(), value.end()));
        }
    }
}

/// The text with its comments, of HTML and of JavaScript, blanked: every other byte keeps its place.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let comment = if rest.starts_with("<!--") {
            Some(through(rest, "-->"))
        } else if rest.starts_with("/*") {
            Some(through(rest, "*/"))
        } else if rest.starts_with("//") && !kept.ends_with(':') && !kept.ends_with(['"', '\'', '`']) {
            // Behind a colon or a quote it is a URL.
            Some(rest.find('\n').unwrap_or(rest.len()))
        } else {
            None
        };
        let len = comment.unwrap_or(c.len_utf8());
        let (part, after) = rest.split_at(len);
        match comment {
            Some(_) => kept.extend(part.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' })),
            None => kept.push_str(part),
        }
        rest = after;
    }
    kept
}

/// How long a comment is that ends with `end`.
fn through(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at + end.len())
}

#[cfg(test)]
mod tests;
