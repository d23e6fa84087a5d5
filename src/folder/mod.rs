//! A protocol of a user's own: a folder of the same shape as those under `schemas/`.
//!
//! What makes the folder unusable is an [`Error`] with its place; what is merely wrong in it is left to the rules on folders
//! (`rules::folder`), for which the texts are kept.

mod catalogue;
pub mod lint;
mod patterns;

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::folder::lint::patterns_of;
use crate::protocol::manifest::Manifest;
use crate::protocol::schemas::MessageSchema;
use crate::protocol::sequence::Sequence;
use crate::protocol::{MANIFEST_SCHEMA, Protocol};
use crate::rules::payload::schema_problems;
use crate::source::{InputName, Source, decode};
use crate::text::json::{self, Document, Node, pointer};
use crate::text::mask::Masker;
use crate::text::span::Span;

pub use catalogue::Catalogue;

/// The manifest's file name.
const MANIFEST: &str = "manifest.json";
/// What the names of schema files end in.
const SCHEMA_ENDING: &str = ".schema.json";

/// A protocol folder: the protocol, and the files that it was made of.
#[derive(Debug)]
pub struct Folder {
    /// The protocol.
    pub protocol: Protocol,
    /// The manifest's text.
    pub manifest: Source,
    /// The schema files of the folder, by name, in order; also those that no message names.
    pub schemas: Vec<(String, Source)>,
}

impl Folder {
    /// Reads a protocol folder.
    ///
    /// # Errors
    /// Everything that makes it unusable, each with file, line and column where there is one.
    pub fn load(folder: &Path) -> Result<Self, Vec<Error>> {
        let manifest = read(&folder.join(MANIFEST)).map_err(|error| vec![error])?;
        let read_in = parse_manifest(&manifest)?;
        check_constraints(&manifest, &read_in)?;
        let schemas = schema_files(folder, &read_in).map_err(|error| vec![error])?;
        check_schemas(&schemas)?;
        let protocol = Protocol::from_parts(manifest.text(), |name| {
            let file = schemas.iter().find(|(file, _)| file == name);
            // A message whose schema is missing is accepted unchecked; a rule reports it.
            Some(file.map_or_else(|| "{}".to_owned(), |(_, source)| source.text().to_owned()))
        });
        let protocol = protocol.map_err(|error| vec![at_rule(&manifest, &read_in, error)])?;
        Ok(Self { protocol, manifest, schemas })
    }
}

fn read(path: &Path) -> Result<Source, Error> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| Error::new(format!("{shown}: {error}")))?;
    let name = InputName::File(path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
    let decoded = decode::decode(name, bytes, Masker::new(true));
    decoded.map(|decoded| decoded.source).map_err(|why| Error::new(format!("{shown}: {why}")))
}

/// The files that the manifest names, as far as they are there, and every other that is named like a schema.
fn schema_files(folder: &Path, manifest: &Manifest) -> Result<Vec<(String, Source)>, Error> {
    let entries = std::fs::read_dir(folder).map_err(|error| Error::new(format!("{}: {error}", folder.display())))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let named = |path: &Path| {
        manifest.messages.iter().any(|message| path.file_name().is_some_and(|name| name == message.schema.as_str()))
    };
    paths.retain(|path| path.is_file() && (named(path) || path.to_string_lossy().ends_with(SCHEMA_ENDING)));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok((name.unwrap_or_default(), read(&path)?))
        })
        .collect()
}

/// An error at `span` of a file.
fn located(source: &Source, span: Span, message: &str) -> Error {
    let at = source.locate(span, span);
    Error::new(format!("{}:{}:{}: {message}", source.name().display(), at.line, at.column))
}

fn parse(source: &Source) -> Result<Document<'_>, Error> {
    json::parse(source.text(), json::CAPTURE_DEPTH)
        .map_err(|error| located(source, error.span, &format!("{error}; {}", error.help())))
}

/// Parses the manifest and holds it against the schema of manifests.
fn parse_manifest(source: &Source) -> Result<Manifest, Vec<Error>> {
    let document = parse(source).map_err(|error| vec![error])?;
    let schema = MessageSchema::new(MANIFEST_SCHEMA.to_owned()).map_err(|error| vec![Error::new(error)])?;
    let problems: Vec<Error> = schema_problems(&schema, document.root())
        .into_iter()
        .map(|(pointer, message)| located(source, place_of(document.root(), &pointer), &message))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    serde_json::from_str(source.text()).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        vec![Error::new(format!("{}:{line}:{column}: {error}", source.name().display()))]
    })
}

/// Where the value at a pointer stands; for one that is missing, the object that lacks it.
fn place_of(root: Node<'_>, pointer: &str) -> Span {
    let mut pointer = pointer;
    loop {
        let (parent, _) = pointer.rsplit_once('/').unwrap_or(("", pointer));
        let last = pointer::tokens(pointer).last().unwrap_or_default();
        let member = root.pointer(parent).and_then(|parent| parent.member(&last));
        if let Some(member) = member.filter(|_| !pointer.is_empty()) {
            return member.key_span();
        }
        if let Some(node) = root.pointer(pointer) {
            return Span::new(node.span().start, node.span().start + 1);
        }
        pointer = parent;
    }
}

/// Every schema file must be JSON and a schema that compiles. One with a regular expression that Rust does not know is left to
/// the rule on such patterns; its message is then accepted unchecked.
fn check_schemas(schemas: &[(String, Source)]) -> Result<(), Vec<Error>> {
    let problems: Vec<Error> = schemas.iter().filter_map(|(_, source)| schema_problem(source)).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What a constraint asks for must be a schema that compiles.
fn check_constraints(source: &Source, manifest: &Manifest) -> Result<(), Vec<Error>> {
    let document = parse(source).map_err(|error| vec![error])?;
    let constraints = manifest.constraints.iter().enumerate();
    let problems = constraints.filter_map(|(index, constraint)| {
        let error = json::compile(&constraint.must).err()?;
        let place = place_of(document.root(), &format!("/constraints/{index}/must{}", error.instance_path()));
        Some(located(source, place, &format!("this is no valid JSON Schema: {error}")))
    });
    let problems: Vec<Error> = problems.collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn schema_problem(source: &Source) -> Option<Error> {
    let document = match parse(source) {
        Ok(document) => document,
        Err(error) => return Some(error),
    };
    let value = serde_json::from_str(source.text()).ok()?;
    let error = json::compile(&value).err()?;
    if !patterns_of(source, &document).is_empty() {
        return None;
    }
    let place = place_of(document.root(), error.instance_path().as_str());
    Some(located(source, place, &format!("this is no valid JSON Schema: {error}")))
}

/// A contradiction in the manifest, with the place of the sequence rule that it is in.
fn at_rule(source: &Source, manifest: &Manifest, error: Error) -> Error {
    let Err(broken) = Sequence::compile(&manifest.sequence) else {
        return error.context(source.name().display());
    };
    let index = manifest.sequence.iter().position(|rule| rule.id == broken.rule);
    let document = parse(source).ok();
    let place = index
        .zip(document.as_ref())
        .map(|(index, document)| place_of(document.root(), &format!("/sequence/{index}/id")));
    match place {
        Some(span) => located(source, span, &broken.to_string()),
        None => error,
    }
}
