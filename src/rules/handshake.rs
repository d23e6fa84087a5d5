//! GL109 and GL111: what the handshake asked for and what it got.

use std::sync::LazyLock;

use crate::finding::Finding;
use crate::protocol::Protocol;
use crate::rule::*;
use crate::source::Location;
use crate::text::span::Span;

use super::codes::{CodeTable, Explained};
use super::place::Place;

/// The embedded `schemas/handshake-statuses.json`.
const STATUSES: &str = include_str!("../../schemas/handshake-statuses.json");

/// What an HTTP status means as the answer to a handshake, and what to do.
pub(super) fn explain(status: u16) -> Option<Explained<'static>> {
    static KNOWN: LazyLock<CodeTable> = LazyLock::new(|| CodeTable::embedded(STATUSES));
    KNOWN.explain(status)
}

/// The handshake was refused (GL109).
pub fn refused(status: Option<u16>, at: Location) -> Finding {
    let Some(status) = status else {
        return Finding::new(&GL109, at, "the WebSocket handshake failed; the capture does not say with which status")
            .label("refused here")
            .help("look at the handshake's response in the browser's network tab or in a proxy: its status says why");
    };
    let finding = Finding::new(&GL109, at, format!("the server refused the WebSocket handshake with status {status}"))
        .label("refused here");
    match explain(status) {
        Some(explained) => finding.help(format!("{status}: {}. {}", explained.meaning, capitalise(explained.help))),
        None => finding,
    }
}

fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The subprotocols that the client asked for (GL111): `place` holds the header's value.
pub fn subprotocols(place: Place<'_>, protocol: &Protocol) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut at = 0;
    for part in place.text().split(',') {
        let token = part.trim_matches([' ', '\t']);
        let start = at + (part.len() - part.trim_start_matches([' ', '\t']).len());
        at += part.len() + 1;
        if token.is_empty() || protocol.manifest.subprotocols.iter().any(|known| known == token) {
            continue;
        }
        let span = Span::new(start, start + token.len());
        let shown = place.source.masker().value("Sec-WebSocket-Protocol", token);
        findings.push(match token.chars().find(|c| !is_token_char(*c)) {
            Some(bad) => Finding::new(&GL111, place.at(span), format!("the subprotocol {shown} holds {bad:?}, which no subprotocol may"))
                .label("illegal subprotocol")
                .help("a browser throws a SyntaxError and opens nothing: a subprotocol is no place for headers or tokens; open the socket without one"),
            None => Finding::new(&GL111, place.at(span), format!("{} has no subprotocol {shown}", protocol.name()))
                .label("unknown subprotocol")
                .help("open the socket without a subprotocol: a browser closes the socket when the server does not select one that was asked for"),
        });
    }
    findings
}

/// RFC 9110, 5.6.2: the characters of a token.
fn is_token_char(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

#[cfg(test)]
mod tests;
