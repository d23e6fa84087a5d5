//! The manifest of a protocol: what a `manifest.json` under `schemas/` may say. Each fact names its source.

mod deployment;
mod message;
mod sequence;

use serde::Deserialize;

pub use deployment::*;
pub use message::*;
pub use sequence::*;

/// A protocol, as data.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// Where the schema of this file stands, for editors.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The name that `--protocol` takes.
    pub name: String,
    /// The name for people.
    pub title: String,
    /// How the vendor stands to it.
    pub status: Status,
    /// The day on which it was switched off, as `2025-11-06`.
    #[serde(default)]
    pub removed_on: Option<String>,
    /// What it is, in a sentence or two.
    pub summary: String,
    /// The protocol that the vendor documents in its place.
    #[serde(default)]
    pub documented: Option<Documented>,
    /// What the source marks stand for.
    pub sources: std::collections::BTreeMap<String, String>,
    /// Where it is spoken.
    pub endpoints: Vec<Endpoint>,
    /// Hosts where it is spoken under paths that the server gives out.
    #[serde(default)]
    pub hosts: Vec<HostTemplate>,
    /// The subprotocols that it has; none for most.
    #[serde(default)]
    pub subprotocols: Vec<String>,
    /// Which member says what a message is.
    pub discriminator: Discriminator,
    /// JSON Pointer of the id that an answer has in common with its request.
    #[serde(default)]
    pub correlation: Option<String>,
    /// JSON Pointer of what all client frames of a guest session have in common, on however many sockets.
    #[serde(default)]
    pub guest_session: Option<String>,
    /// Discriminators of other protocols, by which their dialect is named.
    #[serde(default)]
    pub dialects: Vec<Dialect>,
    /// Members that only this protocol's messages have.
    #[serde(default)]
    pub distinctive_fields: Vec<String>,
    /// Its messages.
    pub messages: Vec<Message>,
    /// What messages must keep to beyond their schemas; of several that one place breaks the first is reported.
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// Fields that people put at a wrong place.
    #[serde(default)]
    pub misplaced: Vec<Misplaced>,
    /// The rules on the order of events. Their order is their precedence within a group.
    #[serde(default)]
    pub sequence: Vec<SequenceRule>,
    /// Limits on sizes.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Values that a session announces as allowed or refused.
    #[serde(default)]
    pub allowed: Vec<Allowed>,
    /// What the numbers in error messages mean.
    #[serde(default)]
    pub codes: Vec<ErrorCode>,
    /// What the texts of error messages mean, where they say more than their number.
    #[serde(default)]
    pub bodies: Vec<ErrorText>,
    /// Where a message says which queue it is for.
    #[serde(default)]
    pub routing: Option<Routing>,
    /// The best that the server may answer to a client's frame; the first entry that fits counts.
    #[serde(default)]
    pub answers: Vec<BestAnswer>,
    /// Where a client names its deployment, and what that decides.
    #[serde(default)]
    pub deployment: Option<Deployment>,
    /// From when on a lost socket is no longer the protocol's fault.
    #[serde(default)]
    pub established: Option<Established>,
    /// What to check where a capture cannot show why a socket dropped.
    #[serde(default)]
    pub check_next: Vec<CheckNext>,
    /// What is known of idle sockets.
    #[serde(default)]
    pub idle: Option<Idle>,
}

/// How the vendor stands to a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is documented and served.
    Documented,
    /// It is in no published API.
    Undocumented,
    /// It was switched off.
    Removed,
}

/// The documented protocol.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documented {
    /// Its name for people.
    pub name: String,
    /// Its endpoint, as a template.
    pub url: String,
}

/// An endpoint: a URL in which `{domain}` stands for a region's domain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// The URL.
    pub url: String,
    /// Query parameters that it needs.
    #[serde(default)]
    pub query: Vec<String>,
    /// Source mark.
    pub source: String,
}

/// Which member says what a message is.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Discriminator {
    /// JSON Pointer of the member; absent where clients send nothing.
    #[serde(default)]
    pub field: Option<String>,
    /// JSON Pointers of the member in what a server sends, where it is another one; the first that is there counts.
    #[serde(default)]
    pub server: Vec<String>,
    /// Where clients send nothing on the socket: what they do in its place.
    #[serde(default)]
    pub client_sends: Option<String>,
    /// Source mark.
    pub source: String,
}

/// A discriminator of another protocol.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dialect {
    /// A member of the payload.
    pub field: String,
    /// What a payload with it looks like.
    pub looks_like: String,
    /// Source mark.
    pub source: String,
}

/// A host: `streaming.{domain}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostTemplate {
    /// The host, with `{domain}` for a region's domain.
    pub host: String,
    /// Source mark.
    pub source: String,
}

/// Where a message says which queue it is for, and what it says for it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Routing {
    /// The message.
    pub message: String,
    /// JSON Pointer of the queue's id, or of its name.
    pub queue: String,
    /// Which of the two stands there.
    #[serde(default)]
    pub queue_by: QueueBy,
    /// JSON Pointer of the language.
    pub language: String,
    /// Whose languages it is one of.
    #[serde(default)]
    pub language_of: LanguageOf,
    /// JSON Pointer of the object that holds the routing attributes.
    #[serde(default)]
    pub attributes: Option<String>,
    /// Why a socket can end when the queue cannot take the message.
    #[serde(default)]
    pub why: Option<String>,
    /// Source mark.
    pub source: String,
}

/// How a message names a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QueueBy {
    /// By its id.
    #[default]
    Id,
    /// By its name.
    Name,
}

/// Whose languages the language of a message is one of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LanguageOf {
    /// The queue's: a language tag.
    #[default]
    Queue,
    /// The organisation's: the name of a routing language.
    Organisation,
}

/// From when on a session is established.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Established {
    /// After one of these …
    pub first: Vec<EventPattern>,
    /// … by one of these.
    pub then: Vec<EventPattern>,
}

/// Something to check where a capture cannot show why a socket dropped.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckNext {
    /// The subject, a colon, and a question or a hint.
    pub text: String,
    /// The phases that the session may have ended in for this to matter; any without.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// It only explains sockets that ended without a Close frame.
    #[serde(default)]
    pub without_close: bool,
}

/// How far a session has come, by the two halves of [`Established`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// The first half has not occurred.
    Opening,
    /// The first half has occurred, the second has not.
    Asked,
    /// Both have occurred.
    Established,
}

/// What is known of idle sockets.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Idle {
    /// Seconds without traffic from which on idleness may have ended a socket.
    pub after_seconds: u32,
    /// What to check.
    pub hint: String,
    /// Source mark.
    pub source: String,
}
