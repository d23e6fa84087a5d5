//! GL108 and GL217: secrets where they do not belong.

use crate::finding::Finding;
use crate::protocol::url::UrlParts;
use crate::rule::*;
use crate::text::json::{Document, Kind, Node};
use crate::text::span::Span;

use super::place::Place;

/// Parts of a query parameter's or field's name that say it holds a secret.
const SECRET_NAMES: [&str; 8] =
    ["token", "jwt", "secret", "password", "passwd", "apikey", "authorization", "credential"];
/// Names of fields that hold an OAuth token or secret and nothing else.
const OAUTH_NAMES: [&str; 6] =
    ["accesstoken", "refreshtoken", "idtoken", "clientsecret", "authorization", "bearertoken"];
/// Shortest value that is taken for a token by its field's name alone.
const SHORTEST_TOKEN: usize = 16;

fn simplify(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | '.')).flat_map(char::to_lowercase).collect()
}

/// Whether a query parameter of this name holds a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = simplify(name);
    SECRET_NAMES.iter().any(|word| name.contains(word))
}

/// Whether a value is a token by its form, under whatever name it stands.
pub(crate) fn is_token(value: &str) -> bool {
    classify(None, value).is_some()
}

/// Secrets in the query and the path of a URL (GL108).
pub fn in_url(place: Place<'_>, parts: &UrlParts<'_>) -> Vec<Finding> {
    let help = "URLs end up in logs, proxies and browser histories: send the secret in a message, or leave it out; and revoke this one";
    let named = parts.parameters().into_iter().filter_map(|(key, value, span)| {
        let secret = !value.is_empty() && (is_secret_name(&key) || is_jwt(value));
        secret.then(|| (span, format!("the URL's parameter `{key}` holds a secret")))
    });
    let in_path = parts
        .segments()
        .into_iter()
        .filter(|(segment, _)| is_jwt(segment))
        .map(|(_, span)| (span, "the URL's path holds a JWT".to_owned()));
    named
        .chain(in_path)
        .map(|(span, message)| Finding::new(&GL108, place.at(span), message).label("secret").help(help))
        .collect()
}

/// Whether a value is a JSON Web Token: three base64url parts, the first of which begins with `{"`.
pub fn is_jwt(value: &str) -> bool {
    let mut parts = value.split('.');
    let is_part = |part: Option<&str>, min: usize| {
        part.is_some_and(|part| {
            part.len() >= min && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
    };
    value.starts_with("eyJ")
        && is_part(parts.next(), 10)
        && is_part(parts.next(), 4)
        && is_part(parts.next(), 0)
        && parts.next().is_none()
}

/// A place in a payload that holds a token, with its JSON Pointer.
pub(super) struct SecretField {
    pub(super) pointer: String,
    pub(super) span: Span,
    pub(super) what: &'static str,
}

/// The members of a client's payload that hold a JWT or an OAuth token. `allowed` says which pointers are for tokens.
pub(super) fn in_payload(document: &Document<'_>, allowed: &dyn Fn(&str) -> bool) -> Vec<SecretField> {
    let mut found = Vec::new();
    // A work list in place of recursion; reversed at the end of each step so that findings come in document order.
    let mut todo: Vec<(String, Option<&str>, Node<'_>)> = vec![(String::new(), None, document.root())];
    while let Some((pointer, key, node)) = todo.pop() {
        match node.kind() {
            Kind::Object => {
                let members = node.members().map(|member| {
                    (crate::text::json::pointer::join(&pointer, member.key()), Some(member.key()), member.value())
                });
                let mut members: Vec<_> = members.collect();
                members.reverse();
                todo.append(&mut members);
            }
            Kind::Array => {
                let items = node.items().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), key, item));
                let mut items: Vec<_> = items.collect();
                items.reverse();
                todo.append(&mut items);
            }
            Kind::String => {
                let what = node.as_str().and_then(|value| classify(key, value));
                if let Some(what) = what.filter(|_| !allowed(&pointer)) {
                    found.push(SecretField { pointer, span: node.span(), what });
                }
            }
            _ => {}
        }
    }
    found
}

fn classify(key: Option<&str>, value: &str) -> Option<&'static str> {
    let bare = value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer "));
    if is_jwt(bare.unwrap_or(value)) {
        return Some("a JWT");
    }
    if bare.is_some_and(|token| token.len() >= SHORTEST_TOKEN && !token.contains(' ')) {
        return Some("a bearer token");
    }
    let named = key.is_some_and(|key| OAUTH_NAMES.contains(&simplify(key).as_str()));
    (named && value.len() >= SHORTEST_TOKEN && !value.contains(' ')).then_some("an OAuth token or secret")
}

#[cfg(test)]
mod tests;
