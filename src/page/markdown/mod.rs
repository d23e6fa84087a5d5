//! A summary in Markdown, for the page of a job or a comment on a pull request: verdict, why sockets ended, findings in a table.

mod session;
mod text;
mod verdict;

use std::io::{self, Write};

use crate::finding::Finding;
use crate::outcome::{Account, Summary, Verdict};

use super::human::summary::{count, remarks, said};
use super::ranked::{Ranked, Ranking};
use super::rows::times;
use super::{HumanOptions, Page, place};

use text::{code, prose};

/// Longest report, in characters. A comment on GitHub may have 65,536, and whoever posts it needs some of them; the summary of a
/// job may have 1 MiB.
const LONGEST: usize = 60_000;
/// How much of it may tell of sessions.
const LONGEST_SESSIONS: usize = 30_000;
/// Rows that are seen at once; the others can be unfolded.
const OPEN: usize = 20;
const HEAD: &str = "| Severity | Rule | Place | Message |\n| --- | --- | --- | --- |\n";

/// The report, written to `W` when the run is finished.
#[derive(Debug)]
pub struct Markdown<W> {
    out: W,
    options: HumanOptions,
    ranking: Ranking,
    /// What is told of sessions, and how many characters that is.
    sessions: String,
    length: usize,
    /// Sessions that there was no room for.
    left_out: u64,
}

impl<W: Write> Markdown<W> {
    /// A page to `out`; of the options only how much to say counts.
    pub fn new(out: W, options: HumanOptions) -> Self {
        Self { out, options, ranking: Ranking::default(), sessions: String::new(), length: 0, left_out: 0 }
    }

    fn headline(summary: &Summary) -> String {
        let said = said(summary, true);
        let title = match said.found.as_str() {
            "" if summary.checked_something() => "no problems",
            "" => "nothing was checked",
            found => found,
        };
        format!("## guestlint: {}\n\n{}.\n", prose(title), prose(&said.checked))
    }
}

impl<W: Write> Page for Markdown<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        for section in session::sections(account, &self.options) {
            let length = section.chars().count();
            if self.length + length > LONGEST_SESSIONS {
                self.left_out += 1;
                continue;
            }
            self.length += length;
            self.sessions.push_str(&section);
        }
        self.ranking.take(account, &self.options);
        Ok(())
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        self.sessions.push_str(&verdict::section(verdict));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let clean = summary.errors + summary.warnings == 0;
        if self.options.quiet && clean {
            return self.out.flush();
        }
        let mut page = Self::headline(summary);
        page.push_str(&self.sessions);
        if self.left_out > 0 {
            let more = count(self.left_out, "more session");
            page.push_str(&format!("\n{more} that ended badly or departed: no room here.\n"));
        }
        let remarks = remarks(summary, None, true);
        let remarks: String = remarks.iter().map(|remark| format!("\n{}\n", text::paragraph(remark))).collect();
        let used = page.chars().count() + remarks.chars().count();
        let room = LONGEST.saturating_sub(used);
        let found = self.ranking.sorted();
        table(&mut page, &found, room, self.options.verbose);
        page.push_str(&remarks);
        self.out.write_all(page.as_bytes())?;
        self.out.flush()
    }
}

/// The findings: the first ones at once, the others to unfold, as many as there is room for.
fn table(page: &mut String, found: &[Ranked], room: usize, verbose: bool) {
    if found.is_empty() {
        return;
    }
    let mut room = room.saturating_sub(1000);
    let mut rows = Vec::new();
    for found in found {
        let row = row(&found.finding);
        let length = row.chars().count();
        if length > room {
            break;
        }
        room -= length;
        rows.push(row);
    }
    let left = (found.len() - rows.len()) as u64;
    let open = if verbose { rows.len() } else { OPEN.min(rows.len()) };
    let (first, more) = rows.split_at(open);
    page.push_str(&format!("\n### Findings\n\n{HEAD}{}", first.concat()));
    if !more.is_empty() {
        let title = count(more.len() as u64, "more finding");
        page.push_str(&format!("\n<details>\n<summary>{title}</summary>\n\n{HEAD}{}\n</details>\n", more.concat()));
    }
    if left > 0 {
        let left = count(left, "more finding");
        page.push_str(&format!(
            "\n… and {left}: no room here. Run guestlint yourself, or write another report, to see all.\n"
        ));
    }
}

fn row(finding: &Finding) -> String {
    let help = finding.help.as_deref().map(|help| format!("<br>{}", prose(help)));
    format!(
        "| {} | {} {} | {} | {}{}{} |\n",
        finding.severity.as_str(),
        finding.rule.code,
        finding.rule.name,
        code(&place::full(&finding.location)),
        prose(&finding.message),
        times(finding),
        help.unwrap_or_default()
    )
}
