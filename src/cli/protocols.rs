//! `guestlint protocols`

use std::io::Write;

use crate::protocol;
use crate::protocol::manifest::{Manifest, Status};
use crate::run::exit::Exit;
use crate::text::mask::Masker;

use super::console::Console;
use super::project::Project;
use super::{Stop, describe};

/// What the user asks of `protocols`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Describe this one
    #[arg(value_name = "NAME")]
    name: Option<String>,

    #[command(flatten)]
    project: Project,
}

/// Prints the list, or one protocol.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let (_, catalogue) = arguments.project.load(Masker::new(false))?;
    let all = catalogue.protocols()?;
    let mut out = console.out();
    match &arguments.name {
        Some(name) => describe::describe(&mut out, protocol::find(&all, name)?)?,
        None => {
            for protocol in all {
                writeln!(out, "{}  {}, {}", protocol.name(), protocol.manifest.title, status(&protocol.manifest))?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// How the vendor stands to the protocol, in words.
pub(super) fn status(manifest: &Manifest) -> String {
    match manifest.status {
        Status::Documented => "documented by the vendor".to_owned(),
        Status::Undocumented => "in no published API of the vendor".to_owned(),
        Status::Removed => match &manifest.removed_on {
            Some(day) => format!("removed by the vendor on {day}"),
            None => "removed by the vendor".to_owned(),
        },
    }
}
