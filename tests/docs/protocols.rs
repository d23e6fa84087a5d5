//! The tutorial on protocol folders: what it quotes stands in its example's files.

use crate::markdown::Page;
use crate::read;

const EXAMPLE: &str = "fixtures/protocols/graphql-ws";

#[test]
fn what_is_quoted_stands_in_the_file() {
    let page = Page::parse(&read("docs/protocols.md"));
    let mut quoted = 0;
    for block in page.blocks {
        let Some((language, what)) = block.info.split_once(' ') else {
            continue;
        };
        assert_eq!(language, "json", "line {}", block.line);
        let right = match what.split_once('=') {
            Some(("file", name)) => read(&format!("{EXAMPLE}/{name}")) == block.text,
            Some(("excerpt", name)) => read(&format!("{EXAMPLE}/{name}")).contains(block.text.trim_end()),
            _ => false,
        };
        assert!(right, "line {}: `{}`\n{}", block.line, block.info, block.text);
        quoted += 1;
    }
    assert!(quoted >= 5, "only {quoted} quotations: are they still recognised?");
}
