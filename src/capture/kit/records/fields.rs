//! What application logs call the parts of a frame: one fixed table.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::capture::kit::words;
use crate::capture::{Direction, Mapping, Part, Settings};
use crate::text::json::Node;

/// Names without case, `_`, `-`, `.` and `@`; of two names of one field in a row the one that stands first here counts.
const NAMES: [(Part, &str); 22] = [
    (Part::Time, "ts time timestamp at date datetime eventtime loggedat createdat t realtimetimestamp"),
    (Part::Direction, "dir direction flow"),
    (Part::Type, "type"),
    (Part::Event, "event op eventname eventtype"),
    (Part::Payload, "data payload payloaddata body text frame msg message raw content line textpayload"),
    (Part::Socket, "socket socketid connectionid connid conn requestid sessionid cid channel wsid"),
    (Part::Url, "url uri endpoint socketurl wsurl"),
    (Part::Status, "status statuscode httpstatus"),
    (Part::Code, "code closecode closestatus"),
    (Part::Reason, "reason closereason"),
    (Part::Clean, "clean wasclean wasclosedcleanly"),
    (Part::Opcode, "opcode"),
    (Part::Encoding, "encoding"),
    (Part::Binary, "binary isbinary"),
    (Part::By, "by closedby"),
    (Part::Subprotocols, "subprotocols subprotocol protocols secwebsocketprotocol"),
    (Part::Origin, "origin"),
    (Part::Level, "level severity loglevel logger stream service hostname pid lvl host"),
    (Part::Elided, "elided"),
    (Part::Unparsed, "unparsed"),
    (Part::Bytes, "bytes"),
    (Part::End, "end"),
];

/// What a name counts less one level down: more than there are names of one field.
const DEEPER: usize = 32;

/// The field of each normalised name, and the name's rank among the field's.
static RANKED: LazyLock<HashMap<&str, (Part, usize)>> = LazyLock::new(|| {
    let ranked = |(field, names): (Part, &'static str)| {
        names.split(' ').enumerate().map(move |(rank, name)| (name, (field, rank)))
    };
    NAMES.into_iter().flat_map(ranked).collect()
});

/// Members that hold the fields one level down.
const CONTAINERS: [&str; 6] = ["ws", "websocket", "frame", "context", "attributes", "fields"];

/// Members that hold another log record, or a line of one, as text.
const LAYERS: [&str; 8] = ["message", "log", "raw", "msg", "line", "textpayload", "mt", "m"];

fn normalised(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-' | '.' | '@')).map(|c| c.to_ascii_lowercase()).collect()
}

/// The text of a row, by the first of its names.
fn layer(row: Node<'_>) -> Option<Node<'_>> {
    let rank = |key: &str| LAYERS.iter().position(|known| *known == normalised(key));
    let texts = row.members().filter(|member| member.value().as_str().is_some() && member.key().len() <= 32);
    let named = texts.filter_map(|member| Some((rank(member.key())?, member.value())));
    named.min_by_key(|(rank, _)| *rank).map(|(_, node)| node)
}

/// A member that is read as a field.
#[derive(Clone, Copy)]
struct Found<'d> {
    rank: usize,
    node: Node<'d>,
    /// The key of the member that holds it, where it stands one level down.
    within: Option<&'d str>,
    /// Its key; none where the user said where it stands.
    key: Option<&'d str>,
}

/// What a member or a column of this name is, by itself.
pub fn field(name: &str) -> Option<Part> {
    RANKED.get(normalised(name).as_str()).map(|(field, _)| *field)
}

/// The fields of one log row.
pub struct Fields<'d> {
    found: [Option<Found<'d>>; Part::COUNT],
    layer: Option<Node<'d>>,
}

impl<'d> Fields<'d> {
    /// Looks up the fields of the object `row`.
    pub fn of(row: Node<'d>, mapping: &Mapping) -> Self {
        let mut fields = Fields { found: [None; Part::COUNT], layer: None };
        fields.layer = layer(row);
        fields.collect(row, None);
        let prose = fields.prose();
        for member in row.members() {
            let name = normalised(member.key());
            if CONTAINERS.contains(&name.as_str()) && member.value().is_object() {
                fields.collect(member.value(), Some(member.key()));
                fields.replace(prose, member.value(), member.key());
            }
        }
        let frame = fields.node(Part::Payload).filter(|node| node.is_object());
        // `frame` is both a container and a payload's name; where it holds a payload of its own it is the container.
        if let Some(frame) = frame.filter(|frame| row.get("frame") == Some(*frame)) {
            fields.replace(Some(frame), frame, "frame");
        }
        fields.map(row, mapping);
        fields
    }

    /// A logger's own words in the place of a payload.
    fn prose(&self) -> Option<Node<'d>> {
        let node = self.node(Part::Payload)?;
        let words = node.as_str()?.trim_start();
        (self.layer == Some(node) && !words.starts_with(['{', '[', '"'])).then_some(node)
    }

    fn map(&mut self, row: Node<'d>, mapping: &Mapping) {
        if mapping.is_empty() {
            return;
        }
        for part in Part::ALL {
            if let Some(pointer) = mapping.pointer(part) {
                let node = row.pointer(pointer).filter(|node| !node.is_null());
                self.found[part as usize] = node.map(|node| Found { rank: 0, node, within: None, key: None });
            }
        }
    }

    fn collect(&mut self, object: Node<'d>, within: Option<&'d str>) {
        let offset = if within.is_some() { DEEPER } else { 0 };
        for member in object.members().filter(|member| member.key().len() <= 32) {
            let Some(&(field, rank)) = RANKED.get(normalised(member.key()).as_str()) else {
                continue;
            };
            let slot = &mut self.found[field as usize];
            let rank = rank + offset;
            if !member.value().is_null() && slot.is_none_or(|known| rank < known.rank) {
                *slot = Some(Found { rank, node: member.value(), within, key: Some(member.key()) });
            }
        }
    }

    /// Takes the payload of `container` in the place of `known`, where that is what was found.
    fn replace(&mut self, known: Option<Node<'d>>, container: Node<'d>, within: &'d str) {
        if known.is_none() || self.node(Part::Payload) != known {
            return;
        }
        let inner = ["data", "payload", "payloadData"];
        let found = inner.into_iter().find_map(|key| container.member(key));
        if let Some(member) = found {
            self.found[Part::Payload as usize] =
                Some(Found { rank: 0, node: member.value(), within: Some(within), key: Some(member.key()) });
        }
    }

    /// Calls `each` with every part of the row that was found, and what it was read from.
    pub fn each_part(&self, mut each: impl FnMut(Part, Option<&'d str>, Option<&'d str>)) {
        for part in Part::ALL {
            if let Some(found) = self.found[part as usize] {
                each(part, found.within, found.key);
            }
        }
    }

    /// Whether a payload goes by this name.
    pub fn is_payload_name(key: &str) -> bool {
        field(key) == Some(Part::Payload)
    }

    pub fn node(&self, field: Part) -> Option<Node<'d>> {
        self.found[field as usize].map(|found| found.node)
    }

    /// Whether the row names its socket by a name that messages do not use for something of their own.
    pub fn has_socket_id(&self) -> bool {
        let found = self.found[Part::Socket as usize];
        let is_own = |key: &str| !matches!(normalised(key).as_str(), "sessionid" | "channel");
        found.is_some_and(|found| found.key.is_none_or(is_own))
    }

    pub fn str(&self, field: Part) -> Option<&'d str> {
        self.node(field).and_then(Node::as_str)
    }

    /// A string of the row that may hold another record.
    pub fn layer(&self) -> Option<Node<'d>> {
        self.layer
    }

    /// Whether the row looks like a logger's, not like a message of a protocol.
    pub fn is_log_like(&self) -> bool {
        self.node(Part::Time).is_some() || self.node(Part::Level).is_some()
    }
}

/// What a word for a direction says in a log of this perspective. `loose` admits words that also are names of messages.
pub fn direction(word: &str, loose: bool, settings: &Settings) -> Option<Direction> {
    let word = word.trim().to_ascii_lowercase();
    // These name both ends, and say the same in a server's log.
    let absolute = match word.as_str() {
        _ if !loose => None,
        "c2s" | "client->server" | "client-to-server" | "client_to_server" | "client" | "from-client" | "to-server"
        | "request" => Some(Direction::Client),
        "s2c" | "server->client" | "server-to-client" | "server_to_client" | "server" | "from-server" | "to-client"
        | "response" => Some(Direction::Server),
        _ => None,
    };
    let relative = || relative_direction(&word, loose).map(|direction| settings.turn(direction));
    absolute.or_else(relative)
}

/// What a word says that is meant from where the log was written.
fn relative_direction(word: &str, loose: bool) -> Option<Direction> {
    Some(match word {
        "send" | "sent" => Direction::Client,
        "receive" | "received" | "recv" => Direction::Server,
        _ if !loose => return None,
        "sending" | "out" | "outgoing" | "outbound" | "tx" | ">" | ">>" | "->" | "→" => Direction::Client,
        "receiving" | "in" | "incoming" | "inbound" | "rx" | "<" | "<<" | "<-" | "←" => Direction::Server,
        "message" | "onmessage" => Direction::Server,
        _ => {
            let (hit, direction) = words::direction(word)?;
            return (hit.start == 0 && hit.end == word.len()).then_some(direction);
        }
    })
}

/// What happened to a socket, by the word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    Connecting,
    Refused,
    Open,
    Close,
    Error,
}

/// What a word for an event says.
pub fn socket_event(word: &str, loose: bool) -> Option<SocketEvent> {
    let word = word.trim().to_ascii_lowercase();
    let about = ["ws_", "ws ", "ws.", "ws-", "websocket_", "websocket ", "websocket.", "socket_", "socket "];
    let own = about.iter().find_map(|about| word.strip_prefix(about)).filter(|_| loose);
    Some(match own.unwrap_or(&word) {
        "open" => SocketEvent::Open,
        "close" => SocketEvent::Close,
        "error" => SocketEvent::Error,
        _ if !loose => return None,
        "connecting" => SocketEvent::Connecting,
        "refused" => SocketEvent::Refused,
        "opened" | "onopen" | "connected" => SocketEvent::Open,
        "closed" | "onclose" | "disconnect" | "disconnected" => SocketEvent::Close,
        "onerror" => SocketEvent::Error,
        _ => return None,
    })
}
