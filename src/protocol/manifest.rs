//! The manifest of a protocol: what a `manifest.json` under `schemas/` may say. Each fact names its source.

use serde::Deserialize;

use crate::finding::Severity;

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
    /// Discriminators of other protocols, by which their dialect is named.
    #[serde(default)]
    pub dialects: Vec<Dialect>,
    /// Members that only this protocol's messages have.
    #[serde(default)]
    pub distinctive_fields: Vec<String>,
    /// Its messages.
    pub messages: Vec<Message>,
    /// Required fields whose absence has a rule of its own.
    #[serde(default)]
    pub missing: Vec<Missing>,
    /// Fields that people put at a wrong place.
    #[serde(default)]
    pub misplaced: Vec<Misplaced>,
    /// The rules on the order of events. Their order is their precedence within a group.
    #[serde(default)]
    pub sequence: Vec<SequenceRule>,
    /// Limits on sizes.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// What the numbers in error messages mean.
    #[serde(default)]
    pub codes: Vec<ErrorCode>,
    /// What the texts of error messages mean, where they say more than their number.
    #[serde(default)]
    pub bodies: Vec<ErrorText>,
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
#[serde(deny_unknown_fields)]
pub struct Discriminator {
    /// JSON Pointer of the member; absent where clients send nothing.
    #[serde(default)]
    pub field: Option<String>,
    /// JSON Pointers of the member in what a server sends, where it is another one; the first that is there counts.
    #[serde(default)]
    pub server: Vec<String>,
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

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sender {
    /// Client to server.
    Client,
    /// Server to client.
    Server,
    /// Either.
    Both,
    /// A client, but as the body of an HTTP request and not on the socket.
    Rest,
}

/// Which unknown fields of a message are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnknownFields {
    /// Every one.
    All,
    /// Only one whose name is near a known one.
    Near,
    /// None.
    #[default]
    None,
}

/// A message.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Message {
    /// The discriminator's value.
    pub name: String,
    /// Who sends it.
    pub direction: Sender,
    /// The file of its schema.
    pub schema: String,
    /// Which unknown fields are reported when a client sends it.
    #[serde(default)]
    pub unknown_fields: UnknownFields,
    /// What to do about an unknown field.
    #[serde(default)]
    pub unknown_field_help: Option<String>,
    /// It opens the session: a capture that shows it shows the session from its start.
    #[serde(default)]
    pub opens: bool,
    /// A socket on which a client sends it speaks this protocol.
    #[serde(default)]
    pub distinctive: bool,
    /// Other names under which a server sends it.
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// JSON Pointers of fields by which a bare payload without a discriminator is known to be this message.
    #[serde(default)]
    pub recognised_by: Vec<String>,
    /// It is in the protocol's list of names, and nobody uses it.
    #[serde(default)]
    pub unused: bool,
    /// With it the server ends the session.
    #[serde(default)]
    pub ends_session: Option<EndsSession>,
    /// It reports an error of the server.
    #[serde(default)]
    pub reports_error: Option<ReportsError>,
    /// Source mark.
    pub source: String,
}

/// Another name of a message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The discriminator's value.
    pub name: String,
    /// What a client should know.
    pub note: String,
    /// Source mark.
    pub source: String,
}

/// What it means that the server ends a session.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndsSession {
    /// `warning` when the session was lost, `note` when that was asked for or is benign.
    pub severity: RuleSeverity,
    /// What it means.
    pub meaning: String,
    /// What to do.
    pub help: String,
}

/// Where an error message holds what, and when it is one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportsError {
    /// JSON Pointer of the error's own number.
    pub code: String,
    /// JSON Pointer of a status, read where the message has no number of its own.
    #[serde(default)]
    pub status: Option<String>,
    /// JSON Pointer of the text.
    pub text: String,
    /// JSON Pointer of the seconds that the client is to wait.
    #[serde(default, rename = "retryAfter")]
    pub retry_after: Option<String>,
    /// Least status that is an error; every one without it.
    #[serde(default)]
    pub from: Option<i64>,
    /// It is an error whatever its status.
    #[serde(default)]
    pub always: bool,
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

/// A number in error messages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The number.
    pub code: i64,
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// What to do.
    pub help: String,
    /// The session is over with it.
    #[serde(default)]
    pub terminal: bool,
    /// The same request may succeed when it is sent again: once it has, the error is only worth knowing.
    #[serde(default)]
    pub retry: bool,
    /// Source mark.
    pub source: String,
}

/// A text of error messages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorText {
    /// How it begins.
    pub text: String,
    /// What it means.
    pub meaning: String,
    /// What to do.
    pub help: String,
    /// Source mark.
    pub source: String,
}

/// How a value is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Bytes of a string in UTF-8.
    Bytes,
    /// Characters of a string.
    Characters,
    /// Bytes of an object's keys and values; with the JSON around them only a warning, since nobody says which is counted.
    JsonBytes,
    /// The number itself.
    Value,
}

/// A limit on the size of a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Code of the rule.
    pub rule: String,
    /// The message; `*` for every one of the client.
    pub message: String,
    /// JSON Pointer of the value.
    pub field: String,
    /// How it is measured.
    pub count: Measure,
    /// The most that is allowed.
    pub max: u64,
    /// A message in which the session announces a limit of its own, which wins.
    #[serde(default)]
    pub announced: Option<Announced>,
    /// What is limited, and what exceeding it does.
    pub meaning: String,
    /// Source mark.
    pub source: String,
}

/// Where a session announces a limit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The server's message.
    pub message: String,
    /// JSON Pointer of the number.
    pub field: String,
    /// The number's unit, in units of the limit.
    #[serde(default)]
    pub times: Option<u64>,
}

/// Required fields whose absence is reported by a rule of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// Code of the rule.
    pub rule: String,
    /// The message.
    pub message: String,
    /// JSON Pointers of the fields.
    pub fields: Vec<String>,
    /// What to do.
    pub help: String,
    /// Why it ends the socket.
    pub why: String,
    /// Source mark.
    pub source: String,
}

/// A field that people put at a wrong place.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Misplaced {
    /// The message.
    pub message: String,
    /// JSON Pointer of the wrong place.
    pub from: String,
    /// JSON Pointer of the right place.
    pub to: String,
    /// Only reported when the right place is empty: the wrong place may hold something of that name.
    #[serde(default)]
    pub only_if_missing: bool,
    /// The server is known to ignore the wrong place.
    #[serde(default)]
    pub ignored: bool,
    /// Source mark.
    pub source: String,
}

/// The patterns of the specification-pattern literature (Dwyer, Avrunin, Corbett, ICSE 1999).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// `of` does not occur in the scope.
    Absence,
    /// `of` occurs in the scope.
    Existence,
    /// `of` occurs at most `max` times in the scope.
    BoundedExistence,
    /// `of` occurs only after `by` has occurred in the scope.
    Precedence,
    /// Each `of` is followed by a `by` in the scope.
    Response,
    /// The value at `field` is the same in each `of`.
    Constant,
    /// The value at `field` is that of the URL's `parameter` in each `of`.
    EqualsUrl,
    /// `of` occurs at most `max` times in any `windowSeconds`.
    Rate,
}

/// A severity that a manifest gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSeverity {
    /// The message is rejected, lost, or ends the socket.
    Error,
    /// Accepted, but not as meant; or lost.
    Warning,
    /// Worth knowing.
    Note,
}

impl From<RuleSeverity> for Severity {
    fn from(severity: RuleSeverity) -> Self {
        match severity {
            RuleSeverity::Error => Severity::Error,
            RuleSeverity::Warning => Severity::Warning,
            RuleSeverity::Note => Severity::Note,
        }
    }
}

/// An event, or a set of them: what is absent is not asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventPattern {
    /// An event of the socket itself; frames without it.
    #[serde(default)]
    pub event: Option<SocketEvent>,
    /// Who sent the frame.
    #[serde(default)]
    pub direction: Option<Sender>,
    /// The message's name.
    #[serde(default)]
    pub message: Option<String>,
    /// Names that the message must not have.
    #[serde(default)]
    pub not: Vec<String>,
    /// Values that fields must have.
    #[serde(default, rename = "where")]
    pub conditions: Vec<Condition>,
}

/// An event of the socket itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SocketEvent {
    /// It opened.
    Open,
    /// It ended.
    Close,
}

/// A field and the value that it must have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// JSON Pointer.
    pub field: String,
    /// The value.
    pub equals: serde_json::Value,
}

/// Where in a socket's life a pattern holds. At most two of the three are set: `after` and `before` is *between*, `after`
/// and `until` is *after-until* (open-ended); none is *globally*.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// From this event on.
    #[serde(default)]
    pub after: Vec<EventPattern>,
    /// Up to this event, if it occurs.
    #[serde(default)]
    pub before: Vec<EventPattern>,
    /// Up to this event, or to the socket's end.
    #[serde(default)]
    pub until: Vec<EventPattern>,
}

/// A rule on the order of events.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SequenceRule {
    /// Its name in this manifest.
    pub id: String,
    /// Code of the rule that reports it.
    pub rule: String,
    /// The pattern.
    pub pattern: Pattern,
    /// The event that the pattern is about.
    pub of: Vec<EventPattern>,
    /// The other event of precedence and response.
    #[serde(default)]
    pub by: Vec<EventPattern>,
    /// The limit of bounded existence and of a rate.
    #[serde(default)]
    pub max: Option<u32>,
    /// JSON Pointer of the value that is constant, or equals the URL's.
    #[serde(default)]
    pub field: Option<String>,
    /// The parameter of the URL's query.
    #[serde(default)]
    pub parameter: Option<String>,
    /// The window of a rate, in seconds.
    #[serde(default)]
    pub window_seconds: Option<u32>,
    /// The scope; globally without one.
    #[serde(default)]
    pub scope: Scope,
    /// Of the rules in a group only the first one that a frame breaks is reported.
    #[serde(default)]
    pub group: Option<String>,
    /// The severity, where it is not the code's own.
    #[serde(default)]
    pub severity: Option<RuleSeverity>,
    /// Reported at most once a socket, and not counted.
    #[serde(default)]
    pub once: bool,
    /// Not reported once one of these rules has been: what it would say follows from them.
    #[serde(default)]
    pub unless: Vec<String>,
    /// What is wrong; `{message}` is the frame's message name.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Why it ends the socket.
    #[serde(default)]
    pub why: Option<String>,
    /// Source mark.
    pub source: String,
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
