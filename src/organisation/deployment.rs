//! A deployment, and the table of what may be said of one.

use super::fields::Object::{
    ChatDeployment, ConfigJson, Configuration, Deployment as Own, TerraformConfiguration, TerraformDeployment,
};
use super::fields::{Facts, Feature, Field, Telling, Type, fields};
use super::{Fact, Said};

pub use crate::protocol::manifest::DeploymentKind;

/// A deployment.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Its id, as it is written.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Which chat it is for, where that is known: a configuration does not say it.
    pub kind: Option<DeploymentKind>,
    /// Where it is said that there is one.
    pub at: Said,
    /// What is said of it, by the fields of this table.
    pub facts: Facts,
    /// The version of a configuration that it holds on to, where an export says so.
    pub configuration: Option<Pinned>,
}

/// The version of a configuration that a deployment holds on to: publishing a newer one does not move it.
#[derive(Clone, Debug)]
pub struct Pinned {
    /// The configuration's id.
    pub id: Option<String>,
    /// Its version: a number, or `DRAFT`.
    pub version: Option<Fact<String>>,
    /// The newest version of the configuration that an export shows.
    pub newest: Option<Fact<u64>>,
}

impl Deployment {
    /// A deployment of which nothing is known but its id.
    pub fn new(id: String, at: Said) -> Self {
        Self { id, name: None, kind: None, at, facts: Facts::default(), configuration: None }
    }

    /// `the deployment Shop EU`, or its id.
    pub fn title(&self) -> String {
        format!("the deployment {}", self.name.as_ref().unwrap_or(&self.id))
    }

    /// It is said which domains' pages may open its chat.
    pub fn says_domains(&self) -> bool {
        [&ALLOW_ALL_DOMAINS, &ALLOWED_DOMAINS].into_iter().any(|field| self.facts.get(field).is_some())
    }

    /// Adds what `other` says and this one does not.
    pub fn add(&mut self, other: Deployment) {
        self.name = self.name.take().or(other.name);
        self.kind = self.kind.or(other.kind);
        self.facts.add(other.facts);
        self.configuration = self.configuration.take().or(other.configuration);
    }
}

/// The feature of this key, as manifests name it: its field, and its words.
pub fn feature(key: &str) -> Option<(&'static Field, Feature)> {
    let field = FIELDS.iter().find(|field| field.key == key)?;
    Some((field, field.feature?))
}

/// The states of a deployment, by the platform's API.
pub const STATUSES: &[&str] = &["Pending", "Active", "Inactive", "Error", "Deleting"];

fields! {
    STATUS "status" Type::Word(STATUSES), "Its state, by the platform's word for it. Any but `Active` is GL505.",
        at(&[(Own, "status"), (ConfigJson, "status"), (TerraformDeployment, "status")]);
    ALLOW_ALL_DOMAINS "allow-all-domains" Type::Flag, "Pages of any domain may open the chat.",
        told(Telling::On("every domain")), part_of("domains"),
        at(&[(Own, "allowAllDomains"), (ChatDeployment, "allowAllDomains"), (TerraformDeployment, "allow_all_domains")]);
    ALLOWED_DOMAINS "allowed-domains" Type::Texts,
        "The domains whose pages may open the chat, as the deployment lists them. Another Origin is GL110.",
        default("any domain"), told(Telling::List("domains")), part_of("domains"),
        at(&[(Own, "allowedDomains"), (ChatDeployment, "allowedDomains"), (TerraformDeployment, "allowed_domains")]);
    AUTHENTICATION_REQUIRED "authentication-required" Type::Flag,
        "Only signed-in guests may chat: an anonymous session is GL507.",
        told(Telling::On("signed-in guests only")),
        at(&[
            (ChatDeployment, "authenticationRequired"),
            (Configuration, "authenticationSettings.enabled"),
            (ConfigJson, "auth.enabled"),
            (TerraformConfiguration, "authentication_settings.enabled")
        ]);
    ALLOW_SESSION_UPGRADE "allow-session-upgrade" Type::Flag,
        "A guest may begin anonymously and sign in later, also where authentication is required.",
        told(Telling::Switch("sign-in after the start"));
    TYPING "typing" Type::Flag,
        "A guest's typing is shown (`showUserTypingIndicator`). Where it is `false`, a typing event is GL506.",
        told(Telling::Switch("typing")), feature("the typing indicator of guests", "typing"),
        at(&[
            (Configuration, "messenger.apps.conversations.showUserTypingIndicator"),
            (TerraformConfiguration, "messenger.apps.conversations.show_user_typing_indicator")
        ]);
    AUTO_START "auto-start" Type::Flag,
        "A conversation starts by itself (`autoStart`). Where it is `false`, a presence `Join` is GL506, as a warning.",
        told(Telling::Switch("auto-start")), feature("the automatic start of conversations", "a presence Join"),
        at(&[
            (Configuration, "messenger.apps.conversations.autoStart.enabled"),
            (TerraformConfiguration, "messenger.apps.conversations.auto_start_enabled")
        ]);
    CLEAR "clear" Type::Flag,
        "A guest may clear the conversation (`conversationClear`). Where it is `false`, a presence `Clear` is GL506.",
        told(Telling::Switch("clear")), feature("the clearing of conversations", "clearing the conversation"),
        at(&[
            (Configuration, "messenger.apps.conversations.conversationClear.enabled"),
            (TerraformConfiguration, "messenger.apps.conversations.conversation_clear_enabled")
        ]);
    READ_ONLY_ON_DISCONNECT "read-only-on-disconnect" Type::Flag,
        "A conversation that an agent ended can only be read (`conversationDisconnect` of type `ReadOnly`). Worth knowing; no rule needs it.",
        told(Telling::Switch("read-only on disconnect")),
        at(&[
            (Configuration, "messenger.apps.conversations.conversationDisconnect.enabled"),
            (TerraformConfiguration, "messenger.apps.conversations.conversation_disconnect.enabled")
        ]);
    ATTACHMENTS "attachments" Type::Flag,
        "A guest may send files. Where it is `false`, a request for an upload is GL506.",
        told(Telling::Switch("attachments")), part_of("files"), feature("attachments", "attachments"),
        at(&[
            (Configuration, "messenger.fileUpload.enableAttachments"),
            (TerraformConfiguration, "messenger.file_upload.enable_attachments")
        ]);
    FILE_TYPES "file-types" Type::Texts,
        "The media types of the files that a guest may send, such as `image/png` or `image/*`. Another one is GL207. What a session announces itself wins.",
        default("any type"), told(Telling::List("files")), part_of("files");
    MAX_FILE_KB "max-file-kb" Type::Size,
        "The largest file that a guest may send, in kilobytes of 1,024 bytes. A larger one is GL212. What a session announces itself wins.",
        default("the protocol's limit"), told(Telling::Between("files to", "KB")), part_of("files");
    LANGUAGES "languages" Type::Texts,
        "The languages of the messenger's own texts, such as `en-us`. No rule compares them with a language of routing.",
        told(Telling::List("languages")),
        at(&[(Configuration, "languages"), (TerraformConfiguration, "languages")]);
}
