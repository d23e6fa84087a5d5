//! `guestlint schema`

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::config;
use crate::error::Error;
use crate::page;
use crate::protocol::{self, Protocol};
use crate::run::exit::Exit;
use crate::text::escape::escape;
use crate::text::mask::Masker;

use super::Stop;
use super::console::Console;
use super::project::Project;

/// What the user asks of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A message's name: startChat
    #[arg(value_name = "TYPE", required_unless_present = "all")]
    message: Option<String>,

    /// Write the schemas of all messages to this folder, one folder a protocol; and those of guestlint.toml, of the JSON
    /// report and of a protocol's manifest
    #[arg(long, value_name = "DIR", conflicts_with = "message")]
    all: Option<PathBuf>,

    /// The protocol, where several have such a message
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,

    #[command(flatten)]
    project: Project,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let (_, catalogue) = arguments.project.load(Masker::new(false))?;
    let all = catalogue.protocols()?;
    let protocols = match &arguments.protocol {
        Some(name) => vec![protocol::find(&all, name)?],
        None => all,
    };
    if let Some(folder) = &arguments.all {
        return write_all(folder, &protocols, console);
    }
    let asked = arguments.message.as_deref().unwrap_or_default();
    let found = protocols.iter().find_map(|protocol| protocol.schema(protocol.message(asked)?));
    let schema = found.ok_or_else(|| unknown(asked, &protocols))?;
    let mut out = console.out();
    writeln!(out, "{}", schema.text().trim_end())?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Writes every schema as a file of its own, named as in the protocol's folder, so that editors and other validators can use it:
/// each holds all that it refers to.
fn write_all(folder: &Path, protocols: &[&Protocol], console: &Console) -> Result<Exit, Stop> {
    let mut out = console.out();
    for protocol in protocols {
        let target = folder.join(protocol.name());
        std::fs::create_dir_all(&target).map_err(|error| cannot_write(&target, &error))?;
        let mut count = 0;
        for message in &protocol.manifest.messages {
            let Some(schema) = protocol.schema(message) else {
                continue;
            };
            write(&target.join(&message.schema), schema.text())?;
            count += 1;
        }
        writeln!(out, "{}: {count} schemas", escape(&target.display().to_string()))?;
    }
    for (name, text) in general()? {
        let target = folder.join(name);
        write(&target, &text)?;
        writeln!(out, "{}", escape(&target.display().to_string()))?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// The schemas of what is no message, with the names of their files.
fn general() -> Result<[(&'static str, Cow<'static, str>); 3], Error> {
    let config = serde_json::to_string_pretty(&config::schema())
        .map_err(|error| Error::new(error.to_string()).context("the schema of guestlint.toml"))?;
    Ok([
        ("config.schema.json", config.into()),
        ("protocol.schema.json", protocol::MANIFEST_SCHEMA.into()),
        ("report.schema.json", page::REPORT_SCHEMA.into()),
    ])
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let text = format!("{}\n", text.trim_end());
    std::fs::write(path, text).map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::new(error.to_string()).context(format!("cannot write {}", path.display()))
}

fn unknown(asked: &str, protocols: &[&Protocol]) -> Error {
    let near = protocols.iter().find_map(|protocol| protocol.nearest_message(asked));
    let near = near.map_or(String::new(), |near| format!(" (did you mean {near}?)"));
    Error::new(format!("there is no message `{asked}`{near}; guestlint protocols NAME lists those of a protocol"))
}
