//! `guestlint rules`

use std::io::Write;

use clap::ValueEnum;
use serde::Serialize;

use crate::rule::{Family, RULES, Rule};
use crate::run::exit::Exit;

use super::Stop;
use super::console::Console;

/// What the user asks of `rules`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    output: ListFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ListFormat {
    /// A table for people
    Human,
    /// A JSON array
    Json,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'r> {
    code: &'r str,
    name: &'r str,
    severity: &'r str,
    family: &'r str,
    summary: &'r str,
}

impl<'r> From<&'r Rule> for Entry<'r> {
    fn from(rule: &'r Rule) -> Self {
        Self {
            code: rule.code,
            name: rule.name,
            severity: rule.severity.as_str(),
            family: rule.family.title(),
            summary: rule.summary,
        }
    }
}

/// Prints the registry.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let mut out = console.out();
    match arguments.output {
        ListFormat::Json => {
            let entries: Vec<Entry<'_>> = RULES.iter().map(|rule| Entry::from(*rule)).collect();
            serde_json::to_writer_pretty(&mut out, &entries).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        ListFormat::Human => table(&mut out)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn table(out: &mut impl Write) -> std::io::Result<()> {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut family: Option<Family> = None;
    for rule in RULES {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", rule.family.title())?;
            family = Some(rule.family);
        }
        writeln!(out, "  {}  {:<7}  {:<width$}  {}", rule.code, rule.severity.as_str(), rule.name, rule.summary)?;
    }
    Ok(())
}
