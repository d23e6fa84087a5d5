//! `guestlint protocols`

use std::io::{self, Write};

use crate::exit::Exit;
use crate::lint;
use crate::protocol::manifest::{Message, Sender, Status};
use crate::protocol::{self, Protocol};

use super::Stop;

/// What the user asks of `protocols`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Describe this one
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Prints the list, or one protocol.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Stop> {
    let all = protocol::embedded()?;
    let mut out = io::stdout().lock();
    match &arguments.name {
        Some(name) => describe(&mut out, lint::find(all, name)?)?,
        None => {
            for protocol in all {
                writeln!(
                    out,
                    "{}  {}, {}",
                    protocol.name(),
                    protocol.manifest.title,
                    status(protocol.manifest.status)
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Documented => "documented by the vendor",
        Status::Undocumented => "in no published API of the vendor",
        Status::Removed => "removed by the vendor",
    }
}

/// The protocol for a human: what it is, where it is spoken, its messages, its order, each with its source.
fn describe(out: &mut impl Write, protocol: &Protocol) -> io::Result<()> {
    let manifest = &protocol.manifest;
    writeln!(
        out,
        "{} ({})\n{}\n",
        manifest.name,
        status(manifest.status),
        manifest.summary
    )?;
    writeln!(out, "Endpoint")?;
    for endpoint in &manifest.endpoints {
        writeln!(out, "  {} [{}]", endpoint.url, endpoint.source)?;
    }
    writeln!(
        out,
        "\nMessages (told apart by `{}`)",
        manifest.discriminator.field
    )?;
    for message in &manifest.messages {
        writeln!(
            out,
            "  {:<10} {:<16} {} [{}]",
            message.name,
            sender(message.direction),
            fields(protocol, message),
            message.source
        )?;
        for alias in &message.aliases {
            writeln!(
                out,
                "  {:<10} also named `{}` [{}]",
                "", alias.name, alias.source
            )?;
        }
    }
    writeln!(out, "\nOrder")?;
    for rule in &manifest.sequence {
        writeln!(out, "  {}  {} [{}]", rule.rule, rule.help, rule.source)?;
    }
    writeln!(out, "\nFields that people put at a wrong place")?;
    for entry in &manifest.misplaced {
        let dotted = crate::json::pointer::dotted;
        let top = entry.to.matches('/').count() == 1;
        let place = if top {
            "at the top level".to_owned()
        } else {
            format!("in {}", dotted(&entry.to))
        };
        writeln!(
            out,
            "  {}: {} belongs {} [{}]",
            entry.message,
            dotted(&entry.from),
            place,
            entry.source
        )?;
    }
    writeln!(out, "\nSources")?;
    for (mark, source) in &manifest.sources {
        writeln!(out, "  [{mark}] {source}")?;
    }
    Ok(())
}

fn sender(sender: Sender) -> &'static str {
    match sender {
        Sender::Client => "client to server",
        Sender::Server => "server to client",
        Sender::Both => "both ways",
    }
}

/// The fields of a message, required ones marked with `*`.
fn fields(protocol: &Protocol, message: &Message) -> String {
    let Some(schema) = protocol.schema(message) else {
        return String::new();
    };
    let required = schema
        .value()
        .get("required")
        .and_then(serde_json::Value::as_array);
    let is_required =
        |name: &str| required.is_some_and(|names| names.iter().any(|other| other == name));
    let names = schema
        .properties("")
        .filter(|name| *name != protocol.manifest.discriminator.field);
    let names: Vec<_> = names
        .map(|name| format!("{name}{}", if is_required(name) { "*" } else { "" }))
        .collect();
    if names.is_empty() {
        "no fields".to_owned()
    } else {
        names.join(", ")
    }
}
