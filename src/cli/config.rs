//! `guestlint config`

use std::io::{self, Write};
use std::path::PathBuf;

use crate::config::provenance::{self, Chosen, Setting};
use crate::config::{self, Config};
use crate::run::exit::Exit;
use crate::text::escape::escape;
use crate::text::mask::Masker;

use super::console::Console;
use super::project::{self, ConfigFile, Settings};
use super::{ProtocolFolders, Stop};

/// What the user asks of `config`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Show what is in force for this file [default: what is in force in general]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    #[command(flatten)]
    file: ConfigFile,

    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    own: ProtocolFolders,

    /// Print the JSON Schema of guestlint.toml, for editors
    #[arg(long, conflicts_with_all = ["path", "config", "no_config"])]
    schema: bool,
}

/// Prints what is in force, and where each value came from.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let mut out = console.out();
    if arguments.schema {
        serde_json::to_writer_pretty(&mut out, &config::schema()).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(Exit::Clean);
    }
    let mut config = arguments.file.load(Masker::new(false))?;
    project::catalogue(&mut config, &arguments.own.folders)?;
    if let Some(domain) = &arguments.settings.region {
        project::region(domain)?;
    }
    let chosen = Chosen {
        protocol: arguments.settings.protocol.clone(),
        region: arguments.settings.region.clone(),
        fail_on: arguments.settings.fail_on.map(|severity| severity.word().to_owned()),
    };
    let settings = provenance::in_force(config.as_ref(), arguments.path.as_deref(), &chosen);
    writeln!(out, "{}", escape(&heading(config.as_ref(), arguments.path.as_ref())))?;
    table(&mut out, &settings)?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn heading(config: Option<&Config>, path: Option<&PathBuf>) -> String {
    let from = match config {
        Some(config) => config.source().name().display().to_owned(),
        None => "No guestlint.toml is in force".to_owned(),
    };
    match path {
        Some(path) => format!("{from}, for {}:", path.display()),
        None => format!("{from}:"),
    }
}

fn table(out: &mut impl Write, settings: &[Setting]) -> io::Result<()> {
    let width = |text: fn(&Setting) -> &str| {
        let widths = settings.iter().map(|setting| text(setting).chars().count());
        widths.max().unwrap_or(0).min(WIDEST)
    };
    let (keys, values) = (width(|setting| &setting.key), width(|setting| &setting.value));
    for setting in settings {
        let (key, value) = (escape(&setting.key), escape(&setting.value));
        let origin = setting.origin.told();
        writeln!(out, "  {key:<keys$}  {value:<values$}  {}", escape(&origin))?;
    }
    Ok(())
}

/// Widest column that is kept in line.
const WIDEST: usize = 60;
