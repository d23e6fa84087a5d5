//! `guestlint convert`

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::capture::Format;
use crate::convert::{Converter, Failure, Key, Options, Outcome};
use crate::error::Error;
use crate::protocol;
use crate::run::exit::Exit;
use crate::source::InputName;
use crate::source::content::Content;
use crate::text::escape::escape;

use super::check::format_parser;
use super::console::Console;
use super::log::LogOptions;
use super::{ProtocolFolders, Stop};

const EXAMPLES: &str = "Examples:
  guestlint convert session.har
  guestlint convert session.har --redact --output ticket.ndjson
  guestlint convert monday.log tuesday.log --redact --key \"$SECRET\" > both.ndjson
  some-command | guestlint convert - | guestlint check -

What is read is what `check` reads. The frame log is NDJSON: an object for each open, frame, error \
and close; a check of it finds what a check of the capture finds. With --redact, tokens, e-mail \
addresses, names, phone numbers and what people wrote are replaced by stand-ins of the same length \
and form, equal ones by equal ones, so that findings stay the same; other people's sockets, the \
content of binary frames and lines without a frame are left out. It goes by names and shapes: read \
the log before you publish it.

Exit status: 0 converted, 2 usage error or an input that cannot be read, 3 nothing in it";

/// What the user asks of `convert`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Captures; `-` is standard input
    #[arg(value_name = "CAPTURE", required = true)]
    captures: Vec<PathBuf>,

    /// Write the log to this file, not to standard output
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Replace secrets, personal values and chat text by stand-ins, and leave other people's sockets out
    #[arg(long)]
    redact: bool,

    /// Derive the stand-ins from this secret text: the same in each run that is given it [default: a random key]
    #[arg(long, value_name = "TEXT", requires = "redact")]
    key: Option<String>,

    /// Write other people's sockets in spite of --redact
    #[arg(long, requires = "redact")]
    all_sockets: bool,

    /// Read the captures as this format, whatever they look like
    #[arg(long, value_name = "NAME", value_parser = format_parser())]
    format: Option<String>,

    /// Take no socket for another service's: each speaks this protocol
    #[arg(long, value_name = "NAME", requires = "redact")]
    protocol: Option<String>,

    #[command(flatten)]
    log: LogOptions,

    #[command(flatten)]
    own: ProtocolFolders,
}

/// Converts the captures.
pub(super) fn run(arguments: Arguments, console: &Console) -> Result<Exit, Stop> {
    let catalogue = arguments.own.catalogue()?;
    let mut protocols = catalogue.protocols()?;
    if let Some(name) = &arguments.protocol {
        protocols = vec![protocol::find(&protocols, name)?];
    }
    guard_inputs(&arguments)?;
    let options = Options {
        format: arguments.format.as_deref().and_then(Format::named),
        settings: arguments.log.settings()?,
        protocol: arguments.protocol.clone(),
        redact: key(&arguments)?,
        all_sockets: arguments.all_sockets,
    };
    let out = open(arguments.output.as_deref(), console)?;
    let mut converter = Converter::new(options, protocols, out);
    for path in &arguments.captures {
        match read(path, console) {
            Ok(content) => converter.input(name(path), content)?,
            Err(why) => converter.unreadable(&name(path), &why),
        }
    }
    Ok(told(&converter.finish()?, console))
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Write(error) => error.into(),
            Failure::Tool(error) => error.into(),
        }
    }
}

fn key(arguments: &Arguments) -> Result<Option<Key>, Error> {
    match &arguments.key {
        _ if !arguments.redact => Ok(None),
        Some(text) if text.is_empty() => {
            Err(Error::new("--key is empty: give a secret text, or leave --key out for a random key"))
        }
        Some(text) => Ok(Some(Key::from_text(text))),
        None => Key::random().map(Some),
    }
}

/// Refuses what would lose an input: standard input read twice, or a capture written over.
fn guard_inputs(arguments: &Arguments) -> Result<(), Error> {
    let paths = &arguments.captures;
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Error::new("standard input can be read once: `-` stands twice among the captures"));
    }
    if let Some(output) = &arguments.output
        && let Ok(target) = output.canonicalize()
        && paths.iter().any(|path| path.canonicalize().is_ok_and(|path| path == target))
    {
        return Err(Error::new(format!(
            "{} is one of the captures: --output must name another file",
            output.display()
        )));
    }
    Ok(())
}

fn name(path: &Path) -> InputName {
    if path.as_os_str() == "-" {
        return InputName::Stdin;
    }
    InputName::File(path.to_string_lossy().into_owned())
}

fn read(path: &Path, console: &Console) -> Result<Content, String> {
    if path.as_os_str() == "-" {
        return console.input().map_err(|error| format!("cannot read standard input: {error}"));
    }
    if path.is_dir() {
        return Err("this is a folder: name the captures in it".to_owned());
    }
    Content::of_file(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    })
}

fn open(path: Option<&Path>, console: &Console) -> Result<Box<dyn Write>, Error> {
    let Some(path) = path else {
        return Ok(Box::new(BufWriter::new(console.out())));
    };
    let file = File::create(path)
        .map_err(|error| Error::new(error.to_string()).context(format!("cannot write {}", path.display())))?;
    Ok(Box::new(BufWriter::new(file)))
}

/// Tells what the log does not, and gives the exit status.
fn told(outcome: &Outcome, console: &Console) -> Exit {
    for failure in &outcome.failures {
        console.tell(format_args!("guestlint: {}", escape(failure)));
    }
    if outcome.left_out > 0 {
        let plural = if outcome.left_out == 1 { "socket" } else { "sockets" };
        console.tell(format_args!(
            "guestlint: {} {plural} of other services left out; --all-sockets writes them, too",
            outcome.left_out
        ));
    }
    if !outcome.failures.is_empty() {
        return Exit::Failure;
    }
    if outcome.lines == 0 {
        console.tell("guestlint: nothing to convert: no socket, no frame and no payload");
        return Exit::Nothing;
    }
    Exit::Clean
}
