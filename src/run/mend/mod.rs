//! Mending files: which fixes may be applied, applying them, and proving that they did what they should.
//!
//! A file is mended in rounds. In each, every record gets one fix at most, so that no two of them are in each other's way; then
//! the text is checked again. A fix must remove its own finding and add no error; one that does not is left out, and said so.

mod edits;
mod proof;
mod store;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::capture::{Format, is_own_log};
use crate::finding::{Finding, Fix};
use crate::guard::guard;
use crate::judge::file::Job;
use crate::outcome::{Fixed, Summary};
use crate::policy::expect;
use crate::rule;
use crate::source::content::Content;
use crate::source::paths::shown as display;
use crate::source::{InputName, Source};
use crate::text::escape::escape;
use crate::text::span::Span;

use super::{Mending, Run};

use proof::{Counts, Key};

/// Most rounds: what is not mended by then is mended by the next run.
const MOST_ROUNDS: usize = 50;
/// Most checks of one file that look for the fix which does harm.
const MOST_CHECKS: usize = 200;

/// Works out the fixes of an input's findings, takes out those that cannot be exact, and says which may be written.
pub(crate) fn settle(source: &Source, format: Format, findings: &mut [Finding]) {
    let mut writable = None;
    for finding in findings {
        let Some(mut fix) = finding.fix.take() else {
            continue;
        };
        if !is_exact(source, format, &fix) {
            continue;
        }
        fix.writable = *writable.get_or_insert_with(|| is_written_by_people(source, format));
        for edit in &mut fix.edits {
            source.resolve(&mut edit.location);
            edit.hidden = edit.taken.take().is_some_and(|taken| is_hidden(source, &taken));
        }
        finding.fix = Some(fix);
    }
}

/// Whether the bytes are known that an edit must replace, and those that it must write.
fn is_exact(source: &Source, format: Format, fix: &Fix) -> bool {
    let mut edits = fix.edits.iter();
    format.row().exact && edits.all(|edit| edit.location.marked().is_some_and(|span| source.is_verbatim(span)))
}

/// Payload files and frame logs in guestlint's own form are what people write, and may be rewritten. What a tool has recorded is
/// evidence.
fn is_written_by_people(source: &Source, format: Format) -> bool {
    match format {
        Format::Payload => true,
        Format::FrameLog => is_own_log(source),
        _ => false,
    }
}

fn is_hidden(source: &Source, taken: &str) -> bool {
    let whole = Span::new(0, taken.len());
    let is_plain = |c: char| matches!(c, '\n' | '\r' | '\t');
    let visible: String = taken.chars().filter(|c| !is_plain(*c)).collect();
    source.masker().window(taken, whole, whole) != taken || escape(&visible) != visible
}

/// What the summary says of findings that can be mended.
pub(crate) fn count(findings: &[Finding], mending: Option<Mending>, summary: &mut Summary) {
    for finding in findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.writable) else {
            continue;
        };
        match (fix.safe, mending) {
            (true, None) => summary.fixable += 1,
            (false, None | Some(Mending { risky: false, .. })) => summary.fixable_unsafe += 1,
            (_, Some(_)) => {}
        }
    }
}

/// What cannot be mended, to be told at the end of the run.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Fixes in recordings.
    fixes: u64,
    /// Those recordings.
    files: Vec<String>,
    /// A language is missing, and nobody says which one the queue offers.
    lacks_language: bool,
}

/// A file's findings on some version of its text.
struct Found {
    findings: Vec<Finding>,
    counts: Counts,
}

/// Fixes that did harm, by finding and by what they write, and why: findings that are alike may differ in that.
type Refused = HashMap<(Key, Vec<String>), String>;

/// What a fix writes.
fn written(fix: &Fix) -> Vec<String> {
    fix.edits.iter().map(|edit| edit.text.clone()).collect()
}

/// A fix that is to be applied, and the finding that it is of.
struct Chosen {
    key: Key,
    fix: Fix,
    line: usize,
}

impl Run<'_> {
    /// The content of a file once it is mended, if the run is asked to mend; the file is written, or a diff is kept.
    pub(crate) fn mended(&mut self, path: &Path, content: Content, named: bool) -> Content {
        let Some(mending) = self.options.mending else {
            return content;
        };
        let is_file = std::fs::metadata(path).is_ok_and(|data| data.is_file());
        if !is_file || content.is_gzip() {
            return content;
        }
        let Some(old) = content.in_memory().map(<[u8]>::to_vec) else {
            return content;
        };
        let Some((new, fixed)) = self.rounds(path, &old, named, mending) else {
            return content;
        };
        let name = display(path);
        if mending.write {
            if let Err(why) = store::replace(path, &old, &new) {
                self.outcome.failures.push(format!("cannot write {name}: {why}"));
                return content;
            }
            self.outcome.summary.fixed.extend(fixed);
        } else {
            let diff = edits::unified(&name, &old, &new, &self.masker);
            self.outcome.diffs.push(diff);
        }
        new.into()
    }

    /// The mended text and what was mended in it; nothing where nothing is to be done.
    fn rounds(&mut self, path: &Path, old: &[u8], named: bool, mending: Mending) -> Option<(Vec<u8>, Vec<Fixed>)> {
        let mut text = old.to_vec();
        let mut found = self.found(path, &text, named)?;
        self.tell_evidence(path, &found.findings, mending);
        let mut fixed = Vec::new();
        let mut refused: Refused = Refused::new();
        let mut checks = 0;
        for _ in 0..MOST_ROUNDS {
            let mut chosen = choose(&found.findings, mending, &refused);
            while !chosen.is_empty() && checks < MOST_CHECKS {
                checks += 1;
                let new = edits::apply(&text, chosen.iter().map(|chosen| &chosen.fix));
                let after = new.as_ref().and_then(|new| self.found(path, new, named));
                let verdict = match &after {
                    Some(after) => proof::holds(&found.counts, &after.counts, &chosen),
                    None => Err("it could not be applied".to_owned()),
                };
                match (verdict, new.zip(after)) {
                    (Ok(()), Some((new, after))) => {
                        let name = display(path);
                        fixed.extend(chosen.drain(..).map(|chosen| chosen.done(&name)));
                        (text, found) = (new, after);
                        break;
                    }
                    (Err(why), _) if chosen.len() == 1 => {
                        refused
                            .extend(chosen.drain(..).map(|chosen| ((chosen.key, written(&chosen.fix)), why.clone())));
                        chosen = choose(&found.findings, mending, &refused);
                    }
                    // One of them does harm: the first half alone, and the others in the next round.
                    _ => chosen.truncate(chosen.len() / 2),
                }
            }
            if checks >= MOST_CHECKS || choose(&found.findings, mending, &refused).is_empty() {
                break;
            }
        }
        self.tell_refused(path, refused);
        (text != old).then_some((text, fixed))
    }

    /// The findings of a text as that of the file, without those that are ignored or off; nothing where some are expected, since
    /// the file is wrong on purpose. What the run counts is left as it is.
    fn found(&self, path: &Path, text: &[u8], named: bool) -> Option<Found> {
        let mut project = self.project.clone();
        let scope = project.meet(Some(path));
        let mut expected = project.expectations(&scope);
        expected.read(path, self.masker).ok()?;
        if !expected.are_none() {
            return None;
        }
        let mut options = project.options(&self.options, &scope, &expected, true);
        options.all = true;
        options.max_findings = options.max_findings.max(crate::policy::project::KEPT);
        let protocols = self.protocols_of(&options);
        let job = Job {
            protocols: &protocols,
            options: &options,
            masker: self.masker,
            named: named || expect::makes_meant(path, &expected),
            failures: RefCell::default(),
        };
        let name = InputName::File(display(path));
        let content = Content::from(text.to_vec());
        let mut reports = guard("the check of an input", || job.check(name, content)).ok()?;
        if !job.failures.borrow().is_empty() {
            return None;
        }
        let mut findings = Vec::new();
        let (mut baseline, mut fingerprints) = (self.baseline.clone(), self.fingerprints.clone());
        for report in &mut reports {
            fingerprints.give(&mut report.findings);
            project.settle(report, &scope);
            // What is known and accepted is not mended by the way.
            baseline.settle(report, &mut fingerprints);
            findings.append(&mut report.findings);
        }
        let counts = proof::count(&findings);
        Some(Found { findings, counts })
    }

    /// Fixes in a recording are not applied, and that is said.
    fn tell_evidence(&mut self, path: &Path, findings: &[Finding], mending: Mending) {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        let withheld = fixes.filter(|fix| !fix.writable && (fix.safe || mending.risky));
        let number = withheld.count() as u64;
        if number > 0 {
            self.evidence.fixes += number;
            self.evidence.files.push(display(path));
        }
        let lacks = |finding: &Finding| finding.rule == &rule::GL201 && finding.fix.is_none();
        self.evidence.lacks_language |= mending.risky && findings.iter().any(lacks);
    }

    /// What was found on the way and could not be mended, once a run.
    pub(crate) fn tell_unmended(&mut self) {
        let Evidence { fixes, files, lacks_language } = std::mem::take(&mut self.evidence);
        let notices = &mut self.outcome.summary.notices;
        if let Some(first) = files.first() {
            let more = match files.len() {
                1 => String::new(),
                number => format!(" and {} more", number - 1),
            };
            let were = if fixes == 1 { "fix was" } else { "fixes were" };
            notices.push(format!(
                "{fixes} {were} not applied in {first}{more}: what was recorded is evidence, and is never rewritten"
            ));
        }
        if lacks_language {
            let told = "a missing language (GL201) is only filled in where guestlint.toml says which one the queue offers: languages = [\"…\"] in [queues.\"<id>\"]";
            notices.push(told.to_owned());
        }
    }

    fn tell_refused(&mut self, path: &Path, refused: Refused) {
        let mut told: Vec<String> = refused
            .into_iter()
            .map(|((key, _), why)| format!("a fix of {} in {} was not applied: {why}", key.code, display(path)))
            .collect();
        told.sort_unstable();
        told.dedup();
        self.outcome.summary.notices.extend(told);
    }
}

impl Chosen {
    fn done(self, file: &str) -> Fixed {
        Fixed { file: file.to_owned(), line: self.line, code: self.key.code, title: self.fix.title }
    }
}

/// The fixes to apply now: the first of each record.
fn choose(findings: &[Finding], mending: Mending, refused: &Refused) -> Vec<Chosen> {
    let mut records = HashSet::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fix.as_ref() else {
            continue;
        };
        let key = Key::of(finding);
        let wanted = fix.writable && (fix.safe || mending.risky);
        let identity = (key, written(fix));
        let is_refused = wanted && refused.contains_key(&identity);
        let (key, _) = identity;
        if wanted && !is_refused && records.insert(fix.record) {
            chosen.push(Chosen { key, fix: fix.clone(), line: finding.location.line });
        }
    }
    chosen
}
