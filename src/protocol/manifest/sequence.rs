//! What a manifest says of the order of events.

use serde::Deserialize;

use crate::rule::Severity;

use super::Sender;

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
    /// The thing that `of` names at `field` is in a state that is ready.
    Lifecycle,
    /// Each `of` is followed by a frame of the server with the same id at `field`.
    Answered,
    /// The id at `field` is another one in each `of`.
    Distinct,
}

impl Pattern {
    /// It is about ids at `field`, of which the engine keeps the latest; it holds for a socket's whole life.
    pub fn is_keyed(self) -> bool {
        matches!(self, Self::Lifecycle | Self::Answered | Self::Distinct)
    }
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
    /// JSON Pointer; `*` stands for any item of an array.
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

/// A state that a thing can be in, such as an attachment whose upload has succeeded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifecycleState {
    /// The events that bring a thing into it.
    pub on: Vec<EventPattern>,
    /// JSON Pointer of the thing's id in these events; `*` stands for any item of an array.
    pub field: String,
    /// A thing in this state may be used.
    #[serde(default)]
    pub ready: bool,
    /// A thing that was ready is not any more.
    #[serde(default)]
    pub revokes: bool,
    /// What is to be said of a thing in this state that is used, as a clause behind it: "whose upload failed".
    pub says: String,
    /// What to do then, where it is not what the rule says.
    #[serde(default)]
    pub help: Option<String>,
}

/// What the server sends where all goes well.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BestAnswer {
    /// The client's frame.
    pub to: Vec<EventPattern>,
    /// The server's frames, in order.
    pub with: Vec<AnswerFrame>,
    /// Source mark.
    pub source: String,
}

/// One frame of an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerFrame {
    /// The payload.
    pub data: serde_json::Value,
    /// Values that are copied out of the client's frame: by the JSON Pointer in the answer, the one in the frame.
    #[serde(default)]
    pub copy: std::collections::BTreeMap<String, String>,
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
    /// The other event of precedence and response; of answered, what may be an answer without the id.
    #[serde(default)]
    pub by: Vec<EventPattern>,
    /// The limit of bounded existence and of a rate.
    #[serde(default)]
    pub max: Option<u32>,
    /// JSON Pointer of the value that is constant or equals the URL's, or of the id of a keyed pattern.
    #[serde(default)]
    pub field: Option<String>,
    /// The parameter of the URL's query.
    #[serde(default)]
    pub parameter: Option<String>,
    /// The window of a rate, in seconds.
    #[serde(default)]
    pub window_seconds: Option<u32>,
    /// The states of a lifecycle.
    #[serde(default)]
    pub states: Vec<LifecycleState>,
    /// The events from which on a lifecycle is known whole: the first frame of their names decides.
    #[serde(default)]
    pub fresh: Vec<EventPattern>,
    /// What is to be said of a thing of which a whole lifecycle shows nothing.
    #[serde(default)]
    pub never: Option<String>,
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
    /// What is wrong; `{message}` is the frame's message name, `{id}` a keyed pattern's id, `{state}` what its state says,
    /// `{times}` and `{window}` what a rate allows.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Why it ends the socket.
    #[serde(default)]
    pub why: Option<String>,
    /// Source mark.
    pub source: String,
}
