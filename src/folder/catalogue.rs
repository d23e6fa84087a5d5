//! The protocols of a run: those of the program, and those of the user's folders.

use std::path::PathBuf;

use crate::error::Error;
use crate::protocol::{Protocol, embedded};

use super::Folder;

/// The protocols of a run.
#[derive(Debug, Default)]
pub struct Catalogue {
    folders: Vec<Folder>,
}

impl Catalogue {
    /// The program's protocols and those of `folders`.
    ///
    /// # Errors
    /// Everything that makes a folder unusable, each with its place.
    pub fn load(folders: &[PathBuf]) -> Result<Self, Vec<Error>> {
        let mut loaded = Vec::new();
        let mut errors = Vec::new();
        for folder in folders {
            match Folder::load(folder) {
                Ok(folder) => loaded.push(folder),
                Err(mut problems) => errors.append(&mut problems),
            }
        }
        if errors.is_empty() { Ok(Self { folders: loaded }) } else { Err(errors) }
    }

    /// The user's folders.
    pub fn folders(&self) -> &[Folder] {
        &self.folders
    }

    /// Every protocol: the user's first, which win where a capture could be of either; then the program's, without those whose
    /// name the user has taken.
    ///
    /// # Errors
    /// When an embedded file is broken, which a test rules out.
    pub fn protocols(&self) -> Result<Vec<&Protocol>, Error> {
        let mut all: Vec<&Protocol> = self.folders.iter().map(|folder| &folder.protocol).collect();
        for protocol in embedded()? {
            if !all.iter().any(|own| own.name() == protocol.name()) {
                all.push(protocol);
            }
        }
        Ok(all)
    }
}
