//! The JUnit form of test results: a suite a file. A finding that fails the run is a failed test; a file without one has
//! passed, and what was found all the same is its output. There is no schema by JUnit itself; this is what Jenkins, GitLab
//! and the usual libraries read.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::finding::{Finding, Severity};
use crate::outcome::{Account, Check, CheckResult, Summary, Verdict};
use crate::source::paths::Repository;
use crate::text::escape::escape;

use super::Page;
use super::place::{Place, path_of_report, sentence};
use super::xml::Xml;

const TOOL: &str = env!("CARGO_PKG_NAME");
/// A report is the same from run to run, so it holds no times; readers expect the attribute.
const TIME: &str = "0";

/// The report as test results, written to `W` when the run is finished.
pub struct Junit<W> {
    out: Option<W>,
    paths: Repository,
    /// The least severity that fails the run, if any does.
    fail_on: Option<Severity>,
    suites: Vec<Suite>,
    /// The index of a file in `suites`: there are several reports of one where it is an archive.
    index: HashMap<String, usize>,
    /// The rows of verdicts, without those that findings tell.
    verdicts: Vec<(String, Vec<Check>)>,
    /// How often a test of this class and name was met: readers drop a second one of the same name.
    names: HashMap<String, u64>,
}

/// What is told of a file.
struct Suite {
    file: String,
    failed: Vec<Failed>,
    /// What fails nothing.
    output: String,
}

struct Failed {
    class: String,
    name: String,
    file: String,
    line: String,
    kind: &'static str,
    message: String,
    detail: String,
}

impl<W: Write> Junit<W> {
    /// A report to `out`, in which what is at least as severe as `fail_on` has failed.
    pub fn new(out: W, paths: Repository, fail_on: Option<Severity>) -> Self {
        Self {
            out: Some(out),
            paths,
            fail_on,
            suites: Vec::new(),
            index: HashMap::new(),
            verdicts: Vec::new(),
            names: HashMap::new(),
        }
    }

    fn suite(&mut self, file: String) -> Option<&mut Suite> {
        let next = self.suites.len();
        let at = *self.index.entry(file.clone()).or_insert(next);
        if at == next {
            self.suites.push(Suite { file, failed: Vec::new(), output: String::new() });
        }
        self.suites.get_mut(at)
    }

    fn failed(&mut self, finding: &Finding, place: &Place) -> Failed {
        let rule = finding.rule;
        let message = escape(&finding.message);
        let class = format!("{TOOL}.{}", rule.code);
        // Without line and column: a test keeps its name while its file is edited above it.
        let name = self.unique(&class, format!("{}: {message}", place.path));
        Failed {
            class,
            name,
            file: place.path.clone(),
            line: place.line.to_string(),
            kind: finding.severity.as_str(),
            message: format!("{} {}: {message}", rule.code, rule.name),
            detail: detail(finding, place),
        }
    }

    fn unique(&mut self, class: &str, name: String) -> String {
        let seen = self.names.entry(format!("{class} {name}")).or_insert(0);
        *seen += 1;
        match *seen {
            1 => name,
            seen => format!("{name} ({seen})"),
        }
    }

    /// Findings that are only counted must not make a file look sound.
    fn withheld(&mut self, report: &Account, file: &str) -> Option<Failed> {
        let (count, worst) = report.withheld.total();
        let worst = worst.filter(|worst| self.fail_on.is_some_and(|least| *worst >= least))?;
        let message = format!("{count} further findings are not shown (--max-findings)");
        Some(Failed {
            class: TOOL.to_owned(),
            name: self.unique(TOOL, format!("{file}: further findings")),
            file: file.to_owned(),
            line: "1".to_owned(),
            kind: worst.as_str(),
            detail: message.clone(),
            message,
        })
    }
}

impl<W: Write> Page for Junit<W> {
    fn file(&mut self, report: &Account) -> io::Result<()> {
        let file = path_of_report(report, &self.paths);
        let mut failed = Vec::new();
        let mut output = String::new();
        for finding in report.findings() {
            let place = Place::new(&finding.location, &self.paths);
            if self.fail_on.is_some_and(|least| finding.severity >= least) {
                failed.push(self.failed(finding, &place));
            } else {
                output.push_str(&detail(finding, &place));
                output.push('\n');
            }
        }
        failed.extend(self.withheld(report, &file));
        let suite = self.suite(file);
        if let Some(suite) = suite {
            suite.failed.extend(failed);
            suite.output.push_str(&output);
        }
        Ok(())
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        let target = verdict.target.as_deref().unwrap_or("the client");
        // What was found has failed in the files that it stands in.
        let found = |check: &&Check| !matches!(check.result, CheckResult::Found { .. });
        let rows = verdict.checks.iter().filter(found).cloned().collect();
        let name = format!("preflight of {}", escape(target));
        self.verdicts.push((name, rows));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let Some(out) = self.out.take() else {
            return Ok(());
        };
        let rows: usize = self.verdicts.iter().map(|(_, rows)| rows.len()).sum();
        let tests: usize = self.suites.iter().map(Suite::tests).sum::<usize>() + rows;
        let failures: usize = self.suites.iter().map(|suite| suite.failed.len()).sum();
        let errors = summary.failures.len();
        let mut xml = Xml::new(out)?;
        let counts = counts(tests + errors, failures, errors);
        xml.open("testsuites", &attributes(TOOL, &counts))?;
        for suite in &self.suites {
            suite.write(&mut xml)?;
        }
        for (name, rows) in &self.verdicts {
            rows_of(&mut xml, name, rows)?;
        }
        if errors > 0 {
            broken(&mut xml, &summary.failures)?;
        }
        xml.close("testsuites")?;
        xml.finish()?;
        Ok(())
    }
}

impl Suite {
    /// A file without failures is one test that has passed.
    fn tests(&self) -> usize {
        self.failed.len().max(1)
    }

    fn write<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let counts = counts(self.tests(), self.failed.len(), 0);
        xml.open("testsuite", &attributes(&self.file, &counts))?;
        if self.failed.is_empty() {
            self.passed(xml)?;
        }
        for failed in &self.failed {
            failed.write(xml)?;
        }
        if !self.failed.is_empty() && !self.output.is_empty() {
            xml.text("system-out", &[], &self.output)?;
        }
        xml.close("testsuite")
    }

    fn passed<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        let file = self.file.as_str();
        let attributes = [("classname", TOOL), ("name", file), ("file", file), ("time", TIME)];
        if self.output.is_empty() {
            return xml.empty("testcase", &attributes);
        }
        xml.open("testcase", &attributes)?;
        xml.text("system-out", &[], &self.output)?;
        xml.close("testcase")
    }
}

impl Failed {
    fn write<W: Write>(&self, xml: &mut Xml<W>) -> io::Result<()> {
        xml.open(
            "testcase",
            &[
                ("classname", &self.class),
                ("name", &self.name),
                ("file", &self.file),
                ("line", &self.line),
                ("time", TIME),
            ],
        )?;
        let attributes = [("type", self.kind), ("message", self.message.as_str())];
        xml.text("failure", &attributes, &self.detail)?;
        xml.close("testcase")
    }
}

/// The rows of a verdict: what was checked has passed, what was not is skipped, with the way to get what is missing.
fn rows_of<W: Write>(xml: &mut Xml<W>, name: &str, rows: &[Check]) -> io::Result<()> {
    let counts = counts(rows.len(), 0, 0);
    xml.open("testsuite", &attributes(name, &counts))?;
    let class = format!("{TOOL}.preflight");
    for row in rows {
        let test = format!("{name}: {}", row.name);
        let attributes = [("classname", class.as_str()), ("name", &test), ("time", TIME)];
        let CheckResult::NotChecked { why, how } = &row.result else {
            xml.empty("testcase", &attributes)?;
            continue;
        };
        let message = std::iter::once(why).chain(how).map(|part| escape(part));
        let message: Vec<_> = message.collect();
        xml.open("testcase", &attributes)?;
        xml.empty("skipped", &[("message", &message.join("; "))])?;
        xml.close("testcase")?;
    }
    xml.close("testsuite")
}

/// What the run itself failed at: files that are not there, checks that crashed.
fn broken<W: Write>(xml: &mut Xml<W>, failures: &[String]) -> io::Result<()> {
    let counts = counts(failures.len(), 0, failures.len());
    xml.open("testsuite", &attributes(TOOL, &counts))?;
    for failure in failures {
        let failure = escape(failure);
        let attributes = [("classname", TOOL), ("name", &*failure), ("time", TIME)];
        xml.open("testcase", &attributes)?;
        let attributes = [("type", "failure of the run"), ("message", &*failure)];
        xml.text("error", &attributes, &failure)?;
        xml.close("testcase")?;
    }
    xml.close("testsuite")
}

/// Tests, failures, errors.
fn counts(tests: usize, failures: usize, errors: usize) -> [String; 3] {
    [tests, failures, errors].map(|count| count.to_string())
}

fn attributes<'a>(name: &'a str, counts: &'a [String; 3]) -> [(&'a str, &'a str); 5] {
    let [tests, failures, errors] = counts;
    [("name", name), ("tests", tests), ("failures", failures), ("errors", errors), ("time", TIME)]
}

/// Where, which rule, what, what to do, and the line that it is about.
fn detail(finding: &Finding, place: &Place) -> String {
    let rule = finding.rule;
    let severity = finding.severity.as_str();
    let mut text = format!("{}: {severity}: {} {}: {}", place.shown(), rule.code, rule.name, sentence(finding));
    let excerpt = &finding.location.excerpt;
    let shown = escape(&excerpt.text);
    if !shown.trim().is_empty() {
        let more = |cut| if cut { "…" } else { "" };
        let (before, after) = (more(excerpt.cut_before), more(excerpt.cut_after));
        text.push_str(&format!("\n    {before}{shown}{after}"));
    }
    text
}
