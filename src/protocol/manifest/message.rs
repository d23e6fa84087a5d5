//! What a manifest says of messages: who sends them, their fields, limits and errors.

use serde::Deserialize;

use super::{Configured, RuleSeverity};

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
    /// Its name, by which a user sets another.
    pub name: String,
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
    /// What a deployment's configuration says of it; that wins over `max`.
    #[serde(default)]
    pub configured: Option<Configured>,
    /// Messages in which the session announces a limit of its own, which wins; the latest counts.
    #[serde(default)]
    pub announced: Vec<Announced>,
    /// What is limited, and what exceeding it does.
    pub meaning: String,
    /// Source mark.
    pub source: String,
}

/// How values are held against what a session announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Announcement {
    /// The value must be one of the announced media types; `image/*` and `*/*` stand for several.
    MediaTypes,
    /// The value must not end in one of the announced extensions.
    BlockedExtensions,
}

/// Values that a session announces as allowed or as refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// Code of the rule.
    pub rule: String,
    /// The message.
    pub message: String,
    /// JSON Pointer of the value.
    pub field: String,
    /// How the value is held against the announced ones.
    pub by: Announcement,
    /// What a deployment's configuration says of it, until a session announces it.
    #[serde(default)]
    pub configured: Option<Configured>,
    /// The messages that announce them; the latest counts. `*` in their pointers stands for any item of an array.
    pub announced: Vec<Announced>,
    /// What to do.
    pub help: String,
    /// Source mark.
    pub source: String,
}

/// Where a session announces a limit, or a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The server's message.
    pub message: String,
    /// JSON Pointer of the number, or of the items of the list.
    pub field: String,
    /// The number's unit, in units of the limit.
    #[serde(default)]
    pub times: Option<u64>,
}

/// What a message must keep to beyond its schema, and the rule that reports it where it does not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constraint {
    /// The message.
    pub message: String,
    /// JSON Pointer of the value that must; the whole message without it.
    #[serde(default)]
    pub field: String,
    /// What it must be: a JSON Schema.
    pub must: serde_json::Value,
    /// Code of the rule.
    pub rule: String,
    /// The severity, where it is not the rule's own.
    #[serde(default)]
    pub severity: Option<RuleSeverity>,
    /// What is wrong, where the schema's own words do not say it well.
    #[serde(default)]
    pub says: Option<String>,
    /// What to do.
    #[serde(default)]
    pub help: Option<String>,
    /// Why it ends the socket.
    #[serde(default)]
    pub why: Option<String>,
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
