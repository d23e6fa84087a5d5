//! Whole outputs, as somebody sees them who asks for the format for the first time.

use crate::common::guestlint;

/// A snapshot without the program's version.
fn snapshot(name: &str, arguments: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.add_filter(r#""version":"\d+\.\d+\.\d+""#, r#""version":"[version]""#);
    let screen = guestlint(arguments).transcript(arguments);
    settings.bind(|| insta::assert_snapshot!(name, screen));
}

#[test]
fn the_field_report() {
    for format in ["concise", "jsonl", "github", "markdown"] {
        snapshot(
            &format!("field_report_{format}"),
            &format!("check fixtures/field-report/session.ndjson --output {format}"),
        );
    }
}

#[test]
fn several_faulty_files() {
    for format in ["concise", "jsonl", "github", "markdown"] {
        snapshot(&format!("reconnect_loop_{format}"), &format!("check fixtures/reconnect-loop --output {format}"));
    }
}

#[test]
fn quiet_and_verbose() {
    for format in ["concise", "github", "markdown"] {
        let screens: Vec<_> = [
            "fixtures/web-project -q",
            "fixtures/web-project -v",
            "fixtures/valid/payloads",
            "fixtures/valid/payloads -q",
            "fixtures/foreign/only-others.har",
            "fixtures/foreign/only-others.har -q",
        ]
        .map(|rest| {
            let arguments = format!("check {rest} --output {format}");
            guestlint(&arguments).transcript(&arguments)
        })
        .into();
        let name = format!("quiet_and_verbose_{format}");
        let mut settings = insta::Settings::clone_current();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, screens.join("\n")));
    }
}

#[test]
fn a_session_held_against_a_good_one() {
    snapshot(
        "against_markdown",
        "check fixtures/against/stops-early.ndjson --against fixtures/against/good.ndjson --output markdown",
    );
}

#[test]
fn an_end_that_nothing_explains() {
    for format in ["github", "markdown"] {
        snapshot(
            &format!("unexplained_{format}"),
            &format!("check fixtures/against/stops-early.ndjson --output {format}"),
        );
    }
}
