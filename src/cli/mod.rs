//! The command line: the only code that touches standard output, the terminal and the environment.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod baseline;
mod check;
mod completions;
mod config;
mod console;
mod convert;
mod describe;
mod explain;
mod fix;
mod init;
mod log;
mod output;
mod preflight;
mod progress;
mod project;
mod protocols;
mod rules;
mod schema;
mod target;
mod terminal;
mod trace;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Problem;
use crate::error::Error;
use crate::folder::Catalogue;
use crate::page;
use crate::run::exit::Exit;
use crate::text::escape::escape;

use console::{Console, Memory};

/// A linter for guest chat over WebSocket on Genesys Cloud: finds out why the socket dropped.
///
/// guestlint checks payload files and captured logs: every message by its schema, the order of frames, the endpoint, and how
/// the socket ended. It never opens a network connection.
#[derive(Debug, Parser)]
#[command(name = "guestlint", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  guestlint check fixtures/              lint payload files, for instance in CI
  guestlint check support-ticket.har     find out why a socket dropped
  guestlint trace support-ticket.har     see the session frame by frame
  some-command | guestlint check -       read a log from standard input
  guestlint convert ticket.har --redact  make a log that can be attached to a ticket
  guestlint explain GL201                what a code means, and what to do

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or internal error, 3 nothing was checked";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check payload files, captured logs and folders of them
    Check(check::Arguments),
    /// Write captures as a frame log, the simplest format; redacted with --redact
    Convert(convert::Arguments),
    /// Show a captured session as a timeline, with the findings on its frames
    Trace(trace::Arguments),
    /// Check before a deploy: endpoint, payloads and settings against the organisation that they are for
    Preflight(preflight::Arguments),
    /// Print a rule's page: what it means, why it matters, how to fix it
    Explain(explain::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// List the protocols, or describe one
    Protocols(protocols::Arguments),
    /// Print the JSON Schema of a message
    Schema(schema::Arguments),
    /// Write a guestlint.toml to start with, by what a folder holds
    Init(init::Arguments),
    /// Show what guestlint.toml and options set for a file, and where each value came from
    Config(config::Arguments),
    /// Print a script that completes commands and options in a shell
    Completions(completions::Completions),
    /// Print the manual's page, or write one for each command
    Man(completions::Man),
}

/// `--protocol-dir`
#[derive(Debug, clap::Args)]
struct ProtocolFolders {
    /// Add the protocol of a folder of your own: a manifest.json and its schemas; repeatable
    #[arg(long = "protocol-dir", value_name = "DIR")]
    folders: Vec<std::path::PathBuf>,
}

impl ProtocolFolders {
    /// The protocols of the run.
    fn catalogue(&self) -> Result<Catalogue, Stop> {
        Ok(Catalogue::load(&self.folders)?)
    }
}

/// Why a command stopped.
enum Stop {
    /// It could not do its work, for each of these reasons.
    Failed(Vec<Error>),
    /// The configuration cannot be used.
    Unusable(Vec<Problem>),
    /// The baseline cannot be used.
    UnusableBaseline(Vec<Problem>),
    /// Nobody reads the output any more.
    BrokenPipe,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Failed(vec![error])
    }
}

impl From<Vec<Error>> for Stop {
    fn from(errors: Vec<Error>) -> Self {
        Stop::Failed(errors)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Stop::BrokenPipe
        } else {
            Error::new(format!("cannot write the output: {error}")).into()
        }
    }
}

/// Prints what clap has to say (an error, help, the version) and gives the exit status for it.
///
/// An error repeats the arguments. A file name from elsewhere among them must not move the cursor or forge a line, so the
/// error is made again from arguments with such characters escaped.
fn told_by_clap(error: clap::Error, arguments: Vec<OsString>, console: &Console) -> u8 {
    let error = parse(arguments.into_iter().map(visible).collect(), console).err().unwrap_or(error);
    // Nobody is left to tell when this fails.
    let _ = match console {
        Console::Process => error.print(),
        Console::Memory(_) => {
            let mut stream = if error.use_stderr() { console.error() } else { console.out() };
            write!(stream, "{}", error.render())
        }
    };
    u8::try_from(error.exit_code()).unwrap_or(Exit::Failure.status())
}

fn visible(argument: OsString) -> OsString {
    match escape(&argument.to_string_lossy()) {
        Cow::Borrowed(_) => argument,
        Cow::Owned(escaped) => escaped.into(),
    }
}

/// Runs the command line and gives the exit status.
pub fn main() -> ExitCode {
    crate::guard::silence_caught_panics();
    run(std::env::args_os().collect(), &Console::Process).into()
}

/// What a command left behind that ran in memory.
#[derive(Debug)]
pub struct Said {
    /// The exit status.
    pub status: u8,
    /// What it wrote to standard output.
    pub out: Vec<u8>,
    /// What it wrote to standard error.
    pub error: Vec<u8>,
}

/// Runs a command within this process, with `input` on standard input, and keeps what it says: the program without its process.
/// The arguments are those behind the program's name. Paths count from the working directory of this process; there is no
/// terminal, and no variable of the environment is set.
pub fn say(arguments: impl IntoIterator<Item = OsString>, input: &[u8]) -> Said {
    let memory = Rc::new(Memory::new(input));
    let arguments = std::iter::once(OsString::from("guestlint")).chain(arguments);
    let status = run(arguments.collect(), &Console::Memory(memory.clone()));
    let (out, error) = memory.take();
    Said { status, out, error }
}

/// The command line, as clap reads it. In memory help is laid out for the width that a pipe gets.
fn parse(arguments: Vec<OsString>, console: &Console) -> Result<Arguments, clap::Error> {
    let mut command = Arguments::command();
    if matches!(console, Console::Memory(_)) {
        command = command.term_width(terminal::DEFAULT_WIDTH);
    }
    let matches = command.clone().try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// The command line, with `check` before what is a file and no command: `guestlint session.har`.
fn with_command(mut arguments: Vec<OsString>, console: &Console) -> Vec<OsString> {
    let is_file = |word: &OsString| {
        let known = Arguments::command().get_subcommands().any(|command| word == command.get_name());
        !known && !word.to_string_lossy().starts_with('-') && Path::new(word).exists()
    };
    if arguments.get(1).is_some_and(is_file) {
        let rest = arguments[1..].iter().map(|word| escape(&word.to_string_lossy()).into_owned());
        console.tell(format_args!("guestlint: running guestlint check {}", rest.collect::<Vec<_>>().join(" ")));
        arguments.insert(1, "check".into());
    }
    arguments
}

/// Runs a command line, the program's name included, and gives the exit status.
fn run(arguments: Vec<OsString>, console: &Console) -> u8 {
    let arguments = with_command(arguments, console);
    let parsed = match parse(arguments.clone(), console) {
        Ok(parsed) => parsed,
        Err(error) => return told_by_clap(error, arguments, console),
    };
    let result = match parsed.command {
        Command::Check(arguments) => check::run(arguments, console),
        Command::Convert(arguments) => convert::run(arguments, console),
        Command::Trace(arguments) => trace::run(arguments, console),
        Command::Preflight(arguments) => preflight::run(arguments, console),
        Command::Explain(arguments) => explain::run(&arguments, console),
        Command::Rules(arguments) => rules::run(&arguments, console),
        Command::Protocols(arguments) => protocols::run(&arguments, console),
        Command::Schema(arguments) => schema::run(&arguments, console),
        Command::Init(arguments) => init::run(&arguments, console),
        Command::Config(arguments) => config::run(&arguments, console),
        Command::Completions(arguments) => completions::completions(&arguments, console),
        Command::Man(arguments) => completions::man(&arguments, console),
    };
    let exit = match result {
        Ok(exit) => exit,
        Err(Stop::BrokenPipe) => Exit::Clean,
        Err(Stop::Unusable(problems)) => unusable("configuration", &problems, console),
        Err(Stop::UnusableBaseline(problems)) => unusable("baseline", &problems, console),
        Err(Stop::Failed(errors)) => {
            for error in errors {
                console.tell(format_args!("guestlint: {}", escape(&error.to_string())));
            }
            Exit::Failure
        }
    };
    exit.status()
}

/// Tells why a file of the project's cannot be used.
fn unusable(what: &str, problems: &[Problem], console: &Console) -> Exit {
    let options = terminal::human_options(console, terminal::Color::Auto, false, false, false);
    console.tell(format_args!("guestlint: the {what} cannot be used"));
    // Nobody is left to tell when this fails.
    let _ = console.error().write_all(page::problems(problems, &options).as_bytes());
    Exit::Failure
}
