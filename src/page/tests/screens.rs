use unicode_width::UnicodeWidthStr;

use crate::capture::End;
use crate::finding::Finding;
use crate::outcome::{Account, SkippedLines, Summary};
use crate::page::{Human, HumanOptions, Page};
use crate::rule::*;

use super::sample::*;

pub(super) fn screen(options: HumanOptions, reports: &[Account], summary: &Summary) -> String {
    let mut out = Vec::new();
    let mut human = Human::new(&mut out, options);
    for report in reports {
        human.file(report).unwrap();
    }
    human.finish(summary).unwrap();
    String::from_utf8(out).unwrap()
}

fn width(width: usize) -> HumanOptions {
    HumanOptions { width, ..HumanOptions::default() }
}

#[test]
fn the_field_report() {
    let (report, summary) = field_report();
    for columns in [40, 80, 120] {
        let text = screen(width(columns), std::slice::from_ref(&report), &summary);
        for line in text.lines().filter(|line| !line.contains("support.log") && !line.starts_with("wss:")) {
            assert!(line.width() <= columns, "{line}");
        }
        assert!(!text.contains("WFM") && !text.contains("test@"));
        insta::assert_snapshot!(format!("field_report_{columns}"), text);
    }
    let ascii = HumanOptions { unicode: false, ..width(80) };
    let text = screen(ascii, std::slice::from_ref(&report), &summary);
    assert!(text.is_ascii());
    insta::assert_snapshot!("field_report_ascii", text);
    let quiet = HumanOptions { quiet: true, ..width(80) };
    assert!(!screen(quiet, std::slice::from_ref(&report), &summary).contains("note: GL"));
    let verbose = HumanOptions { verbose: true, ..width(80) };
    insta::assert_snapshot!("field_report_verbose", screen(verbose, &[report], &summary));
}

#[test]
fn colours_change_nothing_but_colour() {
    let (report, summary) = field_report();
    let plain = screen(width(80), std::slice::from_ref(&report), &summary);
    let coloured = screen(HumanOptions { color: true, ..width(80) }, &[report], &summary);
    assert!(coloured.contains("\u{1b}[1;31merror:\u{1b}[0m"));
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    bare.push_str(rest);
    assert_eq!(bare, plain);
}

#[test]
fn a_clean_run_is_one_line() {
    let mut report = file("good.log");
    report.sessions = vec![session("good.log", 4, closed())];
    let summary = Summary { files: 1, sessions: 1, frames: 4, ..Summary::default() };
    let reports = [report];
    insta::assert_snapshot!("clean", screen(width(80), &reports, &summary));
    assert_eq!(screen(HumanOptions { quiet: true, ..width(80) }, &reports, &summary), "");
    insta::assert_snapshot!("clean_verbose", screen(HumanOptions { verbose: true, ..width(80) }, &reports, &summary));
}

#[test]
fn nothing_checked_does_not_look_like_a_pass() {
    let summary = Summary { files: 2, skipped: 1, ignored_sessions: 1, ..Summary::default() };
    insta::assert_snapshot!("nothing_checked", screen(width(80), &[], &summary));
}

#[test]
fn a_run_with_warnings_only() {
    let text = "hello\n{\"type\":\"connect\",\"version\":\"2.0\",\"versoin\":\"2.0\"}\nDEBUG [ws] \"x\"\n{\"type\":\"connect\",\"version\":\"2.0\",\"version\":\"2.0\"}";
    let source = source("payloads.txt", text);
    let mut report = file("payloads.txt");
    report.payloads = 2;
    let mut unknown = Finding::new(&GL204, at(&source, "\"versoin\"", 0), "connect has no field \"versoin\"")
        .label("did you mean \"version\"?");
    unknown.id = 1;
    unknown.count = 12;
    let mut twice = Finding::new(&GL211, at(&source, "\"version\"", 2), "the key \"version\" stands here twice");
    twice.id = 2;
    report.loose = vec![unknown, twice];
    report.skipped_lines =
        SkippedLines { count: 2, first: vec![(1, "hello".to_owned()), (3, "DEBUG [ws] \"x\"".to_owned())] };
    let summary = Summary { files: 1, payloads: 2, warnings: 2, skipped_lines: 2, withheld: 3, ..Summary::default() };
    let reports = [report];
    insta::assert_snapshot!("warnings_only", screen(width(80), &reports, &summary));
    assert!(screen(HumanOptions { verbose: true, ..width(80) }, &reports, &summary).contains("  1: hello\n"));
}

#[test]
fn hostile_text_stays_on_its_line() {
    let name = "a\nerror: forged\u{1b}[2K.log";
    let text = "{\"type\":\"\u{202e}x\u{1b}[31m\ty\u{200b}\"}\r\nz";
    let source = source(name, text);
    let mut finding =
        Finding::new(&GL205, at(&source, "\u{202e}x\u{1b}[31m\ty", 0), "\"\u{202e}x\r\nerror: forged\" is no message")
            .label("unknown\nerror: forged")
            .help("see \u{1b}]8;;http://evil.example\u{7}");
    finding.id = 1;
    let mut unreadable = Finding::new(
        &GL901,
        crate::source::Source::from_text(crate::source::InputName::Stdin, "", crate::text::mask::Masker::new(false))
            .locate(crate::text::span::Span::at(0), crate::text::span::Span::at(0)),
        "cannot be read: \u{85}",
    );
    unreadable.id = 2;
    let mut report = file(name);
    report.loose = vec![finding, unreadable];
    let summary = Summary { files: 1, payloads: 1, errors: 2, ..Summary::default() };
    let text = screen(width(80), &[report], &summary);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(!text.contains(['\u{202e}', '\u{200b}']));
    assert!(!text.lines().any(|line| line.starts_with("error: forged")));
    insta::assert_snapshot!("hostile", text);
}

#[test]
fn a_point_at_the_end_of_a_line_has_a_caret() {
    let source = source("cut.json", "{\"type\":\"connect\"");
    let end = crate::text::span::Span::at(source.text().len());
    let place = source.locate(end, crate::text::span::Span::new(0, end.end));
    let mut report = file("cut.json");
    report.loose =
        vec![Finding::new(&GL210, place, "the JSON ends in the middle of an object").label("expected , or }")];
    let summary = Summary { files: 1, payloads: 1, errors: 1, ..Summary::default() };
    insta::assert_snapshot!("end_of_line", screen(width(40), &[report], &summary));
}

#[test]
fn sessions_of_one_capture_are_told_apart() {
    let (mut report, mut summary) = field_report();
    let mut quiet = session("support.log", 5, closed());
    quiet.id = "support.log#2".to_owned();
    let mut warned = session("support.log", 1, End::Unknown);
    warned.id = "support.log#3".to_owned();
    let mut finding = report.sessions[0].findings.remove(3);
    report.sessions[0].findings.truncate(1);
    finding.session = Some(warned.id.clone());
    warned.findings.push(finding);
    report.sessions.extend([quiet, warned]);
    if let Some(diagnosis) = &mut report.sessions[0].diagnosis {
        diagnosis.causes.remove(0);
    }
    summary.sessions = 3;
    insta::assert_snapshot!("sessions", screen(width(80), &[report], &summary));
}
