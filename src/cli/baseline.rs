//! `--baseline`, `--no-baseline` and `--write-baseline`: the findings that are known.

use std::path::{Path, PathBuf};

use crate::config::{Config, Problem};
use crate::error::Error;
use crate::policy::baseline::{self, Baseline, Failure};
use crate::text::mask::Masker;

use super::Stop;
use super::project::working_folder;

/// What is known, and whether it is written.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineOptions {
    /// Take the findings in this file as known: they are not shown and do not count [default: that of guestlint.toml, or
    /// guestlint-baseline.json beside it]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,

    /// Take no finding as known
    #[arg(long, conflicts_with = "write_baseline")]
    no_baseline: bool,

    /// Make all that is found known: write it into the baseline, and take out what no longer occurs
    #[arg(long, conflicts_with_all = ["merge", "show_values", "update_expect"])]
    write_baseline: bool,
}

/// The file of a baseline, and who named it.
enum Named<'c> {
    Option(&'c Path),
    Config(PathBuf, &'c Config),
    /// It has the usual name, and may be missing.
    Nobody(PathBuf),
}

impl BaselineOptions {
    /// Reads the baseline, where there is one.
    pub(super) fn load(
        &self,
        config: Option<&Config>,
        masker: Masker,
    ) -> Result<Option<(Baseline, crate::policy::Use)>, Stop> {
        if self.no_baseline {
            return Ok(None);
        }
        let named = self.named(config)?;
        let path = match &named {
            Named::Option(path) => path,
            Named::Config(path, _) | Named::Nobody(path) => path.as_path(),
        };
        let usage = if self.write_baseline { crate::policy::Use::Write } else { crate::policy::Use::Read };
        if path.try_exists().unwrap_or(true) {
            return Ok(Some((Baseline::load(path, masker)?, usage)));
        }
        match named {
            _ if self.write_baseline => Ok(Some((Baseline::new(path, masker), usage))),
            Named::Nobody(_) => Ok(None),
            Named::Option(path) => Err(Error::new(format!(
                "--baseline {}: no such file; with --write-baseline it is written",
                path.display()
            ))
            .into()),
            Named::Config(path, config) => Err(missing(&path, config)),
        }
    }

    fn named<'c>(&'c self, config: Option<&'c Config>) -> Result<Named<'c>, Error> {
        if let Some(path) = &self.baseline {
            return Ok(Named::Option(path));
        }
        let Some(config) = config else {
            let nearest = crate::config::nearest(&working_folder()?, baseline::FILE);
            return Ok(Named::Nobody(nearest.unwrap_or(baseline::FILE.into())));
        };
        Ok(match config.baseline() {
            Some((path, _)) => Named::Config(path, config),
            None => Named::Nobody(config.beside(baseline::FILE)),
        })
    }
}

/// The configuration names a baseline that is not there.
fn missing(path: &Path, config: &Config) -> Stop {
    let span = config.baseline().map(|(_, span)| span).unwrap_or_default();
    Stop::Unusable(vec![Problem {
        location: config.locate(span),
        message: format!("there is no baseline {}", path.display()),
        label: "no such file".to_owned(),
        help: Some("`guestlint check --write-baseline` writes it".to_owned()),
    }])
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreadable(error) => error.into(),
            Failure::Unusable(problems) => Stop::UnusableBaseline(problems),
        }
    }
}
