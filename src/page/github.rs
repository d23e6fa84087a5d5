//! Annotations on GitHub: workflow commands, which the runner of GitHub Actions reads from a step's output. It shows ten of each
//! kind a step and drops the others without a word, so the most telling ones come first, and a notice counts the rest.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::finding::Finding;
use crate::outcome::{Account, Summary};
use crate::rule::Severity;
use crate::source::InputName;
use crate::source::paths::Repository;
use crate::text::escape::escape;

use super::human::summary::count;
use super::ranked::{Ranked, Ranking};
use super::rows::times;
use super::{HumanOptions, Page, concise, nothing_checked, place};

/// How many annotations of one kind the runner keeps of a step.
const MOST: usize = 10;
/// How many rules of one severity the last notice names.
const MOST_RULES: usize = 6;

/// The report, written to `W` when the run is finished.
pub struct Github<W> {
    out: W,
    options: HumanOptions,
    paths: Repository,
    ranking: Ranking,
}

impl<W: Write> Github<W> {
    /// A page to `out`; of the options only how much to say counts.
    pub fn new(out: W, options: HumanOptions, paths: Repository) -> Self {
        Self { out, options, paths, ranking: Ranking::default() }
    }

    /// One finding.
    fn annotation(&self, found: &Ranked) -> String {
        let finding = &found.finding;
        let title = format!("{} {}{}", finding.rule.code, finding.rule.name, times(finding));
        let (mut properties, shown) = self.place(finding);
        properties.push(("title", title));
        let mut text = finding.message.clone();
        if !shown {
            text = format!("{}: {text}", place::full(&finding.location));
        }
        let explains = found.explains.iter().flat_map(|explains| &explains.lines);
        let help = finding.help.iter().map(|help| format!("help: {help}"));
        let lines: Vec<String> = std::iter::once(text).chain(help).chain(explains.cloned()).collect();
        command(word(finding.severity), &properties, &lines)
    }

    /// The file and the place in it; `false` where they do not show all of the place: for what is no file of the repository,
    /// and inside of an archive, whose lines are not those of the file.
    fn place(&self, finding: &Finding) -> (Vec<(&'static str, String)>, bool) {
        let at = &finding.location;
        let file = match &*at.name {
            InputName::File(path) => {
                Some(self.paths.path_of(path)).filter(|file| file.inside || !self.paths.is_known())
            }
            InputName::Stdin | InputName::Argument(_) => None,
        };
        let Some(file) = file else {
            return (Vec::new(), false);
        };
        let mut properties = vec![("file", file.path.clone())];
        if at.member.is_some() {
            return (properties, false);
        }
        properties.push(("line", at.line.to_string()));
        properties.push(("endLine", at.end_line.to_string()));
        // The runner drops columns of a place of several lines.
        if at.line == at.end_line {
            properties.push(("col", at.column.to_string()));
            if at.end_column > at.column {
                properties.push(("endColumn", at.end_column.to_string()));
            }
        }
        (properties, true)
    }

    /// The last notice: what has no annotation, and what else to know of the run.
    fn rest(&self, rest: &[Ranked], summary: &Summary) -> Option<String> {
        let mut lines = Vec::new();
        if !rest.is_empty() {
            lines.push(format!(
                "{} without an annotation, because GitHub shows {MOST} of a kind a step: {}",
                count(rest.len() as u64, "more finding"),
                tally(rest)
            ));
        }
        if summary.withheld > 0 {
            let more = count(summary.withheld, "more finding");
            lines.push(format!("{more} not shown (--max-findings)"));
        }
        if !self.options.quiet {
            lines.extend(summary.notices.iter().cloned());
        }
        let title = [("title", "guestlint".to_owned())];
        (!lines.is_empty()).then(|| command("notice", &title, &lines))
    }
}

impl<W: Write> Page for Github<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        self.ranking.take(account, &self.options);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let mut found = self.ranking.sorted();
        let needs_rest = summary.withheld > 0 || !summary.notices.is_empty();
        let rest = leave_out(&mut found, needs_rest);
        for found in &found {
            self.out.write_all(self.annotation(found).as_bytes())?;
        }
        if let Some(nothing) = nothing_checked(summary, true).filter(|_| found.is_empty()) {
            let title = [("title", "guestlint".to_owned())];
            let warning = command("warning", &title, &[nothing]);
            self.out.write_all(warning.as_bytes())?;
        }
        if let Some(notice) = self.rest(&rest, summary) {
            self.out.write_all(notice.as_bytes())?;
        }
        if self.options.verbose && !rest.is_empty() {
            writeln!(self.out, "::group::Findings without an annotation")?;
            for left in &rest {
                let line = concise::line(&left.finding, true);
                self.out.write_all(line.as_bytes())?;
            }
            writeln!(self.out, "::endgroup::")?;
        }
        self.out.flush()
    }
}

/// Takes out what goes beyond the runner's limits. The notice that tells of it is one of the notices.
fn leave_out(found: &mut Vec<Ranked>, needs_rest: bool) -> Vec<Ranked> {
    let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
    for found in found.iter() {
        *counts.entry(found.finding.severity).or_default() += 1;
    }
    let too_many = counts.values().any(|count| *count > MOST);
    let most = |severity| match severity {
        Severity::Note if too_many || needs_rest => MOST - 1,
        _ => MOST,
    };
    let mut taken: BTreeMap<Severity, usize> = BTreeMap::new();
    let (shown, rest) = std::mem::take(found).into_iter().partition(|found| {
        let severity = found.finding.severity;
        let taken = taken.entry(severity).or_default();
        *taken += 1;
        *taken <= most(severity)
    });
    *found = shown;
    rest
}

/// `3 errors (GL201 missing-routing-data 2, GL202 missing-field), 1 warning (GL213 misplaced-field)`
fn tally(rest: &[Ranked]) -> String {
    let of = |severity| {
        let mut rules: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
        let findings = rest.iter().map(|found| &found.finding);
        for finding in findings.filter(|finding| finding.severity == severity) {
            rules.entry(finding.rule.code).or_insert((finding.rule.name, 0)).1 += 1;
        }
        let total: u64 = rules.values().map(|(_, number)| number).sum();
        let mut names: Vec<_> =
            rules.into_iter().map(|(code, (name, number))| (number, format!("{code} {name}"))).collect();
        names.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        let more = names.len().saturating_sub(MOST_RULES) as u64;
        let mut names: Vec<String> = names
            .into_iter()
            .take(MOST_RULES)
            .map(|(number, name)| match number {
                1 => name,
                _ => format!("{name} {number}"),
            })
            .collect();
        if more > 0 {
            names.push(count(more, "more rule"));
        }
        let total = (total > 0).then(|| count(total, severity.as_str()));
        total.map(|total| format!("{total} ({})", names.join(", ")))
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let parts: Vec<_> = severities.into_iter().filter_map(of).collect();
    parts.join(", ")
}

/// GitHub's word for a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// `::error file=a.json,line=1::first line%0Asecond line`, and a line feed.
fn command(word: &str, properties: &[(&str, String)], lines: &[String]) -> String {
    let properties: Vec<_> = properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let lines: Vec<_> = lines.iter().map(|line| data(line)).collect();
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{word}{space}{}::{}\n", properties.join(","), lines.join("%0A"))
}

/// A text as the runner reads it back. The runner's escapes for line breaks (`%0D`, `%0A`) are not needed: none is left.
fn data(text: &str) -> String {
    escape(text).replace('%', "%25")
}

/// A property's value, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
