//! The command line: the only code that touches standard output, the terminal and the environment.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod baseline;
mod check;
mod completions;
mod config;
mod convert;
mod describe;
mod explain;
mod init;
mod log;
mod mend;
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
use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Problem;
use crate::error::Error;
use crate::page;
use crate::protocol::Catalogue;
use crate::run::exit::Exit;
use crate::text::escape::escape;

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
fn told_by_clap(error: clap::Error) -> ExitCode {
    let error = Arguments::try_parse_from(std::env::args_os().map(visible)).err().unwrap_or(error);
    // Nobody is left to tell when this fails.
    let _ = error.print();
    u8::try_from(error.exit_code()).map_or(Exit::Failure.into(), ExitCode::from)
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
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return told_by_clap(error),
    };
    let result = match arguments.command {
        Command::Check(arguments) => check::run(arguments),
        Command::Convert(arguments) => convert::run(arguments),
        Command::Trace(arguments) => trace::run(arguments),
        Command::Preflight(arguments) => preflight::run(arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Protocols(arguments) => protocols::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(Stop::BrokenPipe) => Exit::Clean.into(),
        Err(Stop::Unusable(problems)) => unusable("configuration", &problems),
        Err(Stop::UnusableBaseline(problems)) => unusable("baseline", &problems),
        Err(Stop::Failed(errors)) => {
            for error in errors {
                eprintln!("guestlint: {}", escape(&error.to_string()));
            }
            Exit::Failure.into()
        }
    }
}

/// Tells why a file of the project's cannot be used.
fn unusable(what: &str, problems: &[Problem]) -> ExitCode {
    let options = terminal::human_options(terminal::Color::Auto, false, false, false);
    eprintln!("guestlint: the {what} cannot be used");
    eprint!("{}", page::problems(problems, &options));
    Exit::Failure.into()
}
