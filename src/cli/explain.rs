//! `guestlint explain`

use std::io::{self, Write};

use crate::error::Error;
use crate::protocol::{self, near};
use crate::rule::{self, RULES};
use crate::rules::numbers::{self, Meaning};
use crate::run::exit::Exit;

use super::Stop;
use super::console::Console;

/// What the user asks of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule's code or name (GL201, missing-routing-data), or a number that a console or a server said: 1006, 403, 4006
    #[arg(value_name = "CODE|NAME", required = true)]
    rules: Vec<String>,
}

/// Prints the pages.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let embedded = protocol::embedded()?;
    let mut out = console.out();
    for (index, asked) in arguments.rules.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n---\n")?;
        }
        let rule = rule::find(asked).or_else(|| rule::by_code(&format!("GL{asked}")));
        let number = asked.parse().ok().map(|number| numbers::meanings(number, embedded)).filter(|all| !all.is_empty());
        match (number, rule) {
            (Some(meanings), rule) => number_page(&mut out, &meanings, rule)?,
            (None, Some(rule)) => writeln!(out, "{}", rule.page.trim_end())?,
            (None, None) => return Err(unknown(asked).into()),
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// What a number means, and where a rule has it for its code, that there is one.
fn number_page(out: &mut dyn Write, meanings: &[Meaning], rule: Option<&rule::Rule>) -> io::Result<()> {
    for Meaning { what, meaning, help } in meanings {
        writeln!(out, "# {what}\n\n{}.", capitalised(meaning))?;
        if !help.is_empty() {
            writeln!(out, "\nWhat to do: {help}.")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", numbers::RECORD)?;
    if let Some(rule) = rule {
        writeln!(out, "\n{} is a rule, too ({}): guestlint explain {}", rule.code, rule.name, rule.code)?;
    }
    Ok(())
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn unknown(asked: &str) -> Error {
    let names = RULES.iter().flat_map(|rule| [rule.name, rule.code]);
    let near = near::nearest(asked, names).map_or(String::new(), |near| format!("; did you mean {near}?"));
    Error::new(format!("there is no rule `{asked}`{near} (guestlint rules lists them)"))
}
