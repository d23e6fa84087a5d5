//! The formats of reports: the README and the page on them have all that the program has, and no others.

use std::process::Command;

use crate::markdown::Page;
use crate::{read, root};

/// As the program lists them.
fn formats() -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_guestlint"))
        .args(["check", "--output", "help"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let (_, list) = said.split_once("the formats are ").unwrap();
    let names = list.lines().next().unwrap().split(", ");
    names.map(str::to_owned).collect()
}

#[test]
fn every_format_has_a_row_and_a_section() {
    let readme = read("README.md");
    let (_, section) = readme.split_once("\n## Reports\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows: Vec<_> = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(rows, formats());
    let page = Page::parse(&read("docs/reports.md"));
    let sections = page.headings.iter().filter(|heading| heading.level == 2);
    let sections: Vec<_> = sections.map(|heading| heading.text.to_lowercase()).collect();
    assert_eq!(sections, formats());
}
