//! `guestlint preflight`

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::error::Error;
use crate::preflight::{self, Given, Target};
use crate::protocol::near;
use crate::run::exit::Exit;
use crate::run::{Options, Run};
use crate::text::mask::Masker;

use super::console::Console;
use super::output::{Output, OutputParser, PageKind, Tee};
use super::project::{self, FailOn, Project};
use super::terminal::Look;
use super::{Stop, check, target};

const EXAMPLES: &str = "Examples:
  guestlint preflight --endpoint wss://api.mypurecloud.de/api/v2/guest/conversations/websocket --payload connect.json start-chat.json
  guestlint preflight --page public/index.html --settings .env.production --origin https://shop.example
  guestlint preflight --target production --output human --output json=preflight.json
  guestlint preflight                    every [preflight.NAME] of guestlint.toml

Nothing is sent: the payloads are stepped through the protocol with the best answers that the server may give, and everything \
is held against guestlint.toml and against exports of the organisation that you give. What could not be checked is listed, \
with the command that gets what is missing.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 usage or internal error, 3 nothing was checked";

/// What the user asks of `preflight`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Check this [preflight.NAME] of guestlint.toml; repeatable [default: all, unless other options say what to check]
    #[arg(long = "target", value_name = "NAME")]
    targets: Vec<String>,

    /// The URL that the client opens
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,

    /// The payloads that the client sends, in their order: files, folders, or a log of the planned session
    #[arg(long = "payload", value_name = "FILE", num_args = 1..)]
    payloads: Vec<PathBuf>,

    /// A page or script with the Messenger snippet
    #[arg(long = "page", value_name = "FILE", num_args = 1..)]
    pages: Vec<PathBuf>,

    /// The client's settings: an .env file, JSON, YAML or TOML
    #[arg(long = "settings", value_name = "FILE", num_args = 1..)]
    settings: Vec<PathBuf>,

    /// The origin of the page that opens the chat, such as https://shop.example
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,

    /// Exports of the organisation: files or folders
    #[arg(long = "export", value_name = "FILE", num_args = 1..)]
    exports: Vec<PathBuf>,

    /// The protocol that the client speaks [default: recognised]
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,

    /// The domain of the organisation's region, such as mypurecloud.de
    #[arg(long, value_name = "DOMAIN")]
    region: Option<String>,

    /// The least severity that gives exit status 1 [default: error]
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,

    #[command(flatten)]
    project: Project,

    /// Write a report in this format, to standard output or to a path; repeatable [default: human]
    #[arg(long = "output", value_name = "FORMAT[=PATH]", value_parser = OutputParser::<PageKind>::new())]
    outputs: Vec<Output<PageKind>>,

    #[command(flatten)]
    look: Look,

    /// Print only findings
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Print also what was read, and notes in full
    #[arg(short, long)]
    verbose: bool,
}

/// Runs the check.
pub(super) fn run(arguments: Arguments, console: &Console) -> Result<Exit, Stop> {
    target::check(&arguments.outputs, &arguments.payloads)?;
    let masker = Masker::new(arguments.look.show_values);
    let (config, catalogue) = arguments.project.load(masker)?;
    let targets = targets(&arguments, config.as_ref(), masker)?;
    let mut context = config.as_ref().map(Config::context).unwrap_or_default();
    if let Some(domain) = &arguments.region {
        context.region = Some(project::region(domain)?);
    }
    let options = Options {
        show_values: arguments.look.show_values,
        context: Arc::new(context.clone()),
        limits: config.as_ref().map(|config| config.model().limit_overrides()).unwrap_or_default(),
        ..Options::default()
    };
    let fail_on = project::fail_on(arguments.fail_on, config.as_ref());
    let mut outputs = arguments.outputs.clone();
    outputs.iter_mut().for_each(|output| output.fail_on(fail_on.severity()));
    let mut report = Tee::open(&outputs, arguments.look.color, arguments.quiet, arguments.verbose, console)?;
    let mut run = Run::with_protocols(options, catalogue.protocols()?, &mut report)?;
    if let Some(config) = &config {
        run = run.configured(config)?;
    }
    run = run.with_baseline(None);
    run.settings()?;
    for target in &targets {
        let verdict = preflight::check::<Stop>(&mut run, target, &context, masker)?;
        run.verdict(&verdict)?;
    }
    let outcome = run.finish()?;
    let exit = Exit::of(&outcome, fail_on.severity());
    check::tell_failures(&outcome, exit, check::is_on_screen(&arguments.outputs), console);
    Ok(exit)
}

/// What to check: what options say, upon the named targets of the configuration or by itself; else every target there.
fn targets(arguments: &Arguments, config: Option<&Config>, masker: Masker) -> Result<Vec<Target>, Stop> {
    let by_options = by_options(arguments, masker)?;
    let entries = config.map(|config| config.model().preflight.as_slice()).unwrap_or_default();
    let configured = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name.value == name)?;
        Some(Target::configured(config?, entry))
    };
    if !arguments.targets.is_empty() {
        let targets = arguments.targets.iter().map(|name| {
            let target = configured(name).ok_or_else(|| no_target(name, entries))?;
            Ok(target.overridden_by(by_options.clone()))
        });
        return targets.collect();
    }
    if !by_options.is_empty() {
        return Ok(vec![by_options]);
    }
    if entries.is_empty() {
        return Err(Error::new(
            "nothing to check: give what the client uses (--endpoint, --payload, --page, --settings), or write [preflight.production] into guestlint.toml",
        )
        .into());
    }
    let names = entries.iter().map(|entry| entry.name.value.as_str());
    let targets = names.filter_map(configured);
    Ok(targets.map(|target| target.overridden_by(by_options.clone())).collect())
}

fn by_options(arguments: &Arguments, masker: Masker) -> Result<Target, Error> {
    let given =
        |option: &str, value: &Option<String>| value.as_ref().map(|value| Given::by_option(option, value, masker));
    Ok(Target {
        name: None,
        protocol: arguments.protocol.clone(),
        endpoint: given("--endpoint", &arguments.endpoint),
        origin: given("--origin", &arguments.origin),
        region: arguments.region.as_deref().map(project::region).transpose()?,
        payloads: arguments.payloads.clone(),
        pages: arguments.pages.clone(),
        settings: arguments.settings.clone(),
        exports: arguments.exports.clone(),
    })
}

fn no_target(name: &str, entries: &[crate::config::Preflight]) -> Error {
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.value.as_str()).collect();
    let help = match (near::nearest(name, names.iter().copied()), names.as_slice()) {
        (Some(near), _) => format!("did you mean {near}?"),
        (None, []) => "guestlint.toml has no [preflight.NAME]".to_owned(),
        (None, names) => format!("the targets are {}", names.join(", ")),
    };
    Error::new(format!("there is no target `{name}`: {help}"))
}
