//! What a manifest says of the deployment that a client names: where, and what the deployment decides.

use serde::Deserialize;

use super::{Announced, EventPattern, RuleSeverity};

/// Where a client names its deployment, and what that deployment decides.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deployment {
    /// Which kind of deployment it is.
    pub kind: DeploymentKind,
    /// The URL's parameter that holds its id.
    #[serde(default)]
    pub parameter: Option<String>,
    /// The fields of messages that hold its id.
    pub fields: Vec<FieldOf>,
    /// The page's Origin is held against its domains when the socket opens.
    #[serde(default)]
    pub checks_origin: bool,
    /// The status with which the handshake is refused when the deployment, or the page, is not accepted.
    #[serde(default)]
    pub refused_with: Option<u16>,
    /// What it may have switched off.
    #[serde(default)]
    pub features: Vec<FeatureUse>,
    /// How a guest signs in where it wants that.
    #[serde(default)]
    pub sign_in: Option<SignIn>,
    /// Source mark.
    pub source: String,
}

/// Which chat a deployment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeploymentKind {
    /// The messenger and Web Messaging (`/api/v2/webdeployments/deployments`).
    Messaging,
    /// The removed web chat, version 2 (`/api/v2/widgets/deployments`).
    Chat,
}

/// A field of a message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOf {
    /// The message.
    pub message: String,
    /// JSON Pointer of the field.
    pub field: String,
}

/// How a client uses a feature.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureUse {
    /// The feature: a deployment's field, by its key.
    pub feature: String,
    /// The client's messages that use it.
    pub of: Vec<EventPattern>,
    /// What such a message is, with its article: `a typing event`.
    pub what: String,
    /// What becomes of it where the feature is switched off.
    pub meaning: String,
    /// What to do.
    pub help: String,
    /// How bad it is; an error without.
    #[serde(default)]
    pub severity: Option<RuleSeverity>,
    /// Lists by which a session shows that it has the feature, whatever the configuration says.
    #[serde(default)]
    pub announced: Vec<Announced>,
    /// Source mark.
    pub source: String,
}

/// How a guest signs in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The messages that open a session.
    pub by: Vec<Opening>,
    /// What to do.
    pub help: String,
    /// Source mark.
    pub source: String,
}

/// A message that opens a session: for an anonymous guest, or for one who is signed in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The message.
    pub message: String,
    /// JSON Pointer of what says who the guest is; without it the guest is anonymous whatever the message holds.
    #[serde(default)]
    pub credential: Option<String>,
}

/// A size or a list of a deployment's configuration that stands in for one of the protocol's until the session announces its
/// own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Configured {
    /// The largest file.
    FileSize,
    /// The media types of files.
    FileTypes,
}
