//! The table of exports is the program's own list.

use std::fs;

use guestlint::organisation::exports::sources;

use crate::{read, root};

const PAGE: &str = "docs/exports.md";
const START: &str = "<!-- sources: ";
const END: &str = "<!-- end of sources -->";

#[test]
fn the_table_is_current() {
    let page = read(PAGE);
    let start = page.find(START).unwrap();
    let start = start + page[start..].find('\n').unwrap() + 1;
    let end = page.find(END).unwrap();
    let table = sources::reference();
    let current = format!("{}\n{table}\n{}", &page[..start], &page[end..]);
    if current != page && std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        fs::write(root().join(PAGE), current).unwrap();
        return;
    }
    assert!(current == page, "the table in {PAGE} is stale: INSTA_UPDATE=always writes it anew");
}
