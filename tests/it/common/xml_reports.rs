//! What the readers of XML reports rely on, checked with a parser that has no part in writing them.

use roxmltree::{Document, Node};

fn elements<'a>(node: Node<'a, 'a>) -> Vec<Node<'a, 'a>> {
    node.children().filter(Node::is_element).collect()
}

fn attributes<'a>(node: &Node<'a, 'a>) -> Vec<&'a str> {
    node.attributes().map(|attribute| attribute.name()).collect()
}

fn count(node: &Node, name: &str) -> usize {
    node.attribute(name).unwrap().parse().unwrap()
}

/// An error of a Checkstyle report: file, line, column, severity, message, source.
pub type Row = (String, usize, usize, String, String, String);

/// The errors of a Checkstyle report, and its files, whether they have errors or not.
pub fn checkstyle(report: &str) -> (Vec<Row>, Vec<String>) {
    let document = Document::parse(report).unwrap_or_else(|error| panic!("{error}\n{report}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "checkstyle");
    assert_eq!(attributes(&root), ["version"]);
    let (mut rows, mut files) = (Vec::new(), Vec::new());
    for file in elements(root) {
        assert_eq!(file.tag_name().name(), "file");
        assert_eq!(attributes(&file), ["name"]);
        let name = file.attribute("name").unwrap().to_owned();
        assert!(!files.contains(&name), "{name} stands twice");
        for error in elements(file) {
            assert_eq!(error.tag_name().name(), "error");
            let known = ["line", "column", "severity", "message", "source"];
            assert_eq!(attributes(&error), known);
            assert!(elements(error).is_empty());
            let text = |name| error.attribute(name).unwrap().to_owned();
            let row = (
                name.clone(),
                count(&error, "line"),
                count(&error, "column"),
                text("severity"),
                text("message"),
                text("source"),
            );
            assert!(row.1 > 0 && row.2 > 0, "{row:?}");
            assert!(["error", "warning", "info"].contains(&&*row.3), "{row:?}");
            rows.push(row);
        }
        files.push(name);
    }
    (rows, files)
}

/// A test of a JUnit report.
#[derive(Debug, PartialEq, Eq)]
pub struct Test {
    pub suite: String,
    pub class: String,
    pub name: String,
    /// `failure` or `error`, its message and its text.
    pub bad: Option<(String, String, String)>,
    /// What it wrote, or its suite did.
    pub output: String,
}

/// The tests of a JUnit report, whose counts are right and whose names are unique.
pub fn junit(report: &str) -> Vec<Test> {
    let document = Document::parse(report).unwrap_or_else(|error| panic!("{error}\n{report}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let mut tests = Vec::new();
    let mut suites: Vec<_> = elements(root).iter().filter_map(|suite| suite.attribute("name")).collect();
    suites.sort_unstable();
    assert!(suites.windows(2).all(|two| two[0] != two[1]), "{suites:?}");
    for suite in elements(root) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        let known = ["name", "tests", "failures", "errors", "time"];
        assert_eq!(attributes(&suite), known);
        let first = tests.len();
        for child in elements(suite) {
            match child.tag_name().name() {
                "testcase" => tests.push(test(&suite, &child)),
                "system-out" => assert!(!child.text().unwrap().trim().is_empty()),
                other => panic!("{other}"),
            }
        }
        counted(&suite, &tests[first..]);
    }
    counted(&root, &tests);
    let mut names: Vec<_> = tests.iter().map(|test| (&test.class, &test.name)).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), tests.len(), "names are unique");
    tests
}

fn counted(node: &Node, tests: &[Test]) {
    let of = |kind: &str| {
        let bad = tests.iter().filter_map(|test| test.bad.as_ref());
        bad.filter(|(found, ..)| found == kind).count()
    };
    assert_eq!(count(node, "tests"), tests.len());
    assert_eq!(count(node, "failures"), of("failure"));
    assert_eq!(count(node, "errors"), of("error"));
}

fn test<'a>(suite: &Node<'a, 'a>, case: &Node<'a, 'a>) -> Test {
    let text = |node: &Node, name: &str| node.attribute(name).unwrap_or_default().to_owned();
    let mut test = Test {
        suite: text(suite, "name"),
        class: text(case, "classname"),
        name: text(case, "name"),
        bad: None,
        output: String::new(),
    };
    assert!(!test.name.is_empty() && test.class.starts_with("guestlint"));
    for child in elements(*case) {
        let told = child.text().unwrap().to_owned();
        match child.tag_name().name() {
            "system-out" => test.output = told,
            kind @ ("failure" | "error") => {
                assert!(test.bad.is_none(), "readers take one");
                assert_eq!(attributes(&child), ["type", "message"]);
                test.bad = Some((kind.to_owned(), text(&child, "message"), told));
            }
            other => panic!("{other}"),
        }
    }
    test
}
