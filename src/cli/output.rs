//! `--output FORMAT[=PATH]`: several reports of one run.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use crate::error::Error;
use crate::outcome::{Account, Summary, Verdict};
use crate::page::{
    self, Checkstyle, Concise, Github, Human, HumanOptions, Json, JsonLines, Junit, Markdown, Page, Sarif, Statistics,
};
use crate::rule::Severity;
use crate::source::paths::Repository;

use super::console::Console;
use super::terminal::{self, Color};

/// The formats of a command's output.
pub(super) trait Kind: Copy + Eq + 'static {
    /// Every one, with the name that `--output` takes.
    const ALL: &'static [(&'static str, Self)];
    /// The one that a person reads: what is written where none is asked for.
    const DEFAULT: Self;

    /// What it is for, in a few words, for `--help`.
    fn about(self) -> &'static str;

    /// A report of this kind to `out`, which goes to `path`, or to standard output.
    fn open(
        self,
        out: BufWriter<Box<dyn Write>>,
        path: Option<&Path>,
        screen: HumanOptions,
        console: &Console,
    ) -> Box<dyn Page>;
}

/// A report's format and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output<K> {
    format: K,
    /// Standard output without one.
    path: Option<PathBuf>,
}

/// The reports of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    Human,
    /// What `--statistics` makes of the one for people.
    Statistics,
    Concise,
    Json,
    JsonLines,
    Github,
    Markdown,
    Sarif,
    Gitlab,
    /// With what fails the run.
    Junit(Option<Severity>),
    Checkstyle,
    Rdjson,
}

impl Kind for PageKind {
    const ALL: &'static [(&'static str, Self)] = &[
        ("human", PageKind::Human),
        ("concise", PageKind::Concise),
        ("json", PageKind::Json),
        ("jsonl", PageKind::JsonLines),
        ("github", PageKind::Github),
        ("markdown", PageKind::Markdown),
        ("sarif", PageKind::Sarif),
        ("gitlab", PageKind::Gitlab),
        ("junit", PageKind::Junit(Some(Severity::Error))),
        ("checkstyle", PageKind::Checkstyle),
        ("rdjson", PageKind::Rdjson),
    ];
    const DEFAULT: Self = PageKind::Human;

    fn about(self) -> &'static str {
        match self {
            PageKind::Human => "What a person reads on a terminal",
            PageKind::Statistics => "How often each rule was broken",
            PageKind::Concise => "One line a finding, as compilers write it, for editors and grep",
            PageKind::Json => "One document for scripts (schemas/report.schema.json)",
            PageKind::JsonLines => "The same as a stream: one object a line, input by input",
            PageKind::Github => "Annotations in GitHub Actions, the most telling ones first",
            PageKind::Markdown => "A job summary, or a comment on a pull request",
            PageKind::Sarif => "SARIF 2.1.0: GitHub code scanning, Azure DevOps, editors",
            PageKind::Gitlab => "Code Quality in GitLab's merge requests",
            PageKind::Junit(_) => "Test results, for Jenkins, GitLab and most CI systems",
            PageKind::Checkstyle => "Checkstyle's XML, for Jenkins' Warnings plugin",
            PageKind::Rdjson => "reviewdog's diagnostic format",
        }
    }

    fn open(
        self,
        out: BufWriter<Box<dyn Write>>,
        _: Option<&Path>,
        screen: HumanOptions,
        console: &Console,
    ) -> Box<dyn Page> {
        let repository = || Repository::here(|name| console.variable(name));
        match self {
            PageKind::Human => Box::new(Human::new(out, screen)),
            PageKind::Statistics => Box::new(Statistics::new(out, screen)),
            PageKind::Concise => Box::new(Concise::new(out, screen)),
            PageKind::Json => Box::new(Json::new(out)),
            PageKind::JsonLines => Box::new(JsonLines::new(out)),
            PageKind::Github => Box::new(Github::new(out, screen, repository())),
            PageKind::Markdown => Box::new(Markdown::new(out, screen)),
            PageKind::Sarif => Box::new(Sarif::new(out, repository())),
            PageKind::Gitlab => Box::new(page::gitlab(out, repository())),
            PageKind::Junit(fail_on) => Box::new(Junit::new(out, repository(), fail_on)),
            PageKind::Checkstyle => Box::new(Checkstyle::new(out, repository())),
            PageKind::Rdjson => Box::new(page::rdjson(out, repository())),
        }
    }
}

impl<K: Kind> Default for Output<K> {
    fn default() -> Self {
        Self { format: K::DEFAULT, path: None }
    }
}

impl Output<PageKind> {
    /// A person reads on standard output what the run came to.
    pub(super) fn is_on_screen(&self) -> bool {
        matches!(self.format, PageKind::Human | PageKind::Concise) && self.path.is_none()
    }

    /// Makes a person's report one of counts.
    pub(super) fn count_only(&mut self) {
        if self.format == PageKind::Human {
            self.format = PageKind::Statistics;
        }
    }

    /// Tells a report of tests what fails the run.
    pub(super) fn fail_on(&mut self, severity: Option<Severity>) {
        if let PageKind::Junit(least) = &mut self.format {
            *least = severity;
        }
    }
}

impl<K: Kind> FromStr for Output<K> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = text.split_once('=').map_or((text, None), |(name, path)| (name, Some(path)));
        let format = K::ALL.iter().find(|(known, _)| *known == name);
        let Some((_, format)) = format else {
            let names: Vec<_> = K::ALL.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            return Err(format!("there is no format `{name}`; the formats are {names}"));
        };
        let path = match path {
            Some("") => return Err(format!("a path must follow `{name}=`")),
            Some("-") | None => None,
            Some(path) => Some(path.into()),
        };
        Ok(Self { format: *format, path })
    }
}

/// Reads `FORMAT[=PATH]`, and gives the formats to the help and to completions.
#[derive(Clone, Debug)]
pub(super) struct OutputParser<K>(PhantomData<fn() -> K>);

impl<K: Kind> OutputParser<K> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<K: Kind + Send + Sync> TypedValueParser for OutputParser<K> {
    type Value = Output<K>;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let text = StringValueParser::new();
        let output = text.try_map(|text: String| Output::from_str(&text));
        output.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = K::ALL.iter();
        Some(Box::new(values.map(|(name, kind)| PossibleValue::new(*name).help(kind.about()))))
    }
}

impl<K: Kind> Output<K> {
    /// Where it goes, if that is a file.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    fn open(&self, color: Color, quiet: bool, verbose: bool, console: &Console) -> Result<Box<dyn Page>, Error> {
        let out: Box<dyn Write> =
            match &self.path {
                None => console.out(),
                Some(path) => Box::new(File::create(path).map_err(|error| {
                    Error::new(error.to_string()).context(format!("cannot write {}", path.display()))
                })?),
            };
        let screen = terminal::human_options(console, color, self.path.is_none(), quiet, verbose);
        let path = self.path.as_deref();
        Ok(self.format.open(BufWriter::new(out), path, screen, console))
    }
}

/// Several reports that get the same results.
pub(super) struct Tee(Vec<Box<dyn Page>>);

impl Tee {
    /// No report at all.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// Opens every output, which [`target::check`] has let through; where there is none, the default on standard output.
    pub(super) fn open<K: Kind>(
        outputs: &[Output<K>],
        color: Color,
        quiet: bool,
        verbose: bool,
        console: &Console,
    ) -> Result<Self, Error> {
        let default = [Output::default()];
        let outputs = if outputs.is_empty() { &default } else { outputs };
        let open = outputs.iter().map(|output| output.open(color, quiet, verbose, console));
        Ok(Self(open.collect::<Result<_, _>>()?))
    }
}

impl Page for Tee {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.file(report))
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.verdict(verdict))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.finish(summary))
    }
}
