//! Tests of `page/sarif/mod.rs`.

use crate::rule::{GL113, GL201, GL204};
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

#[test]
fn the_worst_findings_are_kept_in_their_order() {
    let source = Source::from_text(InputName::Stdin, "{}", Masker::new(false));
    let at = source.locate_line(Span::new(0, 1));
    let finding = |rule| Finding::new(rule, at.clone(), "x");
    let all = [&GL113, &GL204, &GL201, &GL113, &GL204, &GL201].map(finding);
    let kept = |most| {
        let mut findings = all.to_vec();
        let dropped = keep_worst(&mut findings, most);
        assert_eq!(dropped + findings.len(), all.len());
        let codes = findings.iter().map(|finding| finding.rule.code);
        codes.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(kept(9), "GL113 GL204 GL201 GL113 GL204 GL201");
    assert_eq!(kept(5), "GL113 GL204 GL201 GL204 GL201");
    assert_eq!(kept(3), "GL204 GL201 GL201");
    assert_eq!(kept(1), "GL201");
    assert_eq!(kept(0), "");
}
