//! Fixing files: which fixes may be applied, applying them, and proving that they did what they should.
//!
//! A file is fixed in rounds. In each, every record gets one fix at most, so that no two of them are in each other's way; then
//! the text is checked again. A fix must remove its own finding and add no error; one that does not is left out, and said so.

mod edits;
mod proof;
mod store;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::finding::{Finding, Fix};
use crate::guard::guard;
use crate::outcome::{Account, Fixed};
use crate::policy::KEPT;
use crate::source::InputName;
use crate::source::content::Content;
use crate::source::paths::shown;

use super::{Fixing, Run};

use proof::{Counts, Key};

/// Most rounds: what is not fixed by then is fixed by the next run.
const MOST_ROUNDS: usize = 50;
/// Most checks of one file that look for the fix which does harm.
const MOST_CHECKS: usize = 200;

/// What cannot be fixed, to be told at the end of the run.
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
    /// The content of a file once it is fixed, if the run is asked to fix; the file is written, or a diff is kept.
    pub(super) fn fixed(&mut self, path: &Path, content: Content, named: bool) -> Content {
        let Some(fixing) = self.options.fixing else {
            return content;
        };
        let is_file = std::fs::metadata(path).is_ok_and(|data| data.is_file());
        if !is_file || content.is_gzip() {
            return content;
        }
        let Some(old) = content.in_memory().map(<[u8]>::to_vec) else {
            return content;
        };
        let Some((new, fixed)) = self.rounds(path, &old, named, fixing) else {
            return content;
        };
        let name = shown(path);
        if fixing.write {
            if let Err(why) = store::replace(path, &old, &new) {
                self.ledger.fail(format!("cannot write {name}: {why}"));
                return content;
            }
            self.ledger.summary().fixed.extend(fixed);
        } else {
            let diff = edits::unified(&name, &old, &new, &self.how.masker);
            self.ledger.diff(diff);
        }
        new.into()
    }

    /// The fixed text and what was fixed in it; nothing where nothing is to be done.
    fn rounds(&mut self, path: &Path, old: &[u8], named: bool, fixing: Fixing) -> Option<(Vec<u8>, Vec<Fixed>)> {
        let mut text = old.to_vec();
        let mut found = self.found(path, &text, named)?;
        self.tell_evidence(path, &found.findings, fixing);
        let mut fixed = Vec::new();
        let mut refused: Refused = Refused::new();
        let mut checks = 0;
        for _ in 0..MOST_ROUNDS {
            let mut chosen = choose(&found.findings, fixing, &refused);
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
                        let name = shown(path);
                        fixed.extend(chosen.drain(..).map(|chosen| chosen.done(&name)));
                        (text, found) = (new, after);
                        break;
                    }
                    (Err(why), _) if chosen.len() == 1 => {
                        refused
                            .extend(chosen.drain(..).map(|chosen| ((chosen.key, written(&chosen.fix)), why.clone())));
                        chosen = choose(&found.findings, fixing, &refused);
                    }
                    // One of them does harm: the first half alone, and the others in the next round.
                    _ => chosen.truncate(chosen.len() / 2),
                }
            }
            if checks >= MOST_CHECKS || choose(&found.findings, fixing, &refused).is_empty() {
                break;
            }
        }
        self.tell_refused(path, refused);
        (text != old).then_some((text, fixed))
    }

    /// The findings of a text as that of the file, without those that are ignored or off; nothing where some are expected, since
    /// the file is wrong on purpose. It is judged and settled as any input is, by a copy of the project's word that nobody counts.
    fn found(&self, path: &Path, text: &[u8], named: bool) -> Option<Found> {
        let mut policy = self.policy.clone();
        let (ruling, failure) = policy.ruling(Some(path));
        if ruling.expects() || failure.is_some() {
            return None;
        }
        let mut how = self.how_of(Some(path), &ruling, named);
        how.all = true;
        how.most = how.most.max(KEPT);
        let content = Content::from(text.to_vec());
        let name = InputName::File(shown(path));
        let accounts = guard("the check of an input", || how.check(name, content)).ok()?;
        if accounts.iter().any(|account| !account.crashes.is_empty()) {
            return None;
        }
        let settled = policy.settle(accounts, None, ruling);
        let findings: Vec<Finding> = settled.accounts.iter().flat_map(Account::findings).cloned().collect();
        let counts = proof::count(&findings);
        Some(Found { findings, counts })
    }

    /// Fixes in a recording are not applied, and that is said.
    fn tell_evidence(&mut self, path: &Path, findings: &[Finding], fixing: Fixing) {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        let withheld = fixes.filter(|fix| !fix.writable && (fix.safe || fixing.risky));
        let number = withheld.count() as u64;
        if number > 0 {
            self.evidence.fixes += number;
            self.evidence.files.push(shown(path));
        }
        let lacks = |finding: &Finding| finding.rule.traits.fixed_by_queue && finding.fix.is_none();
        self.evidence.lacks_language |= fixing.risky && findings.iter().any(lacks);
    }

    /// What was found on the way and could not be fixed, once a run.
    pub(crate) fn tell_unfixed(&mut self) {
        let Evidence { fixes, files, lacks_language } = std::mem::take(&mut self.evidence);
        let notices = &mut self.ledger.summary().notices;
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
            .map(|((key, _), why)| format!("a fix of {} in {} was not applied: {why}", key.rule.code, shown(path)))
            .collect();
        told.sort_unstable();
        told.dedup();
        self.ledger.summary().notices.extend(told);
    }
}

impl Chosen {
    fn done(self, file: &str) -> Fixed {
        Fixed { file: file.to_owned(), line: self.line, code: self.key.rule.code, title: self.fix.title }
    }
}

/// The fixes to apply now: the first of each record.
fn choose(findings: &[Finding], fixing: Fixing, refused: &Refused) -> Vec<Chosen> {
    let mut records = HashSet::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fix.as_ref() else {
            continue;
        };
        let key = Key::of(finding);
        let wanted = fix.writable && (fix.safe || fixing.risky);
        let identity = (key, written(fix));
        let is_refused = wanted && refused.contains_key(&identity);
        let (key, _) = identity;
        if wanted && !is_refused && records.insert(fix.record) {
            chosen.push(Chosen { key, fix: fix.clone(), line: finding.location.line });
        }
    }
    chosen
}
