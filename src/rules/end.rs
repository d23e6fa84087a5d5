//! GL4xx: how the socket ended, and errors that the server reported.

use std::sync::LazyLock;

use crate::capture::Direction;
use crate::finding::Finding;
use crate::protocol::Protocol;
use crate::protocol::manifest::Message;
use crate::rule::*;
use crate::source::Location;
use crate::text::json::{Document, Node};
use crate::text::words::shorten;

use super::codes::{CodeTable, Explained};
use super::place::Place;

/// The embedded `schemas/close-codes.json`.
const CODES: &str = include_str!("../../schemas/close-codes.json");

fn known() -> &'static CodeTable {
    static KNOWN: LazyLock<CodeTable> = LazyLock::new(|| CodeTable::embedded(CODES));
    &KNOWN
}

/// What a close code means.
pub(super) fn code(code: u16) -> Option<Explained<'static>> {
    known().explain(code)
}

/// Whether a close code is one that a session ends well with.
pub fn is_fine(code: u16) -> bool {
    known().is_fine(code)
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
pub fn closed(code: u16, reason: Option<&str>, by: Option<Direction>, at: Location) -> Option<Finding> {
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
    let explained = self::code(code);
    let name = explained.map(|explained| explained.name).filter(|name| !name.is_empty());
    let name = name.map_or(String::new(), |name| format!(" ({name})"));
    let mut finding = Finding::new(&GL402, at, format!("{who} with code {code}{name}{said}")).label("closed here");
    if let Some(explained) = explained {
        let help = if explained.help.is_empty() { String::new() } else { format!(": {}", explained.help) };
        let verb = if explained.name.is_empty() { "is" } else { "means that" };
        finding = finding.help(format!("{code} {verb} {}{help}", explained.meaning));
    }
    if by == Some(Direction::Client) {
        finding = finding.severity(Severity::Note);
    }
    Some(finding)
}

/// An error that the server reported in a frame.
pub struct ServerError {
    /// What to say of it: GL403, or GL404 where the session is over with it.
    pub finding: Finding,
    /// A later success of the same kind of request makes it good.
    pub recoverable: bool,
}

/// The error that a server's message reports, if it is one.
pub fn server_error(
    place: Place<'_>,
    document: &Document<'_>,
    message: &Message,
    protocol: &Protocol,
) -> Option<ServerError> {
    let fields = message.reports_error.as_ref()?;
    let root = document.root();
    let at = |pointer: &str| root.pointer(pointer).filter(|node| !node.is_null());
    let status = fields.status.as_deref().and_then(at);
    let fine = fields.from.is_some_and(|from| status.and_then(Node::as_i64).is_some_and(|status| status < from));
    if fine && !fields.always {
        return None;
    }
    let number = at(&fields.code).or(status);
    let text = at(&fields.text).and_then(Node::as_str);
    let known = number
        .and_then(Node::as_i64)
        .and_then(|number| protocol.manifest.codes.iter().find(|code| code.code == number));
    let mut what = match number {
        Some(number) => format!("the server reported error {}", shorten(number.as_str().unwrap_or(number.raw()))),
        None => "the server reported an error".to_owned(),
    };
    if let Some(known) = known {
        what.push_str(&format!(" ({})", known.name));
    }
    if let Some(text) = text {
        what.push_str(&format!(": {}", place.source.masker().text(text)));
    }
    let bodies = protocol.manifest.bodies.iter();
    let body = text.and_then(|text| bodies.clone().find(|body| text.starts_with(&body.text)));
    let help = match (body, known) {
        (Some(body), _) => format!("{}: {}", body.meaning, body.help),
        (None, Some(known)) => format!("{}: {}", known.meaning, known.help),
        (None, None) => "it answers what the client sent just before: check that frame".to_owned(),
    };
    let terminal = known.is_some_and(|known| known.terminal);
    let rule = if terminal { &GL404 } else { &GL403 };
    let label = if terminal { "the session is over" } else { "error of the server" };
    let span = number.unwrap_or(root).span();
    let mut finding = Finding::new(rule, place.at(span), what).label(label).help(help);
    finding.message_type = Some(message.name.clone());
    Some(ServerError { finding, recoverable: !terminal && known.is_none_or(|known| known.retry) })
}

/// The server ended the session with this message (GL404).
pub fn session_ended(at: Location, message: &Message) -> Option<Finding> {
    let ends = message.ends_session.as_ref()?;
    let mut finding =
        Finding::new(&GL404, at, format!("the server ended the session with {}: {}", message.name, ends.meaning))
            .severity(ends.severity.into())
            .label("the session is over")
            .help(ends.help.clone());
    finding.message_type = Some(message.name.clone());
    Some(finding)
}

#[cfg(test)]
mod tests;
