//! `--config` and `--no-config`: the project's configuration.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::config::{self, Config, Failure};
use crate::error::Error;
use crate::folder::Catalogue;
use crate::organisation::Region;
use crate::rule::Severity;
use crate::text::mask::Masker;

use super::{ProtocolFolders, Stop};

/// Which configuration holds.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigFile {
    /// Take this configuration [default: the nearest guestlint.toml of this folder or one above]
    #[arg(long, value_name = "PATH", conflicts_with = "no_config")]
    config: Option<PathBuf>,

    /// Take no configuration
    #[arg(long)]
    no_config: bool,
}

/// What a project has of its own: protocols and a configuration.
#[derive(Debug, clap::Args)]
pub(super) struct Project {
    #[command(flatten)]
    own: ProtocolFolders,

    #[command(flatten)]
    file: ConfigFile,
}

impl Project {
    /// Reads both, and holds the configuration against the protocols.
    pub(super) fn load(&self, masker: Masker) -> Result<(Option<Config>, Catalogue), Stop> {
        let mut config = self.file.load(masker)?;
        let catalogue = catalogue(&mut config, &self.own.folders)?;
        Ok((config, catalogue))
    }

    /// No protocol is named by an option.
    pub(super) fn names_no_protocol(&self) -> bool {
        self.own.folders.is_empty()
    }
}

/// Settings that an option can make, and a configuration too: the option wins.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// Judge by this protocol, whatever the input looks like
    #[arg(long, value_name = "NAME")]
    pub(super) protocol: Option<String>,

    /// The domain of the organisation's region, such as mypurecloud.de: endpoints must be in it
    #[arg(long, value_name = "DOMAIN")]
    pub(super) region: Option<String>,

    /// The least severity that gives exit status 1 [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
}

impl Settings {
    /// What fails the run: by the option, then by the configuration.
    pub(super) fn fail_on(&self, config: Option<&Config>) -> FailOn {
        fail_on(self.fail_on, config)
    }
}

/// What fails a run: by the option, then by the configuration.
pub(super) fn fail_on(option: Option<FailOn>, config: Option<&Config>) -> FailOn {
    let configured = config.and_then(|config| config.model().fail_on.as_ref());
    let configured = configured.and_then(|word| FailOn::from_str(&word.value, false).ok());
    option.or(configured).unwrap_or(FailOn::Error)
}

/// `--fail-on`
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Anything
    Note,
    /// Nothing: findings never fail the run
    Never,
}

impl FailOn {
    /// The severity, if any fails a run.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }

    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        self.severity().map_or("never", Severity::as_str)
    }
}

/// The region of this domain.
pub(super) fn region(domain: &str) -> Result<Region, Error> {
    match config::region(domain) {
        None => Ok(Region { domain: domain.to_ascii_lowercase(), at: None }),
        Some((what, help)) => Err(Error::new(format!("--region: \"{domain}\" {what}; {help}"))),
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreadable(error) => error.into(),
            Failure::Unusable(problems) => Stop::Unusable(problems),
        }
    }
}

impl ConfigFile {
    /// Reads it, if there is one.
    pub(super) fn load(&self, masker: Masker) -> Result<Option<Config>, Stop> {
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None if self.no_config => None,
            None => config::discover(&working_folder()?),
        };
        Ok(path.map(|path| Config::load(&path, masker)).transpose()?)
    }
}

/// The folder that the program was started in.
pub(super) fn working_folder() -> Result<PathBuf, Error> {
    std::env::current_dir().map_err(|error| Error::new(format!("cannot tell the working directory: {error}")))
}

/// The protocols of the program, of the configuration, and of the folders that options name; the configuration is held against
/// them.
pub(super) fn catalogue(config: &mut Option<Config>, folders: &[PathBuf]) -> Result<Catalogue, Stop> {
    let configured = config.as_ref().map(Config::protocol_dirs).unwrap_or_default();
    let mut all: Vec<PathBuf> = folders.to_vec();
    for folder in configured {
        let again = all.iter().any(|known| config::same_place(known, &folder));
        if !again {
            all.push(folder);
        }
    }
    let catalogue = Catalogue::load(&all)?;
    if let Some(config) = config {
        config.bind(&catalogue.protocols()?)?;
    }
    Ok(catalogue)
}
