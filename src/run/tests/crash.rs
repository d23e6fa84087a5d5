//! A check that crashes is told by name while the run goes on.

use crate::guard::tests::with_broken;
use crate::run::exit::Exit;

use super::*;

const FAULTY: &str = "open\n> connect\n< connected\n> badStart\nclose \"code\":1006";

#[test]
fn the_other_checks_go_on_and_the_status_is_2() {
    let whole = codes(&run(&log(FAULTY)).0);
    assert_eq!(whole, "GL113 GL201@3 GL401");
    let cases = [
        ("the endpoint rules", "GL201@3 GL401"),
        ("the payload rules", "GL113 GL401"),
        ("the sequence rules", "GL113 GL201@3 GL401"),
        ("the rules on the end of a socket", "GL113 GL201@3"),
        ("the diagnosis", "GL113 GL201@3 GL401"),
        ("a session", ""),
        ("a session's end", ""),
        ("the reader of frame logs", ""),
    ];
    for (what, left) in cases {
        let (report, outcome) = with_broken(what, || run(&log(FAULTY)));
        assert_eq!(codes(&report), left, "{what}");
        assert_eq!(outcome.failures.len(), 1, "{what}: {:?}", outcome.failures);
        let start = format!("internal error in {what} on <stdin> (line ");
        assert!(outcome.failures[0].starts_with(&start), "{:?}", outcome.failures);
        assert_eq!(Exit::of(&outcome, None), Exit::Failure);
    }
}

#[test]
fn a_crash_on_every_frame_is_told_once_with_its_first_line() {
    let (_, outcome) = with_broken("the payload rules", || run(&log(FAULTY)));
    insta::assert_snapshot!(outcome.failures.join("\n"), @"internal error in the payload rules on <stdin> (line 2, the first of 3 times): please report it");
}

#[test]
fn the_next_payload_and_the_next_input_are_checked() {
    let mut kept = Kept::default();
    let mut run = Run::new(Options::default(), &mut kept).unwrap();
    let stdin = |run: &mut Run<'_>| run.input(Input::Stdin(payload_text().into_bytes().into())).unwrap();
    with_broken("the payload rules", || stdin(&mut run));
    stdin(&mut run);
    with_broken("the check of an input", || stdin(&mut run));
    let outcome = run.finish().unwrap();
    assert_eq!(outcome.failures.len(), 2);
    assert_eq!(kept.0.iter().map(codes).collect::<Vec<_>>(), ["", "GL201"]);
}

fn payload_text() -> String {
    serde_json::from_str(&payload("badStart")).unwrap()
}
