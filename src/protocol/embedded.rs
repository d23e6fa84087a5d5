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
mod tests {
    use super::*;

    #[test]
    fn embedded_protocols_load_and_list_every_file_of_their_folder() {
        let protocols = embedded().unwrap();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        for ((_, files), protocol) in EMBEDDED.iter().zip(protocols) {
            let mut on_disk: Vec<String> = std::fs::read_dir(root.join(protocol.name()))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter(|name| name != "manifest.json")
                .collect();
            on_disk.sort();
            let mut listed: Vec<_> = files.iter().map(|(name, _)| (*name).to_owned()).collect();
            listed.sort();
            assert_eq!(on_disk, listed);
        }
    }

    #[test]
    fn manifests_are_valid_by_the_manifest_schema() {
        let schema = serde_json::from_str(MANIFEST_SCHEMA).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for (manifest, _) in EMBEDDED {
            let manifest = serde_json::from_str(manifest).unwrap();
            let errors: Vec<_> =
                validator.iter_errors(&manifest).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert_eq!(errors, Vec::<String>::new());
        }
    }

    #[test]
    fn examples_of_message_schemas_are_valid_by_their_schema() {
        for protocol in embedded().unwrap() {
            for message in &protocol.manifest.messages {
                let schema = protocol.schema(message).unwrap();
                let examples = schema.value()["examples"].as_array().unwrap();
                assert!(!examples.is_empty());
                let validator = jsonschema::validator_for(schema.value()).unwrap();
                for example in examples {
                    assert!(validator.is_valid(example), "{}", message.name);
                }
            }
        }
    }

    #[test]
    fn every_source_mark_is_explained() {
        for (manifest, _) in EMBEDDED {
            let value: serde_json::Value = serde_json::from_str(manifest).unwrap();
            let known = value["sources"].as_object().unwrap();
            let mut marks = Vec::new();
            collect_sources(&value, &mut marks);
            assert!(marks.len() > 10);
            for mark in marks {
                assert!(known.contains_key(&mark), "{mark}");
            }
        }
    }

    fn collect_sources(value: &serde_json::Value, marks: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(members) => {
                for (key, value) in members {
                    match value.as_str() {
                        Some(mark) if key == "source" => marks.push(mark.to_owned()),
                        _ => collect_sources(value, marks),
                    }
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect_sources(item, marks)),
            _ => {}
        }
    }
}
