//! Exports of the platform: what users can get of their organisation's queues, languages and deployments, as the REST API,
//! the `gc` command line, Terraform and a deployment's public files give it. They become what rules know of the organisation
//! ([`crate::organisation`]).
//!
//! A file is recognised by its content. It may be a page of a listing, or be cut: what it shows is there, and only a listing
//! that shows all there is tells what is not.

mod document;
mod entity;
mod facts;
mod fields;
mod files;
mod findings;
mod join;
mod kind;
mod listing;
pub mod sources;
mod stream;
mod terraform;
#[cfg(test)]
mod tests;
mod told;
mod words;
mod yaml;

use std::path::PathBuf;

use crate::finding::Finding;
use crate::text::mask::Masker;

use told::Told;

pub use kind::Entity;

/// What is looked for in a file, for a message.
const TRIED: &str = "listings and single entities of queues, languages, skills, deployments and configurations (REST API or gc), a deployment's config.json and domains.json, and Terraform's state, plan and export";

/// What the files of exports tell.
#[derive(Default)]
pub struct Exports {
    /// The files that were read, in order.
    pub files: Vec<Read>,
    /// Files that are no exports, or exports that are not read, and why: those that were named, and exports in folders.
    pub skipped: Vec<Skipped>,
    /// Other files that folders hold.
    pub passed_by: u64,
    /// What is wrong with the files themselves.
    pub findings: Vec<Finding>,
    /// Paths that do not exist, and readers that crashed.
    pub failures: Vec<String>,
    /// What each of the files tells, in the same order.
    told: Vec<Told>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Its path as given, with `/` between the parts.
    pub path: String,
    /// What it is: `queue listing, 25 of 112: page 1 of 5`.
    pub what: String,
    /// It shows all there is of its kinds.
    pub complete: bool,
    /// How many entities it shows.
    pub entities: usize,
    /// What was passed by in it; a phrase each.
    pub notes: Vec<String>,
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path as given, with `/` between the parts.
    pub path: String,
    /// Why: what it is, and what was looked for or what to do.
    pub why: String,
}

/// Reads the exports that `paths` name; in folders, the files that are exports by their content. A file that cannot be read is
/// told of, and the others are read all the same.
pub fn read(paths: &[PathBuf], masker: Masker) -> Exports {
    Exports::of(paths, masker)
}

impl Exports {
    /// What was read, in a sentence for each file: `queues.json: queue listing, all 12`.
    pub fn told(&self) -> impl Iterator<Item = String> + '_ {
        self.files.iter().map(|file| {
            let notes = file.notes.iter().map(|note| format!("; {note}"));
            format!("{}: {}{}", file.path, file.what, notes.collect::<String>())
        })
    }

    /// What was not read, in a sentence for each file.
    pub fn passed(&self) -> impl Iterator<Item = String> + '_ {
        self.skipped.iter().map(|skipped| format!("{}: not read: {}", skipped.path, skipped.why))
    }
}
