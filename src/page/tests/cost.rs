use crate::finding::Finding;
use crate::outcome::Summary;
use crate::page::HumanOptions;
use crate::rule::GL204;
use crate::text::span::Span;

use super::sample::*;
use super::screens::screen;

/// The whole capture is one line, as minified HARs are: work that depends on its length shows as minutes.
#[test]
fn a_thousand_findings_in_one_line_of_ten_megabytes() {
    let record = r#"{"type":"send","data":"{\"type\":\"connect\",\"sessionId\":\"1\",\"token\":\"SECRET\"}"},"#;
    let text = record.repeat(10_000_000 / record.len());
    let source = source("big.har", &text);
    let mut report = file("big.har");
    let step = text.len() / record.len() / 1000;
    for index in 0..1000 {
        let start = index * step * record.len();
        let at = start + record.find("sessionId").unwrap();
        let place = source.locate(Span::new(at, at + 9), Span::new(start, start + record.len()));
        let mut finding = Finding::new(&GL204, place, "connect has no field \"sessionId\"").label("unknown field");
        finding.id = index + 1;
        report.loose.push(finding);
    }
    let summary = Summary { files: 1, frames: 1000, warnings: 1000, ..Summary::default() };
    let text = screen(HumanOptions::default(), &[report], &summary);
    assert_eq!(text.matches("warning: GL204 unknown-field\n").count(), 1000);
    assert_eq!(text.lines().count(), 1000 * 8 + 1);
    assert!(text.len() < 1_000_000, "{}", text.len());
    assert!(!text.contains("SECRET"));
}
