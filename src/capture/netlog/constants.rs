//! What the numbers in a log mean: they change from one build of Chrome to the next, and each log has its own table.

use std::collections::HashMap;

use crate::capture::kit::{Cursor, Step};
use crate::capture::{Located, Stamp, Timestamp};
use crate::source::Source;
use crate::text::json::{CAPTURE_DEPTH, Node, parse};

use super::Event;

/// The kinds of events that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Bytes of a connection, and whether they are what TLS carried.
    Sent {
        tls: bool,
    },
    Received {
        tls: bool,
    },
    /// Reading from a connection failed.
    ReadError,
    /// A connection that ends.
    Connection,
    /// A request that begins or ends.
    Request,
    ResponseHeaders,
    SentFrame,
    ReceivedFrame,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "SOCKET_BYTES_SENT" => Kind::Sent { tls: false },
            "SOCKET_BYTES_RECEIVED" => Kind::Received { tls: false },
            "SSL_SOCKET_BYTES_SENT" => Kind::Sent { tls: true },
            "SSL_SOCKET_BYTES_RECEIVED" => Kind::Received { tls: true },
            "SOCKET_READ_ERROR" | "SSL_READ_ERROR" => Kind::ReadError,
            "SOCKET_ALIVE" => Kind::Connection,
            "REQUEST_ALIVE" | "URL_REQUEST_START_JOB" => Kind::Request,
            "HTTP_TRANSACTION_READ_RESPONSE_HEADERS" => Kind::ResponseHeaders,
            "WEBSOCKET_SENT_FRAME_HEADER" => Kind::SentFrame,
            "WEBSOCKET_RECV_FRAME_HEADER" => Kind::ReceivedFrame,
            _ => return None,
        })
    }

    /// It tells of a connection and its bytes, not of a request.
    pub(super) fn is_of_bytes(self) -> bool {
        matches!(self, Kind::Sent { .. } | Kind::Received { .. } | Kind::ReadError | Kind::Connection)
    }
}

#[derive(Default)]
pub(super) struct Constants {
    kinds: HashMap<i64, Kind>,
    phase_end: Option<i64>,
    /// Milliseconds since the epoch at tick 0.
    offset: Option<f64>,
}

impl Constants {
    pub(super) fn of(text: &str) -> Result<Self, &'static str> {
        let document =
            parse(text, CAPTURE_DEPTH).map_err(|_| "the input is no NetLog: its `constants` are no valid JSON")?;
        let root = document.root();
        let types = root
            .get("logEventTypes")
            .ok_or("the input is no NetLog: its `constants` name no events (logEventTypes)")?;
        let kinds =
            types.members().filter_map(|member| Some((member.value().as_i64()?, Kind::of(member.key())?))).collect();
        let phase = root.pointer("/logEventPhase/PHASE_END");
        Ok(Self { kinds, phase_end: phase.and_then(Node::as_i64), offset: root.get("timeTickOffset").and_then(number) })
    }

    /// The event of `node`, if it is of a kind that is read.
    pub(super) fn event<'s, 'd>(&self, whole: &'d Located<'s>, node: Node<'d>) -> Option<Event<'s, 'd>> {
        let kind = *self.kinds.get(&node.get("type")?.as_i64()?)?;
        let ticks = node.get("time").and_then(number);
        let time = ticks.and_then(|ticks| Timestamp::of_millis(self.offset? + ticks));
        let phase = node.get("phase").and_then(Node::as_i64);
        Some(Event {
            kind,
            source: node.pointer("/source/id")?.as_i64()?,
            is_end: phase.is_some_and(|phase| phase == self.phase_end.unwrap_or(2)),
            stamp: Stamp { time, extent: whole.span() },
            params: node.get("params"),
            whole,
        })
    }
}

/// A number, which Chrome writes as text where it may be large.
fn number(node: Node<'_>) -> Option<f64> {
    match node.as_str() {
        Some(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        None => node.as_f64(),
    }
}

/// Whether the input is an object with constants that are those of a NetLog, as far as they are there.
pub(in crate::capture) fn is_netlog(source: &Source) -> bool {
    /// Names among the constants that nothing else has.
    const NAMES: [&str; 5] = ["activeFieldTrialGroups", "certStatusFlag", "logEventPhase", "logEventTypes", "netError"];
    let mut cursor = Cursor::new(source, 0);
    if !(cursor.enter(b'{') && cursor.seek("constants", usize::MAX) && cursor.enter(b'{')) {
        return false;
    }
    while let Step::Next(name) = cursor.member() {
        if NAMES.contains(&name.key.as_str()) {
            return true;
        }
        if cursor.skip().is_none() {
            return false;
        }
    }
    false
}
