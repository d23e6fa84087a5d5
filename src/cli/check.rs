//! `guestlint check`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::capture::{Format, Mapping, Perspective, Settings};
use crate::error::Error;
use crate::exit::Exit;
use crate::finding::Severity;
use crate::lint::{Input, Options, Outcome, Run};
use crate::report::escape::escape;
use crate::report::nothing_checked;
use crate::source::content::Content;

use super::output::{self, Output, Tee};
use super::terminal::Color;
use super::{ProtocolFolders, Stop};

const EXAMPLES: &str = "Examples:
  guestlint check fixtures/ logs/session.ndjson
  guestlint check support-ticket.har -v
  guestlint check . --fail-on warning --output human --output json=report.json
  pbpaste | guestlint check -

What is read: payload files (an object, an array of payloads, one a line), frame logs and \
application logs in NDJSON or JSON, HAR files with WebSocket frames, and console or application \
logs in text; also gzipped, and in UTF-16 with a byte order mark. The format is recognised by \
content. In folders, only files that hold a payload or a capture are checked.";

/// What the user asks of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input [default: the current folder, unless --protocol-dir is given]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    own: ProtocolFolders,

    /// Judge by this protocol, whatever the input looks like
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,

    /// Read the inputs as this format, whatever they look like
    #[arg(long, value_name = "NAME", value_parser = format_parser())]
    format: Option<String>,

    /// Whose logs these are: what a client's log calls sent, a server's calls received
    #[arg(long, value_name = "SIDE")]
    perspective: Option<Side>,

    /// Where a part of a log's rows stands, as payload=/ws/frame (a JSON Pointer); repeatable
    #[arg(long = "map", value_name = "FIELD=POINTER")]
    map: Vec<String>,

    /// Write a report: human or json, to standard output or to a path; repeatable
    #[arg(long = "output", value_name = "FORMAT[=PATH]")]
    outputs: Vec<Output>,

    /// The least severity that gives exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,

    /// Show each repeat of a finding, not the first with a count
    #[arg(long)]
    all: bool,

    /// Report at most this many findings, and count the rest
    #[arg(long, value_name = "N", default_value_t = 1000)]
    max_findings: usize,

    /// Show secrets and personal values, which are masked otherwise
    #[arg(long)]
    show_values: bool,

    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,

    /// Print only findings
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Print also what was recognised, what was skipped, and notes in full
    #[arg(short, long)]
    verbose: bool,
}

/// `--perspective`
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Side {
    /// A client's, as a browser's console
    Client,
    /// A server's
    Server,
}

impl Side {
    fn perspective(self) -> Perspective {
        match self {
            Side::Client => Perspective::Client,
            Side::Server => Perspective::Server,
        }
    }
}

/// `--fail-on`
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Anything
    Note,
    /// Nothing: findings never fail the run
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

fn format_parser() -> clap::builder::PossibleValuesParser {
    Format::ALL.map(Format::as_str).into()
}

/// Runs the check.
pub(super) fn run(arguments: Arguments) -> Result<Exit, Stop> {
    let outputs = if arguments.outputs.is_empty() {
        vec![output::default()]
    } else {
        arguments.outputs.clone()
    };
    let options = Options {
        protocol: arguments.protocol.clone(),
        format: arguments.format.as_deref().and_then(|name| {
            Format::ALL
                .into_iter()
                .find(|format| format.as_str() == name)
        }),
        settings: Settings {
            perspective: arguments.perspective.map(Side::perspective),
            mapping: Mapping::parse(&arguments.map)
                .map_err(|why| Error::new(format!("--map: {why}")))?,
        },
        show_values: arguments.show_values,
        all: arguments.all,
        max_findings: arguments.max_findings,
    };
    let mut paths = arguments.paths;
    if paths.is_empty() && arguments.own.folders.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let catalogue = arguments.own.catalogue()?;
    let inputs = inputs(&paths)?;
    let mut report = Tee::open(
        &outputs,
        arguments.color,
        arguments.quiet,
        arguments.verbose,
    )?;
    let mut run = Run::with_protocols(options, catalogue.protocols()?, &mut report)?;
    for folder in catalogue.folders() {
        run.folder(folder)?;
    }
    for input in inputs {
        run.input(input)?;
    }
    let outcome = run.finish()?;
    let exit = Exit::of(&outcome, arguments.fail_on.severity());
    let silent = arguments.quiet && outcome.summary.errors + outcome.summary.warnings == 0;
    let told = !silent && outputs.iter().any(Output::is_on_screen);
    tell_failures(&outcome, exit, told);
    Ok(exit)
}

fn inputs(paths: &[PathBuf]) -> Result<Vec<Input>, Error> {
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Error::new(
            "standard input can be read once: `-` stands twice among the paths",
        ));
    }
    paths
        .iter()
        .map(|path| {
            if path.as_os_str() != "-" {
                return Ok(Input::Path(path.clone()));
            }
            let content = Content::of_reader(std::io::stdin().lock())
                .map_err(|error| Error::new(format!("cannot read standard input: {error}")))?;
            Ok(Input::Stdin(content))
        })
        .collect()
}

/// What no report can say, or none on standard output did: inputs that do not exist, and that nothing was checked.
fn tell_failures(outcome: &Outcome, exit: Exit, told: bool) {
    for failure in &outcome.failures {
        eprintln!("guestlint: {}", escape(failure));
    }
    let nothing = nothing_checked(&outcome.summary, false);
    if let Some(nothing) = nothing.filter(|_| exit == Exit::Nothing && !told) {
        eprintln!("guestlint: {nothing}");
    }
}
