//! Every rule: code, name, severity, summary, page and traits. The one place that says which rules there are, and what is true
//! of each: whoever decides something by a rule asks for a trait.

#[cfg(test)]
mod tests;
mod traits;

pub use traits::{Depth, Ends, Fixes, Row, Tells, Traits, Unread};

use std::hash::{Hash, Hasher};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Accepted, but not as meant.
    Warning,
    /// The message is rejected, lost, or ends the socket.
    Error,
}

impl Severity {
    /// The word for it: `note`, `warning`, `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A family of rules: the hundreds digit of their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// GL1xx
    Endpoint,
    /// GL2xx
    Payload,
    /// GL3xx
    Sequence,
    /// GL4xx
    End,
    /// GL5xx
    Context,
    /// GL7xx
    Folder,
    /// GL8xx
    Project,
    /// GL9xx
    Input,
}

impl Family {
    /// The family's heading.
    pub fn title(self) -> &'static str {
        match self {
            Family::Endpoint => "Endpoint and handshake",
            Family::Payload => "Payload",
            Family::Sequence => "Sequence",
            Family::End => "End of the socket",
            Family::Context => "Queue and deployment",
            Family::Folder => "Protocol folder",
            Family::Project => "The project's settings",
            Family::Input => "Input",
        }
    }
}

/// A rule. Codes and names are the public contract: they never change meaning.
#[derive(Debug)]
pub struct Rule {
    /// `GL201`
    pub code: &'static str,
    /// `missing-routing-data`: reads as "allow …".
    pub name: &'static str,
    /// The severity where the rule does not say otherwise.
    pub severity: Severity,
    /// When it is reported, in one sentence.
    pub summary: &'static str,
    /// The rule's page in Markdown: the one text behind `explain`, the documentation and other formats' rule help.
    pub page: &'static str,
    /// The family.
    pub family: Family,
    /// What decides how its findings are taken.
    pub traits: Traits,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code.hash(state);
    }
}

/// A row is `CODE "name" Severity Family [traits] "summary";`. The traits are those that differ from the family's: `once`, or
/// `fixes = Either`.
macro_rules! rules {
    (@value) => { true };
    (@value $value:expr) => { $value };
    ($($code:ident $name:literal $severity:ident $family:ident [$($trait:ident $(= $value:expr)?),*] $summary:literal;)*) => {
        $(
            #[doc = concat!("`", stringify!($code), "` ", $name, ": ", $summary)]
            pub static $code: Rule = Rule {
                code: stringify!($code),
                name: $name,
                severity: Severity::$severity,
                summary: $summary,
                page: include_str!(concat!("../../docs/rules/", stringify!($code), ".md")),
                family: Family::$family,
                traits: Traits { $($trait: rules!(@value $($value)?),)* ..Traits::of(Family::$family) },
            };
        )*
        /// Every rule, by code.
        pub static RULES: &[&Rule] = &[$(&$code),*];
    };
}

rules! {
    GL101 "insecure-scheme" Error Endpoint [fixes = Fixes::Either, depth = Depth::Url] "the URL's scheme is ws, http or https where it must be wss";
    GL102 "unknown-host" Error Endpoint [] "the host belongs to no known Genesys Cloud region";
    GL103 "wrong-host-label" Error Endpoint [fixes = Fixes::Unsafe, depth = Depth::Url] "the domain is right, but the label before it is not the one that the protocol lives on";
    GL104 "wrong-endpoint-path" Error Endpoint [fixes = Fixes::Either, depth = Depth::Url] "the path is no known endpoint";
    GL105 "missing-api-version" Error Endpoint [fixes = Fixes::Safe, depth = Depth::Url] "the path's /api/v2 prefix is incomplete or names another version";
    GL106 "region-mismatch" Error Endpoint [needs_context, row = Row::Region] "the endpoint is in another region than the organisation";
    GL107 "missing-query-parameter" Error Endpoint [] "a parameter that the endpoint needs is absent from the URL, or empty";
    GL108 "secret-in-url" Warning Endpoint [] "a token or another secret stands in the URL";
    GL109 "handshake-refused" Error Endpoint [ends = Ends::Never, tells = Tells::End, explains_end] "the server answered the WebSocket handshake with another status than 101";
    GL110 "origin-not-allowed" Error Endpoint [of_deployment, row = Row::Origin] "the page's Origin is not in the deployment's allowed domains";
    GL111 "invalid-subprotocol" Warning Endpoint [ends = Ends::GivenUp] "the client asks for a subprotocol that is illegal or that the protocol does not have";
    GL112 "removed-protocol" Error Endpoint [ends = Ends::Never] "the traffic is of a protocol that its vendor has switched off";
    GL113 "undocumented-protocol" Note Endpoint [once, in_baseline = false] "the endpoint is in no published API of the vendor";
    GL114 "invalid-url" Error Endpoint [] "no WebSocket client can open this URL";
    GL201 "missing-routing-data" Error Payload [fixes = Fixes::Either, fixed_by_queue] "startChat has no routingData, or its routingData has no language";
    GL202 "missing-field" Error Payload [fixes = Fixes::Either] "a required field is absent";
    GL203 "wrong-type" Error Payload [] "a value has another JSON type than the protocol's";
    GL204 "unknown-field" Warning Payload [fixes = Fixes::Either] "the client sends a field that the protocol does not know";
    GL205 "unknown-message-type" Error Payload [fixes = Fixes::Either, depth = Depth::Name] "the message type is none of the protocol's";
    GL206 "missing-message-type" Error Payload [fixes = Fixes::Either, depth = Depth::Identity] "the payload is no object, or does not say which message it is";
    GL207 "invalid-value" Error Payload [] "a value is outside of what the protocol allows";
    GL208 "invalid-format" Error Payload [] "a value is not in the required format (UUID, language tag …)";
    GL209 "placeholder-value" Error Payload [] "a placeholder was left where a real value belongs";
    GL210 "invalid-json" Error Payload [fixes = Fixes::Either, depth = Depth::Text] "the payload is not JSON";
    GL211 "duplicate-key" Warning Payload [fixes = Fixes::Safe, bars_fix] "a key occurs twice in one object";
    GL212 "payload-too-large" Error Payload [] "a value is larger than the protocol allows";
    GL213 "misplaced-field" Warning Payload [fixes = Fixes::Safe] "a known field stands at a place where the server does not look for it";
    GL214 "double-encoded-payload" Error Payload [fixes = Fixes::Unsafe, depth = Depth::Wrapping] "the payload is a JSON string that holds JSON";
    GL215 "wrong-discriminator" Error Payload [fixes = Fixes::Unsafe, depth = Depth::Identity] "the message type stands under another key than the protocol reads";
    GL216 "binary-frame" Error Payload [] "a binary frame where the protocol speaks text";
    GL217 "secret-in-payload" Warning Payload [] "a JWT or OAuth token in a field that is not for one";
    GL301 "start-chat-before-connected" Error Sequence [] "startChat was sent before the server had acknowledged connect";
    GL302 "frame-before-session" Error Sequence [] "a client frame was sent before what it must follow";
    GL303 "session-not-first" Error Sequence [] "the first client frame is not the one that opens the session";
    GL304 "unanswered-connect" Warning Sequence [tells = Tells::Unanswered, explains_end] "the opening frame never got its acknowledgement";
    GL305 "repeated-start-chat" Error Sequence [] "startChat was sent twice on one socket";
    GL306 "frame-after-end" Error Sequence [] "a client frame was sent after the socket had ended";
    GL307 "repeated-connect" Error Sequence [] "the opening frame was sent twice on one socket";
    GL308 "unanswered-start-chat" Warning Sequence [tells = Tells::Unanswered] "nothing came from the server after startChat";
    GL309 "changed-token" Error Sequence [] "the session token changes within a socket";
    GL310 "deployment-mismatch" Error Sequence [row = Row::Deployment] "a frame names another deployment than the URL";
    GL311 "frame-in-read-only" Error Sequence [] "a message was sent while the session is read-only";
    GL312 "rate-limit-exceeded" Warning Sequence [] "frames were sent faster than the protocol allows";
    GL313 "wrong-direction" Error Sequence [] "a server's message was sent by the client, or the reverse";
    GL314 "join-without-new-session" Warning Sequence [] "a presence Join was sent in a session that is not new, or twice";
    GL315 "attachment-before-upload" Error Sequence [] "an attachment was sent before its upload had succeeded";
    GL316 "wrong-acknowledgement" Note Sequence [] "the acknowledgement arrived under another name than the protocol's";
    GL317 "unanswered-request" Warning Sequence [] "a request never got the answer with its id";
    GL318 "reused-tracing-id" Warning Sequence [] "two requests of one socket have the same id";
    GL401 "dropped-without-close" Error End [tells = Tells::End, timed] "the socket ended without a Close frame";
    GL402 "closed-with-error" Error End [tells = Tells::End, explains_end] "the socket was closed with an error code";
    GL403 "server-error" Error End [ends = Ends::Failed] "the server answered with an error";
    GL404 "session-ended-by-server" Warning End [ends = Ends::Over] "the server ended the session";
    GL501 "unknown-queue" Error Context [row = Row::Queue] "the queue is not among the known queues";
    GL502 "language-not-offered" Error Context [fixes = Fixes::Unsafe, row = Row::Language] "the language is not one that the queue, or the organisation, offers";
    GL503 "missing-queue-attribute" Error Context [fixes = Fixes::Either, row = Row::Attributes] "an attribute that the queue requires is absent";
    GL504 "unknown-deployment" Error Context [of_deployment, row = Row::Deployment] "the deployment id is not among the known deployments";
    GL505 "inactive-deployment" Error Context [of_deployment, row = Row::Deployment] "the deployment exists but is not active";
    GL506 "feature-not-enabled" Error Context [of_deployment, row = Row::Features] "the client uses something that the deployment's configuration has switched off";
    GL507 "authentication-required" Error Context [of_deployment, row = Row::SignIn] "an anonymous session where the deployment requires an authenticated one";
    GL701 "unreachable-state" Warning Folder [] "a rule of the sequence can never apply";
    GL702 "message-without-schema" Error Folder [] "the manifest names a message whose schema is missing";
    GL703 "schema-without-message" Warning Folder [] "a schema in the folder is used by no message";
    GL704 "unused-event" Warning Folder [] "an event of a sequence rule is none that can occur";
    GL705 "failing-example" Error Folder [] "an example in a schema fails the schema";
    GL706 "non-portable-pattern" Warning Folder [] "a regular expression that ECMAScript and Rust read differently";
    GL801 "unknown-setting" Warning Project [] "guestlint.toml sets something that there is no setting of";
    GL802 "unused-override" Warning Project [] "an override matches no file";
    GL803 "unused-ignore" Warning Project [] "an ignore suppresses nothing";
    GL804 "missing-expected-finding" Error Project [] "a finding that was expected did not occur";
    GL805 "unexpected-finding" Error Project [] "a finding occurred beyond the expected ones";
    GL806 "stale-baseline-entry" Warning Project [] "an entry of the baseline no longer occurs";
    GL807 "coverage-below-minimum" Error Project [] "the fixtures exercise less of the protocol than the project asks for";
    GL901 "unreadable-file" Error Input [unread = Unread::Bytes, in_baseline = false] "a file cannot be opened or decoded";
    GL902 "unrecognised-format" Warning Input [unread = Unread::Format, in_baseline = false] "the input looks like no known format";
    GL903 "truncated-capture" Warning Input [] "the capture ends in the middle";
    GL904 "no-frames-recorded" Warning Input [unread = Unread::Frames] "the capture has sockets, but its tool records no frames";
    GL905 "unknown-direction" Note Input [] "the format does not record who sent a frame";
    GL906 "elided-payload" Note Input [] "the log shortened a payload";
    GL907 "unparsed-payload" Note Input [] "the log shows an object as its console prints it, not its JSON";
    GL908 "unknown-socket" Note Input [] "the log does not say which of its sockets a frame belongs to";
    GL909 "unread-message" Warning Input [unread = Unread::Message, in_baseline = false] "a message stands in a log and could not be read, or only by a guess";
}

/// The rule with this code, in any case.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)).copied()
}

/// The rule with this code or name, in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    by_code(code_or_name).or_else(|| RULES.iter().find(|rule| rule.name.eq_ignore_ascii_case(code_or_name)).copied())
}
