//! `guestlint.toml`: what a project sets, found and read, with the place of each setting.

mod check;
mod globs;
mod keys;
mod model;
pub mod provenance;
mod schema;
mod scope;
#[cfg(test)]
mod tests;
mod value;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use crate::error::Error;
use crate::organisation::{Complete, Context, Known, Region, Said};
use crate::outcome::Required;
use crate::protocol::{Protocol, near};
use crate::source::paths::{absolute, shown};
use crate::source::{InputName, Location, Source, decode};
use crate::text::mask::Masker;
use crate::text::span::Span;

pub use check::{Unknown, region};
pub use globs::Globs;
pub use keys::{KEYS, Key, KeyOf, Kind};
pub use model::{At, Expect, Files, Ignore, Level, Model, Override, Preflight, Severities};

pub use crate::problem::Problem;
pub use schema::schema;
pub use scope::{Scope, Selection};

/// The name of the file.
pub const FILE: &str = "guestlint.toml";

/// A project's configuration.
#[derive(Debug)]
pub struct Config {
    source: Arc<Source>,
    /// The folder that it stands in, absolute: what its globs and paths are relative to.
    folder: PathBuf,
    /// The same folder as it is shown, from the working directory.
    shown_folder: PathBuf,
    model: Model,
    unknown: Vec<Unknown>,
}

/// Why there is no configuration, though there is a file.
#[derive(Debug)]
pub enum Failure {
    /// It cannot be read.
    Unreadable(Error),
    /// It cannot be used.
    Unusable(Vec<Problem>),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Unreadable(error)
    }
}

/// The nearest configuration of `folder` or of one above it.
pub fn discover(folder: &Path) -> Option<PathBuf> {
    nearest(folder, FILE)
}

/// The nearest file of this name in `folder` or in one above it.
pub fn nearest(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut up = PathBuf::new();
    for (steps, ancestor) in folder.ancestors().enumerate() {
        if steps > 0 {
            up.push("..");
        }
        if ancestor.join(name).is_file() {
            // From the folder: `../guestlint.toml` is shorter than any absolute path, and can be clicked.
            return Some(up.join(name));
        }
    }
    None
}

impl Config {
    /// Reads the configuration at `path`.
    ///
    /// # Errors
    /// It cannot be read, is no TOML, or has a value that cannot be used.
    pub fn load(path: &Path, masker: Masker) -> Result<Self, Failure> {
        let shown = shown(path);
        let unreadable = |why: String| Error::new(format!("cannot read {shown}: {why}"));
        let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let decoded = decode::decode(InputName::File(shown.clone()), bytes, masker).map_err(unreadable)?;
        if let Some(span) = decoded.invalid {
            let at = decoded.source.locate(span, span);
            return Err(Failure::Unusable(vec![Problem {
                location: at,
                message: "the file is not UTF-8, and TOML is".to_owned(),
                label: "not UTF-8".to_owned(),
                help: None,
            }]));
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let absolute = absolute(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        Self::parse(decoded.source, absolute, folder.to_owned())
    }

    /// Reads a configuration from its text; `folder` is the absolute one that it counts from.
    ///
    /// # Errors
    /// It is no TOML, or has a value that cannot be used.
    pub fn parse(source: Source, folder: PathBuf, shown_folder: PathBuf) -> Result<Self, Failure> {
        let source = Arc::new(source);
        let problem = |span: Span, message: String, label: String, help| Problem {
            location: source.locate_line(span),
            message,
            label,
            help,
        };
        let (root, errors) = DeTable::parse_recoverable(source.text());
        if !errors.is_empty() {
            let problems = errors.iter().take(MOST_PROBLEMS).map(|error| {
                let range = error.span().unwrap_or_default();
                let message = format!("this is no TOML: {}", error.message().trim().replace('\n', "; "));
                problem(Span::new(range.start, range.end), message, "here".to_owned(), None)
            });
            return Err(Failure::Unusable(problems.collect()));
        }
        let faults = check::check(root.get_ref(), KEYS);
        if !faults.wrong.is_empty() {
            let problems = faults.wrong.into_iter().take(MOST_PROBLEMS);
            let problems = problems.map(|wrong| problem(wrong.span, wrong.message, wrong.label, wrong.help));
            return Err(Failure::Unusable(problems.collect()));
        }
        let model = model::read(root.get_ref(), &source);
        Ok(Self { folder, shown_folder, model, unknown: faults.unknown, source: Arc::clone(&source) })
    }

    /// What it says.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Its text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The absolute folder that its globs and paths are relative to.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it sets and there is no such setting of.
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The folders of the project's own protocols, from the working directory.
    pub fn protocol_dirs(&self) -> Vec<PathBuf> {
        let dirs = self.model.protocol_dirs.iter();
        dirs.map(|dir| self.path(dir)).collect()
    }

    /// A path that stands in the file, from the working directory.
    pub fn path(&self, path: &At<String>) -> PathBuf {
        self.shown_folder.join(&path.value)
    }

    /// `span` of the file, as something that it says.
    pub fn said(&self, span: Span) -> Said {
        Said::new(&self.source, span)
    }

    /// The baseline that it names, from the working directory, and where it names it.
    pub fn baseline(&self) -> Option<(PathBuf, Span)> {
        let named = self.model.baseline.as_ref()?;
        Some((self.shown_folder.join(&named.value), named.span))
    }

    /// A path beside the file, from the working directory.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.shown_folder.join(name)
    }

    /// Where `span` of the file stands.
    pub fn locate(&self, span: Span) -> Location {
        self.source.locate_line(span)
    }

    /// What coverage must reach.
    pub fn min_coverage(&self) -> Option<Required> {
        let minimum = self.model.min_coverage.as_ref()?;
        Some(Required { minimum: minimum.value, at: self.locate(minimum.span) })
    }

    /// What it says for the rules.
    pub fn context(&self) -> Context {
        let region = self
            .model
            .region
            .as_ref()
            .map(|region| Region { domain: region.value.to_ascii_lowercase(), at: Some(self.locate(region.span)) });
        let hosts = self.model.hosts.iter();
        let all_deployments = self.complete(self.model.deployments_complete.as_ref());
        Context {
            region,
            hosts: hosts.map(|host| host.value.to_ascii_lowercase()).collect(),
            queues: known(&self.model.queues, |queue| &queue.id, self.complete(self.model.queues_complete.as_ref())),
            deployments: known(&self.model.deployments, |one| &one.id, all_deployments.clone()),
            // Of either kind.
            chat_deployments_complete: all_deployments,
            ..Context::default()
        }
    }

    /// What says that it lists all there is.
    fn complete(&self, flag: Option<&At<bool>>) -> Option<Complete> {
        flag.filter(|flag| flag.value).map(|flag| Complete { at: self.said(flag.span) })
    }

    /// Holds the names of protocols against those that there are.
    ///
    /// # Errors
    /// A protocol to judge by is none of them, or a limit has a value that makes no sense. A limit that no protocol has is only an
    /// unknown setting, and left out.
    pub fn bind(&mut self, protocols: &[&Protocol]) -> Result<(), Failure> {
        let names = || protocols.iter().map(|protocol| protocol.name());
        let named = self.model.overrides.iter().filter_map(|with| with.protocol.as_ref());
        let targets = self.model.preflight.iter();
        let of_targets = targets.filter_map(|target| target.one("protocol"));
        let named = self.model.protocol.iter().chain(named).chain(of_targets);
        let wrong = named.filter(|name| !names().any(|known| known == name.value));
        let mut problems: Vec<Problem> = wrong
            .map(|name| Problem {
                location: self.locate(name.span),
                message: format!("there is no protocol `{}`", name.value),
                label: "no such protocol".to_owned(),
                help: Some(nearest_of(&name.value, names())),
            })
            .collect();
        let (mut unknown, mut known) = (Vec::new(), Vec::new());
        for (name, limits) in std::mem::take(&mut self.model.limits) {
            let Some(protocol) = protocols.iter().find(|known| known.name() == name.value) else {
                unknown.push(Unknown {
                    span: name.span,
                    message: format!("there are limits of `{}`, and no such protocol", name.value),
                    help: nearest_of(&name.value, names()),
                });
                continue;
            };
            let mut kept = Vec::new();
            for (limit, value) in limits {
                if !protocol.limit_names().contains(&limit.value.as_str()) {
                    unknown.push(no_such_limit(protocol, &limit));
                } else if let Err(why) = protocol.check_limit(&limit.value, value) {
                    problems.push(Problem {
                        location: self.locate(limit.span),
                        message: why,
                        label: "this limit".to_owned(),
                        help: None,
                    });
                } else {
                    kept.push((limit, value));
                }
            }
            known.push((name, kept));
        }
        self.model.limits = known;
        if !problems.is_empty() {
            return Err(Failure::Unusable(problems));
        }
        self.unknown.extend(unknown);
        self.unknown.sort_by_key(|unknown| unknown.span);
        Ok(())
    }
}

/// Entities by their ids.
fn known<T: Clone>(entries: &[T], id: fn(&T) -> &str, complete: Option<Complete>) -> Known<T> {
    let entries = entries.iter().map(|entry| (id(entry).to_ascii_lowercase(), entry.clone()));
    Known { entries: entries.collect(), complete }
}

/// Most problems that are told of one file: more are mostly the same one again.
const MOST_PROBLEMS: usize = 10;

fn nearest_of<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    match near::nearest(name, names.clone()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("the protocols are {}", names.collect::<Vec<_>>().join(", ")),
    }
}

fn no_such_limit(protocol: &Protocol, limit: &At<String>) -> Unknown {
    let names = protocol.limit_names();
    let help = match near::nearest(&limit.value, names.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if names.is_empty() => format!("{} has no limits", protocol.name()),
        None => format!("its limits are {}", names.join(", ")),
    };
    Unknown { span: limit.span, message: format!("{} has no limit `{}`", protocol.name(), limit.value), help }
}

/// The tables of the file and their keys, in pairs.
fn keys_of_parts() -> impl Iterator<Item = (&'static str, &'static str)> {
    KEYS.iter().flat_map(|key| {
        let keys: &'static [Key] = match &key.kind {
            Kind::Table(keys) | Kind::Tables(keys) | Kind::Each(_, Kind::Table(keys)) => keys,
            _ => &[],
        };
        keys.iter().map(|part| (key.name, part.name))
    })
}

/// Whether two paths lead to the same place.
pub fn same_place(one: &Path, other: &Path) -> bool {
    absolute(one) == absolute(other)
}
