//! The files of a client: its page with the Messenger snippet, and its settings.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::Finding;
use crate::outcome::UsedInput;
use crate::rules::input;
use crate::source::content::Content;
use crate::source::paths::shown;
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::claim::{Claim, Topic};
use super::{settings, snippet};

/// What was read of a client's files.
#[derive(Debug, Default)]
pub(super) struct Client {
    pub(super) claims: Vec<Claim>,
    pub(super) inputs: Vec<UsedInput>,
    pub(super) findings: Vec<Finding>,
}

impl Client {
    /// The first claim on a topic.
    pub(super) fn first(&self, topic: Topic) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.topic == topic)
    }

    /// Reads pages, which hold a snippet.
    pub(super) fn read_pages(&mut self, paths: &[PathBuf], masker: Masker) {
        for path in paths {
            let Some(source) = self.open(path, masker) else {
                continue;
            };
            let claims = snippet::read(&source);
            self.used(path, &claims, "no Messenger snippet in it");
            self.claims.extend(claims);
        }
    }

    /// Reads settings, as they are for `target`.
    pub(super) fn read_settings(&mut self, paths: &[PathBuf], target: Option<&str>, masker: Masker) {
        for path in paths {
            let Some(source) = self.open(path, masker) else {
                continue;
            };
            match settings::read(&source, path, target) {
                Ok(claims) => {
                    self.used(path, &claims, "no setting of a known name in it");
                    self.claims.extend(claims);
                }
                Err(error) => {
                    let at = source.locate_line(error.span);
                    self.findings.push(input::unreadable(at, &error.message));
                    self.unused(path, "cannot be read");
                }
            }
        }
    }

    fn open(&mut self, path: &Path, masker: Masker) -> Option<Arc<Source>> {
        let name = InputName::File(shown(path));
        let opened = Content::of_file(path)
            .map_err(|error| error.to_string())
            .and_then(Content::unpacked)
            .and_then(|content| content.decode(name.clone(), masker));
        match opened {
            Ok(decoded) => Some(Arc::new(decoded.source)),
            Err(why) => {
                let source = Source::from_text(name, "", masker);
                let at = source.locate(Span::at(0), Span::at(0));
                self.findings.push(input::unreadable(at, &why));
                self.unused(path, "cannot be read");
                None
            }
        }
    }

    fn used(&mut self, path: &Path, claims: &[Claim], nothing: &str) {
        if claims.is_empty() {
            return self.unused(path, nothing);
        }
        let mut topics: Vec<&str> = Vec::new();
        for claim in claims {
            if !topics.contains(&claim.topic.as_str()) {
                topics.push(claim.topic.as_str());
            }
        }
        self.inputs.push(UsedInput {
            file: shown(path),
            what: format!("says the {}", topics.join(", the ")),
            used: true,
        });
    }

    fn unused(&mut self, path: &Path, why: &str) {
        self.inputs.push(UsedInput { file: shown(path), what: why.to_owned(), used: false });
    }
}
