//! `guestlint schema`

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::exit::Exit;
use crate::protocol::{self, Protocol};

use super::{ProtocolFolders, Stop};

/// What the user asks of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A message's name: startChat
    #[arg(value_name = "TYPE", required_unless_present = "all")]
    message: Option<String>,

    /// Write the schemas of all messages to this folder, one folder a protocol
    #[arg(long, value_name = "DIR", conflicts_with = "message")]
    all: Option<PathBuf>,

    /// The protocol, where several have such a message
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,

    #[command(flatten)]
    own: ProtocolFolders,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Stop> {
    let catalogue = arguments.own.catalogue()?;
    let all = catalogue.protocols()?;
    let protocols = match &arguments.protocol {
        Some(name) => vec![protocol::find(&all, name)?],
        None => all,
    };
    if let Some(folder) = &arguments.all {
        return write_all(folder, &protocols);
    }
    let asked = arguments.message.as_deref().unwrap_or_default();
    let found = protocols
        .iter()
        .find_map(|protocol| protocol.schema(protocol.message(asked)?));
    let schema = found.ok_or_else(|| unknown(asked, &protocols))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", schema.text().trim_end())?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Writes every schema as a file of its own, named as in the protocol's folder, so that editors and other validators can use it.
fn write_all(folder: &Path, protocols: &[&Protocol]) -> Result<Exit, Stop> {
    let mut out = std::io::stdout().lock();
    for protocol in protocols {
        let target = folder.join(protocol.name());
        std::fs::create_dir_all(&target).map_err(|error| cannot_write(&target, &error))?;
        let mut count = 0;
        for message in &protocol.manifest.messages {
            let Some(schema) = protocol.schema(message) else {
                continue;
            };
            let path = target.join(&message.schema);
            let text = format!("{}\n", schema.text().trim_end());
            std::fs::write(&path, text).map_err(|error| cannot_write(&path, &error))?;
            count += 1;
        }
        writeln!(out, "{}: {count} schemas", target.display())?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::new(error.to_string()).context(format!("cannot write {}", path.display()))
}

fn unknown(asked: &str, protocols: &[&Protocol]) -> Error {
    let near = protocols
        .iter()
        .find_map(|protocol| protocol.nearest_message(asked));
    let near = near.map_or(String::new(), |near| format!(" (did you mean {near}?)"));
    Error::new(format!(
        "there is no message `{asked}`{near}; guestlint protocols NAME lists those of a protocol"
    ))
}
