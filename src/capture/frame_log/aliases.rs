//! What application logs call the parts of a frame: one fixed table.

use crate::json::Node;

use crate::capture::Direction;

/// A part of a log row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Time,
    Direction,
    Type,
    Event,
    Payload,
    Socket,
    Url,
    Status,
    Code,
    Reason,
    Clean,
    Opcode,
    Encoding,
    Binary,
    By,
    Subprotocols,
    Elided,
    Unparsed,
    Bytes,
    End,
    Level,
}

const FIELDS: usize = Field::Level as usize + 1;

/// Names without case, `_`, `-`, `.` and `@`; of two names of one field in a row the one that stands first here counts.
const NAMES: [(&str, Field); 77] = [
    ("ts", Field::Time),
    ("time", Field::Time),
    ("timestamp", Field::Time),
    ("at", Field::Time),
    ("date", Field::Time),
    ("datetime", Field::Time),
    ("dir", Field::Direction),
    ("direction", Field::Direction),
    ("type", Field::Type),
    ("event", Field::Event),
    ("op", Field::Event),
    ("data", Field::Payload),
    ("payload", Field::Payload),
    ("payloaddata", Field::Payload),
    ("body", Field::Payload),
    ("text", Field::Payload),
    ("frame", Field::Payload),
    ("msg", Field::Payload),
    ("message", Field::Payload),
    ("raw", Field::Payload),
    ("content", Field::Payload),
    ("socket", Field::Socket),
    ("socketid", Field::Socket),
    ("connectionid", Field::Socket),
    ("connid", Field::Socket),
    ("conn", Field::Socket),
    ("requestid", Field::Socket),
    ("sessionid", Field::Socket),
    ("cid", Field::Socket),
    ("channel", Field::Socket),
    ("url", Field::Url),
    ("uri", Field::Url),
    ("endpoint", Field::Url),
    ("status", Field::Status),
    ("statuscode", Field::Status),
    ("httpstatus", Field::Status),
    ("code", Field::Code),
    ("closecode", Field::Code),
    ("reason", Field::Reason),
    ("closereason", Field::Reason),
    ("clean", Field::Clean),
    ("wasclean", Field::Clean),
    ("opcode", Field::Opcode),
    ("encoding", Field::Encoding),
    ("binary", Field::Binary),
    ("isbinary", Field::Binary),
    ("by", Field::By),
    ("closedby", Field::By),
    ("subprotocols", Field::Subprotocols),
    ("subprotocol", Field::Subprotocols),
    ("protocols", Field::Subprotocols),
    ("secwebsocketprotocol", Field::Subprotocols),
    ("level", Field::Level),
    ("severity", Field::Level),
    ("loglevel", Field::Level),
    ("logger", Field::Level),
    ("stream", Field::Level),
    ("service", Field::Level),
    ("hostname", Field::Level),
    ("pid", Field::Level),
    ("elided", Field::Elided),
    ("unparsed", Field::Unparsed),
    ("bytes", Field::Bytes),
    ("end", Field::End),
    // Each name below is one more spelling that the normalisation does not reach.
    ("eventtime", Field::Time),
    ("loggedat", Field::Time),
    ("createdat", Field::Time),
    ("eventname", Field::Event),
    ("eventtype", Field::Event),
    ("wsid", Field::Socket),
    ("socketurl", Field::Url),
    ("wsurl", Field::Url),
    ("closestatus", Field::Code),
    ("wasclosedcleanly", Field::Clean),
    ("flow", Field::Direction),
    ("lvl", Field::Level),
    ("host", Field::Level),
];

/// Members that hold the fields one level down.
const CONTAINERS: [&str; 6] = [
    "ws",
    "websocket",
    "frame",
    "context",
    "attributes",
    "fields",
];

/// Members that hold another log record, or a line of one, as text.
const LAYERS: [&str; 5] = ["message", "log", "@message", "_raw", "msg"];

fn normalised(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | '.' | '@'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The fields of one log row.
pub(super) struct Fields<'d> {
    found: [Option<(usize, Node<'d>)>; FIELDS],
    layer: Option<Node<'d>>,
}

impl<'d> Fields<'d> {
    /// Looks up the fields of the object `row`.
    pub(super) fn of(row: Node<'d>) -> Self {
        let mut fields = Fields {
            found: [None; FIELDS],
            layer: None,
        };
        fields.collect(row, 0);
        for member in row.members() {
            let name = normalised(member.key());
            if CONTAINERS.contains(&name.as_str()) && member.value().is_object() {
                fields.collect(member.value(), NAMES.len());
            }
        }
        let frame = fields.node(Field::Payload).filter(|node| node.is_object());
        // `frame` is both a container and a payload's name; where it holds a payload of its own it is the container.
        if let Some(frame) = frame.filter(|frame| row.get("frame") == Some(*frame)) {
            let inner = ["data", "payload", "payloadData"];
            if let Some(payload) = inner.into_iter().find_map(|key| frame.get(key)) {
                fields.found[Field::Payload as usize] = Some((0, payload));
            }
        }
        fields.layer = LAYERS
            .into_iter()
            .find_map(|key| row.get(key).filter(|node| node.as_str().is_some()));
        fields
    }

    fn collect(&mut self, object: Node<'d>, offset: usize) {
        for member in object.members() {
            if member.key().len() > 32 {
                continue;
            }
            let name = normalised(member.key());
            let Some(rank) = NAMES.iter().position(|(alias, _)| *alias == name) else {
                continue;
            };
            let slot = &mut self.found[NAMES[rank].1 as usize];
            let rank = rank + offset;
            if !member.value().is_null() && slot.is_none_or(|(known, _)| rank < known) {
                *slot = Some((rank, member.value()));
            }
        }
    }

    pub(super) fn node(&self, field: Field) -> Option<Node<'d>> {
        self.found[field as usize].map(|(_, node)| node)
    }

    /// Whether the row names its socket by a name that messages do not use for something of their own.
    pub(super) fn has_socket_id(&self) -> bool {
        let rank = self.found[Field::Socket as usize].map(|(rank, _)| rank % NAMES.len());
        rank.is_some_and(|rank| !matches!(NAMES[rank].0, "sessionid" | "channel"))
    }

    pub(super) fn str(&self, field: Field) -> Option<&'d str> {
        self.node(field).and_then(Node::as_str)
    }

    /// A string of the row that may hold another record.
    pub(super) fn layer(&self) -> Option<Node<'d>> {
        self.layer
    }

    /// Whether the row looks like a logger's, not like a message of a protocol.
    pub(super) fn is_log_like(&self) -> bool {
        self.node(Field::Time).is_some() || self.node(Field::Level).is_some()
    }
}

/// What a word for a direction says. `loose` admits words that also are names of messages.
pub(super) fn direction(word: &str, loose: bool) -> Option<Direction> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "send" | "sent" => Direction::Client,
        "receive" | "received" | "recv" => Direction::Server,
        _ if !loose => return None,
        "sending" | "out" | "outgoing" | "outbound" | "tx" | "c2s" | "client->server"
        | "client-to-server" | "client_to_server" | "client" | "from-client" | "to-server"
        | "request" | ">" | ">>" | "->" | "→" => Direction::Client,
        "receiving" | "in" | "incoming" | "inbound" | "rx" | "s2c" | "server->client"
        | "server-to-client" | "server_to_client" | "server" | "from-server" | "to-client"
        | "response" | "<" | "<<" | "<-" | "←" => Direction::Server,
        "message" | "onmessage" => Direction::Server,
        _ => return None,
    })
}

/// What happened to a socket, by the word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SocketEvent {
    Connecting,
    Refused,
    Open,
    Close,
    Error,
}

/// What a word for an event says.
pub(super) fn socket_event(word: &str, loose: bool) -> Option<SocketEvent> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "open" => SocketEvent::Open,
        "close" => SocketEvent::Close,
        "error" => SocketEvent::Error,
        _ if !loose => return None,
        "connecting" => SocketEvent::Connecting,
        "refused" => SocketEvent::Refused,
        "opened" | "onopen" | "connected" | "websocket.open" | "ws.open" => SocketEvent::Open,
        "closed" | "onclose" | "disconnect" | "disconnected" | "websocket.close" | "ws.close" => {
            SocketEvent::Close
        }
        "onerror" | "websocket.error" | "ws.error" => SocketEvent::Error,
        _ => return None,
    })
}
