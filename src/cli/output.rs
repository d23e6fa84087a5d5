//! `--output FORMAT[=PATH]`: several reports of one run.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::str::FromStr;

use crate::error::Error;
use crate::report::{FileReport, Human, Json, Report, Statistics, Summary};

use super::terminal::{self, Color};

/// A report's format and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    format: OutputFormat,
    /// Standard output without one.
    path: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OutputFormat {
    Human,
    Json,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = text
            .split_once('=')
            .map_or((text, None), |(name, path)| (name, Some(path)));
        let format = match name {
            "human" => OutputFormat::Human,
            "json" => OutputFormat::Json,
            _ => {
                return Err(format!(
                    "there is no format `{name}`; the formats are human, json"
                ));
            }
        };
        match path {
            Some("") => Err(format!("a path must follow `{name}=`")),
            Some("-") | None => Ok(Self { format, path: None }),
            Some(path) => Ok(Self {
                format,
                path: Some(path.into()),
            }),
        }
    }
}

impl Output {
    /// A person reads it on standard output.
    pub(super) fn is_on_screen(&self) -> bool {
        self.format == OutputFormat::Human && self.path.is_none()
    }
}

/// The default: human output on standard output.
pub(super) fn default() -> Output {
    Output {
        format: OutputFormat::Human,
        path: None,
    }
}

/// Several reports that get the same results.
pub(super) struct Tee(Vec<Box<dyn Report>>);

impl Tee {
    /// Opens every output; `statistics`: people get counts in place of findings.
    pub(super) fn open(
        outputs: &[Output],
        color: Color,
        quiet: bool,
        verbose: bool,
        statistics: bool,
    ) -> Result<Self, Error> {
        let on_stdout = outputs
            .iter()
            .filter(|output| output.path.is_none())
            .count();
        if on_stdout > 1 {
            return Err(Error::new(
                "only one --output can go to standard output: give the others a path, as in json=report.json",
            ));
        }
        let open = |output: &Output| -> Result<Box<dyn Report>, Error> {
            let (out, stdout): (Box<dyn Write>, bool) = match &output.path {
                None => (Box::new(BufWriter::new(io::stdout())), true),
                Some(path) => {
                    let file = File::create(path).map_err(|error| {
                        Error::new(error.to_string())
                            .context(format!("cannot write {}", path.display()))
                    })?;
                    (Box::new(BufWriter::new(file)), false)
                }
            };
            Ok(match output.format {
                OutputFormat::Human if statistics => Box::new(Statistics::new(
                    out,
                    terminal::human_options(color, stdout, quiet, verbose),
                )),
                OutputFormat::Human => Box::new(Human::new(
                    out,
                    terminal::human_options(color, stdout, quiet, verbose),
                )),
                OutputFormat::Json => Box::new(Json::new(out)),
            })
        };
        Ok(Self(outputs.iter().map(open).collect::<Result<_, _>>()?))
    }
}

impl Report for Tee {
    fn file(&mut self, report: &FileReport) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.file(report))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|sink| sink.finish(summary))
    }
}
