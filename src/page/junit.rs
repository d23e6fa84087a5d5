//! The JUnit form of test results: a suite a file. A finding that fails the run is a failed test; a file without one has
//! passed, and what was found all the same is its output. There is no schema by JUnit itself; this is what Jenkins, GitLab
//! and the usual libraries read.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::outcome::{Account, Check, CheckResult, Summary, Verdict};
use crate::rule::Severity;
use crate::source::paths::Repository;
use crate::text::escape::escape;

use super::Page;
use super::rows::{Row, Rows, path_of};
use super::xml::{Element, document};

const TOOL: &str = env!("CARGO_PKG_NAME");
/// A report is the same from run to run, so it holds no times; readers expect the attribute.
const TIME: &str = "0";

/// The report as test results, written to `W` when the run is finished.
pub struct Junit<W> {
    out: W,
    paths: Repository,
    /// The least severity that fails the run, if any does.
    fail_on: Option<Severity>,
    files: Rows<Told>,
    /// The suites of verdicts, and how many tests are in them.
    verdicts: Vec<(Element, usize)>,
    /// How often a test of this class and name was met: readers drop a second one of the same name.
    names: HashMap<String, u64>,
}

/// What is told of a file.
enum Told {
    Failed(Element),
    /// What fails nothing.
    Output(String),
}

impl<W: Write> Junit<W> {
    /// A page to `out`, in which what is at least as severe as `fail_on` has failed.
    pub fn new(out: W, paths: Repository, fail_on: Option<Severity>) -> Self {
        Self { out, paths, fail_on, files: Rows::new(), verdicts: Vec::new(), names: HashMap::new() }
    }

    fn fails(&self, severity: Severity) -> bool {
        self.fail_on.is_some_and(|least| severity >= least)
    }

    fn told(&mut self, row: &Row<'_>) -> Told {
        let severity = row.finding.severity;
        if !self.fails(severity) {
            return Told::Output(detail(row));
        }
        let message = escape(&row.finding.message);
        let class = format!("{TOOL}.{}", row.finding.rule.code);
        // Without line and column: a test keeps its name while its file is edited above it.
        let name = self.unique(&class, format!("{}: {message}", row.place.path));
        let place = Some((row.place.path.as_str(), Some(row.place.line)));
        let message = format!("{}: {message}", row.title());
        Told::Failed(case(&class, &name, place).holding(vec![failure(severity, message, detail(row))]))
    }

    /// Findings that are only counted must not make a file look sound.
    fn withheld(&mut self, account: &Account, file: &str) -> Option<Told> {
        let (count, worst) = account.withheld.total();
        let worst = worst.filter(|worst| self.fails(*worst))?;
        let message = format!("{count} further findings are not shown (--max-findings)");
        let name = self.unique(TOOL, format!("{file}: further findings"));
        let case = case(TOOL, &name, Some((file, Some(1))));
        Some(Told::Failed(case.holding(vec![failure(worst, message.clone(), message)])))
    }

    fn unique(&mut self, class: &str, name: String) -> String {
        let seen = self.names.entry(format!("{class} {name}")).or_insert(0);
        *seen += 1;
        match *seen {
            1 => name,
            seen => format!("{name} ({seen})"),
        }
    }
}

impl<W: Write> Page for Junit<W> {
    fn file(&mut self, account: &Account) -> io::Result<()> {
        let file = path_of(account, &self.paths);
        let rows = Row::all(account, &self.paths);
        let mut told: Vec<_> = rows.iter().map(|row| self.told(row)).collect();
        told.extend(self.withheld(account, &file));
        self.files.of(file).extend(told);
        Ok(())
    }

    fn verdict(&mut self, verdict: &Verdict) -> io::Result<()> {
        let target = verdict.target.as_deref().unwrap_or("the client");
        let name = format!("preflight of {}", escape(target));
        // What was found has failed in the files that it stands in.
        let found = |check: &&Check| !matches!(check.result, CheckResult::Found { .. });
        let rows: Vec<_> = verdict.checks.iter().filter(found).map(|check| row_of(&name, check)).collect();
        let tests = rows.len();
        self.verdicts.push((suite("testsuite", &name, [tests, 0, 0], rows), tests));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let (mut tests, mut failures, errors) = (0, 0, summary.failures.len());
        let mut suites = Vec::new();
        for (file, told) in self.files.take() {
            let (suite, failed) = suite_of(&file, told);
            tests += failed.max(1);
            failures += failed;
            suites.push(suite);
        }
        for (suite, rows) in self.verdicts.drain(..) {
            tests += rows;
            suites.push(suite);
        }
        if errors > 0 {
            tests += errors;
            suites.push(suite(
                "testsuite",
                TOOL,
                [errors, 0, errors],
                summary.failures.iter().map(|failure| broken(failure)).collect(),
            ));
        }
        document(&mut self.out, &suite("testsuites", TOOL, [tests, failures, errors], suites))
    }
}

/// The suite of a file, and how many of its tests have failed; without failures it is one test that has passed.
fn suite_of(file: &str, told: Vec<Told>) -> (Element, usize) {
    let mut tests = Vec::new();
    let mut output = String::new();
    for told in told {
        match told {
            Told::Failed(test) => tests.push(test),
            Told::Output(text) => {
                output.push_str(&text);
                output.push('\n');
            }
        }
    }
    let failed = tests.len();
    let output = (!output.is_empty()).then(|| Element::new("system-out").saying(output));
    if failed == 0 {
        let passed = case(TOOL, file, Some((file, None)));
        tests.push(match output {
            Some(output) => passed.holding(vec![output]),
            None => passed,
        });
    } else {
        tests.extend(output);
    }
    (suite("testsuite", file, [failed.max(1), failed, 0], tests), failed)
}

/// Tests, or suites of them: how many tests there are, how many of them have failed, and how many could not be run.
fn suite(element: &'static str, name: &str, counts: [usize; 3], content: Vec<Element>) -> Element {
    let [tests, failures, errors] = counts.map(|count| count.to_string());
    let suite = Element::new(element).with("name", name).with("tests", tests).with("failures", failures);
    suite.with("errors", errors).with("time", TIME).holding(content)
}

/// A test, with the file and the line that it is of.
fn case(class: &str, name: &str, place: Option<(&str, Option<usize>)>) -> Element {
    let mut case = Element::new("testcase").with("classname", class).with("name", name);
    if let Some((file, line)) = place {
        case = case.with("file", file);
        if let Some(line) = line {
            case = case.with("line", line.to_string());
        }
    }
    case.with("time", TIME)
}

fn failure(severity: Severity, message: String, detail: String) -> Element {
    Element::new("failure").with("type", severity.as_str()).with("message", message).saying(detail)
}

/// A row of a verdict: what was checked has passed, what was not is skipped, with the way to get what is missing.
fn row_of(suite: &str, row: &Check) -> Element {
    let case = case(&format!("{TOOL}.preflight"), &format!("{suite}: {}", row.name), None);
    let CheckResult::NotChecked { why, how } = &row.result else {
        return case;
    };
    let message: Vec<_> = std::iter::once(why).chain(how).map(|part| escape(part)).collect();
    case.holding(vec![Element::new("skipped").with("message", message.join("; "))])
}

/// What the run itself failed at: a file that is not there, a check that crashed.
fn broken(failure: &str) -> Element {
    let failure = escape(failure);
    let error = Element::new("error").with("type", "failure of the run").with("message", &*failure);
    case(TOOL, &failure, None).holding(vec![error.saying(&*failure)])
}

/// Where, which rule, what, what to do, and the line that it is about.
fn detail(row: &Row<'_>) -> String {
    let severity = row.finding.severity.as_str();
    let mut text = format!("{}: {severity}: {}: {}", row.place.shown(), row.title(), row.sentence());
    let excerpt = &row.finding.location.excerpt;
    let shown = escape(&excerpt.text);
    if !shown.trim().is_empty() {
        let more = |cut| if cut { "…" } else { "" };
        let (before, after) = (more(excerpt.cut_before), more(excerpt.cut_after));
        text.push_str(&format!("\n    {before}{shown}{after}"));
    }
    text
}
