//! One event, out of what it is wrapped in.

use crate::capture::Located;
use crate::capture::kit::string;
use crate::text::json::{CAPTURE_DEPTH, Node, parse};
use crate::text::span::Span;

/// Wrappers that are undone: ChromeDriver has two.
const MAX_LAYERS: usize = 4;

/// An event, and the text whose spans its nodes have.
pub(super) struct CdpEvent<'e, 's> {
    /// `Network.webSocketCreated`
    pub(super) method: &'e str,
    pub(super) params: Node<'e>,
    pub(super) text: &'e Located<'s>,
    /// The target that the event is of, where one connection carries those of several.
    pub(super) session: &'e str,
    /// The record that it stands in.
    pub(super) extent: Span,
}

/// Calls `each` with the event in `root`, which was parsed from `text`; says whether there is one, or another message of the protocol.
///
/// An event is `{"method","params"}`, perhaps with a `sessionId`. ChromeDriver has `{"message","webview"}` around it, and that as
/// a JSON text in the `message` of a log entry.
pub(super) fn with_event<'s>(text: &Located<'s>, root: Node<'_>, each: &mut dyn FnMut(&CdpEvent<'_, 's>)) -> bool {
    unwrap(text, root, ("", text.span()), MAX_LAYERS, each)
}

fn unwrap<'s>(
    text: &Located<'s>,
    root: Node<'_>,
    (session, extent): (&str, Span),
    layers: usize,
    each: &mut dyn FnMut(&CdpEvent<'_, 's>),
) -> bool {
    let told = ["sessionId", "webview"].into_iter().find_map(|key| root.get(key)?.as_str());
    let session = told.unwrap_or(session);
    if let Some(method) = root.get("method").and_then(Node::as_str) {
        let is_event = is_method(method);
        if is_event && let Some(params) = root.get("params") {
            each(&CdpEvent { method, params, text, session, extent });
        }
        return is_event;
    }
    let Some(message) = root.get("message").filter(|_| layers > 0) else {
        return false;
    };
    if message.is_object() {
        return unwrap(text, message, (session, extent), layers - 1, each);
    }
    let Some(inner) = string(text, message).filter(|inner| inner.text.starts_with('{')) else {
        return false;
    };
    parse(&inner.text, CAPTURE_DEPTH)
        .is_ok_and(|document| unwrap(&inner, document.root(), (session, extent), layers - 1, each))
}

/// `Domain.name`, of a domain that the protocol has and other protocols with methods are unlikely to.
fn is_method(method: &str) -> bool {
    const DOMAINS: &str = "Audits Browser CSS Console DOM Debugger Emulation Fetch Inspector Log Network Page Performance Profiler Runtime Security ServiceWorker Storage Target Tracing";
    method.split_once('.').is_some_and(|(domain, name)| {
        DOMAINS.split(' ').any(|known| known == domain) && name.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// Whether the JSON text `record` is an event of the protocol, wrapped or not.
pub(in crate::capture) fn is_event(record: &Located<'_>) -> bool {
    // A cheap look first: of a payload nothing needs to be parsed.
    (record.text.contains("\"method\"") || record.text.contains("\\\"method\\\""))
        && parse(&record.text, CAPTURE_DEPTH).is_ok_and(|document| with_event(record, document.root(), &mut |_| {}))
}
