//! GL4xx: how the socket ended, and errors that the server reported.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::capture::Direction;
use crate::finding::{Finding, Severity};
use crate::json::{Document, Node};
use crate::protocol::manifest::{Message, ReportsError};
use crate::source::Location;

use super::place::Place;
use super::registry::*;
use super::text::shorten;

/// The embedded `schemas/close-codes.json`.
const CODES: &str = include_str!("../../schemas/close-codes.json");

#[derive(Debug, Default, Deserialize)]
struct CloseCodes {
    codes: Vec<CloseCode>,
    ranges: Vec<Range>,
}

#[derive(Debug, Deserialize)]
struct CloseCode {
    code: u16,
    name: String,
    /// The end that everybody wants: no finding.
    #[serde(default)]
    fine: bool,
    meaning: String,
    help: String,
}

#[derive(Debug, Deserialize)]
struct Range {
    from: u16,
    to: u16,
    meaning: String,
}

fn known() -> &'static CloseCodes {
    static KNOWN: LazyLock<CloseCodes> =
        LazyLock::new(|| serde_json::from_str(CODES).unwrap_or_default());
    &KNOWN
}

/// Whether a close code is one that a session ends well with.
pub fn is_fine(code: u16) -> bool {
    known()
        .codes
        .iter()
        .any(|known| known.code == code && known.fine)
}

/// The socket ended without a Close frame (GL401). `established`: the chat was already running. `wait` is the time since the
/// last client frame, in words.
pub fn dropped(established: bool, reported: bool, wait: Option<String>, at: Location) -> Finding {
    let mut message = "the socket ended without a Close frame".to_owned();
    if reported {
        message.push_str(" (reported as 1006)");
    }
    if let Some(wait) = wait {
        message.push_str(&format!(", {wait}"));
    }
    let finding = Finding::new(&GL401, at, message).label("dropped here");
    if established {
        finding
            .severity(Severity::Warning)
            .help("the chat was running: a lost network, a closed laptop or an idle limit ends sockets so; reconnect, and see whether it repeats")
    } else {
        finding.help("1006 is never on the wire: it says that no Close frame came (RFC 6455, 7.1.5). A server that does not accept a message ends the socket so")
    }
}

/// The socket was closed with a code that is no good end (GL402); `None` for the codes that are.
pub fn closed(
    code: u16,
    reason: Option<&str>,
    by: Option<Direction>,
    at: Location,
) -> Option<Finding> {
    if is_fine(code) {
        return None;
    }
    let who = match by {
        Some(Direction::Client) => "the client closed the socket",
        Some(Direction::Server) => "the server closed the socket",
        _ => "the socket was closed",
    };
    let reason = reason.filter(|reason| !reason.is_empty());
    let said = reason.map_or(String::new(), |reason| format!(", \"{}\"", shorten(reason)));
    let exact = known().codes.iter().find(|known| known.code == code);
    let name = exact.map_or(String::new(), |known| format!(" ({})", known.name));
    let mut finding = Finding::new(&GL402, at, format!("{who} with code {code}{name}{said}"))
        .label("closed here");
    if let Some(known) = exact {
        finding = finding.help(format!(
            "{code} means that {}: {}",
            known.meaning, known.help
        ));
    } else if let Some(range) = known()
        .ranges
        .iter()
        .find(|range| (range.from..=range.to).contains(&code))
    {
        finding = finding.help(format!("{code} is {}", range.meaning));
    }
    if by == Some(Direction::Client) {
        finding = finding.severity(Severity::Note);
    }
    Some(finding)
}

/// The server reported an error in a frame (GL403).
pub fn server_error(
    place: Place<'_>,
    document: &Document<'_>,
    message: &Message,
    fields: &ReportsError,
) -> Finding {
    let root = document.root();
    let code = root.pointer(&fields.code);
    let text = root.pointer(&fields.text).and_then(Node::as_str);
    let mut what = match code {
        Some(code) if !code.is_null() => format!(
            "the server reported error {}",
            shorten(code.as_str().unwrap_or(code.raw()))
        ),
        _ => "the server reported an error".to_owned(),
    };
    if let Some(text) = text {
        what.push_str(&format!(": {}", place.source.masker().text(text)));
    }
    let span = code.filter(|code| !code.is_null()).unwrap_or(root).span();
    let mut finding = Finding::new(&GL403, place.at(span), what)
        .label("error of the server")
        .help("it answers what the client sent just before: check that frame");
    finding.message_type = Some(message.name.clone());
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_ends_are_fine_and_others_are_explained() {
        assert!(is_fine(1000) && is_fine(1001) && is_fine(1005));
        assert!(!is_fine(1006) && !is_fine(1008) && !is_fine(4001));
        let codes: Vec<u16> = known().codes.iter().map(|known| known.code).collect();
        assert!(codes.is_sorted());
        assert!(!codes.contains(&1006), "1006 is a drop, not a close");
        for code in [0, 999, 1004, 1016, 2999, 3000, 4000, 4999] {
            let explained = codes.contains(&code)
                || known()
                    .ranges
                    .iter()
                    .any(|r| (r.from..=r.to).contains(&code));
            assert!(explained || code == 1004, "{code}");
        }
    }
}
