//! `guestlint completions` and `guestlint man`: made of the same definitions as `--help`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::error::Error;
use crate::run::exit::Exit;

use super::console::Console;
use super::{Arguments as Guestlint, Stop};

const COMPLETIONS: &str = "Examples:
  guestlint completions bash > ~/.local/share/bash-completion/completions/guestlint
  guestlint completions zsh > ~/.zfunc/_guestlint
  guestlint completions fish > ~/.config/fish/completions/guestlint.fish";

/// What the user asks of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints a shell's completion script.
pub(super) fn completions(arguments: &Completions, console: &Console) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Guestlint::command(), env!("CARGO_PKG_NAME"), &mut script);
    print(&script, console)
}

/// What the user asks of `man`.
#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// Write a page for each command into this folder [default: print the page of guestlint itself]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the manual's page, or writes all pages.
pub(super) fn man(arguments: &Man, console: &Console) -> Result<Exit, Stop> {
    let mut command = Guestlint::command();
    // Gives each command its full name: guestlint-check.
    command.build();
    let Some(folder) = &arguments.out else {
        return print(&page(command)?, console);
    };
    let cannot_write = |path: &Path, error: std::io::Error| {
        Error::new(error.to_string()).context(format!("cannot write {}", path.display()))
    };
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, error))?;
    let commands: Vec<_> = command.get_subcommands().filter(|command| command.get_name() != "help").cloned().collect();
    for command in std::iter::once(command).chain(commands) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = folder.join(format!("{name}.1"));
        let page = page(command.clone())?;
        std::fs::write(&path, page).map_err(|error| cannot_write(&path, error))?;
    }
    Ok(Exit::Clean)
}

fn page(command: clap::Command) -> Result<Vec<u8>, Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}

fn print(text: &[u8], console: &Console) -> Result<Exit, Stop> {
    let mut out = console.out();
    out.write_all(text)?;
    out.flush()?;
    Ok(Exit::Clean)
}
