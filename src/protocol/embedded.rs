//! The protocols that come with the program: the folders under `schemas/`, built in.

use std::sync::LazyLock;

use crate::error::Error;

use super::Protocol;

/// A file of an embedded protocol: name and content.
type EmbeddedFile = (&'static str, &'static str);

macro_rules! embedded {
    ($folder:literal: $($file:literal),* $(,)?) => {
        (
            include_str!(concat!("../../schemas/", $folder, "/manifest.json")),
            &[$(($file, include_str!(concat!("../../schemas/", $folder, "/", $file)))),*],
        )
    };
}

/// The protocols that come with the program. A test compares each list of files with its folder.
const EMBEDDED: &[(&str, &[EmbeddedFile])] = &[
    embedded!("guest-conversations":
        "connect.schema.json",
        "connected.schema.json",
        "error.schema.json",
        "message.schema.json",
        "startChat.schema.json",
        "typing.schema.json",
    ),
    embedded!("web-messaging":
        "AttachmentDeletedResponse.schema.json",
        "ConnectionClosedEvent.schema.json",
        "Error.schema.json",
        "ErrorMessage.schema.json",
        "GenerateUrlError.schema.json",
        "GetConfigurationResponse.schema.json",
        "JwtResponse.schema.json",
        "LogoutEvent.schema.json",
        "PresignedUrlResponse.schema.json",
        "ResumeTokenResponse.schema.json",
        "SessionClearedEvent.schema.json",
        "SessionExpiredEvent.schema.json",
        "SessionResponse.schema.json",
        "StructuredMessage.schema.json",
        "TooManyRequestsErrorMessage.schema.json",
        "Unknown.schema.json",
        "UploadFailureEvent.schema.json",
        "UploadSuccessEvent.schema.json",
        "closeSession.schema.json",
        "configureAuthenticatedSession.schema.json",
        "configureSession.schema.json",
        "deleteAttachment.schema.json",
        "disconnectCustomer.schema.json",
        "echo.schema.json",
        "getAttachment.schema.json",
        "getConfiguration.schema.json",
        "getJwt.schema.json",
        "onAttachment.schema.json",
        "onMessage.schema.json",
        "resumeToken.schema.json",
        "string.schema.json",
    ),
    embedded!("webchat-v2":
        "channel.metadata.schema.json",
        "createConversation.schema.json",
        "member-change.schema.json",
        "message.schema.json",
        "sendMessage.schema.json",
        "typing-indicator.schema.json",
    ),
];

/// JSON Schema of a manifest.
pub const MANIFEST_SCHEMA: &str = include_str!("../../schemas/protocol.schema.json");

/// The protocols that come with the program.
///
/// # Errors
/// When an embedded file is broken, which a test rules out.
pub fn embedded() -> Result<&'static [Protocol], Error> {
    static LOADED: LazyLock<Result<Vec<Protocol>, Error>> = LazyLock::new(|| {
        EMBEDDED
            .iter()
            .map(|(manifest, files)| {
                Protocol::from_parts(manifest, |name| {
                    let file = files.iter().find(|(file, _)| *file == name);
                    file.map(|(_, text)| (*text).to_owned())
                })
            })
            .collect()
    });
    LOADED.as_deref().map_err(Clone::clone)
}

#[cfg(test)]
mod tests;

/// The protocol of this name.
///
/// # Errors
/// There is none; the message names the nearest and all others.
pub fn find<'p>(protocols: &[&'p Protocol], name: &str) -> Result<&'p Protocol, Error> {
    let found = protocols.iter().find(|protocol| protocol.name() == name);
    found.copied().ok_or_else(|| {
        let names: Vec<_> = protocols.iter().map(|protocol| protocol.name()).collect();
        let near = super::near::nearest(name, names.iter().copied());
        let near = near.map_or(String::new(), |near| format!(" (did you mean {near}?)"));
        Error::new(format!("there is no protocol `{name}`{near}; the protocols are {}", names.join(", ")))
    })
}
