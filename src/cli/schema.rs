//! `guestlint schema`

use std::io::Write;

use crate::error::Error;
use crate::exit::Exit;
use crate::lint;
use crate::protocol::{self, Protocol};

use super::Stop;

/// What the user asks of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A message's name: startChat
    #[arg(value_name = "TYPE")]
    message: String,

    /// The protocol, where several have such a message
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Stop> {
    let all = protocol::embedded()?;
    let protocols: Vec<&Protocol> = match &arguments.protocol {
        Some(name) => vec![lint::find(all, name)?],
        None => all.iter().collect(),
    };
    let found = protocols
        .iter()
        .find_map(|protocol| protocol.schema(protocol.message(&arguments.message)?));
    let schema = found.ok_or_else(|| unknown(&arguments.message, &protocols))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", schema.text().trim_end())?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn unknown(asked: &str, protocols: &[&Protocol]) -> Error {
    let near = protocols
        .iter()
        .find_map(|protocol| protocol.nearest_message(asked));
    let near = near.map_or(String::new(), |near| format!(" (did you mean {near}?)"));
    let names: Vec<_> = protocols
        .iter()
        .flat_map(|protocol| protocol.manifest.messages.iter())
        .map(|message| message.name.as_str())
        .collect();
    Error::new(format!(
        "there is no message `{asked}`{near}; the messages are {}",
        names.join(", ")
    ))
}
