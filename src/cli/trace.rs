//! `guestlint trace`

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::capture::{End, Format};
use crate::error::Error;
use crate::outcome::{Account, Session, Summary};
use crate::page::{HumanOptions, Page, TraceHtml, TraceHuman, TraceMermaid};
use crate::rule::{Rule, Unread};
use crate::run::exit::Exit;
use crate::run::{Input, Options, Run};
use crate::text::escape::escape;

use super::check::{format_parser, inputs};
use super::console::Console;
use super::log::LogOptions;
use super::output::{Kind, Output, OutputParser, Tee};
use super::terminal::Look;
use super::{ProtocolFolders, Stop, target};

const EXAMPLES: &str = "Examples:
  guestlint trace session.har
  guestlint trace session.har console.log -v
  guestlint trace browser.har --session 2 --output html=session.html
  guestlint trace session.ndjson --output mermaid | pbcopy

human: the session on the terminal, client on the left, server on the right; -v adds payloads and advice.
mermaid: a sequence diagram in a Markdown block, for an issue on GitHub or GitLab; a path that ends in \
.mmd gets the diagram alone.
html: one file for a browser, without network: payloads, filters, rule pages.

Exit status: 0 traced, 2 usage, unreadable input or internal error, 3 no session in the input";

/// What the user asks of `trace`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Captures; `-` is standard input
    #[arg(value_name = "CAPTURE", required = true)]
    captures: Vec<PathBuf>,

    /// Only this session: its id (support.har#2) or the number in it
    #[arg(long, value_name = "ID")]
    session: Option<String>,

    /// Show at most this many frames of a session: the first, the last, and those between with findings
    #[arg(long, value_name = "N", default_value = "200", value_parser = most)]
    max_frames: usize,

    #[command(flatten)]
    own: ProtocolFolders,

    /// Judge by this protocol, whatever the input looks like
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,

    /// Read the inputs as this format, whatever they look like
    #[arg(long, value_name = "NAME", value_parser = format_parser())]
    format: Option<String>,

    #[command(flatten)]
    log: LogOptions,

    /// Write a trace in this format, to standard output or to a path; repeatable [default: human]
    #[arg(long = "output", value_name = "FORMAT[=PATH]", value_parser = OutputParser::<TraceKind>::new())]
    outputs: Vec<Output<TraceKind>>,

    #[command(flatten)]
    look: Look,

    /// Show also payloads, advice, and why a session was judged by its protocol
    #[arg(short, long)]
    verbose: bool,
}

/// The forms of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TraceKind {
    Human,
    Mermaid,
    Html,
}

impl Kind for TraceKind {
    const ALL: &'static [(&'static str, Self)] =
        &[("human", TraceKind::Human), ("mermaid", TraceKind::Mermaid), ("html", TraceKind::Html)];
    const DEFAULT: Self = TraceKind::Human;

    fn about(self) -> &'static str {
        match self {
            TraceKind::Human => "What a person reads on a terminal",
            TraceKind::Mermaid => "A diagram that GitHub and GitLab draw",
            TraceKind::Html => "A page for a browser, in one file",
        }
    }

    fn open(
        self,
        out: BufWriter<Box<dyn Write>>,
        path: Option<&Path>,
        screen: HumanOptions,
        _: &Console,
    ) -> Box<dyn Page> {
        match self {
            TraceKind::Human => Box::new(TraceHuman::new(out, screen)),
            TraceKind::Mermaid => Box::new(TraceMermaid::new(out, is_bare(path))),
            TraceKind::Html => Box::new(TraceHtml::new(out)),
        }
    }
}

/// A file of Mermaid's own holds the diagram alone.
fn is_bare(path: Option<&Path>) -> bool {
    let ending = path.and_then(Path::extension);
    ending.is_some_and(|ending| ending == "mmd" || ending == "mermaid")
}

/// A number of frames: nothing is no trace.
fn most(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "it must be a number, 1 or more".to_owned())
}

/// Runs the trace.
pub(super) fn run(arguments: Arguments, console: &Console) -> Result<Exit, Stop> {
    target::check(&arguments.outputs, &arguments.captures)?;
    let options = Options {
        protocol: arguments.protocol,
        format: arguments.format.as_deref().and_then(Format::named),
        settings: arguments.log.settings()?,
        show_values: arguments.look.show_values,
        timeline: Some(arguments.max_frames),
        ..Options::default()
    };
    let catalogue = arguments.own.catalogue()?;
    let inputs: Vec<Input> = inputs(&arguments.captures, console)?;
    let mut tee = Tee::open(&arguments.outputs, arguments.look.color, false, arguments.verbose, console)?;
    let mut report = Selected {
        inner: &mut tee,
        wanted: arguments.session,
        known: Vec::new(),
        ignored: Vec::new(),
        shown: 0,
        told: 0,
        unreadable: false,
    };
    let mut run = Run::with_protocols(options, catalogue.protocols()?, &mut report)?;
    for input in inputs {
        run.input(input)?;
    }
    let outcome = run.finish()?;
    for failure in &outcome.failures {
        console.tell(format_args!("guestlint: {}", escape(failure)));
    }
    if let Some(error) = report.missing() {
        return Err(error.into());
    }
    if !outcome.failures.is_empty() || report.unreadable {
        return Ok(Exit::Failure);
    }
    if report.told == 0 {
        console.tell(format_args!("guestlint: {}", nothing(&outcome.summary)));
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Clean)
}

/// Why there is nothing to show.
fn nothing(summary: &Summary) -> String {
    let found = match (summary.ignored_sessions, summary.payloads) {
        (0, 0) if summary.sessions > 0 => "the session holds no frame".to_owned(),
        (0, 0) => "no session is in the input".to_owned(),
        (0, _) => "payloads stand there by themselves, without a session: guestlint check reads them".to_owned(),
        (_, _) => "the sockets there speak no known protocol; --protocol NAME judges them all the same".to_owned(),
    };
    format!("Nothing to trace: {found}.")
}

/// Passes one session on, or all, and remembers which there were.
struct Selected<'o> {
    inner: &'o mut dyn Page,
    wanted: Option<String>,
    known: Vec<String>,
    ignored: Vec<String>,
    /// Sessions that were passed on,
    shown: u64,
    /// and those of them that tell anything: a frame, or what became of a handshake.
    told: u64,
    /// An input could not be read at all.
    unreadable: bool,
}

impl Selected<'_> {
    fn wants(&self, id: &str) -> bool {
        let number = || id.rsplit('#').next();
        self.wanted
            .as_ref()
            .is_none_or(|wanted| wanted == id || Some(wanted.strip_prefix('#').unwrap_or(wanted)) == number())
    }

    fn count(&mut self, report: &Account) {
        let tells = |session: &&Session| {
            session.frames > 0 || session.url.is_some() || matches!(session.end, End::Refused { .. })
        };
        self.shown += report.sessions.len() as u64;
        self.told += report.sessions.iter().filter(tells).count() as u64;
    }

    /// That the session that the user asked for is not there.
    fn missing(&self) -> Option<Error> {
        let wanted = self.wanted.as_ref().filter(|_| self.shown == 0)?;
        if self.ignored.iter().any(|id| self.wants(id)) {
            return Some(Error::new(format!(
                "session {wanted} speaks no known protocol; --protocol NAME judges it all the same"
            )));
        }
        let known = match self.known.as_slice() {
            [] => "there is none in the input".to_owned(),
            known => format!("there are {}", known.join(", ")),
        };
        Some(Error::new(format!("there is no session {wanted}: {known}")))
    }
}

impl Page for Selected<'_> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        let is_unreadable = |rule: &Rule| rule.traits.unread == Unread::Bytes;
        self.unreadable |= report.format.is_none() && report.findings().any(|finding| is_unreadable(finding.rule));
        self.known.extend(report.sessions.iter().map(|s| s.id.clone()));
        self.ignored.extend(report.ignored.iter().map(|s| s.id.clone()));
        if self.wanted.is_none() {
            self.count(report);
            return self.inner.file(report);
        }
        let mut report = report.clone();
        report.sessions.retain(|session| self.wants(&session.id));
        report.ignored.clear();
        report.loose.clear();
        self.count(&report);
        if report.sessions.is_empty() {
            return Ok(());
        }
        self.inner.file(&report)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.inner.finish(summary)
    }
}
