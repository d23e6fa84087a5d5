//! `guestlint init`

mod meant;
mod survey;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::config;
use crate::error::Error;
use crate::run::exit::Exit;
use crate::run::{Input, Options, Run};
use crate::source::paths::shown;
use crate::text::escape::escape;

use super::Stop;
use super::console::Console;

use survey::Survey;

/// What the user asks of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder to look at, and to write guestlint.toml in
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Writes a configuration to start with.
pub(super) fn run(arguments: &Arguments, console: &Console) -> Result<Exit, Stop> {
    let folder = &arguments.folder;
    if !folder.is_dir() {
        return Err(Error::new(format!("{}: no such folder", folder.display())).into());
    }
    let path = target(folder);
    if path.exists() {
        return Err(taken(&path).into());
    }
    let mut survey = Survey::new(&shown(folder));
    let options = Options { max_findings: usize::MAX, ..Options::default() };
    let mut check = Run::new(options, &mut survey)?;
    check.input(Input::Path(folder.clone()))?;
    let failures = check.finish()?.failures;
    write(&path, &survey.text())?;
    let mut out = console.out();
    writeln!(out, "{}: written", escape(&path.display().to_string()))?;
    for told in survey.told() {
        writeln!(out, "  {told}")?;
    }
    writeln!(out, "Read it, commit it, and run guestlint check.")?;
    out.flush()?;
    if failures.is_empty() {
        Ok(Exit::Clean)
    } else {
        Err(Stop::Failed(failures.into_iter().map(Error::new).collect()))
    }
}

fn target(folder: &Path) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(config::FILE) } else { folder.join(config::FILE) }
}

/// Writes a file that must not be there yet.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => taken(path),
        _ => Error::new(error.to_string()).context(format!("cannot write {}", path.display())),
    })?;
    file.write_all(text.as_bytes())
        .map_err(|error| Error::new(error.to_string()).context(format!("cannot write {}", path.display())))
}

fn taken(path: &Path) -> Error {
    Error::new(format!(
        "{} is there already, and is left as it is (guestlint config shows what it sets)",
        path.display()
    ))
}
