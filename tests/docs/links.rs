//! Links and paths in the documentation: each leads to something that is there.

use std::path::Path;

use crate::markdown::Page;
use crate::{documents, read, root};

/// Where a relative link of a document leads, from the repository's root.
fn target(document: &str, link: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                assert!(parts.pop().is_some(), "{document}: {link} leaves the repository");
            }
            "." | "" => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_relative_link_leads_somewhere() {
    let mut faults = Vec::new();
    for document in documents() {
        for (line, link) in Page::parse(&read(&document)).links() {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let path = match path {
                "" => document.clone(),
                path => target(&document, path),
            };
            let there = root().join(&path).exists();
            let anchored =
                anchor.is_empty() || (there && Page::parse(&read(&path)).anchors().iter().any(|a| a == anchor));
            if !there || !anchored {
                faults.push(format!("{document}:{line}: {link}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether something in backticks is meant as a path of this repository. `GLnnn` stands for any code.
fn is_path(span: &str) -> bool {
    const FOLDERS: [&str; 6] = ["src/", "schemas/", "docs/", "tests/", "fixtures/", ".ci/"];
    let shaped = span.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    shaped && FOLDERS.iter().any(|folder| span.starts_with(folder)) && !span.contains("GLnnn")
}

#[test]
fn every_path_in_backticks_exists() {
    let mut seen = 0;
    let mut faults = Vec::new();
    for document in documents() {
        for (line, span) in Page::parse(&read(&document)).code_spans() {
            if is_path(&span) {
                seen += 1;
                if !root().join(Path::new(&span)).exists() {
                    faults.push(format!("{document}:{line}: {span}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 20, "only {seen} paths: are they still recognised?");
}
