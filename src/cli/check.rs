//! `guestlint check`

use std::path::PathBuf;
use std::sync::Arc;

use crate::capture::{self, FORMATS, Format};
use crate::config::Config;
use crate::coverage::Hook;
use crate::error::Error;
use crate::organisation::exports::{self, Exports};
use crate::outcome::{Minimum, Required};
use crate::page::nothing_checked;
use crate::protocol::Protocol;
use crate::rule::Severity;
use crate::run::exit::Exit;
use crate::run::{Exported, Input, Options, Outcome, Run, good_course};
use crate::text::escape::escape;
use crate::text::mask::Masker;

use super::baseline::BaselineOptions;
use super::console::Console;
use super::fix::Fix;
use super::log::LogOptions;
use super::output::{Output, OutputParser, PageKind, Tee};
use super::project::{self, Project, Settings};
use super::terminal::Look;
use super::{Stop, progress, target};

const EXAMPLES: &str = "Examples:
  guestlint check fixtures/ logs/session.ndjson
  guestlint check support-ticket.har -v
  guestlint check session.har console.log --merge
  guestlint check failed.har --against worked.har
  guestlint check . --write-baseline
  guestlint check fixtures/ --export queues.json
  guestlint check fixtures/ --diff
  guestlint check . --fail-on warning --output human --output json=report.json
  pbpaste | guestlint check -
";

/// What stands below the options: the examples, and what is read.
fn after_help() -> String {
    format!(
        "{EXAMPLES}\nWhat is read: {}; also gzipped, and in UTF-16 with a byte order mark. The format is recognised by \
         content. In folders, only files that hold a payload or a capture are checked.",
        capture::files()
    )
}

/// What the user asks of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(super) struct Arguments {
    /// Files and folders; `-` is standard input [default: the current folder, unless --protocol-dir is given]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    project: Project,

    #[command(flatten)]
    settings: Settings,

    /// Read the inputs as this format, whatever they look like
    #[arg(long, value_name = "NAME", value_parser = format_parser())]
    format: Option<String>,

    /// Take the files as recordings of the same sockets: frames from one, close codes and errors from the others
    #[arg(long)]
    merge: bool,

    /// Say where sessions depart from the good one in this capture
    #[arg(long, value_name = "GOOD")]
    against: Option<PathBuf>,

    /// Hold messages and endpoints against an export of the platform, or a folder of such: listings of the REST API or gc, Terraform's state; repeatable
    #[arg(long = "export", value_name = "PATH")]
    exports: Vec<PathBuf>,

    #[command(flatten)]
    log: LogOptions,

    /// Write a report in this format, to standard output or to a path; repeatable [default: human]
    #[arg(long = "output", value_name = "FORMAT[=PATH]", value_parser = OutputParser::<PageKind>::new())]
    outputs: Vec<Output<PageKind>>,

    #[command(flatten)]
    known: BaselineOptions,

    /// Make what is found in each file what is expected of it: write NAME.expect beside it, or delete it where nothing is
    #[arg(long)]
    update_expect: bool,

    #[command(flatten)]
    fix: Fix,

    /// Show each repeat of a finding, not the first with a count
    #[arg(long)]
    all: bool,

    /// Show how often each rule was broken, in place of the findings (the human report only)
    #[arg(long)]
    statistics: bool,

    /// Show what of the protocols the inputs exercise: messages, fields, values, transitions
    #[arg(long)]
    coverage: bool,

    /// Fail where the inputs exercise less of a protocol than this percentage; implies --coverage
    #[arg(long, value_name = "PCT", allow_negative_numbers = true)]
    min_coverage: Option<Minimum>,

    /// Report at most this many findings, and count the rest
    #[arg(long, value_name = "N", default_value_t = 1000)]
    max_findings: usize,

    #[command(flatten)]
    look: Look,

    /// Print only findings
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Print also what was recognised, what was skipped, and notes in full
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn format_parser() -> clap::builder::PossibleValuesParser {
    FORMATS.iter().map(|row| row.name).into()
}

/// Runs the check.
pub(super) fn run(arguments: Arguments, console: &Console) -> Result<Exit, Stop> {
    target::check(&arguments.outputs, &arguments.paths)?;
    let masker = Masker::new(arguments.look.show_values);
    let (config, catalogue) = arguments.project.load(masker)?;
    let mut exports = exports::read(&arguments.exports, masker);
    let exported = Exported::of(&mut exports, arguments.verbose);
    let mut options = options(&arguments, config.as_ref(), exports, &catalogue.protocols()?)?;
    let known = arguments.known.load(config.as_ref(), masker)?;
    let fail_on = arguments.settings.fail_on(config.as_ref());
    let mut paths = arguments.paths.clone();
    if paths.is_empty() && arguments.project.names_no_protocol() {
        paths.push(PathBuf::from("."));
    }
    if arguments.merge {
        check_merge(&paths)?;
    }
    let inputs = inputs(&paths, console)?;
    if let Some(path) = &arguments.against {
        let good = good_course(path, options.clone(), catalogue.protocols()?)?;
        options.against = Some(Arc::new(good));
    }
    let mut report = if arguments.fix.is_diff() {
        Tee::none()
    } else {
        Tee::open(
            &kinds(&arguments, fail_on.severity()),
            arguments.look.color,
            arguments.quiet,
            arguments.verbose,
            console,
        )?
    };
    let mut run = Run::with_protocols(options, catalogue.protocols()?, &mut report)?;
    if let Some(config) = &config {
        run = run.configured(config)?;
    }
    run = run.with_baseline(known);
    let shown = progress::Shown::start(arguments.quiet, console);
    run = run.with_progress(progress::tell);
    run.settings()?;
    run.exports(exported)?;
    for folder in catalogue.folders() {
        run.folder(folder)?;
    }
    if arguments.merge {
        run.merge(inputs)?;
    } else {
        inputs.into_iter().try_for_each(|input| run.input(input))?;
    }
    let outcome = run.finish()?;
    drop(shown);
    if arguments.fix.is_diff() {
        let exit = super::fix::show(&outcome, console)?;
        tell_failures(&outcome, exit, false, console);
        return Ok(exit);
    }
    let exit = Exit::of(&outcome, fail_on.severity());
    let silent = arguments.quiet && outcome.summary.errors + outcome.summary.warnings == 0;
    let told = !silent && is_on_screen(&arguments.outputs);
    tell_failures(&outcome, exit, told, console);
    Ok(exit)
}

/// What the run is asked to do: by the options, then by the configuration.
fn options(
    arguments: &Arguments,
    config: Option<&Config>,
    exports: Exports,
    protocols: &[&Protocol],
) -> Result<Options, Stop> {
    let mut context = config.map(Config::context).unwrap_or_default();
    exports.join(&mut context);
    if let Some(domain) = &arguments.settings.region {
        context.region = Some(project::region(domain)?);
    }
    let min_coverage = min_coverage(arguments, config);
    let covers = arguments.coverage || min_coverage.is_some();
    Ok(Options {
        coverage: covers.then(|| Hook::new(protocols)),
        min_coverage,
        protocol: arguments.settings.protocol.clone(),
        format: arguments.format.as_deref().and_then(Format::named),
        settings: arguments.log.settings()?,
        show_values: arguments.look.show_values,
        all: arguments.all,
        max_findings: arguments.max_findings,
        context: Arc::new(context),
        limits: config.map(|config| config.model().limit_overrides()).unwrap_or_default(),
        update_expect: arguments.update_expect,
        fixing: arguments.fix.fixing(),
        ..Options::default()
    })
}

/// What coverage must reach: by the option, then by the configuration.
fn min_coverage(arguments: &Arguments, config: Option<&Config>) -> Option<Required> {
    let option = arguments.min_coverage;
    let option = option.map(|minimum| Required::by_option("--min-coverage", minimum));
    // The project's own minimum is for its fixtures as a whole: one file that is looked at by itself need not reach it.
    let paths = &arguments.paths;
    let whole = paths.is_empty() || paths.iter().any(|path| path.is_dir());
    option.or_else(|| config.filter(|_| whole)?.min_coverage())
}

/// Merging needs recordings, and two of them.
fn check_merge(paths: &[PathBuf]) -> Result<(), Error> {
    if let Some(folder) = paths.iter().find(|path| path.is_dir()) {
        return Err(Error::new(format!(
            "--merge takes files, and {} is a folder: name the recordings in it",
            folder.display()
        )));
    }
    if paths.len() < 2 {
        return Err(Error::new("--merge takes two recordings or more, such as session.har console.log"));
    }
    Ok(())
}

/// The reports to write; with `--statistics` people get counts in place of findings.
fn kinds(arguments: &Arguments, fail_on: Option<Severity>) -> Vec<Output<PageKind>> {
    let mut outputs = arguments.outputs.clone();
    outputs.iter_mut().for_each(|output| output.fail_on(fail_on));
    if arguments.statistics {
        if outputs.is_empty() {
            outputs.push(Output::default());
        }
        for output in &mut outputs {
            output.count_only();
        }
    }
    outputs
}

/// A person reads the report on standard output.
pub(super) fn is_on_screen(outputs: &[Output<PageKind>]) -> bool {
    outputs.is_empty() || outputs.iter().any(Output::is_on_screen)
}

/// What the paths name; `-` is standard input.
pub(super) fn inputs(paths: &[PathBuf], console: &Console) -> Result<Vec<Input>, Error> {
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(Error::new("standard input can be read once: `-` stands twice among the paths"));
    }
    paths
        .iter()
        .map(|path| {
            if path.as_os_str() != "-" {
                return Ok(Input::Path(path.clone()));
            }
            let content =
                console.input().map_err(|error| Error::new(format!("cannot read standard input: {error}")))?;
            Ok(Input::Stdin(content))
        })
        .collect()
}

/// What no report can say, or none on standard output did: inputs that do not exist, and that nothing was checked.
pub(super) fn tell_failures(outcome: &Outcome, exit: Exit, told: bool, console: &Console) {
    for updated in &outcome.updated {
        console.tell(escape(updated));
    }
    for failure in &outcome.failures {
        console.tell(format_args!("guestlint: {}", escape(failure)));
    }
    let nothing = nothing_checked(&outcome.summary, false);
    if let Some(nothing) = nothing.filter(|_| exit == Exit::Nothing && !told) {
        console.tell(format_args!("guestlint: {nothing}"));
    }
}
