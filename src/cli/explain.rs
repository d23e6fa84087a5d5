//! `guestlint explain`

use std::io::Write;

use crate::error::Error;
use crate::protocol::near;
use crate::rule::{self, RULES};
use crate::run::exit::Exit;

use super::Stop;
use super::console::Console;

/// What the user asks of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule's code or name: GL201, 201, missing-routing-data
    #[arg(value_name = "CODE|NAME", required = true)]
    rules: Vec<String>,
}

/// Prints the pages.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let mut out = console.out();
    for (index, asked) in arguments.rules.iter().enumerate() {
        let rule = rule::find(asked).or_else(|| rule::by_code(&format!("GL{asked}"))).ok_or_else(|| unknown(asked))?;
        if index > 0 {
            writeln!(out, "\n---\n")?;
        }
        writeln!(out, "{}", rule.page.trim_end())?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn unknown(asked: &str) -> Error {
    let names = RULES.iter().flat_map(|rule| [rule.name, rule.code]);
    let near = near::nearest(asked, names).map_or(String::new(), |near| format!("; did you mean {near}?"));
    Error::new(format!("there is no rule `{asked}`{near} (guestlint rules lists them)"))
}
