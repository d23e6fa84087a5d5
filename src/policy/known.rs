//! The baseline at work in a run: takes out what is known, remembers what is found, and says which entries no longer occur.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::outcome::Account;
use crate::rule::{self, Severity};
use crate::session::same_fault;
use crate::source::paths::{absolute, shown};

use super::baseline::{self, Baseline, Entry, may_hold};
use super::fingerprint::Fingerprints;
use super::stale::What;

/// Longest path that is looked for, in bytes: no file system has longer ones.
const LONGEST_PATH: usize = 4096;

/// What a baseline is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// What it knows is not shown.
    Read,
    /// What is found becomes known.
    Write,
}

/// A baseline, and what a run has found of it. Without one, nothing is changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    baseline: Option<Baseline>,
    writes: bool,
    /// For each entry whether it occurred.
    occurred: Vec<bool>,
    /// What is not known yet, and is written.
    added: Vec<Entry>,
    added_fingerprints: HashSet<String>,
    /// The files of which everything was seen that an entry can be about.
    checked: HashSet<String>,
    /// The folders that were walked, absolute.
    walked: Vec<PathBuf>,
    /// The errors and warnings that a baseline cannot hold.
    left: BTreeSet<&'static str>,
}

/// What the writing of a baseline came to.
pub(crate) struct Written {
    /// A sentence on what was done, or on why it could not be.
    pub(crate) told: Result<String, String>,
    /// What was not taken in.
    pub(crate) left: Option<String>,
}

/// Entries of a file that no longer occur: those of a file that is gone, or those of one rule.
pub(crate) struct Stale<'k> {
    pub(crate) first: &'k Entry,
    pub(crate) count: u64,
    pub(crate) what: What,
}

impl Known {
    pub(crate) fn new(baseline: Baseline, usage: Use) -> Self {
        Self {
            occurred: vec![false; baseline.entries().len()],
            writes: usage == Use::Write,
            baseline: Some(baseline),
            ..Self::default()
        }
    }

    pub(crate) fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// Whether there is a baseline.
    pub(crate) fn is_some(&self) -> bool {
        self.baseline.is_some()
    }

    pub(crate) fn writes(&self) -> bool {
        self.writes
    }

    /// A folder is walked.
    pub(crate) fn walks(&mut self, folder: &Path) {
        if self.baseline.is_some() {
            self.walked.push(absolute(folder));
        }
    }

    /// Whether the file at `path` is a baseline, and no input.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        let name = path.file_name();
        let own = self.baseline.as_ref().map(Baseline::path);
        name.is_some_and(|name| name == baseline::FILE)
            || own.is_some_and(|own| own.file_name() == name && name.is_some() && absolute(own) == absolute(path))
    }

    /// Everything in `file` was seen, a path as fingerprints know it.
    pub(crate) fn checked(&mut self, file: &str) {
        if self.baseline.is_some() {
            self.checked.insert(file.to_owned());
        }
    }

    /// Takes out the findings that are known; says how many they were.
    pub(crate) fn settle(&mut self, account: &mut Account, paths: &mut Fingerprints) -> u64 {
        if self.baseline.is_none() {
            return 0;
        }
        // A session's own, by number: causes name them.
        let mut taken: HashMap<usize, Taken> = HashMap::new();
        // With `--all` a repeat of what is known is known, too.
        let mut faults: HashSet<(String, u64)> = HashSet::new();
        let before = account.len();
        account.retain(|finding| {
            let fault = |session: &String| (session.clone(), same_fault(finding));
            let fault = finding.session.as_ref().map(fault);
            let is_repeat = fault.as_ref().is_some_and(|fault| faults.contains(fault));
            if !may_hold(finding) || !(is_repeat || self.knows(finding, paths)) {
                return true;
            }
            faults.extend(fault);
            taken.insert(finding.id, Taken::of(finding));
            false
        });
        if self.writes {
            let left = account.findings().filter(|finding| is_told(finding));
            self.left.extend(left.map(|finding| finding.rule.code));
        }
        tidy(account, &taken);
        (before - account.len()) as u64
    }

    /// Whether a finding is known, or becomes so now.
    fn knows(&mut self, finding: &Finding, paths: &mut Fingerprints) -> bool {
        let index = self.baseline.as_ref().and_then(|known| known.find(finding));
        if let Some(occurred) = index.and_then(|index| self.occurred.get_mut(index)) {
            *occurred = true;
            return true;
        }
        if self.writes && self.added_fingerprints.insert(finding.fingerprint.clone()) {
            let file = paths.path_of(finding.location.name.display());
            self.added.push(Entry::of(finding, file));
        }
        self.writes
    }

    /// The entries that no longer occur, by number. Only what was looked at counts: a file that was checked, or that is gone from a
    /// folder that was walked. Without a configuration nothing is known of the region and the queues, and so of their entries.
    fn stale(&self, configured: bool) -> Vec<(usize, bool)> {
        let Some(baseline) = &self.baseline else {
            return Vec::new();
        };
        let entries = baseline.entries().iter().zip(&self.occurred).enumerate();
        let unseen = entries.filter(|(_, (_, occurred))| !**occurred);
        let stale = unseen.filter_map(|(index, (entry, _))| {
            // The rule of another version of the program.
            let rule = rule::by_code(&entry.code)?;
            if !configured && rule.traits.needs_context {
                return None;
            }
            let is_gone = entry.file.len() <= LONGEST_PATH && self.is_gone(&baseline.folder().join(&entry.file));
            (is_gone || self.checked.contains(&entry.file)).then_some((index, is_gone))
        });
        stale.collect()
    }

    fn is_gone(&self, file: &Path) -> bool {
        let file = absolute(file);
        let is_walked = self.walked.iter().any(|folder| file.starts_with(folder));
        is_walked && std::fs::symlink_metadata(&file).is_err()
    }

    /// The entries that no longer occur, as they are told.
    pub(crate) fn told_stale(&self, configured: bool) -> Vec<Stale<'_>> {
        let entries = self.baseline.iter().flat_map(Baseline::entries);
        let entries: Vec<&Entry> = entries.collect();
        let occurring = entries.iter().zip(&self.occurred);
        let occurring: HashSet<(&str, &str)> =
            occurring.filter(|(_, occurred)| **occurred).map(|(entry, _)| (&*entry.file, &*entry.code)).collect();
        let mut told: Vec<Stale<'_>> = Vec::new();
        let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, is_gone) in self.stale(configured) {
            let Some(entry) = entries.get(index) else {
                continue;
            };
            let code = if is_gone { "" } else { &*entry.code };
            let place = places.entry((&entry.file, code)).or_insert(told.len());
            match told.get_mut(*place) {
                Some(stale) => stale.count += 1,
                None => told.push(Stale {
                    first: entry,
                    count: 1,
                    what: match occurring.contains(&(&*entry.file, &*entry.code)) {
                        _ if is_gone => What::File,
                        true => What::Some,
                        false => What::All,
                    },
                }),
            }
        }
        told
    }

    /// Writes the baseline: what occurred, what was found anew, and what was not looked at.
    pub(crate) fn write(&mut self, judges: bool, configured: bool) -> Option<Written> {
        let stale = if judges { self.stale(configured) } else { Vec::new() };
        let stale: HashSet<usize> = stale.into_iter().map(|(index, _)| index).collect();
        let baseline = self.baseline.as_ref().filter(|_| self.writes)?;
        let kept = baseline.entries().iter().enumerate();
        let kept = kept.filter(|(index, _)| !stale.contains(index));
        let mut entries: Vec<Entry> = kept.map(|(_, entry)| entry.clone()).collect();
        let (new, pruned) = (self.added.len(), stale.len());
        entries.append(&mut self.added);
        let count = entries.len();
        let text = baseline::text(entries);
        let name = shown(baseline.path());
        let told = if baseline.exists() && text == baseline.source().text() {
            Ok(format!("{name}: unchanged, {}", number(count)))
        } else {
            match put(baseline, &text) {
                Ok(()) => Ok(format!("{name}: written, {} ({new} new, {pruned} pruned)", number(count))),
                Err(error) => Err(format!("cannot write {name}: {error}")),
            }
        };
        let codes: Vec<&str> = self.left.iter().copied().collect();
        let left = (!codes.is_empty())
            .then(|| format!("{name}: a baseline cannot hold {}: see what is reported", codes.join(", ")));
        Some(Written { told, left })
    }
}

fn put(baseline: &Baseline, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(baseline.folder())?;
    std::fs::write(baseline.path(), text)
}

/// A finding that was taken out.
struct Taken {
    session: Option<String>,
    is_told: bool,
}

impl Taken {
    fn of(finding: &Finding) -> Self {
        Self { session: finding.session.clone(), is_told: is_told(finding) }
    }
}

/// An end that is known needs no diagnosis again; of one that goes with something new, the causes that are known are named.
fn tidy(account: &mut Account, taken: &HashMap<usize, Taken>) {
    let known = taken.values().filter(|taken| taken.is_told);
    let known: HashSet<&String> = known.filter_map(|taken| taken.session.as_ref()).collect();
    for session in &mut account.sessions {
        if known.contains(&session.id) && !session.findings.iter().any(is_told) {
            session.diagnosis = None;
        }
        let Some(diagnosis) = &mut session.diagnosis else {
            continue;
        };
        let causes = &mut diagnosis.causes;
        for cause in causes.extract_if(.., |cause| taken.contains_key(&cause.finding)) {
            diagnosis.check_next.push(format!(
                "{} {}, which the baseline knows (--no-baseline shows it)",
                cause.rule.code, cause.rule.name
            ));
        }
    }
}

fn is_told(finding: &Finding) -> bool {
    finding.severity != Severity::Note
}

fn number(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}
