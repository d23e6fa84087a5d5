//! Tests of `session/findings.rs`.

use crate::rule::{GL204, GL205};
use crate::source::{InputName, Source};
use crate::text::mask::Masker;
use crate::text::span::Span;

use super::*;

fn fault(rule: &'static crate::rule::Rule, name: usize, frame: u64) -> Finding {
    let source = Source::from_text(InputName::Stdin, "", Masker::new(false));
    let at = source.mark(Span::at(0), Span::at(0));
    let mut finding = Finding::new(rule, at, format!("fault {name}"));
    finding.frame = Some(frame);
    finding
}

#[test]
fn what_is_over_the_most_is_counted_and_the_last_errors_stay() {
    for all in [false, true] {
        let mut collected = Collected::new(all, 3);
        for name in 0..500 {
            collected.add(fault(&GL205, name, name as u64));
            collected.add(fault(&GL204, name, name as u64));
        }
        let taken = collected.take();
        assert_eq!(taken.findings.len(), 3 + RECENT);
        assert_eq!(taken.last_frames.last(), Some(&Some(499)));
        // Two errors and a warning are listed.
        assert_eq!(taken.withheld.errors, 500 - 2 - RECENT as u64);
        assert_eq!(taken.withheld.warnings, 499);
        assert_eq!(taken.findings[3].message, "fault 436");
    }
}

#[test]
fn repeats_are_one_fault_wherever_it_went() {
    let mut collected = Collected::new(false, 1);
    for _ in 0..3 {
        for name in 0..100 {
            collected.add(fault(&GL205, name, 7));
            collected.add(fault(&GL205, name, 8));
        }
    }
    let taken = collected.take();
    assert_eq!(taken.findings[0].count, 6);
    assert_eq!(taken.findings.len() as u64 + taken.withheld.errors, 100);
    assert!(taken.last_frames.iter().all(|last| *last == Some(8)));
}
